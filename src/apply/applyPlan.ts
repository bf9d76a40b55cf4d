import type { Action, Plan } from "../plan/plan.js";
import type { Step, WriteOrder } from "../plan/writeOrder.js";
import { ArrivalChecks } from "./confirmArrivals.js";
import { createGroup } from "./createGroup.js";
import { GroupNameIndex } from "./groupNameIndex.js";
import { LastLook } from "./lastLook.js";
import { Newcomers } from "./newcomers.js";
import type { ApplyPorts } from "./ports.js";
import { replaceMembers } from "./replaceMembers.js";
import type { Failure, OutcomeDraft, WriteResult } from "./result.js";
import { type AppliedWrite, type Proof, verify, verifyAfterStop } from "./verify.js";
import { type WhoMoved, whoMoved } from "./whoMoved.js";

/**
 * Carries out a plan and verifies it. One failure stops nothing else, with one exception: an agent does not leave a group
 * while the same agent's arrival in another has failed, since that would leave the agent in neither.
 *
 * @param plan its actions, and the order of their writes
 * @param pages calls that a reading of the whole account takes when all is written; decides how results are read back
 * @returns one outcome for each action, in the plan's order. Never rejects because of an answer of the API.
 */
export async function applyPlan(
  { actions, writeOrder: { steps, arrivals } }: Pick<Plan, "actions"> & { readonly writeOrder: WriteOrder },
  pages: number,
  ports: ApplyPorts,
): Promise<OutcomeDraft[]> {
  const looks = new LastLook(ports, pages, steps.length);
  const shared: Shared = {
    looks,
    names: new GroupNameIndex(ports.client, ports.clock, looks, (groups) => ports.journal.shown(groups)),
    newcomers: new Newcomers(ports.before, actions),
    waitForOthers: secondLook(ports),
  };
  const running = new Map<string, Promise<WriteResult>>();
  const checks = new ArrivalChecks(arrivals, running, ports);
  const nameOf = new Map(steps.map((step) => [step.id, step.action.displayName]));
  const waitsFor = async (step: Step): Promise<Failure | undefined> => {
    const [first, ...others] = await checks.missing(step.releases);
    if (first === undefined) return undefined;
    const agents = [first, ...others].map(({ agent }) => agent);
    const other = nameOf.get(first.stepId) ?? "";
    return { code: "waits-for", args: { displayName: step.action.displayName, agents, other } };
  };
  const results = new Map<string, WriteResult>();
  const run = async (some: readonly Step[]): Promise<void> => {
    const one = async (step: Step): Promise<WriteResult> => {
      const result = await carryOut(step, running, waitsFor, shared, ports);
      results.set(step.id, result);
      return result;
    };
    for (const step of some) running.set(step.id, one(step));
    for (const step of some) await running.get(step.id);
  };

  const ended = new AbortController();
  const early = proveInFlight(() => writtenBy(steps, results), ended.signal, ports);
  // It is awaited below; until then a failure of it is no crash.
  early.catch(() => undefined);
  await run(steps).finally(() => ended.abort());
  const proofs = await prove(appliedWrites(actions, byAction(steps, results)), pages, ports);
  for (const { action } of await early) proofs.set(action.id, { skippedAgents: [] });
  const waiting = steps.filter((step) => isWaiting(results.get(step.id)));
  if (waiting.length > 0 && !ports.stop.aborted) {
    // An arrival that showed late has been seen by now, if only by the verification. The move is finished.
    checks.startOver();
    await run(waiting);
    const late = appliedWrites(new Set(waiting.map(({ action }) => action)), byAction(steps, results));
    for (const [id, proof] of await prove(late, pages, ports)) proofs.set(id, proof);
  }
  const final = byAction(steps, results);
  if (ports.stop.aborted && !ports.giveUp.aborted) {
    const unproved = appliedWrites(actions, final).filter(({ action }) => isUnproved(proofs.get(action.id)));
    if (unproved.length > 0) ports.onEvent({ kind: "verifying", groups: unproved.length });
    const proved = unproved.length > 0 ? await verifyAfterStop(unproved, ports) : [];
    for (const { action } of proved) proofs.set(action.id, { skippedAgents: [] });
  }
  const outcomes = actions.map((action) =>
    outcomeOf(action, final.get(action.id) as WriteResult, proofs.get(action.id), ports),
  );
  const stillWaiting = new Set(waiting.filter(({ id }) => isWaiting(results.get(id))).map(({ action }) => action.id));
  for (const outcome of outcomes) if (stillWaiting.has(outcome.id)) ports.onEvent({ kind: "finished", outcome });
  return outcomes;
}

