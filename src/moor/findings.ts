/** Why a call to the API came to nothing. `operation` is the API's name for it; texts never hold a secret or a signature. */
export interface MoorFindingArgs {
  /** No answer at all. `detail` is the system's word (ECONNREFUSED, certificate has expired, …). */
  unreachable: { host: string; operation: string; reason: UnreachableReason; detail: string; attempts: number };
  /** 403: the account number or the secret is wrong, or the clock is off by more than five minutes. */
  "wrong-credentials": { operation: string; host: string; accountId: string; detail: string };
  /** An answer that is no JSON at all: usually a wrong host or a gateway's page. */
  "not-json": { operation: string; host: string; status: number; excerpt: string; attempts: number };
  /** The API refused the request (400 and its kin). */
  "api-refused": { operation: string; status: number; detail: string };
  /** The API failed (5xx). */
  "api-error": { operation: string; status: number; detail: string; attempts: number };
  /** JSON, but not what the API page promises. `expected` names the part that is missing. */
  "bad-reply": { operation: string; expected: string; attempts: number };
  /** The account could not be read whole: pages kept moving or contradicting each other. */
  "incomplete-read": { operation: string; tries: number; listed: number; count: number | null };
  /** Limit answers one after the other, with no call let through between them. */
  "still-limited": { operation: string; answers: number };
}
export type UnreachableReason = "dns" | "refused" | "reset" | "timeout" | "certificate" | "other";
