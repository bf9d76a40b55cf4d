import { type ConfigFinding, FindingList, type FindingSink, type HostFault } from "./findings.js";
import { parseLimits } from "./limits.js";
import type { AccountEntry } from "./musterFile.js";
import type { AccountSettings } from "./settings.js";
import { resolveStore } from "./store.js";
import { type Environment, fillIn, hasVariableInPath, refusalOf, variablesIn } from "./variables.js";

export interface AccountOptions {
  /** Allow plain http to hosts that are not this machine. */
  readonly insecureHttp?: boolean;
}

export interface ResolvedAccount {
  /** Absent when any finding is an error. */
  readonly account?: AccountSettings;
  readonly findings: readonly ConfigFinding[];
}

/**
 * An account ready for use: its variables filled in, its host and number checked. Only for accounts that will be called:
 * the variables of others may be missing. `MUSTER_LIMITS` overrides the account's own limits, `MUSTER_STORE` the store.
 */
export function resolveAccount(entry: AccountEntry, env: Environment, options: AccountOptions = {}): ResolvedAccount {
  const sink = new FindingList();
  checkVariables(entry, env, sink);
  const filled = sink.hasError ? undefined : fillInAll(entry, env, sink);
  const host = filled && resolveHost(entry, filled.host, env, options, sink);
  if (filled) checkAccountId(entry, filled, sink);
  const overrides = parseLimits(env["MUSTER_LIMITS"] ?? "");
  const store = resolveStore(entry.store, env, sink);

  const findings = [...sink.sorted(), ...overrides.findings];
  if (!filled || host === undefined || findings.some(({ severity }) => severity === "error")) return { findings };
  const { name, groups, pageSize, source } = entry;
  const limits = { ...entry.limits, ...overrides.limits };
  return {
    account: {
      name,
      ...filled,
      host,
      groups,
      limits,
      ...(pageSize && { pageSize }),
      ...(store && { store }),
      ...(source && { source }),
    },
    findings,
  };
}

type Filled = Pick<AccountSettings, "host" | "accountId" | "apiSecret">;

/** Host and account number are sent and shown, so neither may name a variable that holds a secret. */
function checkVariables(entry: AccountEntry, env: Environment, sink: FindingSink): void {
  if (!entry.source) return;
  for (const field of ["host", "accountId"] as const) {
    const { value, at } = entry[field];
    for (const variable of variablesIn(value)) {
      const because = refusalOf(variable, entry.apiSecret.value, env);
      if (because !== undefined) sink.error("variable-refused", { variable, field, because }, at);
    }
  }
  if (hasVariableInPath(entry.host.value)) sink.error("variable-in-path", {}, entry.host.at);
}

/** All three values, or a finding for each variable that is missing. */
function fillInAll(entry: AccountEntry, env: Environment, sink: FindingSink): Filled | undefined {
  const host = fillIn(entry.host.value, env);
  const accountId = fillIn(entry.accountId.value, env);
  const apiSecret = fillIn(entry.apiSecret.value, env);
  const missing = [...host.missing, ...accountId.missing, ...apiSecret.missing];
  if (missing.length === 0) return { host: host.value, accountId: accountId.value, apiSecret: apiSecret.value };

  if (!entry.source) sink.error("missing-environment", { variables: missing });
  else {
    for (const [field, { missing: variables }] of Object.entries({ host, accountId, apiSecret })) {
      const { at } = entry[field as keyof Filled];
      for (const variable of variables) sink.error("undefined-variable", { variable, field, account: entry.name }, at);
    }
  }
  return undefined;
}

function resolveHost(
  { host: { value: written, at } }: AccountEntry,
  value: string,
  env: Environment,
  options: AccountOptions,
  sink: FindingSink,
): string | undefined {
  const checked = checkHost(value, env["MUSTER_ALLOWED_HOSTS"]);
  if ("fault" in checked) {
    sink.error("host-invalid", { written, fault: checked.fault }, at);
    return undefined;
  }
  if (!checked.isSecure && !options.insecureHttp) sink.error("host-insecure", { written }, at);
  if (!checked.isAllowed)
    sink.error("host-not-allowed", { written, allowed: allowedHosts(env["MUSTER_ALLOWED_HOSTS"]) }, at);
  return checked.host;
}

/** Does it look like an account number? */
export function looksLikeAccountId(value: string): boolean {
  return /^[A-Z]\d+$/.test(value);
}

/**
 * The number becomes part of an address and of a header: it must not be able to end either. Anything else than a number
 * may be a secret in the wrong place, so it is not quoted.
 */
function checkAccountId(entry: AccountEntry, { accountId, apiSecret }: Filled, sink: FindingSink): void {
  const { at } = entry.accountId;
  if (looksLikeAccountId(accountId)) return;
  const isSwapped = looksLikeAccountId(apiSecret) || accountId === apiSecret;
  if (isSwapped) sink.error("account-id-is-secret", {}, at);
  else if (entry.source !== undefined || !/^[A-Za-z0-9_-]+$/.test(accountId)) sink.error("account-id-invalid", {}, at);
  else sink.warning("account-id-odd", {}, at);
}

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
 *   allowed. The author of the files must not choose who gets a signature.
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
 * address (`127.1`, `0x7f000001`) in the usual one. Names below `localhost` may be any machine: some resolvers ask the network.
 */
export function isThisMachine(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
