import { applyPlan } from "../apply/applyPlan.js";
import type { ApplyEvent } from "../apply/ports.js";
import type { Outcome, OutcomeDraft, Result } from "../apply/result.js";
import type { Voice } from "../cli/output/output.js";
import type { Progress } from "../cli/terminal/progress.js";
import type { StopSignal } from "../model/stopSignal.js";
import { MoorClient } from "../moor/client.js";
import { createsOf, pagesWith } from "../plan/budget.js";
import type { Action } from "../plan/plan.js";
import { endedWell, isUnchanged } from "../report/ending.js";
import { dialogueOf } from "../report/messages/words.js";
import type { Shell } from "./host.js";
import type { PlannedAccount } from "./planAccount.js";
import { MUSTER_VERSION } from "./version.js";

/** Carries out one account's plan and makes the result document of it. */
export async function applyAccount(
  planned: PlannedAccount,
  times: { readonly settleMs: number; readonly timeoutMs: number },
  /** Has a person agreed to this very plan at the terminal? Only then is a name created that looks like another. */
  attended: boolean,
  progress: Progress,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<Result> {
  const { plan, schedule, session, paging, alike } = planned;
  const { client, journal } = session;
  if (!(client instanceof MoorClient)) throw new TypeError("a snapshot cannot be applied");
  const warnUnrecorded = unrecordedWarning(voice);
  const startedAt = new Date(shell.clock.now()).toISOString();
  const left = plan.actions.filter((action) => !planned.done.has(action.id));
  const carriedOut = await applyPlan({ actions: left, schedule }, pagesWith(createsOf(left), paging), {
    client,
    clock: shell.clock,
    stop,
    giveUp: stop.giveUp,
    ...times,
    journal,
    before: planned.before,
    ...((await journal.remembers()) ? {} : { firstLookAt: planned.readAt }),
    heldBack: (displayName) => {
      const found = attended ? undefined : alike.find(({ args }) => args.displayName === displayName);
      return found && { code: "look-alike", args: found.args };
    },
    onEvent: (event) => {
      warnUnrecorded(event);
      progress.hear(session, event);
    },
  });
  const applied = carriedOut.filter(({ verified }) => verified).map(({ id }) => id);
  // It guards against a mistake; one that cannot be guarded against is no reason to fail.
  if (applied.length > 0) await session.applied.add(plan.hash, applied).catch(() => undefined);
  const byId = new Map(carriedOut.map((outcome) => [outcome.id, outcome]));
  const outcomes = plan.actions.map((action) => byId.get(action.id) ?? alreadyDone(action, planned.done));
  const actions = outcomes.map(outcomeOf);
  return {
    formatVersion: "1.0",
    kind: "result",
    musterVersion: MUSTER_VERSION,
    planHash: plan.hash,
    account: plan.account,
    startedAt,
    finishedAt: new Date(shell.clock.now()).toISOString(),
    // Stopped after the last write had been read back: nothing was left to stop.
    interrupted: stop.aborted && !actions.every(endedWell),
    summary: summarize(actions),
    actions,
    calls: session.calls,
    diagnostics: plan.diagnostics,
  };
}

/** Once for a run: every creation would say the same. */
function unrecordedWarning(voice: Voice): (event: ApplyEvent) => void {
  let warned = false;
  return (event) => {
    if (event.kind !== "unrecorded" || warned) return;
    warned = true;
    voice.warn(`${dialogueOf(voice.language).unrecorded(event.detail)}\n`);
  };
}

/** An action of a saved plan that is applied again: its group was found as it would have been written. */
function alreadyDone({ id, action, displayName }: Action, extens: ReadonlyMap<string, string>): OutcomeDraft {
  const exten = extens.get(id);
  const proof = { status: "applied", attempts: 0, skippedAgents: [], verified: true } as const;
  return { id, action, displayName, ...proof, ...(exten === undefined ? {} : { exten }) };
}

function outcomeOf({ failure, ...rest }: OutcomeDraft): Outcome {
  return failure === undefined ? rest : { ...rest, error: { ...failure, severity: "error" } };
}

function summarize(actions: readonly Outcome[]): Result["summary"] {
  const count = (status: Outcome["status"]): number => actions.filter((action) => action.status === status).length;
  const unchanged = actions.filter(isUnchanged).length;
  return {
    applied: count("applied") - unchanged,
    unchanged,
    failed: count("failed"),
    conflicts: count("conflict"),
    skipped: count("skipped"),
    unknown: count("unknown"),
  };
}
