import { agentChanges } from "../model/skillGroup.js";
import { MoorError, StoppedError } from "../moor/errors.js";
import type { LiveGroup, LiveState } from "../moor/live.js";
import type { Action, CreateAction } from "../plan/plan.js";
import { lookForName } from "./lastLook.js";
import type { ApplyClient, ApplyPorts } from "./ports.js";
import { type Failure, failureOf, type WriteResult } from "./result.js";

/** A write that the server said it carried out, to be verified. */
export interface AppliedWrite {
  readonly action: Action;
  readonly result: Extract<WriteResult, { status: "applied" }>;
}

/** What reading back has shown: nothing wrong, or what. */
export interface Proof {
  readonly failure?: Failure;
  readonly skippedAgents: readonly string[];
}

/**
 * Reads back what was written. The API answers success to a number that it skips and to a field that it replaces by its
 * default, so an answer proves nothing. A change may take a moment to show: a group that looks wrong is read again, on its
 * own, until the settling time is over. All of this goes through the query, from which the next plan is made. A
 * creation is looked for by its name: its number alone would not show a group of the same name that another person made
 * at the same moment.
 *
 * @param pages calls that a reading of the whole account takes
 */
export async function verify(
  writes: readonly AppliedWrite[],
  pages: number,
  ports: ApplyPorts,
): Promise<ReadonlyMap<AppliedWrite, Proof>> {
  const { clock, stop, settleMs } = ports;
  const proofs = new Map<AppliedWrite, Proof>();
  let open = [...writes];
  const until = clock.monotonic() + settleMs;
  for (let pause = 250; open.length > 0; pause = Math.min(pause * 2, 4_000)) {
    const isLast = clock.monotonic() >= until;
    const readBack = await readBackAll(open, pages, ports);
    for (const write of open) proofs.set(write, prove(write, readBack(write), settleMs));
    open = open.filter((write) => isWorthAnotherLook(proofs.get(write)));
    if (isLast || stop.aborted) break;
    if (open.length > 0)
      await clock.sleep(Math.min(pause, Math.max(0, until - clock.monotonic())), stop).catch(() => undefined);
  }
  return proofs;
}

/** How long a run that was told to stop reads back what it has written, in ms. Runners kill a job after ten to twenty seconds. */
const AFTER_STOP_MS = 3_000;

/**
 * Reads back once, in one page and a few seconds, what a stopped run has written. Only a group that shows exactly what was
 * written is proved; of the others nothing is known that was not known before.
 */
export async function verifyAfterStop(
  writes: readonly AppliedWrite[],
  { client, clock, giveUp }: Pick<ApplyPorts, "client" | "clock" | "giveUp">,
): Promise<readonly AppliedWrite[]> {
  const enough = new AbortController();
  const end = (): void => enough.abort();
  giveUp.addEventListener("abort", end, { once: true });
  const late = clock.sleep(AFTER_STOP_MS, enough.signal).then(
    () => [],
    () => [],
  );
  const read = client.readAfterStop(AFTER_STOP_MS).catch((error: unknown) => {
    if (error instanceof MoorError || error instanceof StoppedError) return [];
    throw error;
  });
  const live = await Promise.race([read, late]).finally(() => {
    giveUp.removeEventListener("abort", end);
    end();
  });
  const byExten = new Map(live.map((group) => [group.exten, group]));
  return writes.filter((write) => {
    const group = byExten.get(write.result.exten);
    const namesakes = write.action.action === "create" ? namesakesOf(write, live) : [];
    return group !== undefined && prove(write, { group, namesakes }, 0).failure === undefined;
  });
}

/** A change that does not show yet may look like any of these, and one failed read proves nothing. A stored name does not change by itself. */
function isWorthAnotherLook(proof: Proof | undefined): boolean {
  switch (proof?.failure?.code) {
    case "not-visible":
    case "members-not-as-written":
    case "agents-skipped":
    case "verification-failed":
    case "setting-not-as-written":
      return true;
    default:
      return false;
  }
}

interface ReadBack {
  /** The group; or why it could not be read; or nothing where there is none. */
  readonly group: LiveGroup | Failure | undefined;
  /** Numbers of other groups that were seen to have its name. */
  readonly namesakes: readonly string[];
}

