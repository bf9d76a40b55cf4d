import { suggest } from "../../model/suggest.js";

/** What other tools call our commands. */
const COMMANDS: Readonly<Record<string, string>> = {
  diff: "plan",
  preview: "plan",
  lint: "validate",
  verify: "validate",
  deploy: "apply",
  push: "apply",
  sync: "apply",
  up: "apply",
  fetch: "pull",
  dump: "pull",
  format: "fmt",
  undo: "revert",
  rollback: "revert",
  doctor: "check",
  ping: "check",
  new: "init",
};

/** What other tools call our flags. */
const FLAGS: Readonly<Record<string, string>> = {
  yes: "auto-approve",
  "assume-yes": "auto-approve",
  "non-interactive": "auto-approve",
  dry: "dry-run",
  "what-if": "dry-run",
  check: "dry-run",
  target: "group",
  language: "lang",
  locale: "lang",
  silent: "quiet",
};

/** The command that somebody means who types another tool's word, or mistypes one. */
export function commandLike(word: string, known: readonly string[]): string | undefined {
  return habitual(word, COMMANDS, known) ?? suggest(word, known).suggestion;
}

/**
 * The flag, without its dashes, that somebody means: another tool's, one with a single dash as Terraform has them, or a
 * mistyped one.
 */
export function flagLike(flag: string, known: readonly string[]): string | undefined {
  const [, dashes = "", name = ""] = /^(-*)([^=]*)/.exec(flag) ?? [];
  if (dashes.length === 1) return name.length > 1 && known.includes(name) ? name : undefined;
  return habitual(name, FLAGS, known) ?? suggest(name, known).suggestion;
}

function habitual(
  word: string,
  habits: Readonly<Record<string, string>>,
  known: readonly string[],
): string | undefined {
  const meant = Object.hasOwn(habits, word) ? habits[word] : undefined;
  return meant !== undefined && known.includes(meant) ? meant : undefined;
}
