import type { ValidateFunction } from "ajv";
import { parseLimits } from "../config/limits.js";
import type { AccountEntry } from "../config/musterFile.js";
import type { AccountSettings } from "../config/settings.js";
import type { ClaimGroup } from "../model/claims.js";
import { compareText } from "../model/skillGroup.js";
import { MoorError } from "../moor/errors.js";
import type { AgentDirectory, AgentStatus, LiveReader, LiveState, WholeRead } from "../moor/live.js";
import type { PlanAccount } from "../plan/plan.js";
import type { ConnectContext, RunContext } from "./events.js";
import type { Host } from "./host.js";
import { headOf, newerFormat } from "./readDocument.js";
import { openSession, reportWaits, type Session, type SessionOptions } from "./session.js";
import { UserError } from "./userError.js";
import { MUSTER_VERSION } from "./version.js";

/** One account at one moment: everything that a plan of it is made from, and no secret. */
export interface AccountSnapshot {
  readonly account: PlanAccount;
  /** When the reading began: ISO 8601, UTC. */
  readonly readAt: string;
  readonly live: LiveState;
  /** The agent directory's names, if it answers. */
  readonly agents?: Readonly<Record<string, string>>;
  /** Its agents who may not work now; absent where there are none. */
  readonly agentStatus?: Readonly<Record<string, AgentStatus>>;
  /** Who takes conversations, if a guard needs it. */
  readonly claims?: WholeRead<ClaimGroup>;
}

/** `schemas/live.schema.json`. */
export interface Snapshot {
  readonly formatVersion: "1.0";
  readonly kind: "live";
  readonly musterVersion: string;
  readonly accounts: readonly AccountSnapshot[];
}

export interface TakeSnapshotOptions extends ConnectContext {
  readonly accounts: readonly AccountSettings[];
  /** Read who takes conversations, too. */
  readonly claims: boolean;
}

/**
 * Reads accounts whole, at the same time, for plans that are made without a secret.
 *
 * @throws {MoorError} an account could not be read: half a snapshot would look like a small one
 */
export async function takeSnapshot(options: TakeSnapshotOptions): Promise<Snapshot> {
  const read = async (settings: AccountSettings): Promise<AccountSnapshot> => {
    const session = await openSession({ ...options, settings });
    const readAt = new Date(options.host.clock.now()).toISOString();
    const { live, agents, claims } = await reportWaits(readWhole(session, options.claims), session, options);
    return {
      account: session.account,
      readAt,
      live,
      ...(agents === undefined ? {} : agentRecords(agents)),
      ...(claims === undefined ? {} : { claims }),
    };
  };
  const accounts = await Promise.all(options.accounts.map(read));
  return { formatVersion: "1.0", kind: "live", musterVersion: MUSTER_VERSION, accounts };
}

function agentRecords(directory: AgentDirectory): Pick<AccountSnapshot, "agents" | "agentStatus"> {
  if (directory.size === 0) return {};
  const entries = [...directory].sort(([a], [b]) => compareText(a, b));
  const states = entries.flatMap(([number, { status }]) => (status === undefined ? [] : [[number, status] as const]));
  return {
    agents: Object.fromEntries(entries.map(([number, { name }]) => [number, name])),
    ...(states.length === 0 ? {} : { agentStatus: Object.fromEntries(states) }),
  };
}

/** A snapshot is made for others to plan with: it is worth a window of the directory's limit. */
const AGENTS_WITHIN_MS = 60_000;

async function readWhole({ client }: Session, withClaims: boolean) {
  const live = await client.readAll("queueQueue");
  // An extra, as in every plan: many accounts may not call it.
  const agents = await client.readAgents(AGENTS_WITHIN_MS).catch((error: unknown) => {
    if (error instanceof MoorError) return undefined;
    throw error;
  });
  const claims = withClaims ? await client.readClaims() : undefined;
  return { live, agents, claims };
}

/** How far the clocks of two machines may be apart. A time in the future would make any snapshot look new. */
const CLOCKS_DIFFER_MS = 600_000;

/** More than any account has: 100,000 groups. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Reads what `muster pull --format json --out FILE` wrote, and trusts nothing about its shape.
 *
 * @throws {UserError} not a snapshot, or of a newer format
 */