/** Reads whole pages or single groups, whichever takes fewer calls. */
async function readBackAll(
  writes: readonly AppliedWrite[],
  pages: number,
  { client, journal }: ApplyPorts,
): Promise<(write: AppliedWrite) => ReadBack> {
  const failed = new Map<AppliedWrite, Failure>();
  let live: readonly LiveGroup[] = [];
  let whole: Promise<LiveState> | undefined;
  const readAll = async (): Promise<readonly LiveGroup[]> => {
    whole ??= client.readAll("queueQueue");
    return (await whole).groups;
  };
  if (writes.length <= pages) {
    // A group that cannot be read does not keep the others from being verified.
    const single = (write: AppliedWrite): Promise<readonly LiveGroup[]> =>
      readSingle(write, client, readAll).catch((error: unknown) => {
        failed.set(write, failureOf(error, write.action.displayName));
        return [];
      });
    live = (await Promise.all(writes.map(single))).flat();
  } else {
    try {
      live = await readAll();
    } catch (error) {
      for (const write of writes) failed.set(write, failureOf(error, write.action.displayName));
    }
  }
  await journal.shown(live.filter((group) => writes.some((write) => isAbout(write, group))));
  const byExten = new Map(live.map((group) => [group.exten, group]));
  return (write) => ({
    group: failed.get(write) ?? byExten.get(write.result.exten),
    namesakes: write.action.action === "create" ? namesakesOf(write, [...byExten.values()]) : [],
  });
}

/** Is this the group that was created, or another one of its name? */
function isAbout({ action, result }: AppliedWrite, { exten, displayName }: LiveGroup): boolean {
  return action.action === "create" && (exten === result.exten || displayName === action.displayName);
}

/**
 * One call; two for a new group that is not found by its name, since the server may have stored another name. Reads the
 * whole account where the server's filter cannot be relied on.
 */
async function readSingle(
  { action, result }: AppliedWrite,
  client: ApplyClient,
  readAll: () => Promise<readonly LiveGroup[]>,
): Promise<readonly LiveGroup[]> {
  const named =
    action.action === "create" ? ((await lookForName(client, action.displayName))?.groups ?? (await readAll())) : [];
  if (named.some(({ exten }) => exten === result.exten)) return named;
  const group = await client.readGroup(result.exten, "queueQueue");
  return group === undefined ? named : [...named, group];
}

function namesakesOf({ action, result }: AppliedWrite, live: readonly LiveGroup[]): string[] {
  return live
    .filter((group) => group.displayName === action.displayName && group.exten !== result.exten)
    .map((group) => group.exten);
}

function prove({ action, result }: AppliedWrite, { group: live, namesakes }: ReadBack, settleMs: number): Proof {
  const { displayName } = action;
  const failed = (failure: Failure, skippedAgents: readonly string[] = []): Proof => ({ failure, skippedAgents });
  if (live === undefined)
    return failed({
      code: "not-visible",
      args: { displayName, exten: result.exten, seconds: Math.ceil(settleMs / 1000) },
    });
  if ("code" in live) return failed({ code: "verification-failed", args: { displayName, detail: live.code } });
  if (action.action === "create" && live.displayName !== displayName) {
    return failed({
      code: "name-stored-differently",
      args: { displayName, exten: result.exten, live: live.displayName },
    });
  }
  const { added: unexpected, removed: missing, reprioritized } = agentChanges(result.members, live.members);
  if (unexpected.length + reprioritized.length > 0) {
    return failed(
      { code: "members-not-as-written", args: { displayName, missing, unexpected, reprioritized } },
      missing,
    );
  }
  if (missing.length > 0) return failed({ code: "agents-skipped", args: { displayName, agents: missing } }, missing);
  if (action.action === "create" && namesakes.length > 0) {
    const extens = [result.exten, ...namesakes].sort();
    return failed({ code: "name-not-alone", args: { displayName, extens } });
  }
  const setting = action.action === "create" ? wrongSetting(action, live) : undefined;
  return setting === undefined ? { skippedAgents: [] } : failed(setting);
}

function wrongSetting(action: CreateAction, live: LiveGroup): Failure | undefined {
  const { displayName, after } = action;
  const settings = [
    { attribute: "assignRule", wanted: after.assignRule, live: live.assignRule },
    { attribute: "memory", wanted: after.memory, live: live.memory },
  ] as const;
  for (const { attribute, wanted, live: found } of settings) {
    if (wanted !== undefined && found === undefined) {
      return { code: "verification-failed", args: { displayName, detail: attribute } };
    }
    if (wanted !== undefined && found !== undefined && wanted !== found) {
      return { code: "setting-not-as-written", args: { displayName, attribute, wanted, live: found } };
    }
  }
  return undefined;
}
