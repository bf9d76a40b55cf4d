import { createHash } from "node:crypto";
import { readTimestamp } from "./chinaTime.js";

/** How long the vendor accepts a signature, in ms (the API page: 5 minutes). */
export const SIGNATURE_VALIDITY_MS = 5 * 60_000;

/** The `Authorization` header: base64 of `ACCOUNTID:timestamp`, without a scheme word. */
export function authorizationOf(accountId: string, timestamp: string): string {
  return Buffer.from(`${accountId}:${timestamp}`).toString("base64");
}

/** The `sig` parameter: upper-case hex MD5 of account, secret and timestamp, one after the other. */
export function signatureOf(accountId: string, apiSecret: string, timestamp: string): string {
  return createHash("md5").update(`${accountId}${apiSecret}${timestamp}`).digest("hex").toUpperCase();
}

export interface SignedCall {
  /** The account in the path. */
  readonly accountId: string;
  readonly authorization: string | undefined;
  readonly sig: string | null;
}

/**
 * Is the call signed for this account, with this secret, within `validityMs` of `now` (either way)? The vendor does
 * not tell which part is wrong, and neither does this.
 *
 * @param now ms since 1970 (UTC)
 */
export function isSigned(call: SignedCall, apiSecret: string, now: number, validityMs: number): boolean {
  const { accountId, authorization = "", sig } = call;
  const timestamp = Buffer.from(authorization, "base64")
    .toString()
    .slice(accountId.length + 1);
  const signedAt = readTimestamp(timestamp);
  return (
    signedAt !== undefined &&
    Math.abs(now - signedAt) <= validityMs &&
    // Encoded again, so that lenient base64 decoding lets no scheme word, stray character or other account pass.
    authorization === authorizationOf(accountId, timestamp) &&
    sig === signatureOf(accountId, apiSecret, timestamp)
  );
}
