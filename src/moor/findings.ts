/** Why a call to the API failed. `operation` is the API's name for it. No text holds a secret or a signature. */
export interface MoorFindingArgs {
  /**
   * No answer at all. `detail` is the system's code (ECONNREFUSED, CERT_HAS_EXPIRED, …). `proxy`: host and port of the
   * proxy that did not let the call through.
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
   * 403, and the clock seems to be right: the account number or the secret is wrong. `bare`: the answer was not JSON, so a
   * gateway or a firewall in front of the API may have given it.
   */
  "wrong-credentials": { operation: string; host: string; accountId: string; detail: string; bare?: true };
  /** 403, and this machine's clock is too far from the server's for any signature to be valid. Ahead: more than 0. */
  "clock-off": { operation: string; host: string; secondsAhead: number };
  /** The answer is not JSON: usually a wrong host, or a gateway's page. */
  "not-json": { operation: string; host: string; status: number; excerpt: string; attempts: number };
  /** The API refused the request (400 and similar). */
  "api-refused": { operation: string; status: number; detail: string };
  /** The API failed (5xx). */
  "api-error": { operation: string; status: number; detail: string; attempts: number };
  /** The reply is larger than muster reads. `most`: the largest that it reads. */
  "reply-too-large": { operation: string; what: Oversize; most: number };
  /** JSON, but not what the API page promises. `expected` names the part that is missing. */
  "bad-reply": { operation: string; expected: string; attempts: number };
  /**
   * The account could not be read whole: pages shifted, or contradicted each other. `constant`: in the same way each time,
   * so no one is changing the account.
   */
  "incomplete-read": { operation: string; tries: number; listed: number; count: number | null; constant?: true };
  /** Limit answers one after the other, with no call let through between them. `detail`: the words of the latest. */
  "still-limited": { operation: string; answers: number; detail: string };
  /** The limit is reached, and the server asks for a longer wait than muster waits. */
  "long-wait": { operation: string; seconds: number; detail: string };
}
/** What there is too much of: bytes of a reply, groups by the listing's count, or pages of a listing without a count. */
export type Oversize = "bytes" | "groups" | "pages";
/** Why there was no answer; `proxy-…`: a proxy of this network is what to look at, not the host. */
export type UnreachableReason =
  | "dns"
  | "refused"
  | "reset"
  /** No connection was made in time. */
  | "no-route"
  | "timeout"
  /** The certificate is signed by an authority that this machine does not trust: a private CA, or the server itself. */
  | "certificate-authority"
  | "certificate-expired"
  | "certificate-not-yet-valid"
  | "certificate-name"
  | "certificate"
  /** The server does not speak TLS, or no version that we speak. */
  | "not-tls"
  /** A port that `fetch` never calls, because it belongs to another protocol. */
  | "port"
  | "other"
  | ProxyReason;
export type ProxyReason =
  | "proxy-dns"
  | "proxy-refused"
  | "proxy-reset"
  | "proxy-timeout"
  | "proxy-certificate"
  /** 407: the proxy wants a user and password, or other ones. */
  | "proxy-auth"
  /** The proxy does not allow calls to the host. */
  | "proxy-denied"
  /** The proxy could not reach the host. */
  | "proxy-failed"
  | "proxy-other";
