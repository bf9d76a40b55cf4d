import type { Diagnostic } from "../plan/plan.js";
import { jsonLine } from "./json.js";
import type { Language } from "./messages/catalogue.js";
import { sayCheck } from "./messages/commands.js";

/** What `muster check` found: whether each account can be reached and used. `schemas/check.schema.json`. */
export interface Check {
  readonly formatVersion: "1.0";
  readonly kind: "check";
  /** No check of any account failed: nothing known stands in the way of an apply. */
  readonly ok: boolean;
  readonly accounts: readonly CheckedAccount[];
}

export interface CheckedAccount {
  /** Host and number are absent where a variable for them is missing. */
  readonly account: { readonly name: string; readonly host?: string; readonly accountId?: string };
  readonly ok: boolean;
  readonly checks: readonly CheckLine[];
}

/** What was looked at, in this order. The last three are interfaces by the API's own names. */
export const CHECKS = [
  "settings",
  "files",
  "store",
  "host",
  "clock",
  "credentials",
  "queueQueue",
  "queueQueueAgentClaimStatus",
  "getCCAgentsByAcc",
] as const;
export type CheckName = (typeof CHECKS)[number];

/** `note`: worth knowing, but an apply can work. `skipped`: not checked, because something before it failed. */
export type CheckStatus = "ok" | "note" | "failed" | "skipped";

/** One line of a check: what was looked at, how it is, and what to do. */
export interface CheckLine extends Pick<Diagnostic, "code" | "source"> {
  readonly check: CheckName;
  readonly status: CheckStatus;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What only a check says; whatever the API's room and the files' room find is said in their words. */
export interface CheckFindingArgs {
  /** `proxy`: host and port of the one that the environment names. */
  "settings-ok": { proxy?: string };
  /** The secret looks as if something was copied along with it. */
  "secret-odd": { oddity: SecretOddity };
  /** The account number is of another shape than those of the vendor's pages. */
  "account-odd": { accountId: string };
  /** The host goes on with a path, where the vendor's hosts have none. */
  "host-path": { host: string; path: string };
  /** NODE_EXTRA_CA_CERTS names a file that is not there or holds no certificate; Node passes over it. */
  "ca-file-unusable": { path: string };
  /** `name` and `value` as they are set; muster ignores them. */
  "tls-loosened": { name: string; value: string };
  "files-ok": { files: number; groups: number };
  "files-none": { path: string };
  "files-broken": { errors: number };
  /** `aheadMs`: the store's clock before this machine's. `server` where it says what it is. */
  "store-ok": { store: string; server?: string; aheadMs: number; roundTripMs: number };
  /** No store is set. */
  "store-none": Record<string, never>;
  /** No store is set, and this is a job of a CI system. */
  "store-none-in-ci": Record<string, never>;
  /** `policy`: the server's `maxmemory-policy`. */
  "store-evicts": { policy: string };
  /** The server writes no log of changes to its disk. */
  "store-forgets": Record<string, never>;
  /** A password goes to another machine in the clear. */
  "store-not-encrypted": Record<string, never>;
  /** The store does not do what runs rely on. */
  "store-broken": { store: string; lacks: "compare-and-swap" | "expiry" };
  "host-ok": { host: string };
  /** Both are right to a few seconds, or the server lets it pass. */
  "clock-ok": { secondsAhead: number };
  /** Not yet wrong enough to be turned down. */
  "clock-drift": { secondsAhead: number };
  /** No answer said its time. */
  "clock-unknown": Record<string, never>;
  "credentials-ok": { accountId: string };
  /** Every call was turned down in no JSON: by something that stands before the API, or that is no 7moor at all. */
  "turned-away": { host: string; detail: string };
  /** Turned down, in the words that an account gets that cannot exist, and they say that there is none. */
  "wrong-account": { accountId: string; detail: string };
  /** Turned down, and in other words than an account that cannot exist: the server knows the account. */
  "wrong-secret": { accountId: string; detail: string };
  /** Turned down just like an account that cannot exist: the server does not tell which it is. */
  "account-or-secret": { accountId: string; detail: string };
  "interface-ok": { operation: string; size: number };
  /** The account's other calls are accepted, this one is not. */
  "interface-forbidden": { operation: string; detail: string };
  /** The account may not read the claim status. */
  "claim-status-off": { detail: string };
  /** The claim status does not answer just now. */
  "claim-status-failing": { detail: string };
  /** It does not, and the guard minClaiming cannot be read without it: an apply would stop. */
  "claim-status-needed": { detail: string };
  "directory-ok": { size: number };
  /** The agent directory does not answer, which many accounts have to live with. */
  "directory-off": { detail: string };
  "not-tried": { because: CheckName };
}
export type SecretOddity =
  | "quotes"
  | "space"
  | "assignment"
  | "not-ascii"
  | "account"
  | "unexpanded"
  | "masked"
  | "escape";

/** A line of a check: what was looked at, how it is, and the finding that says why. */
export function checkLine(
  check: CheckName,
  status: CheckStatus,
  { code, args, source }: Pick<CheckLine, "code" | "args" | "source">,
): CheckLine {
  return { check, status, code, args, ...(source === undefined ? {} : { source }) };
}

/** The document as `--format json` prints it, with a sentence for each line in the language of the run. */
export function checkJson(check: Check, language: Language): string {
  const accounts = check.accounts.map(({ account, ok, checks }) => ({
    account,
    ok,
    checks: checks.map((line) => withSentence(line, language)),
  }));
  return `${jsonLine({ ...check, accounts })}\n`;
}

function withSentence(line: CheckLine, language: Language): object {
  const { check, status, code, args, source } = line;
  const { message, help } = sayCheck(line, language);
  return { check, status, code, message, help, args, source };
}
