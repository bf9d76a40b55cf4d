import { suggest } from "../model/suggest.js";
import { plainText, readingsOf } from "./cellText.js";
import type { Cell } from "./sheet.js";

/** Words for a day off, whatever its reason: who has one is not asked to be anywhere else either. The first is written. */
const OFF = new Set([
  "休",
  "休息",
  "公休",
  "轮休",
  "调休",
  "补休",
  "双休",
  "例休",
  "节休",
  "法休",
  "存休",
  "空",
  "无",
  "off",
  "rest",
  "dayoff",
  "0",
  "-",
  "–",
  "—",
  "--",
  "/",
]);

/** Words for leave, and what they are short for. */
const LEAVE = new Map<string, string>(
  Object.entries({
    年假: ["年", "年休", "年休假", "带薪年假", "al", "annualleave"],
    病假: ["病", "病休", "sl", "sick", "sickleave"],
    事假: ["事"],
    产假: ["产", "maternityleave"],
    陪产假: ["陪产"],
    产检假: ["产检"],
    育儿假: ["育儿"],
    哺乳假: [],
    婚假: ["婚"],
    丧假: ["丧"],
    护理假: [],
    探亲假: [],
    工伤假: ["工伤"],
    公假: [],
    休假: ["请假", "假", "leave", "vacation", "pto"],
  }).flatMap(([word, others]) => [word, ...others].map((one) => [one, word] as const)),
);

/** The word that is written for a day off. */
export const OFF_WORD = "休";
/** The sign that is written between two shifts of one day. */
export const AND = "+";
const SEPARATOR = /[+/、,;&\s]/;

/** What a cell says: shifts, none for a day off, and a word for leave. */
export type DayCell = { readonly shifts: readonly string[]; readonly leave?: string };

/** Reads the cells of tables of shifts. */
export class ShiftWords {
  readonly #names: ReadonlyMap<string, string>;
  /** By how the names look; `undefined`: two shifts look alike. */
  readonly #alike = new Map<string, string | undefined>();

  /** What was read so far, by the text. */
  readonly #read = new Map<string, DayCell | undefined>();

  /** @param names the name of a shift by everything that may stand for it */
  constructor(names: ReadonlyMap<string, string>) {
    this.#names = names;
    for (const [word, shift] of names) {
      const key = folded(word);
      this.#alike.set(key, this.#alike.has(key) && this.#alike.get(key) !== shift ? undefined : shift);
    }
  }

  /** Names of shifts, without aliases. */
  get shifts(): readonly string[] {
    return [...new Set(this.#names.values())];
  }

  /** @returns `undefined`: the cell says nothing that is known */
  read(cell: Cell | undefined): DayCell | undefined {
    if (cell === undefined) return { shifts: [] };
    if (cell.kind === "date" || cell.kind === "boolean") return undefined;
    // A table has many cells, and few words.
    if (this.#read.has(cell.text)) return this.#read.get(cell.text);
    const said = this.#readText(cell);
    this.#read.set(cell.text, said);
    return said;
  }

  #readText(cell: Cell): DayCell | undefined {
    // The files' own words come first: a shift may be called 年.
    const shift = this.#shiftNamed(cell.text);
    if (shift !== undefined) return { shifts: [shift] };
    const word = folded(cell.text);
    if (word === "" || OFF.has(word)) return { shifts: [] };
    const leave = LEAVE.get(word);
    // Where a shift has that name, the word stays as it is.
    if (leave !== undefined) return { shifts: [], leave: this.#shiftNamed(leave) === undefined ? leave : word };
    const shifts = this.#several(plainText(cell.text));
    return shifts === undefined ? undefined : { shifts: [...new Set(shifts)] };
  }

  /** What of a text that says nothing is the fault, where that is a part of it, and what may be meant. */
  suggest(written: string): { part?: string; suggestion?: string } {
    const part = this.#unknownPart(plainText(written));
    const word = part ?? written.trim();
    // 中班 is another shift than 早班, not a slip of it.
    const isLong = [...word].length > 2;
    const meant = isLong ? suggest(word, [...this.#names.keys(), ...new Set(LEAVE.values())]) : {};
    return { ...(part !== undefined && { part }), ...meant };
  }

  /** Of `早+晚` the one that is no shift, where the other is. Days off and leave are words that are known, and not for here. */
  #unknownPart(text: string): string | undefined {
    if (text.length > MOST_CHARACTERS) return undefined;
    const unknown: string[] = [];
    let hasShift = false;
    for (let rest = text; rest !== ""; ) {
      const ends = [...rest.matchAll(new RegExp(SEPARATOR, "g"))].map(({ index }) => index).concat(rest.length);
      const known = ends.findLast((end) => this.#shiftNamed(rest.slice(0, end)) !== undefined);
      const end = known ?? ends[0] ?? rest.length;
      if (known !== undefined) hasShift = true;
      else if (end > 0) unknown.push(rest.slice(0, end));
      rest = rest.slice(end + 1);
    }
    if (!hasShift || unknown.some((part) => OFF.has(folded(part)) || LEAVE.has(folded(part)))) return undefined;
    return unknown[0];
  }

  #shiftNamed(written: string): string | undefined {
    const exact = readingsOf(written).flatMap((text) => this.#names.get(text) ?? []);
    return exact[0] ?? this.#alike.get(folded(written));
  }

  /**
   * Several shifts of one day: `早+晚`, `早/晚`. A shift's name may have such a sign itself: the longest counts.
   *
   * @param failed ends of the text that are known to be no shifts
   */
  #several(text: string, failed = new Set<number>()): string[] | undefined {
    if (text.length > MOST_CHARACTERS || failed.has(text.length)) return undefined;
    const whole = this.#shiftNamed(text);
    if (whole !== undefined) return [whole];
    for (let at = text.length - 1; at > 0; at -= 1) {
      if (!SEPARATOR.test(text[at] ?? "")) continue;
      const first = this.#shiftNamed(text.slice(0, at));
      const rest = first === undefined ? undefined : this.#several(text.slice(at + 1).trim(), failed);
      if (first !== undefined && rest !== undefined) return [first, ...rest];
    }
    failed.add(text.length);
    return undefined;
  }
}

/** Of a cell with several shifts. */
const MOST_CHARACTERS = 200;

function folded(text: string): string {
  const unmarked = text.startsWith("'") ? text.slice(1) : text;
  return plainText(unmarked).toLowerCase().replace(/\s+/g, "");
}
