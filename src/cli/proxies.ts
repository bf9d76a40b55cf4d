import { isThisMachine } from "../config/host.js";
import type { Environment } from "../config/variables.js";
import { UserError } from "./userError.js";

/** Through which proxies calls go. Addresses may hold a password, so nothing of this is printed as it is. */
export interface Proxies {
  /** For https hosts; where it is empty they take `http`. */
  readonly https: string;
  /** For http hosts. */
  readonly http: string;
  /** Hosts that are called directly: names with all below them, separated by commas; `*` for all. */
  readonly none: string;
}

/**
 * The proxies that the environment names, as other programs read it: `https_proxy` before `HTTPS_PROXY`, and so on.
 *
 * @returns `undefined` where it names none
 * @throws {UserError} `bad-setting` for an address that is none
 */
export function proxiesOf(env: Environment): Proxies | undefined {
  const https = proxyOf(env, "HTTPS_PROXY");
  const http = proxyOf(env, "HTTP_PROXY");
  if (https === "" && http === "") return undefined;
  const hosts = settingOf(env, "NO_PROXY")
    .value.split(/[,\s]+/)
    .filter((host) => host !== "");
  return { https, http, none: hosts.includes("*") ? "*" : hosts.map(bracketed).join() };
}

/**
 * The address of the proxy for a host, unless `none` names the host; "" where there is none. This machine is never called
 * through one: a stand-in on it is out of a company proxy's reach, and plain http is for nobody else's eyes.
 */
export function addressFor(url: string, { https, http }: Proxies): string {
  if (isThisMachine(new URL(url).hostname)) return "";
  return url.startsWith("https:") && https !== "" ? https : http;
}

/** `proxy.example:3128`, as people know a proxy: without its user and password. */
export function proxyName(address: string): string {
  return new URL(address).host;
}

function proxyOf(env: Environment, variable: string): string {
  const { name, value } = settingOf(env, variable);
  if (value === "") return "";
  // `proxy.example:3128` is no URL, but curl takes it, and so do people.
  const address = value.includes("://") ? value : `http://${value}`;
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return new URL(address).href;
  const shown = value.replace(/^.*@/s, "…@");
  const args = { name, value: shown, expected: "http://proxy.example:3128" };
  throw new UserError([{ code: "bad-setting", severity: "error", args }]);
}

function settingOf(env: Environment, variable: string): { readonly name: string; readonly value: string } {
  const lower = variable.toLowerCase();
  const name = (env[lower] ?? "") === "" ? variable : lower;
  return { name, value: env[name]?.trim() ?? "" };
}

/** `::1` is written `[::1]` in addresses, and undici takes what stands behind the last colon for a port. */
function bracketed(host: string): string {
  return /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*$/i.test(host) ? `[${host}]` : host;
}
