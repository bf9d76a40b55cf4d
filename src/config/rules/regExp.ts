import { RE2JS } from "re2js";
import type { Pattern, PatternFault } from "../patterns.js";

/** A longer pattern is not for names. */
const MAX_LENGTH = 500;

/**
 * Instructions of a compiled pattern, and the three that every program has. A name is tried against all of them at each
 * of its characters.
 */
const MAX_STEPS = 1000 + 3;

/** What linear time cannot do: look-arounds, back-references. */
const NEEDS_BACKTRACKING = /\\[1-9]|\\k<|\(\?<?[=!]/;

/**
 * Compiles a regular expression that cannot hang. Patterns come from files, and JavaScript's own engine backtracks:
 * `(a+)+$` would stop a run for ever. RE2 takes linear time, and refuses what needs backtracking.
 *
 * This module is loaded only where a file has a pattern: RE2 with its tables is 260 kB.
 */
export function compilePattern(text: string): Pattern | { readonly fault: PatternFault } {
  if (text.length > MAX_LENGTH) return { fault: "too-large" };
  const compiled = tryCompile(text);
  if (compiled !== undefined) {
    return compiled.programSize() > MAX_STEPS ? { fault: "too-large" } : { text, test: (name) => compiled.test(name) };
  }
  if (NEEDS_BACKTRACKING.test(text)) return { fault: "backtracking" };
  // If it compiles with small counts, the counts are what RE2 refuses: it repeats up to 1,000 times, nested ones together.
  return { fault: tryCompile(text.replace(/\{(\d+)(,\d*)?\}/g, smallCount)) ? "too-large" : "syntax" };
}

function tryCompile(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(translated(text));
  } catch {
    return undefined;
  }
}

/** `{3,1}` is wrong whatever its size. */
function smallCount(written: string, min: string, rest = ""): string {
  return rest.length > 1 && Number(rest.slice(1)) < Number(min) ? written : `{1${rest === "" ? "" : ",1"}}`;
}

/** White space as JavaScript has it, the full-width space included; RE2 knows that of ASCII alone. */
const SPACE = "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
const NO_SPACE =
  "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}" +
  "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

const TOKEN =
  /\\u\{([0-9a-fA-F]+)\}|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\[pP]\{(?:Script|sc|General_Category|gc)=|\\.|[[\]]|\((?:\?<(?![=!])[^>]*>)?(?!\?)/gsu;

/**
 * The pattern as RE2 writes it. Files may use JavaScript's spellings: `\u552e`, `\u{552e}` and `\p{Script=Han}`. Groups
 * capture nothing here, which keeps the program small.
 */
function translated(text: string): string {
  let inClass = false;
  return text.replace(TOKEN, (token, long?: string, high?: string, low?: string, short?: string) => {
    if (high !== undefined && low !== undefined) {
      const pair = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16));
      return `\\x{${pair.codePointAt(0)?.toString(16)}}`;
    }
    const code = long ?? short;
    if (code !== undefined) return `\\x{${code}}`;
    if (token.endsWith("=")) return token.slice(0, 3);
    if (token === "\\s" || token === "\\S") {
      const characters = token === "\\s" ? SPACE : NO_SPACE;
      return inClass ? characters : `[${characters}]`;
    }
    if (token === "[" || token === "]") {
      inClass = token === "[";
      return token;
    }
    return token.startsWith("(") && !inClass ? "(?:" : token;
  });
}