export async function readSnapshot(path: string, { host }: Pick<RunContext, "host">): Promise<Snapshot> {
  const document = await parse(path, host);
  const newer = headOf(document)?.newer;
  if (newer !== undefined) throw newerFormat(path, newer);
  const { validatorFor } = await import("./documentValidators.js");
  const validate = validatorFor("live") as ValidateFunction<Snapshot>;
  if (validate(document)) {
    const { accounts } = document;
    const odd = accounts.find(({ readAt }) => !(Date.parse(readAt) < host.clock.now() + CLOCKS_DIFFER_MS));
    if (odd !== undefined) throw unreadable(path, `readAt ${odd.readAt}`);
    return document;
  }
  const [first] = validate.errors ?? [];
  throw unreadable(path, `${first?.instancePath ?? ""} ${first?.message ?? ""}`.trim());
}

async function parse(path: string, { files }: Pick<Host, "files">): Promise<unknown> {
  try {
    const root = await files.rootOf(path, await files.rootOf("."));
    const bytes = await files.read(path, { root, most: MOST_BYTES });
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EOUTSIDE") throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
    throw unreadable(path, code ?? "it is no JSON");
  }
}

function unreadable(path: string, detail: string): UserError {
  return new UserError([{ code: "snapshot-unreadable", severity: "error", args: { path, detail } }]);
}

/** The settings that a plan needs without a secret, and the snapshot of the account. */
export interface SnapshotTarget {
  readonly settings: AccountSettings;
  readonly snapshot: AccountSnapshot;
}

/**
 * The accounts that are planned against a snapshot, by name. The snapshot says what their addresses are.
 *
 * @throws {UserError} the snapshot does not have one of the accounts
 */
export function settingsOfSnapshot(
  entries: readonly AccountEntry[],
  { accounts }: Snapshot,
  { host }: Pick<RunContext, "host">,
): ReadonlyMap<string, SnapshotTarget> {
  const { limits, findings } = parseLimits(host.env["MUSTER_LIMITS"] ?? "");
  if (findings.length > 0) throw new UserError(findings);
  return new Map(
    entries.map(({ name, groups, limits: own }) => {
      const snapshot = accounts.find(({ account }) => account.name === name);
      if (snapshot === undefined)
        throw new UserError([{ code: "snapshot-lacks", severity: "error", args: { part: "account", account: name } }]);
      const { host: address, accountId } = snapshot.account;
      const settings = { name, host: address, accountId, apiSecret: "", groups, limits: { ...own, ...limits } };
      return [name, { settings, snapshot }];
    }),
  );
}

/** A session that reads the snapshot. What this machine remembers about the account is read, and not changed; a store is not opened. */
export async function openSnapshot(snapshot: AccountSnapshot, options: SessionOptions): Promise<Session> {
  const { host } = options;
  const session = await openSession({ ...options, storeUse: "none", host: { ...host, http: async () => noFetch } });
  return {
    ...session,
    client: new SnapshotReader(snapshot),
    journal: { ...session.journal, shown: async () => undefined },
  };
}

/** Reads an account from a snapshot. Nothing is ever sent: there is no secret to sign it with. */
class SnapshotReader implements LiveReader {
  readonly #snapshot: AccountSnapshot;

  constructor(snapshot: AccountSnapshot) {
    this.#snapshot = snapshot;
  }

  get pageAsked(): number {
    return this.#snapshot.live.pageSize;
  }

  async readAll(): Promise<LiveState> {
    return this.#snapshot.live;
  }

  async readSome(extens: readonly string[]): Promise<LiveState> {
    const { live } = this.#snapshot;
    return { ...live, groups: live.groups.filter(({ exten }) => extens.includes(exten)) };
  }

  async readAgents(): Promise<AgentDirectory> {
    const { agents = {}, agentStatus = {} } = this.#snapshot;
    return new Map(
      Object.entries(agents).map(([number, name]) => {
        const status = Object.hasOwn(agentStatus, number) ? agentStatus[number] : undefined;
        return [number, status === undefined ? { name } : { name, status }];
      }),
    );
  }

  async readClaims(): Promise<WholeRead<ClaimGroup>> {
    const { claims, account } = this.#snapshot;
    if (claims !== undefined) return claims;
    throw new UserError([
      { code: "snapshot-lacks", severity: "error", args: { part: "claims", account: account.name } },
    ]);
  }
}

async function noFetch(): Promise<never> {
  throw new TypeError("a snapshot is read, not called");
}
