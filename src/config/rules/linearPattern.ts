import { type PatternFault, type PatternNode, parsePattern } from "./patternSyntax.js";

/** A pattern, ready to be tried. */
export interface Pattern {
  /** As the file has it. */
  readonly text: string;
  /** Does the pattern occur in the text? `^` and `$` tie it to the ends. */
  test(text: string): boolean;
}

/** What does not fit into this many steps is no pattern for names. */
const MAX_STEPS = 1000;

type Step =
  | { readonly op: "take"; readonly accepts: (character: string) => boolean }
  | { readonly op: "fork"; readonly first: number; second: number }
  | { readonly op: "start" }
  | { readonly op: "end" };

/**
 * Makes a regular expression that cannot hang. Patterns come from files, and JavaScript's own engine backtracks: `(a+)+$`
 * would stop a run for ever. Here all ways through the pattern are followed at once, a character at a time, so the time
 * is the text's length times the pattern's, whatever either of them is. What needs backtracking is refused.
 */
export function compilePattern(text: string): Pattern | PatternFault {
  const node = parsePattern(text);
  if (typeof node === "string") return node;
  const steps: Step[] = [];
  emit(node, steps);
  return steps.length > MAX_STEPS ? "too-large" : { text, test: (name) => occursIn(steps, [...name]) };
}

/** Puts the steps of a node at the end of those there are; stops by itself once there are too many. */
function emit(node: PatternNode, steps: Step[]): void {
  if (steps.length > MAX_STEPS) return;
  switch (node.kind) {
    case "take":
      steps.push({ op: "take", accepts: node.accepts });
      break;
    case "start":
    case "end":
      steps.push({ op: node.kind });
      break;
    case "sequence":
      for (const part of node.parts) emit(part, steps);
      break;
    case "choice":
      emitChoice(node.options, steps);
      break;
    case "repeat":
      emitRepeat(node, steps);
      break;
  }
}

function emitChoice(options: readonly PatternNode[], steps: Step[]): void {
  const exits: Extract<Step, { op: "fork" }>[] = [];
  for (const [index, option] of options.entries()) {
    const last = index === options.length - 1;
    const fork = { op: "fork" as const, first: steps.length + 1, second: 0 };
    if (!last) steps.push(fork);
    emit(option, steps);
    if (last) break;
    const exit = { op: "fork" as const, first: 0, second: 0 };
    exits.push(exit);
    steps.push(exit);
    fork.second = steps.length;
  }
  for (const exit of exits) Object.assign(exit, { first: steps.length, second: steps.length });
}

function emitRepeat({ node, min, max }: Extract<PatternNode, { kind: "repeat" }>, steps: Step[]): void {
  for (let copy = 0; copy < min && steps.length <= MAX_STEPS; copy++) {
    const before = steps.length;
    emit(node, steps);
    // Nothing, however often, is nothing.
    if (steps.length === before) return;
  }
  if (max === undefined) {
    const loop = { op: "fork" as const, first: steps.length + 1, second: 0 };
    const top = steps.length;
    steps.push(loop);
    emit(node, steps);
    steps.push({ op: "fork", first: top, second: top });
    loop.second = steps.length;
    return;
  }
  for (let copy = min; copy < max && steps.length <= MAX_STEPS; copy++) {
    const maybe = { op: "fork" as const, first: steps.length + 1, second: 0 };
    steps.push(maybe);
    emit(node, steps);
    maybe.second = steps.length;
  }
}

/** Follows all ways through the steps together; a way may begin at every character. */
function occursIn(steps: readonly Step[], characters: readonly string[]): boolean {
  let here = new Set<number>();
  for (let at = 0; ; at++) {
    const reached = new Set<number>();
    const ends = { start: at === 0, end: at === characters.length };
    for (const step of [...here, 0]) if (spread(step, steps, ends, reached)) return true;
    const character = characters[at];
    if (character === undefined) return false;
    here = new Set();
    for (const index of reached) {
      const step = steps[index];
      if (step?.op === "take" && step.accepts(character)) here.add(index + 1);
    }
  }
}

/** Adds every step that can be reached from this one without a character; true when that is the end of the pattern. */
function spread(
  from: number,
  steps: readonly Step[],
  ends: { readonly start: boolean; readonly end: boolean },
  reached: Set<number>,
): boolean {
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === steps.length) return true;
    if (reached.has(index)) continue;
    reached.add(index);
    const step = steps[index];
    if (step?.op === "fork") open.push(step.second, step.first);
    else if ((step?.op === "start" && ends.start) || (step?.op === "end" && ends.end)) open.push(index + 1);
  }
  return false;
}
