import type { HostFault } from "./findings.js";

/** A host to send signed calls to, or why it cannot be one. */
export type CheckedHost =
  | { readonly host: string; readonly isSecure: boolean; readonly isAllowed: boolean }
  | { readonly fault: HostFault };

/** Where signed calls may go unless the environment says otherwise; this machine, too. */
const VENDOR_HOSTS = ["*.7moor.com"];

/**
 * An http(s) address without user, password, query or fragment; trailing slashes are dropped.
 *
 * @param allowed `host`, `host:port` or `*.domain`, separated by commas or spaces: where it names any, exactly these are
 *   allowed. Whoever writes the files must not choose who gets a signature.
 */
export function checkHost(value: string, allowed = ""): CheckedHost {
  if (!URL.canParse(value)) return { fault: "not-a-url" };
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return { fault: url.host === "" ? "not-a-url" : "not-http" };
  if (url.username !== "" || url.password !== "") return { fault: "credentials" };
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(value)) return { fault: "query" };
  const host = (url.origin + url.pathname).replace(/\/+$/, "");
  const isHere = isThisMachine(url.hostname);
  const named = hostsIn(allowed);
  const isAllowed =
    named.length > 0 ? named.some((one) => matches(one, url)) : isHere || VENDOR_HOSTS.some((one) => matches(one, url));
  return { host, isSecure: url.protocol === "https:" || isHere, isAllowed };
}

/** The hosts that are allowed, as they are named. */
export function allowedHosts(allowed = ""): readonly string[] {
  const named = hostsIn(allowed);
  return named.length > 0 ? named : [...VENDOR_HOSTS, "localhost", "127.0.0.0/8", "[::1]"];
}

function hostsIn(allowed: string): string[] {
  return allowed.split(/[\s,]+/).flatMap((one) => one.replace(/^https?:\/\//i, "").replace(/\/+$/, "") || []);
}

function matches(pattern: string, { protocol, hostname, port }: URL): boolean {
  const [, name = "", asked] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
  const own = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  if (name === "" || (asked !== undefined && asked !== own)) return false;
  return name.startsWith("*.")
    ? hostname.length > name.length - 1 && hostname.endsWith(name.slice(1))
    : name === hostname;
}

/**
 * Does the host of a `URL` name this machine, whatever a name server says? `URL` has already written every form of an IPv4
 * address (`127.1`, `0x7f000001`) in the usual one. What is below `localhost` is anybody's: some resolvers ask the network.
 */
export function isThisMachine(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
