import type { Diagnostic } from "../../plan/plan.js";
import type { RenderOptions } from "../report.js";
import type { Validation } from "../validation.js";
import { prose } from "./escape.js";
import { findingsByFile, type Texts } from "./findings.js";
import type { Section } from "./section.js";
import { bullets, capped, type Sheet, sheetOf } from "./sheet.js";

/** So many accounts at the most are listed with what they hold. */
const ACCOUNTS_AT_MOST = 50;

/** Whether the files are right, and every problem with its line, file by file. */
export function validationSection(validation: Validation, texts: Texts, options: RenderOptions): Section {
  return {
    render: (rung) => validationBlocks(validation, texts, sheetOf(options, rung)),
    atLeast: () => 0,
    weight: Number.POSITIVE_INFINITY,
  };
}

function validationBlocks({ valid, accounts, diagnostics }: Validation, texts: Texts, sheet: Sheet): string[] {
  const { md, words, rung } = sheet;
  const found = diagnostics.length === 0 ? words.noProblems : countText(diagnostics, sheet);
  const held = accounts.map((account) => `${sheet.name(account.name)}${words.colon}${words.validated(account)}`);
  return [
    `## ${valid ? "✅" : "❌"} ${valid ? md.valid : md.invalid}${words.colon}${found}`,
    ...(valid ? [words.validation(accounts)] : []),
    ...(accounts.length > 1 && rung.groups > 0
      ? [bullets(capped(held, Math.min(ACCOUNTS_AT_MOST, rung.groups), md.more))]
      : []),
    ...(rung.findings === 0 ? [] : findingsByFile(diagnostics, texts, sheet)),
    ...(rung.findings < diagnostics.length ? [prose(md.leftOut("people"))] : []),
  ];
}

function countText(diagnostics: readonly Diagnostic[], { words }: Sheet): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const files = new Set(diagnostics.flatMap(({ source }) => (source === undefined ? [] : [source.file])));
  return words.problems(errors, diagnostics.length - errors, files.size);
}
