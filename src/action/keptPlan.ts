import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { checkPlans } from "../engine/savedPlans.js";
import type { Plan } from "../plan/plan.js";

/**
 * A comment also holds its plan as data, where Markdown does not show it: so that a later run, which replaces the text,
 * can still show what was reviewed or applied, and what has changed since.
 */
export interface KeptPlan {
  readonly state: "reviewed" | "applied";
  readonly plan: Plan;
}

/** Longer ones are not kept: GitHub takes 65,536 characters, and most of them belong to the text. */
const LONGEST_LINE = 12_000;
/** More than this is no plan of ours: small texts can unpack to very large ones. */
const LONGEST_PLAN_BYTES = 4_000_000;
const LINE = /^<!-- muster:kept (reviewed|applied) ([A-Za-z0-9+/=]+) -->$/;

/** What stands for an applied plan that is too large: a later run must know that the comment is its record. */
const APPLIED = "<!-- muster:kept applied -->";

/** The line for a comment; `undefined` for a plan that was only reviewed and is too large. */
export function keptLine({ state, plan }: KeptPlan): string | undefined {
  const instead = state === "applied" ? APPLIED : undefined;
  // What comes in any case has come by the time that anyone reads this.
  const { upcoming: _, upcomingMore: __, ...kept } = plan;
  const text = JSON.stringify({ ...kept, unmanaged: [], diagnostics: [] });
  if (Buffer.byteLength(text) > LONGEST_PLAN_BYTES) return instead;
  const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } });
  const line = `<!-- muster:kept ${state} ${packed.toString("base64")} -->`;
  return line.length > LONGEST_LINE ? instead : line;
}

/** Is one of our comments the record of what was applied? */
export function isRecord(body: string): boolean {
  return dataLines(body).some((line) => line === APPLIED || LINE.exec(line)?.[1] === "applied");
}

/** Only lines before the text count, since the text contains names. */
function dataLines(body: string): readonly string[] {
  const lines = body.split(/\r?\n/, 3);
  const end = lines.indexOf("");
  return end < 0 ? lines : lines.slice(0, end);
}

/** The plan that one of our comments keeps. People may have edited it: a plan that is not whole is none. */
export async function keptIn(body: string): Promise<KeptPlan | undefined> {
  const [, state, packed] =
    dataLines(body)
      .map((line) => LINE.exec(line))
      .find((match) => match !== null) ?? [];
  if ((state !== "reviewed" && state !== "applied") || packed === undefined) return undefined;
  try {
    const bytes = brotliDecompressSync(Buffer.from(packed, "base64"), { maxOutputLength: LONGEST_PLAN_BYTES });
    const [plan, ...others] = await checkPlans(JSON.parse(new TextDecoder().decode(bytes)), "comment");
    return plan === undefined || others.length > 0 ? undefined : { state, plan };
  } catch {
    return undefined;
  }
}
