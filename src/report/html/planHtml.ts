import type {
  AddedMember,
  ManualChange,
  NoLongerManagedGroup,
  Plan,
  PlanAccount,
  StaffedGroup,
  Staffing,
  UnmanagedGroup,
} from "../../plan/plan.js";
import { askedFor } from "../asked.js";
import { waiverLine } from "../messages/shared.js";
import { editText, emptyText, guardText, isCounted, nothingText, onlyText, partText } from "../parts.js";
import { ownerNote } from "../purpose.js";
import { isLeading, isOrdinary } from "../report.js";
import { laterRows, type TurnRow, turnRows } from "../upcoming.js";
import type { Remnant } from "../worstFirst.js";
import type { Picture, PictureOfPart } from "./changes.js";
import { groupHtml, type HtmlContext, isolated, lineHtml, nameHtml } from "./context.js";
import { findingsHtml } from "./findingsHtml.js";
import { badgesHtml, groupsHtml } from "./groupsHtml.js";
import { type Content, type Html, html, webAddress } from "./markup.js";
import { matrixHtml } from "./matrixHtml.js";

/** What stands before and after a plan's own parts. */
export interface PlanFrame {
  readonly first?: Content;
  readonly last?: Content;
  /** Findings that the page shows elsewhere. */
  readonly known?: ReadonlySet<string>;
  /** After an apply nothing is estimated any more. */
  readonly done?: boolean;
}

/** One account's plan: how much, what stops it, the picture, the details, what is left to people; drift behind the change. */
export function planHtml(picture: Picture, context: HtmlContext, frame: PlanFrame = {}): Html {
  const { plan, account, main, others } = picture;
  const { words } = context;
  const { known = new Set<string>(), done = false } = frame;
  const diagnostics = plan.diagnostics.filter(({ code }) => !known.has(code));
  const only = onlyText(plan, words);
  const idOf = ({ cause = "drift", isKept }: PictureOfPart) => `${isKept ? "kept" : cause}-${account}`;
  const already = plan.summary.change?.alreadySo ?? 0;
  return html`<section class="account" id="account-${account}">
${accountHtml(plan.account, context)}
${askedHtml(plan, context)}${frame.first}${plan.at !== undefined && html`<p><b>${words.plannedFor(plan.at)}</b></p>`}${only !== undefined && html`<p><b>${only}</b></p>`}${plan.liveAt !== undefined && html`<p>${words.against(plan.liveAt, plan.createdAt)}</p>`}${!done && findingsHtml(diagnostics.filter(isLeading), new Map(), context)}${statsHtml(main, picture, context)}${others.map(
  (part) => html`<p><a href="#${idOf(part)}">${partText(part, plan, words)}</a></p>
`,
)}${
  already > 0 &&
  html`<p class="quiet">${words.alreadySo(already)}</p>
`
}${!done && closingHtml(plan, context)}${!done && guardsHtml(plan, context)}${worstHtml(picture, context)}${!done && staffingHtml(plan.staffing, context)}${!done && findingsHtml(diagnostics.filter(isOrdinary), new Map(), context)}${partHtml(main, picture, context)}${noLongerManagedHtml(plan.noLongerManaged ?? [], context)}${!done && laterHtml(plan, context)}${others.map(
  (part) => html`<section id="${idOf(part)}"><h2>${partText(part, plan, words)}</h2>
${partHtml(part, picture, context)}</section>
`,
)}${!done && upcomingHtml(plan, context)}${unmanagedHtml(plan.unmanaged, plan.summary.ignored ?? 0, context)}${frame.last}</section>
`;
}

function partHtml(part: PictureOfPart, picture: Picture, context: HtmlContext): Html {
  return html`${matrixHtml(part, context)}${manualHtml(part.manual, picture.plan, context)}${groupsHtml(part, picture, context)}`;
}

/** What the clock will change. */
function upcomingHtml(plan: Plan, { words }: HtmlContext): Html | undefined {
  if (plan.upcoming === undefined) return undefined;
  const { rows, rest } = turnRows(plan, words, agentName, { turns: TURNS_OF_PAGE });
  return html`<h2>${words.upcomingHeading}</h2>
${turnsHtml(rows, rest, words)}`;
}

/** A page has room for the turns of a week of shifts. */
const TURNS_OF_PAGE = 21;

/** What the change of the files brings to later instants, and what it takes away from them. */
function laterHtml({ later }: Plan, { words }: HtmlContext): Html | undefined {
  if (later === undefined) return undefined;
  const { rows, rest } = laterRows(later, words, agentName, { turns: TURNS_OF_PAGE });
  return html`<h2>${words.laterHeading(later.instants)}</h2>
${turnsHtml(rows, rest, words)}`;
}

