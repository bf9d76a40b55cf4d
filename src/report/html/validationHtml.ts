import type { Validation } from "../validation.js";
import { findingsHtml } from "./findingsHtml.js";
import { type Html, html } from "./markup.js";
import { nameHtml, type Sheet } from "./sheet.js";

/** What `validate` found: whether the files are right, what each account holds, and every problem at its line. */
export function validationHtml(
  { accounts, diagnostics, valid }: Validation,
  texts: ReadonlyMap<string, string>,
  sheet: Sheet,
): Html {
  const { words, say } = sheet;
  return html`${
    valid &&
    html`<p class="lead">${words.validation(accounts)}</p>
`
  }${
    accounts.length > 0 &&
    html`<section><h3>${say.accounts}</h3><ul class="names">${accounts.map(
      (account) => html`<li class="f"><b>${nameHtml(account.name)}</b> ${words.validated(account)}</li>`,
    )}</ul></section>
`
  }${
    diagnostics.length === 0
      ? html`<p>${words.noProblems}</p>
`
      : findingsHtml(diagnostics, texts, sheet)
  }`;
}
