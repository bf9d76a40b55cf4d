import type { NoAnswer } from "./answer.js";
import { ProxyFailure } from "./errors.js";
import type { ProxyReason, UnreachableReason } from "./findings.js";

/** Codes by which Node, TLS and undici name a connection that was never made: the request cannot have arrived. */
const NEVER_SENT: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "no-route",
  ENETUNREACH: "no-route",
  UND_ERR_CONNECT_TIMEOUT: "no-route",
  CERT_HAS_EXPIRED: "certificate-expired",
  CERT_NOT_YET_VALID: "certificate-not-yet-valid",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate-name",
  HOSTNAME_MISMATCH: "certificate-name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-authority",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-authority",
  UNABLE_TO_GET_ISSUER_CERT: "certificate-authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate-authority",
  CERT_UNTRUSTED: "certificate-authority",
};
const MAYBE_SENT: Readonly<Record<string, UnreachableReason>> = {
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  ETIMEDOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
};
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
/** No handshake was made: a port without TLS, or a gateway that breaks it off. */
const HANDSHAKE = /^(ERR_TLS_|ERR_SSL_|EPROTO$)/;

/** Sorts what `fetch` threw. Only codes are looked at and passed on: messages may hold the signed URL. */
export function readFailure(error: unknown): NoAnswer {
  for (const cause of causesOf(error)) {
    if (cause instanceof ProxyFailure) return readProxyFailure(cause);
    const code = codeOf(cause);
    // The one failure of `fetch` that has words of its own and no code.
    if (cause instanceof Error && cause.message === "bad port")
      return { kind: "none", reason: "port", detail: "", sent: false };
    const none = (reason: UnreachableReason, sent: boolean): NoAnswer => ({ kind: "none", reason, detail: code, sent });
    const neverSent = NEVER_SENT[code];
    if (neverSent !== undefined) return none(neverSent, false);
    if (code === "ETIMEDOUT" && (cause as { syscall?: unknown }).syscall === "connect") return none("no-route", false);
    if (CERTIFICATE.test(code)) return none("certificate", false);
    if (HANDSHAKE.test(code)) return none("not-tls", false);
    const maybeSent = MAYBE_SENT[code];
    // Of several addresses that were tried, each has its own word; the first stands for all at the top.
    if (maybeSent !== undefined && !("errors" in cause)) return none(maybeSent, true);
    if (cause instanceof Error && cause.name === "TimeoutError")
      return { kind: "none", reason: "timeout", detail: cause.name, sent: true };
  }
  const names = [...causesOf(error)].map((cause) => codeOf(cause) || (cause as Error).name);
  return { kind: "none", reason: "other", detail: names.at(-1) ?? "unknown", sent: true };
}

const PROXY_REASONS: Partial<Record<UnreachableReason, ProxyReason>> = {
  dns: "proxy-dns",
  refused: "proxy-refused",
  reset: "proxy-reset",
  "no-route": "proxy-timeout",
  timeout: "proxy-timeout",
};

/** Whatever it was, the host never heard of the call. */
function readProxyFailure({ proxy, status, cause }: ProxyFailure): NoAnswer {
  if (status !== undefined) {
    // tinyproxy says 401 to a wrong password.
    const reason = status === 407 || status === 401 ? "proxy-auth" : status >= 500 ? "proxy-failed" : "proxy-denied";
    return { kind: "none", reason, detail: `HTTP ${status}`, sent: false, proxy };
  }
  const { reason, detail } = readFailure(cause);
  const isTls = reason === "not-tls" || reason.startsWith("certificate");
  return {
    kind: "none",
    reason: isTls ? "proxy-certificate" : (PROXY_REASONS[reason] ?? "proxy-other"),
    detail,
    sent: false,
    proxy,
  };
}

function codeOf(cause: object): string {
  const { code } = cause as { code?: unknown };
  return typeof code === "string" ? code : "";
}

/** The error, what caused it, and so on; of several (one for each address that was tried) each. */
function* causesOf(error: unknown, depth = 0): Generator<object> {
  if (typeof error !== "object" || error === null || depth > 8) return;
  yield error;
  yield* causesOf((error as { cause?: unknown }).cause, depth + 1);
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors)) for (const one of errors) yield* causesOf(one, depth + 1);
}
