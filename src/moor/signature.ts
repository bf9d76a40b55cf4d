import { createHash } from "node:crypto";

/** What authenticates one request. Never printed, never stored. */
export interface Signature {
  /** Value of the `Authorization` header. */
  readonly authorization: string;
  /** Value of the `sig` query parameter. */
  readonly sig: string;
}

/** For how long the server takes a signature (the API page), in ms, either way. */
export const SIGNATURE_LIFE_MS = 5 * 60 * 1000;

const CHINA_STANDARD_TIME_MS = 8 * 60 * 60 * 1000;

/**
 * `yyyyMMddHHmmss` in China Standard Time, whatever the machine's own zone: China has had no summer time since
 * 1991, so a fixed shift of the UTC fields is exact.
 *
 * @param epochMs wall clock, ms since 1970
 */
export function chinaTimestamp(epochMs: number): string {
  return new Date(epochMs + CHINA_STANDARD_TIME_MS).toISOString().slice(0, 19).replace(/\D/g, "");
}

/**
 * Signs one request (developer.7moor.com, 接口鉴权). The server takes a signature for five minutes, so it is made
 * when the request leaves, not when it is queued, and afresh for every attempt.
 *
 * @param epochMs wall clock at the moment of sending, ms since 1970
 */
export function sign(accountId: string, apiSecret: string, epochMs: number): Signature {
  const timestamp = chinaTimestamp(epochMs);
  return {
    authorization: Buffer.from(`${accountId}:${timestamp}`, "utf8").toString("base64"),
    sig: createHash("md5")
      .update(accountId + apiSecret + timestamp, "utf8")
      .digest("hex")
      .toUpperCase(),
  };
}
