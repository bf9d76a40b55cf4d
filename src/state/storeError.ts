/** Why a store cannot be used. */
export type StoreReason =
  /** The address is not one of a store: {@link StoreError.detail} says why. */
  | "bad-address"
  | "unreachable"
  | "timeout"
  | "tls"
  | "auth"
  /** The user may not run a command that muster needs. */
  | "not-allowed"
  | "read-only"
  | "full"
  /** It is starting, or its cluster is not complete. */
  | "not-ready"
  | "not-redis"
  | "too-old"
  /** Other processes never let this one write. */
  | "busy"
  /** A text is too large to be stored. */
  | "too-large"
  /** Any other error, in the server's own words. */
  | "refused";

/**
 * The store of all machines cannot be used. The caller decides what that means. Neither the message nor anything else in it
 * holds a user or password of the address: errors of the client are read and left behind.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  /** The system's or the server's code (`ECONNREFUSED`, `WRONGPASS`, …), or one of our own. */
  readonly code: string;
  readonly reason: StoreReason;
  /** `host:port/database`; empty where the address cannot be read. */
  readonly where: string;
  /** More about it, in the server's own words or as a code; may be empty. */
  readonly detail: string;

  constructor(reason: StoreReason, code: string, where: string, detail = "") {
    super([where, codeAndWords(code, detail)].filter((part) => part !== "").join(": "));
    this.reason = reason;
    this.code = code;
    this.where = where;
    this.detail = detail;
  }
}

/** The code, and the server's words, which mostly begin with it. */
export function codeAndWords(code: string, words: string): string {
  if (words === "" || words.startsWith(code)) return words || code;
  return `${code}: ${words}`;
}