function agentName({ agentNumber, agentName: name, alias }: AddedMember): string {
  return `${agentNumber} ${name ?? alias ?? ""}`.trim();
}

function turnsHtml(rows: readonly TurnRow[], rest: number, words: HtmlContext["words"]): Html {
  const items = rows.map(({ at = "", group, texts }) => {
    const text = texts.join(words.comma);
    const said = group === undefined ? html`${text}` : html`${groupHtml(group)}${words.colon}${isolated(text)}`;
    return html`<li>${words.atTime(at)} ${said}</li>
`;
  });
  return html`<ul>${items}${rest > 0 && html`<li>${words.moreTurns(rest)}</li>`}</ul>
`;
}

/** Who asked for the plan. */
function askedHtml(plan: Plan, { words }: HtmlContext): Html | undefined {
  const facts = askedFor(plan, words);
  if (facts.length === 0) return undefined;
  return html`<p class="asked">${facts.map(({ label, text, address, rest }, index) => {
    const href = webAddress(address);
    const shown = text === "" ? html`${label}` : isolated(text);
    const linked = href === undefined ? shown : html`<a href="${href}">${shown}</a>`;
    return html`${index > 0 && " · "}${text !== "" && html`${label} `}${linked}${rest !== undefined && html` <b>${isolated(rest)}</b>`}`;
  })}</p>
`;
}

/** A page of hundreds of groups begins with those that nobody would be left to answer for. */
const WORST_AT_MOST = 12;

function worstHtml({ groups }: Picture, { say, words }: HtmlContext): Html | undefined {
  const worst = groups.filter(({ remnant }) => remnant !== undefined);
  if (worst.length === 0) return undefined;
  const rest = worst.length - WORST_AT_MOST;
  return html`<section class="callout"><h3>${say.worst} <small>${worst.length}</small></h3>
<ul class="names">${worst
    .slice(0, WORST_AT_MOST)
    .map(
      (group) =>
        html`<li class="f"><a href="#${group.anchor}">${nameHtml(group.action.displayName)}</a> ${
          group.action.action === "replaceMembers" &&
          words.memberChange(group.action.before.members.length, group.action.after.members.length)
        }${badgesHtml(group, say, true)}</li>`,
    )}${rest > 0 && html`<li>${say.andMore(rest)}</li>`}</ul></section>
`;
}

/** Which account a part of the page is about. */
export function accountHtml({ name, accountId, host }: PlanAccount, { words }: HtmlContext): Html {
  return html`<h2>${words.account} ${nameHtml(name)} <small>${isolated(accountId)} · ${isolated(host)}</small></h2>`;
}

function statsHtml(
  { groups, cause }: PictureOfPart,
  { plan, summary }: Picture,
  { say, words }: HtmlContext,
): Html | undefined {
  const count = (remnant: Remnant) => groups.filter((group) => group.remnant === remnant).length;
  const { unmanaged, unchanged } = plan.summary;
  const movers = new Set(
    groups.flatMap(({ changes }) =>
      changes.filter(({ mark }) => mark === "moved-in").map(({ agentNumber }) => agentNumber),
    ),
  );
  const stats: readonly (readonly [count: number, label: string, tone: string])[] = [
    [summary.create, say.kinds.created, "j"],
    [summary.replaceMembers, say.kinds.changed, ""],
    [count("nobody"), say.remnants.nobody, "l"],
    [count("one"), say.remnants.one, "l"],
    [summary.membersRemoved, say.marks.left, "l"],
    [summary.membersAdded, say.marks.joined, "j"],
    [movers.size, say.movers, "i"],
    [summary.membersReprioritized, say.marks.reprioritized, "p"],
    [summary.manual, say.manual, ""],
    [unmanaged, say.unmanaged, ""],
    [unchanged, say.unchanged, ""],
  ];
  const shown = stats.filter(([count]) => count > 0);
  return html`${cause === "change" && html`<h3>${say.change}${summary.create + summary.replaceMembers + summary.manual === 0 && html`${words.colon}${emptyText(plan, words)}`}</h3>`}${
    shown.length > 0 &&
    html`<dl class="stats">${shown.map(
      ([count, label, tone]) => html`<div class="${tone}"><dt>${label}</dt><dd>${count}</dd></div>`,
    )}</dl>
`
  }${
    plan.actions.length === 0 &&
    html`<p>${nothingText(plan, words)}</p>
`
  }`;
}

function closingHtml({ actions, budget, records, hash }: Plan, { words }: HtmlContext): Html {
  return html`<p class="quiet">${records !== undefined && html`${words.records(records)}<br>`}${actions.length > 0 && html`${words.planCost(budget)}<br>`}${words.planHash} <code class="hash">${hash}</code></p>
`;
}

