import { isAlias, isScalar, isSeq } from "yaml";
import type { DesiredMember } from "../config/desired.js";
import { numberLookup } from "../config/expand.js";
import { isDigits } from "../config/numbers.js";
import type { Moment } from "../config/time/moment.js";
import { type Member, plainMember, sortMembers } from "../model/skillGroup.js";
import { extentOf } from "../model/span.js";
import type { LiveGroup } from "../moor/live.js";
import { commaAfter, type Edit, indentOf, indentTo, nextLine } from "./edits.js";
import { type EntryStyle, entryText, type NewEntry } from "./entries.js";
import type { AuthorFinding, AuthorFindingArgs, Remarks } from "./findings.js";
import { listChange } from "./listChange.js";
import { listEdits } from "./listEdits.js";
import { listStyle } from "./listStyle.js";
import { rosterWithRow } from "./memberLists.js";
import { nameRemark } from "./nameRemarks.js";
import { endOf, followed, isFlow, pairOf, type ReadPair, startOf } from "./nodes.js";
import { pairRemoval } from "./pairs.js";
import type { GroupPlace, Reading } from "./reading.js";
import { settledLive } from "./settledLive.js";
import { isToBegin, spanTime } from "./times.js";
import { isWritableName, isWritableSetting, memberFinding, settingFinding, unwritableMember } from "./writable.js";
import { commentText, quotedText, scalarText } from "./yamlText.js";

export interface GroupEditing {
  readonly reading: Reading;
  readonly text: string;
  readonly pin: boolean;
  /** The list is to name exactly these members, though it is additive. */
  readonly whole: boolean;
  readonly remarks: Remarks;
}

export interface GroupEdits {
  readonly settings: readonly Edit[];
  readonly members: readonly Edit[];
  readonly findings: readonly AuthorFinding[];
}

/** Edits that make a group of the files say what the live one has. Settings that the files do not manage are left alone. */
export function groupEdits(place: GroupPlace, live: LiveGroup, editing: GroupEditing): GroupEdits {
  const edits: Edit[] = [];
  const findings: AuthorFinding[] = [];
  for (const attribute of ["displayName", "assignRule", "memory"] as const) {
    const value = live[attribute];
    const pair = pairOf(place.node, attribute);
    if (pair === undefined || value === undefined || place.desired[attribute] === value) continue;
    if (attribute === "displayName" && !isWritableName(value)) {
      findings.push({ code: "pull-name", severity: "warning", args: { displayName: value, exten: live.exten } });
    } else if (attribute === "displayName" || isWritableSetting(attribute, value)) {
      edits.push(valueEdit(pair, attribute === "displayName" ? scalarText(value) : value));
    } else {
      findings.push(settingFinding(live, attribute, value));
      // Two pairs side by side share a comma: the second goes in the next round.
      if (!isFlow(place.node) || edits.every(({ text }) => text !== ""))
        edits.push(leaveOut(place, pair, `${attribute}: ${editing.remarks.unknownSetting(value)}`, editing.text));
    }
  }
  if (editing.pin && place.desired.exten === undefined && isDigits(live.exten))
    edits.push(pinEdit(place, live, editing));
  const members = memberEdits(place, live, editing);
  return { settings: edits, members: members.edits, findings: [...findings, ...members.findings] };
}

/** Another value in the place of the old one, quoted if that was. */
function valueEdit(pair: ReadPair, plain: string): Edit {
  const old = pair.value;
  const isQuoted = isScalar(old) && (old.type === "QUOTE_DOUBLE" || old.type === "QUOTE_SINGLE");
  return {
    start: startOf(old),
    end: endOf(old),
    text: isQuoted && !plain.startsWith('"') ? `"${plain}"` : plain,
  };
}

/** A setting that has no word any more becomes a comment; between brackets it just goes. Comments in it stay. */
function leaveOut({ node }: GroupPlace, pair: ReadPair, remark: string, text: string): Edit {
  const [start, end] = [startOf(pair.key), endOf(pair.value)];
  if (!isFlow(node)) {
    const comments = commentsIn(text.slice(endOf(pair.key), startOf(pair.value)));
    return { start, end, text: [`# ${commentText(remark)}`, ...comments].join(" ") };
  }
  const all = { start, end: commaAfter(text, end) ?? end };
  const comments = commentsIn(text.slice(all.start, all.end)).map((comment) => ` ${comment}\n${indentOf(text, start)}`);
  return pairRemoval(node, pair, text) ?? { ...all, text: comments.join("") };
}

