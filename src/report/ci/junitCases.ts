import type { Outcome } from "../../apply/result.js";
import type { Action, Diagnostic, GuardReading, ManualChange, Plan } from "../../plan/plan.js";
import { actionNotes, actionSentence, driftNote, guardFinding, outcomeError } from "../lineFindings.js";
import { formatFinding, type SaidFinding } from "../messages/formatFinding.js";
import type { Words } from "../messages/words.js";
import { wordsOf } from "../messages/words.js";
import { guardText } from "../parts.js";
import type { RenderOptions } from "../report.js";
import { groupText, lineText, placeText } from "../text/page.js";
import { visible } from "../text/visible.js";
import { repositoryPath } from "./problems.js";

/** One test: what it is called, where it belongs, how it went. All text is safe to read. */
export interface Case {
  readonly name: string;
  readonly classname: string;
  /** From the repository's root. */
  readonly file?: string;
  readonly outcome:
    | { readonly kind: "passed" }
    | { readonly kind: "skipped"; readonly reason: string }
    /** `failure`: what was looked at is not as it should be; `error`: it could not be found out. */
    | {
        readonly kind: "failure" | "error";
        readonly type: string;
        readonly message: string;
        readonly details: readonly string[];
      };
  /** What else there is to read about it. */
  readonly notes: readonly string[];
}

/** Fails with everything that is wrong; passes for nothing. */
export function failing(
  errors: readonly SaidFinding[],
  kind: "failure" | "error",
  options: RenderOptions,
): Case["outcome"] {
  const [first] = errors;
  if (first === undefined) return { kind: "passed" };
  const words = wordsOf(options.language);
  return {
    kind,
    type: visible(first.code),
    message: errors.length === 1 ? visible(first.message) : words.problems(errors.length, 0, 0),
    details: errors.flatMap((error) => findingLines(error, options)),
  };
}

/** A finding as a test of its own. The group that it speaks of is in its name, and its line is not. */
export function findingCase(
  finding: SaidFinding,
  classname: string,
  kind: "failure" | "error",
  options: RenderOptions,
): Case {
  const { severity, code, args, source } = finding;
  const about = args?.["displayName"];
  return {
    name: typeof about === "string" ? visible(`${code} ${about}`) : visible(code),
    classname,
    ...fileOf(source, options),
    outcome: failing(severity === "error" ? [finding] : [], kind, options),
    notes: severity === "warning" ? findingLines(finding, options) : [],
  };
}

/** A guard that allows a plan passes and says how near it came. */
export function guardCase(
  reading: GuardReading,
  plan: Pick<Plan, "createdAt">,
  classname: string,
  { language }: RenderOptions,
): Case {
  const words = wordsOf(language);
  const { code, message, help = "" } = guardFinding(reading, plan, language);
  const stops = visible(message);
  return {
    name: words.guardNamed(reading.guard),
    classname,
    outcome: reading.tripped
      ? {
          kind: "failure",
          type: code,
          message: stops,
          details: [stops, `${words.help}${words.colon}${visible(help)}`],
        }
      : { kind: "passed" },
    notes: reading.tripped ? [] : [visible(guardText(reading, words))],
  };
}

/** What is planned for a group. */
export function actionCase(
  action: Action,
  plan: Plan,
  classname: string,
  outcome: Case["outcome"],
  options: RenderOptions,
): Case {
  return {
    name: actionName(action, wordsOf(options.language)),
    classname,
    ...fileOf(action.source, options),
    outcome,
    notes: actionNotes(action, plan, options.language).map((note) => `${lineText(action.source)}: ${note}`),
  };
}

/** What no run does: it waits for a person at the console. */
export function manualCase(change: ManualChange, plan: Plan, classname: string, options: RenderOptions): Case {
  const words = wordsOf(options.language);
  const { attribute, live, desired, source } = change;
  const difference = `${visible(words.value(attribute, live))} → ${visible(words.value(attribute, desired))}`;
  return {
    name: `${words.attribute(attribute)} ${groupText(change)}`,
    classname,
    ...fileOf(source, options),
    outcome: {
      kind: "skipped",
      reason: `${lineText(source)}: ${words.joined([difference, words.byHand])}${driftNote(change, plan, options.language)}`,
    },
    notes: [],
  };
}

/** What became of an action. */
export function outcomeCase(one: Outcome, action: Action | undefined, classname: string, options: RenderOptions): Case {
  const words = wordsOf(options.language);
  const { skippedAgents } = one;
  const found = outcomeError(one, action);
  const error = found === undefined ? undefined : formatFinding(found, options.language);
  return {
    name: actionName(one, words),
    classname,
    ...fileOf(error?.source ?? action?.source, options),
    outcome: outcomeOf(one, error, options),
    notes: [
      ...(action === undefined ? [] : [`${lineText(action.source)}: ${actionSentence(action, options.language)}`]),
      words.joined([words.outcome(one), ...words.circumstances(one)]),
      ...(skippedAgents.length === 0 ? [] : [visible(words.skippedAgents(skippedAgents))]),
    ],
  };
}

function outcomeOf(one: Outcome, error: SaidFinding | undefined, options: RenderOptions): Case["outcome"] {
  const { status, verified } = one;
  if (status === "applied" && verified && error === undefined) return { kind: "passed" };
  const said = visible(error === undefined ? wordsOf(options.language).outcome(one) : error.message);
  return {
    kind: status === "unknown" ? "error" : "failure",
    type: visible(error?.code ?? status),
    message: said,
    details: error === undefined ? [said] : findingLines(error, options),
  };
}

/** `create 售前咨询`, `change 售后 (10018578)`. A group that is created has no number yet, whatever became of it. */
function actionName(one: Pick<Outcome, "action" | "displayName" | "exten">, words: Words): string {
  const { action, displayName } = one;
  return `${words.verb(action)} ${groupText(action === "create" ? { displayName } : one)}`;
}

function fileOf(source: Diagnostic["source"], options: RenderOptions): { file?: string } {
  return source === undefined ? {} : { file: visible(repositoryPath(source.file, options)) };
}

/** A finding as a compiler would say it, in lines that are not wrapped: place, what is wrong, what to do, other places. */
export function findingLines(finding: SaidFinding, { language }: Pick<RenderOptions, "language">): string[] {
  const words = wordsOf(language);
  const { severity, code, message, help, source, related } = finding;
  const place = source === undefined ? "" : `${placeText(source)}: `;
  return [
    `${place}${words.severity(severity)}[${visible(code)}]${words.colon}${visible(message)}`,
    ...(help === undefined || help === "" ? [] : [`  ${words.help}${words.colon}${visible(help)}`]),
    ...(related ?? []).map(({ note, source: other }) => `  ${placeText(other)}: ${words.related(note)}`),
  ];
}
