import { posix } from "node:path";
import { matchesRow } from "../model/glob.js";

/** More alternatives than any person types. */
const MOST_ALTERNATIVES = 1_000;

/** Does a path have signs of a pattern: `*`, `**`, `?`, `[a-z]`, `{a,b}`? A file of that very name comes first all the same. */
export function isPathPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** A pattern that means this path and no other. */
export function literalPattern(path: string): string {
  return path.replaceAll(/[*?[{}]/g, "[$&]");
}

/**
 * Reads a pattern of paths, as shells and `.gitignore` have them: `*` and `?` stay within a folder, `**` does not. As where a
 * shell fills in the names, a folder that matches stands for all that is in it.
 */
export function pathPattern(pattern: string): (path: string) => boolean {
  const rows = alternativesOf(posix.normalize(pattern).normalize("NFC")).map((one) =>
    [...one.split("/"), "**"].filter((part, at) => part !== "" || at === 0).map(segmentOf),
  );
  return (path) => {
    const parts = posix.normalize(path).normalize("NFC").split("/");
    return rows.some((row) =>
      matchesRow(
        row,
        parts,
        (segment) => segment === "any",
        (segment, part) => segment !== "any" && segment(part),
      ),
    );
  };
}

/** `a/{b,c}` is `a/b` and `a/c`; a brace without a comma or an end is a character. */
function alternativesOf(pattern: string): string[] {
  const whole: string[] = [];
  const open = [pattern];
  for (let one = open.pop(); one !== undefined && whole.length + open.length < MOST_ALTERNATIVES; one = open.pop()) {
    const [, before = "", inside = "", after = ""] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(innermost(one)) ?? [];
    if (inside === "") whole.push(plain(one));
    else for (const part of inside.split(",")) open.push(plain(`${before}${part}${after}`));
  }
  return whole;
}

/** Braces inside of `[…]` are characters, which no alternative begins with. */
const HIDDEN = { "{": "\u{f0000}", "}": "\u{f0001}", ",": "\u{f0002}" } as const;

function innermost(pattern: string): string {
  return pattern.replaceAll(/\[[^\]]+\]/g, (set) => set.replaceAll(/[{},]/g, (sign) => HIDDEN[sign as "{"]));
}

function plain(pattern: string): string {
  return Object.entries(HIDDEN).reduce((text, [sign, hidden]) => text.replaceAll(hidden, sign), pattern);
}

type Segment = "any" | ((part: string) => boolean);

function segmentOf(written: string): Segment {
  if (written === "**") return "any";
  const signs = written.match(/\[\]?[^\]]+\]|./gsu) ?? [];
  const fits = signs.map((sign) => (sign === "*" ? "any" : characterOf(sign)));
  return (part) =>
    part !== ".." || written === ".."
      ? matchesRow(
          fits,
          [...part],
          (sign) => sign === "any",
          (sign, character) => sign !== "any" && sign(character),
        )
      : false;
}

/** One character: itself, any for `?`, one of a set for `[abc]`, `[a-z]`, `[!a-z]`. */
function characterOf(sign: string): (character: string) => boolean {
  const [, not, set] = /^\[([!^]?)(.+)\]$/su.exec(sign) ?? [];
  if (set === undefined) return (character) => sign === "?" || character === sign;
  const ranges = set.match(/.-.|./gsu) ?? [];
  const isIn = (character: string): boolean =>
    ranges.some((range) => {
      const [first = "", , last = first] = [...range];
      return first <= character && character <= last;
    });
  return (character) => isIn(character) === (not === "");
}