/** Not read back, or the reading ended with the run. */
function isUnproved(proof: Proof | undefined): boolean {
  return proof === undefined || proof.failure?.code === "verification-failed";
}

/** The result of each action, by its id: that of the last of its steps, with the calls of all of them. */
function byAction(steps: readonly Step[], results: ReadonlyMap<string, WriteResult>): ReadonlyMap<string, WriteResult> {
  const ended = new Map<string, WriteResult>();
  for (const { id, action } of steps) {
    const result = results.get(id) as WriteResult;
    const earlier = ended.get(action.id);
    const attempts = (earlier?.attempts ?? 0) + result.attempts;
    // The first step of a ring stays written where the second is not.
    const written = earlier?.status === "applied" && result.status !== "applied" ? { members: earlier.members } : {};
    ended.set(action.id, { ...result, ...written, attempts });
  }
  return ended;
}

function appliedWrites(actions: Iterable<Action>, ended: ReadonlyMap<string, WriteResult>): AppliedWrite[] {
  return [...actions].flatMap((action): AppliedWrite[] => {
    const result = ended.get(action.id);
    return result?.status === "applied" ? [{ action, result }] : [];
  });
}

/** What is written while other steps still go on. */
function writtenBy(steps: readonly Step[], results: ReadonlyMap<string, WriteResult>): AppliedWrite[] {
  const open = new Set(steps.filter(({ id }) => !results.has(id)).map(({ action }) => action));
  const done = steps.filter(({ action }) => !open.has(action));
  return appliedWrites(new Set(done.map(({ action }) => action)), byAction(done, results));
}

/** Not tried, because an agent who leaves had not been seen in the other group. */
function isWaiting(result: WriteResult | undefined): boolean {
  return result?.status === "skipped" && result.failure.code === "waits-for";
}

/** One step: waits for what must come before it, then writes. */
async function carryOut(
  step: Step,
  running: ReadonlyMap<string, Promise<WriteResult>>,
  waitsFor: (step: Step) => Promise<Failure | undefined>,
  shared: Shared,
  ports: ApplyPorts,
): Promise<WriteResult> {
  const { action } = step;
  const { displayName } = action;
  const earlier = step.follows === undefined ? undefined : await running.get(step.follows);
  if (earlier !== undefined && earlier.status !== "applied") return { ...earlier, attempts: 0 };
  const missing = await waitsFor(step);
  const skipped = (failure: Failure): WriteResult => ({ status: "skipped", attempts: 0, failure });
  if (ports.stop.aborted) return skipped({ code: "interrupted", args: { displayName } });
  const ended = missing === undefined ? await write(step, shared, ports) : skipped(missing);
  const inFlight: Failure = { code: "interrupted-in-flight", args: { displayName } };
  const result = ended.status === "unknown" && ports.giveUp.aborted ? { ...ended, failure: inFlight } : ended;
  if (!isWaiting(result) && (step.id === action.id || result.status !== "applied")) {
    ports.onEvent({ kind: "finished", outcome: outcomeOf(action, result, undefined, ports) });
  }
  return result;
}

/** What the writes of a run have in common. */
interface Shared {
  readonly looks: LastLook;
  readonly names: GroupNameIndex;
  readonly newcomers: Newcomers;
  readonly waitForOthers: () => Promise<void>;
}

function write(step: Step, shared: Shared, ports: ApplyPorts): Promise<WriteResult> {
  const { action } = step;
  return action.action === "create"
    ? createGroup(action, shared.names, shared.newcomers, shared.waitForOthers, ports)
    : replaceMembers(action, step, shared.looks, ports);
}

/**
 * The wait before the first creation of a run that may not know of earlier ones. A job that was killed on another machine
 * may have made the same groups a moment ago, and a new group may take the settling time to show. A group that does not
 * show at two looks that far apart had not been made. The first look was the plan's; the second is the one that every
 * creation takes just before it leaves.
 *
 * @returns a wait that all creations of the run share
 */
