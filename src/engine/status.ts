import { chooseNames } from "../model/chooseNames.js";
import { CLAIM_STATES, type ClaimGroup, type ClaimMember, type ClaimState, takes } from "../model/claims.js";
import { matchesGlob } from "../model/glob.js";
import { compareText } from "../model/skillGroup.js";
import { StoppedError } from "../moor/errors.js";
import type { WholeRead } from "../moor/live.js";
import type { StatusEntry, StatusGroup, StatusSummary } from "../report/status.js";
import type { ConnectContext, RunContext } from "./events.js";
import { openSession, reportWaits, type Session } from "./session.js";
import { findingsOf, hasError, UserError } from "./userError.js";
import { MUSTER_VERSION } from "./version.js";
import { type ConfigOptions, loadConfig, resolveSettings, selectAccounts } from "./workspace.js";

export interface StatusOptions extends ConnectContext, ConfigOptions {
  readonly account?: string | undefined;
  readonly insecureHttp: boolean;
  /** Only these groups, by display name, number or pattern; if empty, all that are not ignored. */
  readonly names: readonly string[];
}

/** The accounts of a status, and the groups to show. */
export interface OpenedStatus {
  readonly sessions: readonly Session[];
  readonly selection: StatusSelection;
}

/** @throws {UserError} `muster.yaml` or the environment has an error */
export async function openStatus(options: StatusOptions): Promise<OpenedStatus> {
  const config = await loadConfig(options);
  if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
  const entries = selectAccounts(config.accounts, { account: options.account, several: true });
  const { settings, findings } = resolveSettings(entries, options);
  if (hasError(findings)) throw new UserError(findings, config.texts);
  const sessions = await Promise.all([...settings.values()].map((one) => openSession({ ...options, settings: one })));
  const isIgnored = (name: string): boolean => config.ignore.some((pattern) => matchesGlob(pattern, name));
  return { sessions, selection: { names: options.names, isIgnored } };
}

/** Which groups to show. */
export interface StatusSelection {
  /** By display name, number or pattern; if empty, all that are not ignored. */
  readonly names: readonly string[];
  readonly isIgnored: (displayName: string) => boolean;
}

/** One read of one account. */
export type Look =
  | { readonly session: Session; readonly read: WholeRead<ClaimGroup>; readonly readAt: string }
  | { readonly session: Session; readonly error: unknown };

/**
 * Reads the claim status of all accounts at the same time. Each has a budget of its own; if one fails, the others go
 * on.
 *
 * @throws {StoppedError} told to stop
 */
export async function readStatus(sessions: readonly Session[], context: RunContext): Promise<Look[]> {
  return Promise.all(
    sessions.map(async (session): Promise<Look> => {
      try {
        const read = await reportWaits(session.client.readClaims(), session, context);
        return { session, read, readAt: new Date(context.host.clock.now()).toISOString() };
      } catch (error) {
        if (error instanceof StoppedError) throw error;
        return { session, error };
      }
    }),
  );
}

/**
 * A name that no account has is a typing mistake, not an empty answer. If an account could not be read, the group may
 * be there.
 *
 * @throws {UserError} `no-such-group`, for each such name; `odd-group-left` for one that cannot be read
 */
export function refuseUnknownNames({ names }: StatusSelection, looks: readonly Look[]): void {
  if (looks.some((look) => "error" in look)) return;
  const odd = looks.flatMap((look) => ("read" in look ? look.read.odd : []));
  const unread = odd.filter(({ displayName = "", exten = "" }) => names.includes(displayName) || names.includes(exten));
  if (unread.length > 0)
    throw new UserError(unread.map((one) => ({ code: "odd-group-left", severity: "error", args: { ...one } })));
  const { unknown } = chooseNames(
    names,
    looks.flatMap((look) => ("read" in look ? look.read.groups : [])),
  );
  if (unknown.length === 0) return;
  throw new UserError(unknown.map((args) => ({ code: "no-such-group", severity: "error", args })));
}

/** A read, in the form that documents have. */
export function statusOf(look: Look, { names, isIgnored }: StatusSelection): StatusEntry {
  const { account } = look.session;
  if ("error" in look) return { formatVersion: "1.0", kind: "error", account, diagnostics: findingsOf(look.error) };
  const { chosen } = chooseNames(names, look.read.groups);
  const groups = statusGroups(
    look.read.groups.filter((group) => (names.length > 0 ? chosen.has(group) : !isIgnored(group.displayName))),
  );
  return {
    formatVersion: "1.0",
    kind: "status",
    musterVersion: MUSTER_VERSION,
    account,
    readAt: look.readAt,
    summary: statusSummary(groups),
    groups,
  };
}

/** Groups as they are shown, counted and sorted. A group without members counts as unstaffed. */
export function statusGroups(groups: readonly ClaimGroup[]): StatusGroup[] {
  return groups
    .map(({ displayName, exten, members }): StatusGroup => {
      const count = (state: ClaimState): number => members.filter(({ claim }) => claim === state).length;
      const counts = {
        both: count("both"),
        pc: count("pc"),
        app: count("app"),
        none: count("none"),
        unknown: count("unknown"),
      };
      const claiming = members.filter(({ claim }) => takes(claim) === true).length;
      return { displayName, exten, claiming, counts, members: [...members].sort(byState) };
    })
    .sort(
      (a, b) =>
        a.claiming - b.claiming ||
        // Agents who take no conversations can be asked to; an empty group is often meant to be empty.
        Number(a.members.length === 0) - Number(b.members.length === 0) ||
        compareText(a.displayName, b.displayName) ||
        compareText(a.exten, b.exten),
    );
}

/** The counts of the groups shown. */
export function statusSummary(groups: readonly StatusGroup[]): StatusSummary {
  return {
    groups: groups.length,
    unstaffed: groups.filter(({ claiming }) => claiming === 0).length,
    empty: groups.filter(({ members }) => members.length === 0).length,
  };
}

function byState(a: ClaimMember, b: ClaimMember): number {
  return CLAIM_STATES.indexOf(a.claim) - CLAIM_STATES.indexOf(b.claim) || compareText(a.agentNumber, b.agentNumber);
}
