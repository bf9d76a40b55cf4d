import type { LiveGroup, LiveState } from "../moor/live.js";
import type { CreateAction, ReplaceMembersAction } from "../plan/plan.js";
import { type Failure, failureOf } from "./failure.js";
import { lookForName } from "./lookForName.js";
import { memberChange } from "./memberChange.js";
import type { ApplyClient, ApplyPorts } from "./ports.js";
import type { Written } from "./written.js";

/** A write that the server said it carried out, to be proved. */
export interface Claim {
  readonly action: CreateAction | ReplaceMembersAction;
  readonly written: Extract<Written, { status: "applied" }>;
}

/** What reading back showed: nothing wrong, or what. */
export interface Proof {
  readonly failure?: Failure;
  readonly skippedAgents: readonly string[];
}

/**
 * Reads back what was written. The API answers success to a number it skips and to a field it replaces by its
 * default, so an answer proves nothing. A change may take a moment to show: what looks wrong is looked at again, on
 * its own, until the settling time is over. All of it through the query: what is verified is what the next plan sees. A
 * creation is proved by its name: its number alone would not show a namesake that somebody made at the same moment.
 *
 * @param pages calls that a reading of the whole account takes
 */
export async function verify(
  claims: readonly Claim[],
  pages: number,
  ports: ApplyPorts,
): Promise<ReadonlyMap<Claim, Proof>> {
  const { clock, stop, settleMs } = ports;
  const proofs = new Map<Claim, Proof>();
  let open = [...claims];
  const until = clock.monotonic() + settleMs;
  for (let pause = 250; open.length > 0; pause = Math.min(pause * 2, 4_000)) {
    const isLast = clock.monotonic() >= until;
    const live = await readBack(open, pages, ports);
    for (const claim of open) proofs.set(claim, prove(claim, live(claim), settleMs));
    open = open.filter((claim) => isWorthAnotherLook(proofs.get(claim)));
    if (isLast || stop.aborted) break;
    if (open.length > 0)
      await clock.sleep(Math.min(pause, Math.max(0, until - clock.monotonic())), stop).catch(() => undefined);
  }
  return proofs;
}

/** A change that does not show yet may look like any of these, and one failed read says nothing. A name does not mend itself. */
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

/** What was found: the group, nothing, or why it could not be read; and who else bears its name, where that was seen. */
interface Found {
  readonly group: LiveGroup | Failure | undefined;
  readonly namesakes: readonly string[];
}
type LookUp = (claim: Claim) => Found;

/** Whole pages or single groups, whichever takes fewer calls. */
async function readBack(claims: readonly Claim[], pages: number, { client, journal }: ApplyPorts): Promise<LookUp> {
  const failed = new Map<Claim, Failure>();
  let live: readonly LiveGroup[] = [];
  let whole: Promise<LiveState> | undefined;
  const readAll = async (): Promise<readonly LiveGroup[]> => {
    whole ??= client.readAll("queueQueue");
    return (await whole).groups;
  };
  if (claims.length <= pages) {
    // One that cannot be read leaves the others proved.
    const single = (claim: Claim): Promise<readonly LiveGroup[]> =>
      readSingle(claim, client, readAll).catch((error: unknown) => {
        failed.set(claim, failureOf(error, claim.action.displayName));
        return [];
      });
    live = (await Promise.all(claims.map(single))).flat();
  } else {
    try {
      live = await readAll();
    } catch (error) {
      for (const claim of claims) failed.set(claim, failureOf(error, claim.action.displayName));
    }
  }
  await journal.shown(live.filter((group) => claims.some((claim) => isAbout(claim, group))));
  const byExten = new Map(live.map((group) => [group.exten, group]));
  return (claim) => ({
    group: failed.get(claim) ?? byExten.get(claim.written.exten),
    namesakes:
      claim.action.action === "create"
        ? namesakesOf(claim.written.exten, claim.action.displayName, [...byExten.values()])
        : [],
  });
}

/** Is this what the creation made, or a namesake of it? */
function isAbout({ action, written }: Claim, { exten, displayName }: LiveGroup): boolean {
  return action.action === "create" && (exten === written.exten || displayName === action.displayName);
}

/**
 * One call; two for a new group that its name does not find: the server may have stored another. All of the account where
 * the server's filter does not tell who bears the name.
 */
async function readSingle(
  { action, written }: Claim,
  client: ApplyClient,
  readAll: () => Promise<readonly LiveGroup[]>,
): Promise<readonly LiveGroup[]> {
  const named =
    action.action === "create" ? ((await lookForName(client, action.displayName))?.groups ?? (await readAll())) : [];
  if (named.some(({ exten }) => exten === written.exten)) return named;
  const group = await client.readGroup(written.exten, "queueQueue");
  return group === undefined ? named : [...named, group];
}

function namesakesOf(exten: string, displayName: string, live: readonly LiveGroup[]): string[] {
  return live.filter((group) => group.displayName === displayName && group.exten !== exten).map((group) => group.exten);
}

function prove({ action, written }: Claim, { group: live, namesakes }: Found, settleMs: number): Proof {
  const { displayName } = action;
  const failed = (failure: Failure, skippedAgents: readonly string[] = []): Proof => ({ failure, skippedAgents });
  if (live === undefined)
    return failed({
      code: "not-visible",
      args: { displayName, exten: written.exten, seconds: Math.ceil(settleMs / 1000) },
    });
  if ("code" in live) return failed({ code: "verification-failed", args: { displayName, detail: live.code } });
  if (action.action === "create" && live.displayName !== displayName) {
    return failed({
      code: "name-stored-differently",
      args: { displayName, exten: written.exten, live: live.displayName },
    });
  }
  const { added: unexpected, removed: missing, reprioritized } = memberChange(written.members, live.members);
  if (unexpected.length + reprioritized.length > 0) {
    return failed(
      { code: "members-not-as-written", args: { displayName, missing, unexpected, reprioritized } },
      missing,
    );
  }
  if (missing.length > 0) return failed({ code: "agents-skipped", args: { displayName, agents: missing } }, missing);
  if (action.action === "create" && namesakes.length > 0) {
    const extens = [written.exten, ...namesakes].sort();
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