function secondLook({ clock, stop, settleMs, unknownUntil, journal, onEvent }: ApplyPorts): () => Promise<void> {
  let waited: Promise<void> | undefined;
  return () => {
    waited ??= wait();
    return waited;
  };

  async function wait(): Promise<void> {
    if (unknownUntil === undefined) return;
    const ms = unknownUntil + settleMs - clock.monotonic();
    if (ms <= 0) return;
    onEvent({ kind: "second-look", ms, isNewStore: journal.isShared });
    await clock.sleep(ms, stop).catch(() => undefined);
  }
}

/** By action id. */
async function prove(writes: readonly AppliedWrite[], pages: number, ports: ApplyPorts): Promise<Map<string, Proof>> {
  if (writes.length === 0 || ports.stop.aborted) return new Map();
  ports.onEvent({ kind: "verifying", groups: writes.length });
  const proofs = await verify(writes, pages, ports);
  return new Map([...proofs].map(([{ action }, proof]) => [action.id, proof]));
}

/** Calls in flight mostly end within this, in ms; then what they wrote is read back with the rest. */
const IN_FLIGHT_MS = 1_000;

/**
 * After the run was told to stop: reads back what is written while calls in flight are waited for. The run may be told to
 * wait no longer, and then there is no time for it.
 *
 * @param ended no call is in flight any more
 */
async function proveInFlight(
  written: () => readonly AppliedWrite[],
  ended: AbortSignal,
  ports: ApplyPorts,
): Promise<readonly AppliedWrite[]> {
  const { clock, stop, onEvent } = ports;
  await new Promise<void>((resolve) => {
    if (stop.aborted || ended.aborted) resolve();
    ended.addEventListener("abort", () => resolve(), { once: true });
    stop.addEventListener("abort", () => resolve(), { once: true, signal: ended });
  });
  if (!ended.aborted) await clock.sleep(IN_FLIGHT_MS, ended).catch(() => undefined);
  const writes = ended.aborted ? [] : written();
  if (writes.length === 0) return [];
  onEvent({ kind: "verifying", groups: writes.length });
  return verifyAfterStop(writes, ports);
}

function outcomeOf(
  action: Action,
  result: WriteResult,
  proof: Proof | undefined,
  { whyStopped }: ApplyPorts,
): OutcomeDraft {
  const { id, displayName } = action;
  const base = { id, action: action.action, displayName, attempts: result.attempts };
  if (result.status !== "applied") {
    const exten = action.action === "replaceMembers" ? { exten: action.exten } : {};
    const { failure } = result;
    const isStopped = failure.code === "interrupted";
    const underneath = result.underneath === undefined ? {} : { underneath: result.underneath };
    return {
      ...base,
      status: result.status,
      ...exten,
      skippedAgents: [],
      verified: false,
      ...movedBy(action, result, []),
      failure: (isStopped ? whyStopped?.(displayName) : undefined) ?? failure,
      ...underneath,
    };
  }
  const skippedAgents = proof?.skippedAgents ?? [];
  return {
    ...base,
    status: "applied",
    exten: result.exten,
    skippedAgents,
    verified: proof !== undefined && proof.failure === undefined,
    ...movedBy(action, result, proof?.failure?.code === "agents-skipped" ? skippedAgents : []),
    ...(proof?.failure === undefined ? {} : { failure: proof.failure }),
    ...(result.adopted === true ? { adopted: true } : {}),
  };
}

/** Who moved; nothing where nothing was written and no call may have been carried out. */
function movedBy(action: Action, result: WriteResult, skipped: readonly string[]): WhoMoved {
  const { status, attempts, before = [] } = result;
  const sent =
    result.members ?? (status === "unknown" && action.action === "create" ? action.after.members : undefined);
  if (sent === undefined) return {};
  const after = sent.filter(({ agentNumber }) => !skipped.includes(agentNumber));
  // An exact list was written against that of the plan, in one step or two; an additive one was merged with what was there.
  const isExact = action.action === "replaceMembers" && action.membership === "exact" && attempts > 0;
  return whoMoved(action, isExact ? action.before.members : before, after);
}
