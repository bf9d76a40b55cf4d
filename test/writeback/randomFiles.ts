import fc from "fast-check";
import { loadDesired } from "../../src/config/loadDesired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { fileOf } from "../config/reading.js";

/** An entry of a member list, as a person thinks of it. */
export type RandomEntry =
  | { readonly agent: string; readonly priority?: number | undefined }
  | { readonly team: string; readonly priority?: number | undefined; readonly except?: readonly string[] | undefined };

interface RandomGroup {
  readonly isPinned: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly members: readonly RandomEntry[] | "shared" | undefined;
}

interface RandomData {
  readonly teams: Readonly<Record<string, readonly RandomEntry[]>>;
  readonly shared: readonly RandomEntry[];
  readonly groups: readonly RandomGroup[];
}

/** A comment of the files, and the entry that it speaks of: it may go with that one only. */
export interface RandomComment {
  readonly text: string;
  /** `team:NAME` or `group:NAME`. */
  readonly owner?: string;
  /** The agent or the team that the entry names, as it is written. */
  readonly names?: string;
}

/** Files as people write them: every style, comments everywhere. */
export interface RandomFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly comments: readonly RandomComment[];
}

const number = fc.integer({ min: 8000, max: 8006 }).map(String);
const named = fc.oneof(number, fc.constantFrom("zhang", "li"));
const priority = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 2 });
const agentEntry = fc.record({ agent: named, priority });
const except = fc.option(fc.uniqueArray(named, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 });
const teamEntry = (...teams: string[]) => fc.record({ team: fc.constantFrom(...teams), priority, except });
const entries = (...teams: string[]) =>
  fc.array(
    teams.length === 0
      ? agentEntry
      : fc.oneof({ weight: 3, arbitrary: agentEntry }, { weight: 2, arbitrary: teamEntry(...teams) }),
    { maxLength: 5 },
  );
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

