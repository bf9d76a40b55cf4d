import type { Declarations } from "../config/declarations.js";
import { withoutRemarks } from "../config/remarks.js";
import type { Moment } from "../config/time/moment.js";
import { type MemberList, memberListsOf } from "./memberLists.js";
import { endOf, pairOf } from "./nodes.js";
import { readTexts } from "./reading.js";
import { commentText } from "./yamlText.js";

/** The comment behind an entry on its line. */
export interface Remark {
  /** With the white space before it. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Comments that say who an agent is, as `pull` writes them behind numbers. */
export interface NameRemarks {
  /** `# 李娜`; `undefined` where no name is known. */
  of(agentNumber: string): string | undefined;
  /** Does the comment name the agent, and nothing else? */
  isNameOf(remark: string, agentNumber: string): boolean;
}

/** The comment behind a number, as `pull` writes it; `undefined` where there is nothing to say. */
export function nameRemark(name = ""): string | undefined {
  return name.trim() === "" ? undefined : `# ${commentText(name.trim())}`;
}

/**
 * Names from `agents`. For an agent without one, the comment that stands behind every entry of this agent, and of nobody
 * else, is the name.
 */
export function nameRemarks(
  lists: readonly MemberList[],
  { agents }: Declarations,
  texts: ReadonlyMap<string, string>,
): NameRemarks {
  const numbers = new Map(agents.map(({ alias, number }) => [alias, number]));
  const behind = new Map<string, Set<string>>();
  const users = new Map<string, Set<string>>();
  const gather = (map: Map<string, Set<string>>, key: string, value: string) =>
    map.set(key, (map.get(key) ?? new Set()).add(value));
  for (const { list, entries, path } of lists) {
    for (const [index, { kind, name }] of entries.entries()) {
      if (kind !== "agent") continue;
      const number = numbers.get(name) ?? name;
      const remark = withoutRemarks(remarkBehind(list.items[index], texts.get(path) ?? "")?.text ?? "");
      gather(behind, number, remark);
      gather(users, remark, number);
    }
  }
  const declared = (agentNumber: string) => agents.find(({ number }) => number === agentNumber);
  const commented = (agentNumber: string): string | undefined => {
    const [only, ...more] = behind.get(agentNumber) ?? [];
    return only && more.length === 0 && users.get(only)?.size === 1 ? only : undefined;
  };
  return {
    of: (agentNumber) => {
      const one = declared(agentNumber);
      return one === undefined ? commented(agentNumber) : one.name && `# ${commentText(one.name)}`;
    },
    isNameOf: (remark, agentNumber) => {
      const one = declared(agentNumber);
      const said = remark.replace(/^#\s*/, "");
      return (
        said === agentNumber ||
        (one === undefined ? remark === commented(agentNumber) : said === one.name || said === one.alias)
      );
    },
  };
}

/** Names of agents by the comments of sound files, without the sign. */
export function namesInComments(
  texts: ReadonlyMap<string, string>,
  moment: Moment | undefined,
): (agentNumber: string) => string | undefined {
  const reading = readTexts(texts, moment);
  if ("findings" in reading) return () => undefined;
  const remarks = nameRemarks(memberListsOf(reading).all, reading.declared, texts);
  return (agentNumber) => remarks.of(agentNumber)?.replace(/^#\s*/, "");
}

/** The comment behind an entry; behind the agent's own line, in an entry of several. */
export function remarkBehind(node: unknown, text: string): Remark | undefined {
  for (const end of [endOf(node), endOf(pairOf(node, "agent")?.value)]) {
    const blank = /[ \t]*,?(?=[ \t]+#)/y;
    blank.lastIndex = end;
    if (end === 0 || !blank.test(text)) continue;
    const start = blank.lastIndex;
    const [whole = ""] = /[ \t]+#[^\r\n]*/y.exec(text.slice(start)) ?? [];
    return { start, end: start + whole.trimEnd().length, text: whole.trim() };
  }
  return undefined;
}