function guardsHtml(
  { guards, createdAt }: Pick<Plan, "guards" | "createdAt">,
  { words, say }: HtmlContext,
): Html | undefined {
  const counted = guards.filter(isCounted);
  if (counted.length === 0) return undefined;
  const tripped = counted.some((reading) => reading.tripped);
  return html`<section class="${tripped ? "callout" : "guards"}"><h3>${tripped ? say.guardsTripped : say.guards}</h3>
<ul>${counted.map(
    (reading) =>
      html`<li><b class="${reading.tripped ? "no" : "yes"}">${reading.tripped ? "✖" : "✔"}</b> <code>${reading.guard}</code> ${guardText(reading, words)}${reading.tripped && html`<br>${words.guardHelp(reading)}<pre>${waiverLine(reading, createdAt)}</pre>`}</li>`,
  )}</ul></section>
`;
}

function manualHtml(manual: readonly ManualChange[], plan: Plan, context: HtmlContext): Html | undefined {
  if (manual.length === 0) return undefined;
  const { say, words } = context;
  const { columns } = say;
  return html`<section><h3>${say.manual} <small>${manual.length}</small></h3>
<p class="quiet">${say.manualNote}</p>
<div class="scroll" role="region" aria-label="${say.manual}" tabindex="0"><table class="plain manual"><thead><tr><th scope="col">${columns.group}<th scope="col">${say.setting}<th scope="col">${say.live}<th scope="col">${say.desired}<th scope="col">${columns.where}<tbody>
${manual.map(
  (
    change,
  ) => html`<tr class="f"><th scope="row">☐ ${groupHtml(change)}<td>${words.attribute(change.attribute)}<td>${isolated(words.value(change.attribute, change.live))}<td>${isolated(words.value(change.attribute, change.desired))}<td class="where">${lineHtml(change.source, context)}${ownerHtml(change, context)}${editedHtml(change, plan, context)}
`,
)}</table></div></section>
`;
}

function ownerHtml(change: ManualChange, { words }: HtmlContext): Html | undefined {
  const owner = ownerNote(change, words);
  return owner === undefined ? undefined : html` ${isolated(owner)}`;
}

function editedHtml(change: ManualChange, plan: Plan, { words }: HtmlContext): Html | undefined {
  const edited = editText(change, plan, words);
  return edited === undefined ? undefined : html` ${isolated(edited)}`;
}

/** Groups that the change takes out of the files: nothing happens to them, and somebody should know. */
function noLongerManagedHtml(groups: readonly NoLongerManagedGroup[], { words }: HtmlContext): Html | undefined {
  if (groups.length === 0) return undefined;
  return html`<section><h3>${words.noLongerManagedHeading(groups.length)}</h3>
<ul class="names">${groups.map((group) => html`<li class="f">${groupHtml(group)} <small>${words.stillLive(group)}</small></li>`)}</ul>${
    groups.some(({ part }) => part === undefined) &&
    html`<p class="quiet">${words.retireHelp}</p>
`
  }</section>
`;
}

function unmanagedHtml(
  unmanaged: readonly UnmanagedGroup[],
  ignored: number,
  { say, words }: HtmlContext,
): Html | undefined {
  const left = ignored > 0 && html`<p class="quiet">${words.ignored(ignored)}</p>`;
  if (unmanaged.length === 0) return ignored > 0 ? html`<section>${left}</section>` : undefined;
  return html`<section><h3>${say.unmanaged} <small>${unmanaged.length}</small></h3>
<p class="quiet">${say.unmanagedNote}</p>
<ul class="names">${unmanaged.map((group) => html`<li class="f">${groupHtml(group)} <small>${words.members(group.members)}</small></li>`)}</ul>${left}</section>
`;
}

/** How many take conversations now in the changed groups. Groups where no agent does are in the open, the others fold away. */
function staffingHtml(staffing: Staffing | undefined, context: HtmlContext): Html | undefined {
  if (staffing === undefined || staffing.groups.length === 0) return undefined;
  const groups = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const nobody = groups.filter(({ after }) => after.claiming === 0);
  const others = groups.slice(nobody.length);
  return html`<section class="guards"><h3>${context.words.staffingHeading}</h3>
${nobody.length > 0 && html`<ul>${nobody.map((group) => html`<li class="f"><b class="no">✖</b> ${staffedHtml(group, context)}</li>`)}</ul>`}${
  others.length > 0 &&
  html`<details><summary><b class="yes">✔</b> ${context.say.stillStaffed(others.length)}</summary>
<ul class="names">${others.map((group) => html`<li class="f">${staffedHtml(group, context)}</li>`)}</ul></details>`
}</section>
`;
}

function staffedHtml(group: StaffedGroup, { words }: HtmlContext): Html {
  const { unknown } = group.after;
  return html`${groupHtml(group)} ${words.staffed(group)}${unknown > 0 && html` <small>${words.notKnown(unknown)}</small>`}`;
}
