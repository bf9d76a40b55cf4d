import { isThisMachine } from "../../config/resolveAccount.js";
import type { Environment } from "../../config/variables.js";
import { UserError } from "../../engine/userError.js";

/** Through which proxies calls go. Addresses may contain a password, so they are never printed as they are. */
export interface Proxies {
  /** For https hosts; if empty, they use `http`. */
  readonly https: string;
  /** For http hosts. */
  readonly http: string;
  /** Hosts that are called directly: names, each with all names below it, separated by commas; `*` for all. */
  readonly none: string;
  /** Ranges of IPv4 addresses that are called directly, too. */
  readonly ranges?: readonly Range[];
}

/** All addresses with the same first bits. */
interface Range {
  readonly from: number;
  readonly bits: number;
}

/**
 * The proxies that the environment sets, read as other programs do: `https_proxy` before `HTTPS_PROXY`, and `ALL_PROXY`
 * if neither is set. (A SOCKS proxy there cannot be used, and is ignored: mostly it is set in addition to the others.)
 *
 * @returns `undefined` if it sets none
 * @throws {UserError} `bad-setting` for a value that is not an address
 */
export function proxiesOf(env: Environment): Proxies | undefined {
  const all = /^socks/i.test(settingOf(env, "ALL_PROXY").value) ? "" : proxyOf(env, "ALL_PROXY");
  const https = proxyOf(env, "HTTPS_PROXY") || all;
  const http = proxyOf(env, "HTTP_PROXY") || all;
  if (https === "" && http === "") return undefined;
  const hosts = settingOf(env, "NO_PROXY")
    .value.split(/[,\s]+/)
    .filter((host) => host !== "");
  const ranges = hosts.flatMap((host) => rangeOf(host) ?? []);
  const names = hosts.filter((host) => rangeOf(host) === undefined);
  return { https, http, none: hosts.includes("*") ? "*" : names.map(bracketed).join(), ranges };
}

/** `10.0.0.0/8`, or `10.*` as some write it: undici understands neither. */
function rangeOf(host: string): Range | undefined {
  const [, starred] = /^((?:\d{1,3}\.){1,3})\*$/.exec(host) ?? [];
  if (starred !== undefined) {
    const parts = starred.split(".").slice(0, -1);
    return { from: numberOf([...parts, "0", "0", "0"].slice(0, 4).join(".")) ?? 0, bits: 8 * parts.length };
  }
  const [, address = "", bits = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(host) ?? [];
  const from = numberOf(address);
  return from === undefined || Number(bits) > 32 ? undefined : { from, bits: Number(bits) };
}

function isIn({ from, bits }: Range, address: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor(from / size);
}

/** An IPv4 address as a number. */
function numberOf(address: string): number | undefined {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/**
 * The address of the proxy for a host; "" if there is none, or if `none` lists the host. This machine is never called
 * through a proxy: a company's proxy cannot reach a simulator on it, and others must not read plain http.
 */
export function addressFor(url: string, { https, http, ranges = [] }: Proxies): string {
  const { hostname } = new URL(url);
  if (isThisMachine(hostname)) return "";
  const address = numberOf(hostname);
  if (address !== undefined && ranges.some((range) => isIn(range, address))) return "";
  return url.startsWith("https:") && https !== "" ? https : http;
}

/** `proxy.example:3128`, as people know a proxy: without user and password. */
export function proxyName(address: string): string {
  return new URL(address).host;
}

function proxyOf(env: Environment, variable: string): string {
  const { name, value } = settingOf(env, variable);
  if (value === "") return "";
  // `proxy.example:3128` is not a URL, but curl and people use it.
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

/** `::1` is written `[::1]` in addresses, and undici reads what follows the last colon as a port. */
function bracketed(host: string): string {
  return /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*$/i.test(host) ? `[${host}]` : host;
}
