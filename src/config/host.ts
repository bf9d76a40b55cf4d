import type { HostFault } from "./findings.js";

/** A host to send signed calls to, or why it cannot be one. */
export type CheckedHost = { readonly host: string; readonly isSecure: boolean } | { readonly fault: HostFault };

/** An http(s) address without user, password, query or fragment; trailing slashes are dropped. */
export function checkHost(value: string): CheckedHost {
  if (!URL.canParse(value)) return { fault: "not-a-url" };
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return { fault: url.host === "" ? "not-a-url" : "not-http" };
  if (url.username !== "" || url.password !== "") return { fault: "credentials" };
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(value)) return { fault: "query" };
  const host = (url.origin + url.pathname).replace(/\/+$/, "");
  return { host, isSecure: url.protocol === "https:" || isLoopback(url.hostname) };
}

/** `URL` has already written every form of an IPv4 address (`127.1`, `0x7f000001`) in the usual one. */
function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
