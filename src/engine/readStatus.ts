import { findingsOf } from "../cli/output/output.js";
import type { ClaimGroup } from "../model/claims.js";
import { suggest } from "../model/suggest.js";
import { StoppedError } from "../moor/errors.js";
import type { WholeRead } from "../moor/live.js";
import { type StatusEntry, statusGroups, statusSummary } from "../report/status.js";
import type { Shell } from "./host.js";
import type { Session } from "./session.js";
import { UserError } from "./userError.js";
import { MUSTER_VERSION } from "./version.js";

/** Which groups are meant. */
export interface StatusSelection {
  /** By display name or number; none: all that are not ignored. */
  readonly names: readonly string[];
  readonly isIgnored: (displayName: string) => boolean;
}

/** One look at one account. */
export type Look =
  | { readonly session: Session; readonly read: WholeRead<ClaimGroup>; readonly readAt: string }
  | { readonly session: Session; readonly error: unknown };

/**
 * Reads the claim status of every account, side by side: each has a budget of its own, and one that fails leaves the
 * others alone.
 *
 * @param reading wraps the wait for one account
 * @throws {StoppedError} told to stop
 */
export async function lookAt(
  sessions: readonly Session[],
  shell: Shell,
  reading: (work: Promise<WholeRead<ClaimGroup>>, session: Session) => Promise<WholeRead<ClaimGroup>>,
): Promise<Look[]> {
  return Promise.all(
    sessions.map(async (session): Promise<Look> => {
      try {
        const read = await reading(session.client.readClaims(), session);
        return { session, read, readAt: new Date(shell.clock.now()).toISOString() };
      } catch (error) {
        if (error instanceof StoppedError) throw error;
        return { session, error };
      }
    }),
  );
}

/**
 * A name that no account has is a slip of the pen, not an empty answer. Where an account could not be read, it may be
 * there.
 *
 * @throws {UserError} `no-such-group`, for each such name; `odd-group-left` for one that cannot be read
 */
export function refuseUnknownNames({ names }: StatusSelection, looks: readonly Look[]): void {
  if (looks.some((look) => "error" in look)) return;
  const odd = looks.flatMap((look) => ("read" in look ? look.read.odd : []));
  const unread = odd.filter(({ displayName = "", exten = "" }) => names.includes(displayName) || names.includes(exten));
  if (unread.length > 0)
    throw new UserError(unread.map((one) => ({ code: "odd-group-left", severity: "error", args: { ...one } })));
  const known = new Set(
    looks.flatMap((look) =>
      "read" in look ? look.read.groups.flatMap((group) => [group.displayName, group.exten]) : [],
    ),
  );
  const unknown = [...new Set(names)].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new UserError(
    unknown.map((name) => ({ code: "no-such-group", severity: "error", args: { name, ...suggest(name, known) } })),
  );
}

/** What a look comes to, as documents carry it. */
export function statusOf(look: Look, { names, isIgnored }: StatusSelection): StatusEntry {
  const { account } = look.session;
  if ("error" in look) return { formatVersion: "1.0", kind: "error", account, diagnostics: findingsOf(look.error) };
  const wanted = new Set(names);
  const groups = statusGroups(
    look.read.groups.filter(({ displayName, exten }) =>
      wanted.size > 0 ? wanted.has(displayName) || wanted.has(exten) : !isIgnored(displayName),
    ),
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
