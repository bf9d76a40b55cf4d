import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { safeName } from "./folders.js";
import { codeOf, NO_FOLDER } from "./recordError.js";

/** The account that records are about. Together these two say whose limits calls count against. */
export interface RecordedAccount {
  /** Base URL without a trailing slash, as the configuration hands it out. */
  readonly host: string;
  readonly accountId: string;
}

/**
 * The folder of this machine's records. Nothing is made yet: each record makes its folder with its first write, so that a
 * run that has nothing to remember leaves nothing behind.
 *
 * @param fallback the platform's folder for state, where `MUSTER_STATE_DIR` is absent or empty
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, fallback: string): string {
  return env["MUSTER_STATE_DIR"] || fallback;
}

/**
 * Identifies an account, whatever the configuration calls it. At the vendor the number is enough: several hosts serve the
 * same accounts (the API page). Elsewhere, as with simulators, it is a number at a host.
 */
export function accountKey({ host, accountId }: RecordedAccount): string {
  const where = /^https?:\/\/(?:[^/]*\.)?7moor\.com(?:[:/]|$)/i.test(host) ? "7moor.com" : host;
  // The separator keeps `a` + `bc` from being `ab` + `c`; neither part can hold a line break.
  return `${where}\n${accountId}`;
}

/** The folder of one account. @param state from {@link stateFolder} */
export function accountFolder(state: string, account: RecordedAccount): string {
  return join(state, accountName(account));
}

/**
 * Names an account in a store: it is its folder, or what its keys begin with. A person can find it by its name; the hash
 * keeps accounts apart whose readable parts are the same (`N1/2` and `N1_2`).
 */
export function accountName(account: RecordedAccount): string {
  const hash = createHash("sha256").update(accountKey(account)).digest("hex").slice(0, 12);
  return `${safeName(account.accountId)}-${hash}`;
}

/** Why the records in a folder are not trusted. */
export type StateFault = "missing-home" | "owner" | "writable" | "not-a-folder";

/**
 * Any user who can write to the folder decides what muster remembers: which group was just created, how long to wait. So it
 * must belong to this user or to root, and no other user may write to it.
 *
 * @param uid of this process; `undefined` on Windows, which has no such modes
 * @returns `undefined` where all is well, or where the folder does not exist yet
 */
export async function stateFault(folder: string, uid: number | undefined): Promise<StateFault | undefined> {
  if (folder === NO_FOLDER || folder === dirname(NO_FOLDER)) return "missing-home";
  if (uid === undefined) return undefined;
  const found = await stat(folder).catch((error: unknown) => codeOf(error));
  // A folder that cannot be read cannot be used either. That is reported where it is used.
  if (typeof found !== "object") return undefined;
  if (!found.isDirectory()) return "not-a-folder";
  if (found.uid !== uid && found.uid !== 0) return "owner";
  return (found.mode & 0o022) === 0 ? undefined : "writable";
}

/** The folders of an account's records that must be trusted. */
export function foldersToTrust(account: string): readonly string[] {
  return [dirname(account), account];
}
