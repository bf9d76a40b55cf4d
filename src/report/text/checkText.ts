import type { Check, CheckedAccount, CheckLine, CheckStatus } from "../check.js";
import { type CheckWords, checkWordsOf, sayCheck } from "../messages/commands.js";
import { flow, type Piece, proseOf } from "./flow.js";
import {
  accountHeading,
  labelled,
  nameText,
  type Page,
  type Paint,
  type Palette,
  pageOf,
  paragraph,
  stack,
  type TextOptions,
} from "./page.js";
import { visible } from "./visible.js";

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: "✔", note: "!", failed: "✖", skipped: "-" };

/** What a check found, account by account, for a person at a terminal. Pure; ends with a newline. */
export function checkText(check: Check, options: TextOptions): string {
  const page = pageOf(options);
  const words = checkWordsOf(options.language);
  const bad = check.accounts.filter(({ ok }) => !ok).length;
  const verdict = check.ok ? words.ready(check.accounts.length) : words.notReady(bad, check.accounts.length);
  return stack([
    ...check.accounts.map((account) => [
      ...heading(account, page),
      ...account.checks.filter((line) => !isUntried(line)).flatMap((line) => lineText(line, page, words)),
      ...untriedText(account.checks.filter(isUntried), page, words),
    ]),
    [
      ...paragraph(
        page,
        `${check.ok ? "✔" : "✖"} ${verdict}`,
        "",
        check.ok ? page.palette.good : page.palette.bad,
        "  ",
      ),
      ...(check.ok ? paragraph(page, words.writesNotTried, "  ", page.palette.quiet) : []),
    ],
  ]);
}

function heading({ account: { name, host, accountId } }: CheckedAccount, page: Page): string[] {
  if (host !== undefined && accountId !== undefined) return accountHeading(page, { name, host, accountId }, []);
  return paragraph(page, `${page.words.account} ${nameText(name)}`, "", page.palette.heading);
}

function isUntried({ code }: CheckLine): boolean {
  return code === "not-tried";
}

/** What was not checked, on one line: the reason is the same for all. */
function untriedText(lines: readonly CheckLine[], page: Page, words: CheckWords): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const names = lines.map(({ check }) => words.names[check]).join(page.words.comma);
  const text = `${MARKS.skipped} ${names}${page.words.colon}${visible(sayCheck(first, page.language).message)}`;
  return flow(proseOf(text, page.palette.quiet), { columns: page.columns, indent: "  ", hanging: "      " });
}

function lineText(line: CheckLine, page: Page, words: CheckWords): string[] {
  const { palette } = page;
  const { check, status } = line;
  const { message, help } = sayCheck(line, page.language);
  const colon = page.words.colon.trimEnd();
  const gap = page.words.colon.slice(colon.length);
  const paint = paintOf(status, palette);
  const pieces: Piece[] = [
    { text: MARKS[status], paint },
    { text: `${words.names[check]}${colon}`, gap: " ", paint: status === "failed" ? palette.bad : palette.plain },
    ...proseOf(visible(message)).map((piece, index) => (index === 0 ? { ...piece, gap } : piece)),
  ];
  return [
    ...flow(pieces, { columns: page.columns, indent: "  ", hanging: "      " }),
    ...(help === undefined ? [] : labelled(page, page.words.help, help, "      ")),
  ];
}

function paintOf(status: CheckStatus, palette: Palette): Paint {
  return { ok: palette.good, note: palette.change, failed: palette.bad, skipped: palette.quiet }[status];
}
