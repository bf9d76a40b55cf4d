import { type ConfigFinding, FindingList, type Report } from "./findings.js";
import { checkHost } from "./host.js";
import type { AccountEntry } from "./musterFile.js";
import { parseLimits } from "./rates.js";
import type { AccountSettings } from "./settings.js";
import { type Environment, fillIn } from "./variables.js";

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
 * An account ready for use: its variables filled in and its host checked. Only for accounts that are going to be called;
 * the variables of others may well be missing. `MUSTER_LIMITS` overrides the account's own limits.
 */
export function resolveAccount(entry: AccountEntry, env: Environment, options: AccountOptions = {}): ResolvedAccount {
  const report = new FindingList();
  const filled = fillInAll(entry, env, report);
  const host = filled && resolveHost(entry, filled.host, options, report);
  if (filled) checkAccountId(entry, filled.accountId, report);
  const overrides = parseLimits(env["MUSTER_LIMITS"] ?? "");

  const findings = [...report.sorted(), ...overrides.findings];
  if (!filled || host === undefined || findings.length > 0) return { findings };
  const { name, groups, pageSize, source } = entry;
  const limits = { ...entry.limits, ...overrides.limits };
  return {
    account: { name, ...filled, host, groups, limits, ...(pageSize && { pageSize }), ...(source && { source }) },
    findings,
  };
}

type Filled = Pick<AccountSettings, "host" | "accountId" | "apiSecret">;

/** All three values, or a finding for each variable that is missing. */
function fillInAll(entry: AccountEntry, env: Environment, report: Report): Filled | undefined {
  const host = fillIn(entry.host.value, env);
  const accountId = fillIn(entry.accountId.value, env);
  const apiSecret = fillIn(entry.apiSecret.value, env);
  const missing = [...host.missing, ...accountId.missing, ...apiSecret.missing];
  if (missing.length === 0) return { host: host.value, accountId: accountId.value, apiSecret: apiSecret.value };

  if (!entry.source) report.error("missing-environment", { variables: missing });
  else {
    for (const [field, { missing: variables }] of Object.entries({ host, accountId, apiSecret })) {
      const { at } = entry[field as keyof Filled];
      for (const variable of variables)
        report.error("undefined-variable", { variable, field, account: entry.name }, at);
    }
  }
  return undefined;
}

function resolveHost(entry: AccountEntry, value: string, options: AccountOptions, report: Report): string | undefined {
  const { value: written, at } = entry.host;
  const checked = checkHost(value);
  if ("fault" in checked) {
    report.error("host-invalid", { written, fault: checked.fault }, at);
    return undefined;
  }
  if (!checked.isSecure && !options.insecureHttp) report.error("host-insecure", { written }, at);
  return checked.host;
}

/** The number becomes part of an address and of a header: it must not be able to end either. */
function checkAccountId({ accountId: { value: written, at } }: AccountEntry, value: string, report: Report): void {
  if (!/^[A-Za-z0-9_-]+$/.test(value)) report.error("account-id-invalid", { written }, at);
}
