import { createHash } from "node:crypto";
import { join } from "node:path";
import { safeName } from "./safeName.js";

/** Which account's records: together these two say whose limits calls spend. */
export interface RecordedAccount {
  /** Base URL without a trailing slash, as the configuration hands it out. */
  readonly host: string;
  readonly accountId: string;
}

/**
 * Where this machine's records lie. Nothing is made yet; each record makes its folder when it first has something to
 * write, so that a run without anything to remember leaves nothing behind.
 *
 * @param fallback the platform's folder for state, for when `MUSTER_STATE_DIR` is absent or empty
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, fallback: string): string {
  return env["MUSTER_STATE_DIR"] || fallback;
}

/**
 * Which account it is, whatever it is called: a number alone at the vendor, who has several hosts for the same accounts
 * (the API page); elsewhere, as at simulators, a number at a host.
 */
export function accountKey({ host, accountId }: RecordedAccount): string {
  const where = /^https?:\/\/(?:[^/]*\.)?7moor\.com(?:[:/]|$)/i.test(host) ? "7moor.com" : host;
  // The separator keeps `a` + `bc` from being `ab` + `c`; neither part can hold a line break.
  return `${where}\n${accountId}`;
}

/**
 * The folder of one account: readable for a person who looks for it, and never that of another account, since the
 * readable part alone could be (`N1/2` and `N1_2`).
 *
 * @param state from {@link stateFolder}
 */
export function accountFolder(state: string, account: RecordedAccount): string {
  const hash = createHash("sha256").update(accountKey(account)).digest("hex").slice(0, 12);
  return join(state, `${safeName(account.accountId)}-${hash}`);
}
