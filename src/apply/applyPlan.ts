import type { Action, Plan } from "../plan/plan.js";
import { type Step, scheduleWrites } from "../plan/schedule.js";
import { Landings } from "./confirmArrivals.js";
import { createGroup } from "./createGroup.js";
import type { Failure } from "./failure.js";
import { Names } from "./groupNameIndex.js";
import { LastLook } from "./lastLook.js";
import { Newcomers } from "./newcomers.js";
import type { ApplyPorts } from "./ports.js";
import { replaceMembers } from "./replaceMembers.js";
import type { Outcome } from "./result.js";
import { secondLook } from "./secondLook.js";
import { type Claim, type Proof, verify } from "./verify.js";
import type { Written } from "./written.js";

/** An outcome whose error has no prose yet. */
export type OutcomeDraft = Omit<Outcome, "error"> & { readonly failure?: Failure };

/**
 * Carries a plan out and proves it. One failure stops nothing else, except an agent's departure from a group while the
 * same agent's arrival in another has failed: that would leave the agent in neither.
 *
 * @param pages calls that a reading of the whole account takes when all is written; decides how results are read back
 * @returns one outcome for each action, in the plan's order. Never rejects for what the API does.
 */
export async function applyPlan(
  plan: Pick<Plan, "actions">,
  pages: number,
  ports: ApplyPorts,
): Promise<OutcomeDraft[]> {
  const { steps, arrivals } = scheduleWrites(plan.actions);
  const looks = new LastLook(ports, pages, steps.length);
  const names = new Names(ports.client, ports.clock, looks, (groups) => ports.journal.shown(groups));
  const eyes: Eyes = {
    names,
    looks,
    newcomers: new Newcomers(ports.before, plan.actions),
    lookTwice: secondLook(ports),
  };
  const running = new Map<string, Promise<Written>>();
  const landings = new Landings(arrivals, running, ports);
  const nameOf = new Map(steps.map((step) => [step.id, step.action.displayName]));
  const whoIsMissing = async (step: Step): Promise<Failure | undefined> => {
    const [first, ...others] = await landings.missing(step.releases);
    if (first === undefined) return undefined;
    const agents = [first, ...others].map(({ agent }) => agent);
    const other = nameOf.get(first.stepId) ?? "";
    return { code: "waits-for", args: { displayName: step.action.displayName, agents, other } };
  };
  const results = new Map<Step, Written>();
  const run = async (some: readonly Step[]): Promise<void> => {
    for (const step of some) running.set(step.id, carryOut(step, running, whoIsMissing, eyes, ports));
    for (const step of some) results.set(step, (await running.get(step.id)) as Written);
  };

  await run(steps);
  const proofs = await prove(claimsOf(plan.actions, results), pages, ports);
  const waiting = steps.filter((step) => isWaiting(results.get(step)));
  if (waiting.length > 0 && !ports.stop.aborted) {
    // An arrival that showed late has been seen by now, if only by the verification: the move is finished.
    landings.startOver();
    await run(waiting);
    const late = await prove(claimsOf(new Set(waiting.map(({ action }) => action)), results), pages, ports);
    for (const [action, proof] of late) proofs.set(action, proof);
  }
  const written = writtenOf(results);
  const stillWaiting = new Set(waiting.filter((step) => isWaiting(results.get(step))).map(({ action }) => action));
  for (const action of stillWaiting)
    ports.onEvent({ kind: "finished", outcome: outcomeOf(action, written.get(action) as Written, undefined) });
  return plan.actions.map((action) => outcomeOf(action, written.get(action) as Written, proofs.get(action)));
}

/** What became of each action: of the last of its steps, and the calls of all. */
function writtenOf(results: ReadonlyMap<Step, Written>): ReadonlyMap<Action, Written> {
  const written = new Map<Action, Written>();
  for (const [{ action }, result] of results) {
    const earlier = written.get(action);
    written.set(action, earlier === undefined ? result : { ...result, attempts: earlier.attempts + result.attempts });
  }
  return written;
}

function claimsOf(actions: Iterable<Action>, results: ReadonlyMap<Step, Written>): Claim[] {
  const written = writtenOf(results);
  return [...actions].flatMap((action): Claim[] => {
    const result = written.get(action);
    return result?.status === "applied" ? [{ action, written: result }] : [];
  });
}

/** Not tried, because somebody who leaves had not been seen elsewhere. */
function isWaiting(written: Written | undefined): boolean {
  return written?.status === "skipped" && written.failure.code === "waits-for";
}

/** One step: waits for what must come before it, then writes. */
async function carryOut(
  step: Step,
  running: ReadonlyMap<string, Promise<Written>>,
  whoIsMissing: (step: Step) => Promise<Failure | undefined>,
  eyes: Eyes,
  ports: ApplyPorts,
): Promise<Written> {
  const { action } = step;
  const { displayName } = action;
  const earlier = step.follows === undefined ? undefined : await running.get(step.follows);
  if (earlier !== undefined && earlier.status !== "applied") return { ...earlier, attempts: 0 };
  const missing = await whoIsMissing(step);
  const skipped = (failure: Failure): Written => ({ status: "skipped", attempts: 0, failure });
  if (ports.stop.aborted) return skipped({ code: "interrupted", args: { displayName } });
  const ended = missing === undefined ? await write(step, eyes, ports) : skipped(missing);
  const inFlight: Failure = { code: "interrupted-in-flight", args: { displayName } };
  const result = ended.status === "unknown" && ports.giveUp.aborted ? { ...ended, failure: inFlight } : ended;
  if (!isWaiting(result) && (step.id === action.id || result.status !== "applied")) {
    ports.onEvent({ kind: "finished", outcome: outcomeOf(action, result, undefined) });
  }
  return result;
}

/** What the writes of a run share: what the account holds, as they need to know it. */
interface Eyes {
  readonly names: Names;
  readonly looks: LastLook;
  readonly newcomers: Newcomers;
  /** Before the first creation of a machine that knows nothing of the account. */
  readonly lookTwice: () => Promise<void>;
}

function write(step: Step, { names, looks, newcomers, lookTwice }: Eyes, ports: ApplyPorts): Promise<Written> {
  const { action } = step;
  return action.action === "create"
    ? createGroup(action, names, newcomers, lookTwice, ports)
    : replaceMembers(action, step, looks, ports);
}

async function prove(claims: readonly Claim[], pages: number, ports: ApplyPorts): Promise<Map<Action, Proof>> {
  if (claims.length === 0 || ports.stop.aborted) return new Map();
  ports.onEvent({ kind: "verifying", groups: claims.length });
  const proofs = await verify(claims, pages, ports);
  return new Map([...proofs].map(([claim, proof]) => [claim.action, proof]));
}

function outcomeOf(action: Action, written: Written, proof: Proof | undefined): OutcomeDraft {
  const { id, displayName } = action;
  const base = { id, action: action.action, displayName, attempts: written.attempts };
  if (written.status !== "applied") {
    const exten = action.action === "replaceMembers" ? { exten: action.exten } : {};
    const underneath = written.underneath === undefined ? {} : { underneath: written.underneath };
    return {
      ...base,
      status: written.status,
      ...exten,
      skippedAgents: [],
      verified: false,
      failure: written.failure,
      ...underneath,
    };
  }
  return {
    ...base,
    status: "applied",
    exten: written.exten,
    skippedAgents: proof?.skippedAgents ?? [],
    verified: proof !== undefined && proof.failure === undefined,
    ...(proof?.failure === undefined ? {} : { failure: proof.failure }),
    ...(written.adopted === true ? { adopted: true } : {}),
  };
}
