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

/** The line for a comment; `undefined` for a plan that is too large. */
export function keptLine({ state, plan }: KeptPlan): string | undefined {
  const text = JSON.stringify({ ...plan, unmanaged: [], diagnostics: [] });
  if (Buffer.byteLength(text) > LONGEST_PLAN_BYTES) return undefined;
  const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } });
  const line = `<!-- muster:kept ${state} ${packed.toString("base64")} -->`;
  return line.length > LONGEST_LINE ? undefined : line;
}

/**
 * The plan that one of our comments keeps. Only a line before the text counts, since the text contains names. People
 * may have edited it: a plan that is not whole is none.
 */
export async function keptIn(body: string): Promise<KeptPlan | undefined> {
  const lines = body.split(/\r?\n/, 3);
  const [, state, packed] = lines.map((line) => LINE.exec(line)).find((match) => match !== null) ?? [];
  if ((state !== "reviewed" && state !== "applied") || packed === undefined) return undefined;
  try {
    const bytes = brotliDecompressSync(Buffer.from(packed, "base64"), { maxOutputLength: LONGEST_PLAN_BYTES });
    const [plan, ...others] = await checkPlans(JSON.parse(new TextDecoder().decode(bytes)), "comment");
    return plan === undefined || others.length > 0 ? undefined : { state, plan };
  } catch {
    return undefined;
  }
}
