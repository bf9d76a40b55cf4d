import type { Validation } from "../validation.js";
import { padTo, widest } from "./columns.js";
import { countText, findingsLines } from "./findingsText.js";
import type { TextOptions } from "./options.js";
import { nameText, type Page, pageOf, paragraph, stack } from "./page.js";

/** What `validate` says: every problem with its line, then whether the files are right. `texts` are the files, for the lines. Pure. */
export function validationText(
  validation: Validation,
  texts: ReadonlyMap<string, string> | undefined,
  options: TextOptions,
): string {
  const page = pageOf(options);
  const { diagnostics } = validation;
  return stack([
    findingsLines(diagnostics, texts ?? new Map(), page),
    [...accountText(validation, page), ...verdict(validation, page)],
  ]);
}

/** With several accounts, what each one holds. */
function accountText({ accounts }: Validation, page: Page): string[] {
  if (accounts.length < 2) return [];
  const width = widest(accounts.map(({ name }) => nameText(name)));
  return accounts.flatMap((account) =>
    paragraph(page, `${padTo(nameText(account.name), width)}  ${page.words.validated(account)}`, "  "),
  );
}

function verdict({ accounts, diagnostics, valid }: Validation, page: Page): string[] {
  const { words, palette } = page;
  if (!valid) return paragraph(page, `✖ ${countText(diagnostics, page)}`, "", palette.bad, "  ");
  const found = diagnostics.length === 0 ? words.noProblems : countText(diagnostics, page);
  return paragraph(page, `✔ ${words.validation(accounts)}${words.colon}${found}`, "", palette.good, "  ");
}