function commentsIn(text: string): string[] {
  return text.match(/(?<=\s)#[^\r\n]*/g) ?? [];
}

function pinEdit({ node }: GroupPlace, live: LiveGroup, { text }: GroupEditing): Edit {
  const name = pairOf(node, "displayName");
  const end = endOf(name?.value);
  if (isFlow(node)) return { start: end, end, text: `, exten: ${quotedText(live.exten)}` };
  const at = nextLine(text, end);
  return { start: at, end: at, text: `${indentTo(text, startOf(node))}exten: ${quotedText(live.exten)}\n` };
}

interface MemberEdits {
  readonly edits: readonly Edit[];
  readonly findings: readonly AuthorFinding[];
}

function memberEdits(place: GroupPlace, live: LiveGroup, editing: GroupEditing): MemberEdits {
  const { declared, document, node } = place;
  // Whoever is still in it is to leave: pulled members would contradict that.
  if (declared.retired) return { edits: [], findings: [] };
  const pair = pairOf(node, "members");
  const list = followed(pair?.value, document);
  if (pair === undefined || declared.entries === undefined || !isSeq(list)) return { edits: [], findings: [] };
  const odd = unwritableMember(live.members);
  if (odd) return { edits: [], findings: [memberFinding(live, odd)] };
  const { reading } = editing;
  const { declared: all } = reading;
  const numberOf = numberLookup(all.agents);
  const membership = editing.whole ? "exact" : declared.membership.value;
  const settled = settledLive(place, live, reading, membership === "exact");
  if ("finding" in settled) return { edits: [], findings: [settled.finding] };
  const change = listChange(declared.entries, settled.members, membership, reading, numberOf, place.path);
  if (change === undefined) return { edits: [], findings: [] };
  const refuse = (why: Omit<AuthorFindingArgs["pull-timed"], "displayName">): MemberEdits => {
    const { displayName, source, settingSources } = place.desired;
    const args = { displayName, ...why };
    const finding = { code: "pull-timed", severity: "error", args, source: settingSources.members ?? source } as const;
    return { edits: [], findings: [finding] };
  };
  if ("refused" in change) return refuse(change.refused);
  const findings = change.entries.flatMap((entry): AuthorFinding[] =>
    entry.kind === "write"
      ? [{ code: "pull-team", severity: "warning", args: { displayName: live.displayName, team: entry.team } }]
      : [],
  );
  const { text, remarks } = editing;
  const plain = listStyle(list.items, document, editing.reading.declared);
  const names = new Map(live.members.map(({ agentNumber, agentName }) => [agentNumber, agentName]));
  const style: EntryStyle = {
    ...plain,
    remarkOf: (agentNumber) =>
      plain.aliasOf(agentNumber) === undefined ? nameRemark(names.get(agentNumber)) : undefined,
  };
  const isRecurring = reading.expand(declared.entries).some(({ spans = [] }) => spans.length > 1);
  if (isAlias(pair.value) && isRecurring) return refuse({ because: "alias" });
  if (isAlias(pair.value)) return { edits: [replaceAlias(place, pair, settled, editing, style)], findings };
  const roster = rosterWithRow(reading, list);
  if (roster !== undefined) return refuse({ because: "row", name: roster });
  const written = { document, pair, list, entries: declared.entries };
  return { edits: listEdits(written, change, text, style, all, remarks), findings };
}

/** Members of now as entries of a list of its own, and those of the old list who come later. */
function withTimes(
  members: readonly Member[],
  listed: readonly DesiredMember[],
  path: string,
  moment: Moment | undefined,
): NewEntry[] {
  if (moment === undefined) return [...members];
  const later = listed.filter(({ spans }) => isToBegin(spans, moment.at));
  const now = moment.membersAt(listed);
  return [
    ...members.map((member) => {
      const known = now.find((one) => one.agentNumber === member.agentNumber && one.priority === member.priority);
      if (known !== undefined) return { ...plainMember(member), ...spanTime(known.spans, path, moment) };
      const first = Math.min(
        ...later.flatMap((one) => (one.agentNumber === member.agentNumber ? (extentOf(one.spans)?.from ?? []) : [])),
      );
      return { ...plainMember(member), ...(Number.isFinite(first) && { until: moment.wallOf(first, path) }) };
    }),
    ...later.map((one) => ({ ...plainMember(one), ...spanTime(one.spans, path, moment) })),
  ];
}

/** A list that is another's, by an alias, becomes one of the group's own. */
function replaceAlias(
  { node, declared, path }: GroupPlace,
  pair: ReadPair,
  live: Pick<LiveGroup, "members">,
  { text, whole, reading: { expand, present, moment } }: GroupEditing,
  style: EntryStyle,
): Edit {
  // An additive list keeps what it names: other members of the live group are not its business.
  const named = new Set(present(declared.entries ?? []).map(({ agentNumber }) => agentNumber));
  const isExact = whole || declared.membership.value === "exact";
  const kept = live.members.filter(({ agentNumber }) => isExact || named.has(agentNumber));
  const members = sortMembers(withTimes(kept, expand(declared.entries ?? []), path, moment));
  const entries = members.map((member) => entryText(member, style));
  const [start, end] = [startOf(pair.value), endOf(pair.value)];
  const isLineEnd = /^[ \t]*\r?\n/.test(text.slice(end));
  if (entries.length === 0 || isFlow(node) || !isLineEnd) return { start, end, text: `[${entries.join(", ")}]` };
  const indent = indentTo(text, startOf(pair.key));
  const lines = members.map((member) => {
    const remark = style.remarkOf?.(member.agentNumber);
    return `\n${indent}  - ${entryText(member, style)}${remark === undefined ? "" : ` ${remark}`}`;
  });
  return { start, end, text: lines.join("") };
}
