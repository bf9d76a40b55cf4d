import { StoreError, type StoreReason } from "./storeError.js";

/** Begins an error of the server: what it means. */
const ANSWERS: Readonly<Record<string, StoreReason>> = {
  WRONGPASS: "auth",
  NOAUTH: "auth",
  NOPERM: "not-allowed",
  READONLY: "read-only",
  OOM: "full",
  MISCONF: "full",
  LOADING: "not-ready",
  BUSY: "not-ready",
  MASTERDOWN: "not-ready",
  CLUSTERDOWN: "not-ready",
  TRYAGAIN: "not-ready",
  ASK: "not-ready",
  NOREPLICAS: "not-ready",
};

/** The system's codes for a certificate or a handshake. */
const TLS = /^(?:ERR_(?:TLS|SSL)_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/;
const MOST_WORDS = 200;
/** The end of an error in a script: where it is in there says nothing to people. */
const OF_SCRIPT = /\.?(?: script: [0-9a-f]{40}, on @user_script:\d+)?\.?$/;

/**
 * An error of the client, of the system or of the server as a {@link StoreError}. The error itself is left behind: it may
 * hold the command that was sent, and with it a password.
 *
 * @param secrets are taken out of the server's words
 */
export function asStoreError(error: unknown, where: string, secrets: readonly string[] = []): StoreError {
  if (error instanceof StoreError) return error;
  const { code, message = String(error), name } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (typeof code === "string") {
    if (TLS.test(code)) return new StoreError("tls", code, where);
    return new StoreError(code === "ETIMEDOUT" ? "timeout" : "unreachable", code, where);
  }
  // The client's decoder and its queue throw these at an answer that nobody asked for.
  if (error instanceof TypeError || error instanceof RangeError || /^Unknown RESP type/.test(message))
    return new StoreError("not-redis", "ERR_NOT_REDIS", where);
  if (name === "ConnectionTimeoutError" || /^Connection timeout/.test(message)) return timedOut(where);
  if (/^(?:Socket closed|The client is (?:closed|offline)|Disconnects client)/.test(message)) return cutOff(where);
  const words = secrets
    .reduce((text, secret) => text.replaceAll(secret, "***"), message)
    .replace(OF_SCRIPT, "")
    .slice(0, MOST_WORDS);
  const first = /^-?([A-Z][A-Z_]+)\b/.exec(message)?.[1] ?? "ERR";
  if (first === "ERR" && /AUTH|authentication/i.test(message)) return new StoreError("auth", "ERR", where, words);
  if (/^ERR .*user executing the script can't run/.test(message))
    return new StoreError("not-allowed", "NOPERM", where, words);
  if (/script.*OOM|command not allowed when used memory/i.test(message))
    return new StoreError("full", "OOM", where, words);
  return new StoreError(ANSWERS[first] ?? "refused", first, where, words);
}

export function timedOut(where: string): StoreError {
  return new StoreError("timeout", "ETIMEDOUT", where);
}

/** The connection ended without a word. */
export function cutOff(where: string): StoreError {
  return new StoreError("unreachable", "ECONNRESET", where);
}