const data: fc.Arbitrary<RandomData> = fc.record({
  teams: fc.record({ t: entries(), u: entries("t"), "夜 班": entries("t", "u"), unused: entries("t") }),
  shared: entries("t"),
  groups: fc.array(
    fc.record({
      settings: fc
        .record({
          assignRule: maybe(fc.constantFrom("random", "least")),
          memory: maybe(fc.constantFrom("off", "1d")),
          membership: fc.constantFrom(undefined, undefined, "exact", "additive"),
        })
        .map((some): Record<string, string> => {
          const given = Object.entries(some).filter((one): one is [string, NonNullable<(typeof one)[1]>] => !!one[1]);
          return Object.fromEntries(given);
        }),
      isPinned: fc.constantFrom(false, false, true),
      members: fc.oneof(
        { weight: 4, arbitrary: entries("t", "u", "夜 班") },
        { weight: 3, arbitrary: teamEntry("t", "u", "夜 班").map((one) => [one]) },
        { weight: 1, arbitrary: fc.constantFrom("shared" as const, undefined) },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

/** Names that need quotes in some styles. */
export const GROUP_NAMES = ["a", "b b", "售前", "no: x"];

const extenOf = (index: number) => String(10018578 + index);

/** Writes data down, each choice of style taken from a tape of numbers; zero is the plainest. */
class Writer {
  readonly comments: RandomComment[] = [];
  #at = 0;
  #anchors = new Map<string, string>();
  #anchorCount = 0;

  constructor(readonly tape: readonly number[]) {}

  pick(choices: number): number {
    const drawn = this.tape[this.#at % this.tape.length] ?? 0;
    this.#at += 1;
    // Later turns of the tape choose otherwise.
    return (drawn + (drawn === 0 ? 0 : Math.floor(this.#at / this.tape.length))) % choices;
  }

  /** Once in so many times. */
  rarely(times: number): boolean {
    return this.pick(times) === times - 1;
  }

  /** Anchors do not reach into another document. */
  newDocument(): void {
    this.#anchors = new Map();
  }

  comment(owner?: string, names?: string): string {
    const text = `# ${["note", "注", "a: b", "- x", "[1, 2]"][this.pick(5)]} ${this.comments.length}.`;
    this.comments.push({ text, ...(owner !== undefined && { owner }), ...(names !== undefined && { names }) });
    return text;
  }

  behind(times: number, owner?: string, names?: string): string {
    return this.rarely(times) ? ` ${this.comment(owner, names)}` : "";
  }

  above(times: number, indent: string, owner?: string, names?: string): string {
    let text = this.rarely(9) ? "\n" : "";
    if (this.rarely(times)) text += `${indent}${this.comment(owner, names)}\n`;
    return text;
  }

  scalar(value: string): string {
    const plain = /^[\p{L}\d][\p{L}\d. ]*$/u.test(value);
    const style = plain ? this.pick(4) : 1 + this.pick(2);
    if (style === 1) return `"${value}"`;
    if (style === 2) return `'${value}'`;
    return style === 3 && /^\d+$/.test(value) ? `!!str ${value}` : value;
  }

  /** On a line of its own, below a sign for that. */
  folded(value: string, indent: string): string {
    return `${[">-", "|-"][this.pick(2)]}\n${indent}    ${value}`;
  }

  /** With an anchor, or as the alias of something equal that has one. */
  shared(kind: string, value: unknown, written: string): string {
    const key = `${kind}${JSON.stringify(value)}`;
    const anchor = this.#anchors.get(key);
    if (anchor !== undefined && this.pick(2) === 1) return `*${anchor}`;
    if (!this.rarely(8)) return written;
    this.#anchorCount += 1;
    const name = `x${this.#anchorCount}`;
    this.#anchors.set(key, name);
    return `&${name} ${written}`;
  }

  pairsOf(entry: RandomEntry): [string, string][] {
    const pairs: [string, string][] = [];
    if ("agent" in entry) pairs.push(["agent", this.shared("scalar", entry.agent, this.scalar(entry.agent))]);
    else pairs.push(["team", this.scalar(entry.team)]);
    if (entry.priority !== undefined) pairs.push(["priority", String(entry.priority)]);
    if ("team" in entry && entry.except)
      pairs.push([
        "except",
        `[${entry.except.map((one) => this.scalar(one)).join(this.pick(2) === 0 ? ", " : " , ")}]`,
      ]);
    return this.rarely(4) ? pairs.reverse() : pairs;
  }

  /** An entry in brackets, of several lines at times. */
  flowEntry(entry: RandomEntry, indent: string, owner: string, names: string): string {
    if ("agent" in entry && entry.priority === undefined && this.pick(4) !== 3) {
      return this.shared("entry", entry, this.scalar(entry.agent));
    }
    const pairs = this.pairsOf(entry);
    const [only, ...more] = pairs;
    // A single pair needs no braces of its own.
    if (only && more.length === 0 && this.pick(4) === 3) return only.join(": ");
    const space = this.pick(3) === 1 ? "" : " ";
    if (this.rarely(6)) {
      const lines = pairs.map(([key, value], index) => {
        const comma = index < pairs.length - 1 || this.pick(2) === 1 ? "," : "";
        return `\n${indent}  ${key}: ${value}${comma}${this.behind(4, owner, names)}`;
      });
      return this.shared("entry", entry, `{${lines.join("")}\n${indent}}`);
    }
    const written = pairs.map(([key, value]) => (this.rarely(8) ? `"${key}":${value}` : `${key}: ${value}`));
    return this.shared("entry", entry, `{${space}${written.join(", ")}${space}}`);
  }

  flowList(list: readonly RandomEntry[], indent: string, owner: string): string {
    const pad = this.pick(3) === 1 ? " " : "";
    let text = `[${pad}`;
    let onNewLine = false;
    list.forEach((entry, index) => {
      const names = "agent" in entry ? entry.agent : entry.team;
      if (this.rarely(3) || onNewLine) {
        text = `${text.trimEnd()}${index === 0 ? this.behind(6) : ""}\n${this.above(6, indent, owner, names)}${indent}`;
      }
      onNewLine = false;
      text += this.flowEntry(entry, indent, owner, names);
      const isLast = index === list.length - 1;
      if (this.rarely(9)) text += ` ${this.comment(owner, names)}\n${indent}`;
      if (!isLast || this.rarely(4)) text += ",";
      if (this.rarely(4)) {
        text += ` ${this.comment(owner, names)}`;
        onNewLine = true;
      } else if (!isLast) text += this.pick(5) === 4 ? "" : " ";
    });
    if (onNewLine || this.rarely(5))
      text = `${text.trimEnd()}${list.length === 0 ? this.behind(2) : ""}\n${this.above(5, indent)}${indent.slice(2)}`;
    else text = `${text.trimEnd()}${pad}`;
    return `${text}]`;
  }

  blockList(list: readonly RandomEntry[], indent: string, owner: string): string {
    const gap = [" ", " ", "   "][this.pick(3)] ?? " ";
    return list
      .map((entry) => {
        const names = "agent" in entry ? entry.agent : entry.team;
        let text = `\n${this.above(5, indent, owner, names)}${indent}-`;
        const isMap = !("agent" in entry && entry.priority === undefined);
        if ("agent" in entry && !isMap && this.rarely(9)) {
          text += `${gap}${this.folded(entry.agent, indent)}`;
        } else if (isMap && this.rarely(3)) {
          const first = this.rarely(8) ? `\n${indent}  ` : gap;
          const inner = first === gap ? " ".repeat(indent.length + 1 + gap.length) : `${indent}  `;
          text +=
            first +
            this.pairsOf(entry)
              .map(([key, value]) => {
                if (key !== "except" || this.pick(2) === 0) return `${key}: ${value}${this.behind(5, owner, names)}`;
                const lines = value.slice(1, -1).split(/ ?, /);
                return `except:${lines.map((line) => `\n${inner}- ${line}`).join("")}`;
              })
              .join(`\n${inner}`);
        } else {
          const before = this.rarely(9) ? ` ${this.comment(owner, names)}\n${indent}  ` : gap;
          text += `${before}${this.flowEntry(entry, `${indent}    `, owner, names)}${this.behind(4, owner, names)}`;
        }
        return text;
      })
      .join("");
  }

  /** A member list behind its key. */
  list(list: readonly RandomEntry[], indent: string, owner: string, inFlow: boolean): string {
    const key = `list${JSON.stringify(list)}`;
    const anchor = this.#anchors.get(key);
    if (anchor !== undefined) return ` *${anchor}${inFlow ? "" : this.behind(5)}`;
    let start = "";
    if (this.rarely(5)) {
      this.#anchorCount += 1;
      start = ` &x${this.#anchorCount}`;
      this.#anchors.set(key, `x${this.#anchorCount}`);
    }
    if (list.length > 0 && !inFlow && this.pick(5) < 3)
      return `${start}${this.behind(5)}${this.blockList(list, `${indent}${["  ", "", "    "][this.pick(3)]}`, owner)}`;
    const written = this.flowList(list, `${indent}  `, owner);
    return `${start} ${written}${inFlow ? "" : this.behind(5)}`;
  }

  group(
    { settings, members, isPinned }: RandomGroup,
    index: number,
    shared: readonly RandomEntry[],
    indent: string,
  ): string {
    const name = GROUP_NAMES[index] ?? "";
    const owner = `group:${name}`;
    const list = members === "shared" ? shared : members;
    const inFlow = this.rarely(8);
    const fields: [string, () => string][] = [["displayName", () => ` ${this.scalar(name)}`]];
    if (isPinned) fields.push(["exten", () => ` ${this.scalar(extenOf(index))}`]);
    for (const [key, value] of Object.entries(settings)) {
      const written = () => {
        if (inFlow || !this.rarely(6)) return ` ${value}`;
        return this.pick(2) === 1 ? ` ${this.folded(value, indent)}` : ` ${this.comment()}\n${indent}    ${value}`;
      };
      fields.push([key, written]);
    }
    if (this.rarely(4))
      fields.push([
        "description",
        () => (this.pick(2) === 1 && !inFlow ? ` >-\n${indent}    two\n${indent}    lines` : " 工作日"),
      ]);
    if (this.rarely(5)) fields.push(["owner", () => [" zhang", ' "li"', " 王"][this.pick(3)] ?? ""]);
    if (list) fields.push(["members", () => this.list(list, `${indent}  `, owner, inFlow)]);
    if (this.rarely(3)) fields.reverse();
    if (inFlow)
      return `${indent}- { ${fields.map(([key, value]) => `${key}:${value()}`).join(", ")} }${this.behind(4)}\n`;
    return fields
      .map(([key, value], index) => {
        const above = index === 0 ? "" : this.above(7, `${indent}  `);
        const written = value();
        const remark = key === "members" || written.includes("\n") ? "" : this.behind(6);
        return `${above}${index === 0 ? `${indent}- ` : `${indent}  `}${this.rarely(9) ? `"${key}"` : key}:${written}${remark}\n`;
      })
      .join("");
  }

  teams(teams: Readonly<Record<string, readonly RandomEntry[]>>): string {
    let text = `${this.above(4, "")}teams:${this.behind(5)}\n`;
    for (const [name, list] of Object.entries(teams))
      text += `${this.above(5, "  ")}  ${this.scalar(name)}:${this.list(list, "  ", `team:${name}`, false)}\n`;
    return text;
  }

  groups(groups: readonly RandomGroup[], from: number, shared: readonly RandomEntry[]): string {
    const indent = ["  ", "", "    "][this.pick(3)] ?? "";
    let text = `${this.above(4, "")}groups:${this.behind(5)}\n`;
    groups.forEach((group, index) => {
      text += this.above(4, indent) + this.group(group, from + index, shared, indent);
    });
    return text + this.above(3, "");
  }

  file(parts: readonly (() => string)[]): string {
    let text = this.above(4, "") + (this.rarely(4) ? "---\n" : "");
    parts.forEach((part, index) => {
      if (index > 0 && (this.rarely(3) || index === 2)) {
        text += this.rarely(4) ? "...\n---\n" : "---\n";
        this.newDocument();
        text += "version: 1\n";
      } else if (index === 0) text += `version: 1${this.behind(6)}\n`;
      text += part();
    });
    if (this.rarely(9)) text += "...\n";
    if (this.rarely(6)) text = text.trimEnd();
    this.newDocument();
    return this.rarely(6) ? text.replaceAll("\n", "\r\n") : text;
  }
}

/** Sound files of any style, in one file or several. */
export const randomFiles: fc.Arbitrary<RandomFiles> = fc
  .tuple(data, fc.array(fc.nat(1000), { minLength: 1, maxLength: 160 }), fc.nat(2))
  .map(([{ teams, shared, groups }, tape, split]) => {
    const writer = new Writer(tape);
    const agents = () =>
      `${writer.above(4, "")}agents:${writer.behind(5)}\n  zhang: "8000"${writer.behind(4)}\n  li: { number: 8001, name: 李娜 }\n  chen: '8009'\n`;
    const allTeams = () => writer.teams(teams);
    const groupsOf = (from: number, to?: number) => () => writer.groups(groups.slice(from, to), from, shared);
    const half = Math.ceil(groups.length / 2);
    const files: [string, readonly (() => string)[]][] =
      split === 0
        ? [["a.yaml", [agents, allTeams, groupsOf(0)]]]
        : split === 1
          ? [
              ["agents.yaml", [agents, allTeams]],
              ["groups/a.yaml", [groupsOf(0)]],
            ]
          : [
              ["groups/a.yaml", [allTeams, groupsOf(0, half)]],
              ["groups/b.yaml", half < groups.length ? [agents, groupsOf(half)] : [agents]],
            ];
    const texts = new Map(files.map(([path, parts]) => [path, writer.file(parts)]));
    const written = [...texts.values()].join("\n");
    // What an alias stands for was written for nothing.
    return { texts, comments: writer.comments.filter(({ text }) => written.includes(text)) };
  })
  .filter(({ texts }) => loadDesired([...texts].map(([path, text]) => fileOf(text, path))).desired !== undefined);

/** How an account drifted from its files. */
export interface Drift {
  /** Groups that it reached, by their place. */
  readonly groups: readonly number[];
  readonly agent: string;
  /** The priority to be; `undefined` for no member. */
  readonly to: number | undefined;
}

const drift: fc.Arbitrary<Drift> = fc.record({
  groups: fc.oneof(fc.constant([0, 1, 2, 3]), fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 })),
  agent: fc.oneof(number, fc.constantFrom("8100", "8009")),
  to: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 1 }),
});

export interface RandomDrift {
  readonly drifts: readonly Drift[];
  readonly settings: readonly { readonly assignRule: string; readonly memory: string }[];
  readonly gone: number;
  /** Takes effect where the group is pinned; `gone`, where it is not. */
  readonly renamed: number;
}

export const randomDrift: fc.Arbitrary<RandomDrift> = fc.record({
  drifts: fc.array(drift, { maxLength: 8 }),
  settings: fc.array(
    fc.record({
      assignRule: fc.constantFrom("random", "random", "least", "odd"),
      memory: fc.constantFrom("off", "off", "1d", "90m"),
    }),
    { minLength: 4, maxLength: 4 },
  ),
  gone: fc.constantFrom(-1, -1, -1, 0, 1),
  renamed: fc.constantFrom(-1, 0, 1),
});

/** What the account has now. */
export function driftedFrom(
  groups: NonNullable<ReturnType<typeof loadDesired>["desired"]>["groups"],
  { drifts, settings, gone, renamed }: RandomDrift,
): LiveGroup[] {
  return groups.flatMap((group, index): LiveGroup[] => {
    if (index === gone && group.exten === undefined) return [];
    const members = new Map((group.members ?? []).map((member) => [member.agentNumber, member.priority]));
    for (const one of drifts) {
      if (!one.groups.includes(index)) continue;
      if (one.to === undefined) members.delete(one.agent);
      else members.set(one.agent, one.to);
    }
    const own = settings[index] ?? { assignRule: "random", memory: "off" };
    return [
      {
        exten: extenOf(index),
        displayName: index === renamed && group.exten !== undefined ? `${group.displayName} 新` : group.displayName,
        ...own,
        members: [...members].map(([agentNumber, one]) => ({ agentNumber, priority: one })),
      },
    ];
  });
}

/** Comments that are gone, though what they speak of is not. */
export function lostComments(
  comments: readonly RandomComment[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const all = [...after.values()].join("\n");
  if (comments.every(({ text }) => all.includes(text))) return [];
  const entriesIn = (texts: ReadonlyMap<string, string>) => {
    const { declared } = read(texts);
    return (owner: string, names?: string) => {
      const name = owner.replace(/^\w+:/, "");
      const entries = owner.startsWith("team:")
        ? declared.teams.find(({ team }) => team === name)?.entries
        : declared.groups.find(({ displayName }) => displayName?.value === name)?.entries;
      return entries?.filter((entry) => entry.name === names).length ?? 0;
    };
  };
  const [had, has] = [entriesIn(before), entriesIn(after)];
  return comments.flatMap(({ text, owner, names }) => {
    if (all.includes(text)) return [];
    const isThere = owner === undefined || has(owner, names) >= had(owner, names);
    return isThere ? `${text} (${owner} ${names})` : [];
  });
}

function read(texts: ReadonlyMap<string, string>) {
  return loadDesired([...texts].map(([path, text]) => fileOf(text, path)));
}
