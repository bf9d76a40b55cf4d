/** Why a call to the API came to nothing. `operation` is the API's name for it; texts never hold a secret or a signature. */
export interface MoorFindingArgs {
  /**
   * No answer at all. `detail` is the system's word (ECONNREFUSED, CERT_HAS_EXPIRED, …). `proxy`: the host and port of
   * the one that let nothing through.
   */
  unreachable: {
    host: string;
    operation: string;
    reason: UnreachableReason;
    detail: string;
    attempts: number;
    proxy?: string;
  };
  /**
   * 403, and the clock is not to blame as far as the answer tells: the account number or the secret is wrong. `bare`: the
   * answer was no JSON, so a gateway or a firewall before the API may have given it.
   */
  "wrong-credentials": { operation: string; host: string; accountId: string; detail: string; bare?: true };
  /** 403, and this machine's clock is so far from the server's that no signature can be valid. Ahead: more than 0. */
  "clock-off": { operation: string; host: string; secondsAhead: number };
  /** An answer that is no JSON at all: usually a wrong host or a gateway's page. */
  "not-json": { operation: string; host: string; status: number; excerpt: string; attempts: number };
  /** The API refused the request (400 and its kin). */
  "api-refused": { operation: string; status: number; detail: string };
  /** The API failed (5xx). */
  "api-error": { operation: string; status: number; detail: string; attempts: number };
  /** More than muster takes in, and it reads no further. `most`: what it would have taken. */
  "reply-too-large": { operation: string; what: Oversize; most: number };
  /** JSON, but not what the API page promises. `expected` names the part that is missing. */
  "bad-reply": { operation: string; expected: string; attempts: number };
  /**
   * The account could not be read whole: pages kept moving or contradicting each other. `constant`: in the same way each
   * time, so nobody is changing anything.
   */
  "incomplete-read": { operation: string; tries: number; listed: number; count: number | null; constant?: true };
  /** Limit answers one after the other, with no call let through between them. `detail`: the latest one's words. */
  "still-limited": { operation: string; answers: number; detail: string };
  /** The limit is reached, and the server asks for a longer wait than muster waits. */
  "long-wait": { operation: string; seconds: number; detail: string };
}
/** What there is too much of: bytes of a reply, groups that a listing speaks of, or pages of one that does not count. */
export type Oversize = "bytes" | "groups" | "pages";
/** Why there was no answer; `proxy-…`: a proxy of this network is what to look at, not the host. */
export type UnreachableReason =
  | "dns"
  | "refused"
  | "reset"
  /** No connection was made in time. */
  | "no-route"
  | "timeout"
  /** The certificate is by somebody whom this machine does not trust: a private CA, or the server itself. */
  | "certificate-authority"
  | "certificate-expired"
  | "certificate-not-yet-valid"
  | "certificate-name"
  | "certificate"
  /** It does not speak TLS, or no version of it that we do. */
  | "not-tls"
  /** A port that `fetch` never calls, since it belongs to another protocol. */
  | "port"
  | "other"
  | ProxyReason;
export type ProxyReason =
  | "proxy-dns"
  | "proxy-refused"
  | "proxy-reset"
  | "proxy-timeout"
  | "proxy-certificate"
  /** 407: it wants a user and password, or others. */
  | "proxy-auth"
  /** It does not let us through to the host. */
  | "proxy-denied"
  /** It could not reach the host. */
  | "proxy-failed"
  | "proxy-other";
