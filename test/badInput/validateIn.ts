import { expect } from "vitest";
import type { Diagnostic } from "../../src/plan/plan.js";
import { muster } from "../support/cli.js";

/** The text shows this many problems and counts the rest. */
const SHOWN_AT_MOST = 50;

export interface Told {
  readonly en: string;
  readonly zh: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs the real `muster validate` in a folder, in both languages and as JSON, and expects what holds for any bad input:
 * the right exit code, nothing on stderr, no stack, in good time, and the same findings in all three.
 */
export async function validateIn(cwd: string): Promise<Told> {
  const en = await answerOf(["validate"], "en", cwd);
  const zh = await answerOf(["validate"], "zh", cwd);
  const json = await answerOf(["validate", "--format", "json"], "en", cwd);
  const { kind, valid, diagnostics } = JSON.parse(json.stdout) as Document;
  const hasError = diagnostics.some(({ severity }) => severity === "error");
  expect({ kind, valid }).toEqual({ kind: "validation", valid: !hasError });
  for (const { code } of [en, zh, json]) expect(code).toBe(hasError ? 1 : 0);

  const all = diagnostics.map(headOf);
  for (const { stdout } of [en, zh]) {
    const shown = headsIn(stdout);
    expect(shown).toHaveLength(Math.min(all.length, SHOWN_AT_MOST));
    expect(all.filter((head) => shown.includes(head)).slice(0, SHOWN_AT_MOST)).toEqual(shown);
  }
  return { en: en.stdout, zh: zh.stdout, diagnostics };
}

interface Document {
  readonly kind: string;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

async function answerOf(args: readonly string[], language: string, cwd: string) {
  const run = await muster(args, { cwd, env: { MUSTER_LANG: language, COLUMNS: "80" } });
  expect(run.stderr).toBe("");
  expect(run.stdout).not.toMatch(/^\s+at .*[(:]|node:internal/m);
  return run;
}

function headOf({ severity, code, source }: Diagnostic): string {
  return `${source ? `${source.file}:${source.line}:${source.column}: ` : ""}${severity}[${code}]`;
}

/** Place, severity and code of each finding, as far as a line begins with them. */
function headsIn(text: string): string[] {
  const heads = text.matchAll(/^(\S+:\d+:\d+: )?(error|warning|错误|警告)\[([a-z0-9-]+)\]/gm);
  const english: Readonly<Record<string, string>> = { 错误: "error", 警告: "warning" };
  return [...heads].map(([, place = "", severity = "", code]) => `${place}${english[severity] ?? severity}[${code}]`);
}
