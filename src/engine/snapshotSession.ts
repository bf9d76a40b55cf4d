import type { RunOptions } from "../cli/arguments/options.js";
import type { Voice } from "../cli/output/output.js";
import { parseLimits } from "../config/limits.js";
import type { AccountEntry } from "../config/musterFile.js";
import type { AccountSettings } from "../config/settings.js";
import type { StopSignal } from "../model/stopSignal.js";
import type { ClaimGroup } from "../moor/claims.js";
import type { LiveReader, LiveState, WholeRead } from "../moor/live.js";
import type { Shell } from "./host.js";
import { openSession, type Session } from "./session.js";
import type { AccountSnapshot, Snapshot } from "./snapshot.js";
import { UserError } from "./userError.js";

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

  async readAgents(): Promise<ReadonlyMap<string, string>> {
    return new Map(Object.entries(this.#snapshot.agents ?? {}));
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

/** A session that reads the snapshot. What this machine remembers of the account is read, and left as it is. */
export async function openSnapshot(
  settings: AccountSettings,
  snapshot: AccountSnapshot,
  options: Pick<RunOptions, "timeout">,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<Session> {
  const session = await openSession(settings, options, { ...shell, http: async () => noFetch }, voice, stop);
  return {
    ...session,
    client: new SnapshotReader(snapshot),
    journal: { ...session.journal, shown: async () => undefined },
  };
}

/**
 * The settings of accounts as far as a plan needs them without a secret; where they are, the snapshot says.
 *
 * @throws {UserError} the snapshot does not have one of the accounts
 */
export function settingsOfSnapshot(
  entries: readonly AccountEntry[],
  { accounts }: Snapshot,
  { env }: Pick<Shell, "env">,
): ReadonlyMap<string, { readonly settings: AccountSettings; readonly snapshot: AccountSnapshot }> {
  const { limits, findings } = parseLimits(env["MUSTER_LIMITS"] ?? "");
  if (findings.length > 0) throw new UserError(findings);
  return new Map(
    entries.map((entry) => {
      const snapshot = accounts.find(({ account }) => account.name === entry.name);
      if (snapshot === undefined)
        throw new UserError([
          { code: "snapshot-lacks", severity: "error", args: { part: "account", account: entry.name } },
        ]);
      const { host, accountId } = snapshot.account;
      const settings = {
        name: entry.name,
        host,
        accountId,
        apiSecret: "",
        groups: entry.groups,
        limits: { ...entry.limits, ...limits },
      };
      return [entry.name, { settings, snapshot }];
    }),
  );
}
