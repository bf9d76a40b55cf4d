import {
  language as asLanguage,
  oneOf,
  planHash,
  type ReportTarget,
  reportTargets,
  text,
  wordList,
} from "../cli/arguments/options.js";
import { suggest } from "../model/suggest.js";
import type { Language } from "../report/messages/catalogue.js";

const COMMANDS = ["plan", "apply", "validate", "setup"] as const;
const COMMENT_MODES = ["update", "recreate", "always-new", "changes-only", "off"] as const;
const SWITCHES = ["off", "on"] as const;
const ONLY = ["change"] as const;
const TRUTHS = ["false", "true"] as const;

/** Every input of `action.yml`; a test compares the two lists. */
export const INPUT_NAMES = [
  "command",
  "paths",
  "account",
  "config",
  "working-directory",
  "comment",
  "label",
  "issue",
  "expect-hash",
  "out",
  "against",
  "plan",
  "only",
  "fail-on",
  "language",
  "reports",
  "args",
  "pull-request",
  "trust-head",
  "allow-outdated",
  "token",
] as const;
type InputName = (typeof INPUT_NAMES)[number];

/**
 * Flags that `args` must not contain. They would silently overrule the inputs, and comments, outputs and the approval
 * follow the inputs.
 */
const INSTEAD_OF_FLAGS: Readonly<Record<string, string>> = {
  "--account": "the input account",
  "--against": "the input against",
  "--config": "the input config",
  "--expect-hash": "the input expect-hash",
  "--format": "the input reports",
  "--fail-on": "the input fail-on",
  "--lang": "the input language",
  "--only": "the input only",
  "--out": "the input out",
  "--plan": "the input plan",
};
/** `setup` runs nothing. Those that `action.yml` gives a default are always there. */
const WITH_SETUP: readonly InputName[] = [
  "command",
  "comment",
  "issue",
  "language",
  "trust-head",
  "allow-outdated",
  "token",
  "working-directory",
];
/** Instead of a hash: the one in the comment on the pull request. */
export const REVIEWED = "reviewed";
/** A label is a part of a comment's marker, and may be nine times as long there. */
const LONGEST_LABEL = 100;

/** How the comment on the pull request is kept. */
export type CommentMode = (typeof COMMENT_MODES)[number];

/** What a workflow asks the action for. */
export interface Inputs {
  readonly command: (typeof COMMANDS)[number];
  readonly paths: readonly string[];
  readonly account: string | undefined;
  readonly config: string | undefined;
  readonly comment: CommentMode;
  /** Tells several comments about one account apart. */
  readonly label: string;
  /** Keep an issue open while the account differs. */
  readonly issue: boolean;
  /** A hash, or `reviewed`: the one in the comment on the pull request. */
  readonly expectHash: string | undefined;
  readonly out: string | undefined;
  /** A snapshot of the account to plan against, without a secret. */
  readonly against: string | undefined;
  readonly plan: string | undefined;
  /** `change`: what was different before the change stays as it is. */
  readonly only: (typeof ONLY)[number] | undefined;
  /** What fails a plan: see `--fail-on`. */
  readonly failOn: readonly string[] | undefined;
  readonly language: Language | undefined;
  readonly reports: readonly ReportTarget[];
  readonly args: readonly string[];
  readonly pullRequest: number | undefined;
  /** What is checked out is trusted with the secrets, no matter what set the run off. */
  readonly trustHead: boolean;
  /** Apply a commit even if its branch has moved on. */
  readonly allowOutdated: boolean;
  readonly token: string | undefined;
}

