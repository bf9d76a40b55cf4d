import type { GroupOwner } from "../plan/plan.js";
import type { Words } from "./messages/words.js";

/** What a group is for, and who answers for it: text of the files, or of whoever wrote a saved plan. */
interface Purpose {
  readonly description?: string;
  readonly owner?: GroupOwner;
}

/** More of a description than this is for the files; a plan is about what changes. */
const LINES_AT_MOST = 3;
const UNITS_AT_MOST = 200;

/** `张伟 (zhang.wei)`, `zhang.wei (8000)`, `客服一部`. Bounded, and to be made safe by whoever shows it. */
export function ownerText({ written, agentNumber, agentName = "" }: GroupOwner): string {
  if (agentNumber === undefined) return cut(written.replace(/\s+/g, " "));
  const [name, rest] = agentName === "" ? [written, agentNumber] : [agentName, written];
  return cut(name === rest ? name : `${name} (${rest})`);
}

/** `owner 张伟 (zhang.wei)`; nothing where the files name none. */
export function ownerNote({ owner }: Purpose, words: Words): string | undefined {
  return owner === undefined ? undefined : words.owner(ownerText(owner));
}

/**
 * `about: 工作日 9 到 18 点 / …`; nothing where the files say nothing. In one line, behind a label: lines of its own could
 * look like members who join.
 */
export function descriptionNote(purpose: Purpose, words: Words, all = false): string | undefined {
  const text = descriptionText(purpose, all);
  return text === "" ? undefined : words.description(text);
}

/** The description's first lines, in one. */
export function descriptionText({ description = "" }: Purpose, all = false): string {
  const lines = description
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const shown = all ? lines : lines.slice(0, LINES_AT_MOST).map(cut);
  return `${shown.join(" / ")}${lines.length > shown.length ? " …" : ""}`;
}

function cut(text: string): string {
  return text.length <= UNITS_AT_MOST ? text : `${text.slice(0, UNITS_AT_MOST).replace(/[\ud800-\udbff]$/, "")}…`;
}
