import type { Action, Plan } from "../plan/plan.js";
import { type Step, scheduleWrites } from "../plan/schedule.js";
import { createGroup } from "./createGroup.js";
import type { Failure } from "./failure.js";
import { Landings } from "./landings.js";
import { Names } from "./names.js";
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
  const names = new Names(ports.client, ports.clock, pages, (groups) => ports.journal.shown(groups));
  const creates = { names, lookTwice: secondLook(ports) };
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
  for (const step of steps) running.set(step.id, carryOut(step, running, whoIsMissing, creates, ports));

  const written = new Map<Action, Written>();
  for (const step of steps) {
    const result = (await running.get(step.id)) as Written;
    const earlier = written.get(step.action);
    written.set(
      step.action,
      earlier === undefined ? result : { ...result, attempts: earlier.attempts + result.attempts },
    );
  }
  const claims = plan.actions.flatMap((action): Claim[] => {
    const result = written.get(action);
    return result?.status === "applied" ? [{ action, written: result }] : [];
  });
  const proofs = await prove(claims, pages, ports);
  return plan.actions.map((action) => outcomeOf(action, written.get(action) as Written, proofs.get(action)));
}

/** What the creations of a run share. */
interface Creates {
  readonly names: Names;
  readonly lookTwice: () => Promise<void>;
}

/** One step: waits for what must come before it, then writes. */
async function carryOut(
  step: Step,
  running: ReadonlyMap<string, Promise<Written>>,
  whoIsMissing: (step: Step) => Promise<Failure | undefined>,
  creates: Creates,
  ports: ApplyPorts,
): Promise<Written> {
  const { action } = step;
  const { displayName } = action;
  const earlier = step.follows === undefined ? undefined : await running.get(step.follows);
  if (earlier !== undefined && earlier.status !== "applied") return { ...earlier, attempts: 0 };
  const missing = await whoIsMissing(step);
  const skipped = (failure: Failure): Written => ({ status: "skipped", attempts: 0, failure });
  if (ports.stop.aborted) return skipped({ code: "interrupted", args: { displayName } });
  const result = missing === undefined ? await write(step, creates, ports) : skipped(missing);
  if (step.id === action.id || result.status !== "applied") {
    ports.onEvent({ kind: "finished", outcome: outcomeOf(action, result, undefined) });
  }
  return result;
}

function write(step: Step, { names, lookTwice }: Creates, ports: ApplyPorts): Promise<Written> {
  const { action } = step;
  return action.action === "create"
    ? createGroup(action, names, lookTwice, ports)
    : replaceMembers(action, step, ports);
}

async function prove(claims: readonly Claim[], pages: number, ports: ApplyPorts): Promise<ReadonlyMap<Action, Proof>> {
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