/** An input that cannot be used, with a line that says what was expected. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/**
 * Reads the inputs as the runner hands them over: `INPUT_` and the name in capitals, spaces as underscores, hyphens kept
 * (source: `actions/toolkit`, `packages/core/src/core.ts`).
 *
 * @throws {InputError} a value that is not allowed, or inputs that cannot be used together
 */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs {
  const given = (name: InputName): string | undefined => {
    const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
    return value === "" ? undefined : value;
  };
  const lines = (name: InputName): string[] =>
    (given(name) ?? "")
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const parsed = <T>(name: InputName, parse: (value: string) => T, value = given(name)): T | undefined => {
    if (value === undefined) return undefined;
    try {
      return parse(value);
    } catch (error) {
      throw new InputError(`Input ${name}: ${(error as Error).message}`);
    }
  };
  const word = <const T extends string>(name: InputName, words: readonly T[]): T | undefined =>
    parsed(name, oneOf(words));
  refuseUnknown(env);
  const paths = lines("paths");
  const dashed = paths.find((path) => path.startsWith("-"));
  if (dashed !== undefined) throw new InputError(`Input paths: Expected a path a line, not the flag ${dashed}.`);
  const args = lines("args");
  for (const flag of args.map((arg) => arg.replace(/=.*/s, ""))) {
    const instead = Object.hasOwn(INSTEAD_OF_FLAGS, flag) ? INSTEAD_OF_FLAGS[flag] : undefined;
    if (instead !== undefined) throw new InputError(`Input args: Expected ${instead}, not the flag ${flag}.`);
  }
  const label = given("label") ?? "";
  if (label.length > LONGEST_LABEL) {
    throw new InputError(`Input label: Expected at most ${LONGEST_LABEL} characters, not ${label.length}.`);
  }
  const command = word("command", COMMANDS) ?? "plan";
  const issue = word("issue", SWITCHES) === "on";
  const runs = INPUT_NAMES.find((name) => !WITH_SETUP.includes(name) && given(name) !== undefined);
  if (command === "setup" && runs !== undefined)
    throw new InputError(`Input ${runs}: Expected only where muster runs, not with command: setup.`);
  if (command === "apply" && given("fail-on") !== undefined)
    throw new InputError("Input fail-on: Expected only with command: plan or validate, not with apply.");
  for (const [name, only] of [
    ["expect-hash", "apply"],
    ["plan", "apply"],
    ["out", "plan"],
    ["against", "plan"],
    ["issue", "plan"],
  ] as const) {
    const isGiven = name === "issue" ? issue : given(name) !== undefined;
    if (isGiven && command !== only) {
      throw new InputError(`Input ${name}: Expected only with command: ${only}, not with ${command}.`);
    }
  }
  if (given("plan") !== undefined && given("only") !== undefined)
    throw new InputError("Input only: Expected where the plan is made, not with the input plan.");
  return {
    command,
    paths,
    account: parsed("account", text),
    config: parsed("config", text),
    comment: word("comment", COMMENT_MODES) ?? "update",
    label,
    issue,
    expectHash: parsed("expect-hash", (value) => (value === REVIEWED ? value : planHash(value))),
    out: parsed("out", text),
    against: parsed("against", text),
    plan: parsed("plan", text),
    only: word("only", ONLY),
    failOn: parsed("fail-on", (value) => wordList(value, undefined)),
    language: parsed("language", asLanguage),
    reports: lines("reports").reduce<readonly ReportTarget[]>(
      (earlier, line) => parsed("reports", (value) => reportTargets(value, earlier), line) ?? earlier,
      [],
    ),
    args,
    pullRequest: numberOf(given("pull-request")),
    trustHead: word("trust-head", TRUTHS) === "true",
    allowOutdated: word("allow-outdated", TRUTHS) === "true",
    token: given("token"),
  };
}

/** The options of muster's commands that the inputs stand for. Each is set only if its input is. */
export interface InputOptions {
  readonly account?: string;
  readonly config?: string;
  readonly out?: string;
  readonly against?: string;
  readonly plan?: string;
  readonly expectHash?: string;
  readonly only?: "change";
  readonly failOn?: readonly string[];
}

/** What the inputs ask of the command, besides `paths`, `reports` and `args`. */
export function optionsOf({ account, config, out, against, plan, expectHash, only, failOn }: Inputs): InputOptions {
  return {
    ...(account === undefined ? {} : { account }),
    ...(config === undefined ? {} : { config }),
    ...(out === undefined ? {} : { out }),
    ...(against === undefined ? {} : { against }),
    ...(plan === undefined ? {} : { plan }),
    ...(expectHash === undefined ? {} : { expectHash }),
    ...(only === undefined ? {} : { only }),
    ...(failOn === undefined ? {} : { failOn }),
  };
}

function numberOf(value: string | undefined): number | undefined {
  if (value === undefined || /^[1-9]\d{0,9}$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new InputError("Input pull-request: Expected the number of a pull request.");
}

/**
 * For an input that the action does not have, the runner only warns and goes on: `expect_hash` would guard nothing. A
 * name that is like none of the inputs is a variable of the user's.
 */
function refuseUnknown(env: Readonly<Record<string, string | undefined>>): void {
  const known = new Set<string>(INPUT_NAMES.map((name) => `INPUT_${name.toUpperCase()}`));
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith("INPUT_") || known.has(variable)) continue;
    const name = variable.slice("INPUT_".length).toLowerCase();
    const { suggestion } = suggest(name, INPUT_NAMES);
    if (suggestion === undefined) continue;
    throw new InputError(`Input ${name}: There is no such input. Did you mean ${suggestion}?`);
  }
}
