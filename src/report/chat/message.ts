import type { Result } from "../../apply/result.js";
import type { Diagnostic, Plan } from "../../plan/plan.js";
import type { AccountFailure, Validation } from "../documents.js";
import type { FailedOn } from "../failOn.js";
import { type FailureReport, failuresOf, type RenderOptions, type Report } from "../report.js";
import {
  type ChatContext,
  contextOf,
  findingLine,
  type Link,
  linksOf,
  listed,
  type Section,
  type Standing,
} from "./parts.js";
import { planFacts, planSections, planStanding } from "./planMessage.js";
import { resultFacts, resultSections, resultStanding } from "./resultMessage.js";

/**
 * What a chat is told of a run: plain text in every field, with all of it from outside made visible and short. Each format
 * escapes all of it; nothing in here is markup.
 */
export interface Message {
  readonly standing: Standing;
  /** With the word `muster`, which a robot may ask for as its keyword. */
  readonly heading: string;
  /** Lines under the heading. */
  readonly facts: readonly string[];
  /** The worst first. */
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
}

/** An account of a run, and what is to be said of it. */
interface Told {
  readonly name: string;
  readonly standing: Standing;
  readonly state: string;
  readonly facts: readonly string[];
  readonly sections: readonly Section[];
}

/** The message of a report. Pure. */
export function messageOf(report: Report, options: RenderOptions): Message {
  const context = contextOf(options);
  const { md } = context;
  const failed = failuresOf(report).map((failure) => failedAccount(failure, context));
  const links = report.kind === "validation" ? [] : linksOf(report.plans[0], context);
  switch (report.kind) {
    case "validation":
      return { ...judged(validationMessage(report.validation, context), report, context), links };
    case "failure":
      return { ...failureMessage(report, context), links };
    case "plans": {
      const told = report.plans.map((plan) => toldOfPlan(plan, context));
      return { ...judged(joined([...failed, ...told], md.plans, context), report, context), links };
    }
    case "dry-runs": {
      const told = report.plans.map((plan) => toldOfPlan(plan, context));
      const dry = told.map((one) => ({ ...one, state: `${md.dryRun} · ${one.state}` }));
      return { ...joined([...failed, ...dry], md.plans, context), links };
    }
    case "results": {
      const told = report.results.map((result, index) => toldOfResult(result, report.plans[index], context));
      return { ...joined([...failed, ...told], md.results, context), links };
    }
  }
}

function toldOfPlan(plan: Plan, context: ChatContext): Told {
  return {
    name: plan.account.name,
    ...planStanding(plan, context),
    facts: planFacts(plan, context),
    sections: planSections(plan, context),
  };
}

function toldOfResult(result: Result, plan: Plan | undefined, context: ChatContext): Told {
  return {
    name: result.account.name,
    ...resultStanding(result, context),
    facts: resultFacts(result, plan, context),
    sections: resultSections(result, plan, context),
  };
}

/** With why the run fails where it would end well. */
function judged(
  message: Omit<Message, "links">,
  { failedOn }: { readonly failedOn?: FailedOn },
  { words, clipped }: ChatContext,
): Omit<Message, "links"> {
  return failedOn === undefined
    ? message
    : { ...message, facts: [clipped(words.failedOn(failedOn)), ...message.facts] };
}

const MARKS: Readonly<Record<Standing, string>> = {
  bad: "❌",
  stopped: "✋",
  attention: "⚠️",
  waiting: "🕒",
  good: "✅",
};
const WORST_FIRST: readonly Standing[] = ["bad", "stopped", "attention", "waiting", "good"];

function headed(standing: Standing, text: string): string {
  return `${MARKS[standing]} muster · ${text}`;
}

/** One account's message; of several, each with its state, the worst first. */
function joined(
  accounts: readonly Told[],
  title: (count: number) => string,
  { words, named }: ChatContext,
): Omit<Message, "links"> {
  const sorted = [...accounts].sort((a, b) => WORST_FIRST.indexOf(a.standing) - WORST_FIRST.indexOf(b.standing));
  const [worst] = sorted;
  const standing = worst?.standing ?? "good";
  if (worst !== undefined && sorted.length === 1) {
    const { facts, sections, state } = worst;
    return { standing, heading: headed(standing, `${named(worst.name)}${words.colon}${state}`), facts, sections };
  }
  return {
    standing,
    heading: headed(standing, title(accounts.length)),
    facts: [],
    sections: sorted.flatMap((one) => [
      {
        title: `${MARKS[one.standing]} ${named(one.name)}${words.colon}${one.state}`,
        lines: one.facts.map((text) => ({ text })),
        of: one.facts.length,
      },
      ...one.sections,
    ]),
  };
}

/** One account of several that failed, while the others went on. */
function failedAccount({ account, diagnostics }: AccountFailure, context: ChatContext): Told {
  return {
    name: account.name,
    standing: "bad",
    state: context.chat.failed,
    facts: [],
    sections: findingSections(diagnostics, context),
  };
}

/** Errors as lines, with what to do; warnings only as a count. */
function findingSections(diagnostics: readonly Diagnostic[], context: ChatContext): Section[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const title = context.words.problems(errors.length, diagnostics.length - errors.length, 0);
  return listed(title, errors, (error) => ({ text: findingLine(error, context, true) }));
}

/** Findings that say that an approved plan is no longer the plan. */
const PLAN_CHANGED = /^(?:hash-differs|plan-stale-.*)$/;

function failureMessage(report: FailureReport, context: ChatContext): Omit<Message, "links"> {
  const { diagnostics, plans, exitCode } = report;
  const { md, words, chat, named } = context;
  const hasChanged = exitCode === 3 && diagnostics.some(({ code }) => PLAN_CHANGED.test(code));
  const standing: Standing = exitCode === 3 ? "stopped" : exitCode === 130 ? "attention" : "bad";
  const said = new Set(diagnostics.map(({ code }) => code));
  const [plan] = plans;
  const account = plans.length === 1 && plan !== undefined ? `${named(plan.account.name)}${words.colon}` : "";
  return {
    standing,
    heading: headed(standing, `${account}${hasChanged ? md.planChanged : chat.failure(report)}`),
    facts: plans.length === 1 && plan !== undefined ? planFacts(plan, context) : [],
    sections: [...findingSections(diagnostics, context), ...plans.flatMap((one) => planSections(one, context, said))],
  };
}

function validationMessage({ valid, accounts, diagnostics }: Validation, context: ChatContext): Omit<Message, "links"> {
  const { md, words } = context;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const standing: Standing = !valid ? "bad" : warnings.length > 0 ? "attention" : "good";
  return {
    standing,
    heading: headed(standing, valid ? md.valid : md.invalid),
    facts: valid ? [words.validation(accounts)] : [],
    sections: valid
      ? listed(words.problems(0, warnings.length, 0), warnings, (one) => ({ text: findingLine(one, context) }))
      : findingSections(diagnostics, context),
  };
}
