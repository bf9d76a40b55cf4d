import { FindingList } from "../config/findings.js";
import { parseLimits } from "../config/limits.js";
import { allowedHosts, checkHost, looksLikeAccountId } from "../config/resolveAccount.js";
import { type AccountAddress, type AccountSettings, DEFAULT_GUARDS, type GuardOverrides } from "../config/settings.js";
import { resolveStore } from "../config/store.js";
import type { Environment } from "../config/variables.js";
import { LIMITED_OPERATIONS } from "../model/rates.js";
import { suggest } from "../model/suggest.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { hasError, UserError } from "./userError.js";

// No schema and no parser of flags has checked what a program passes in, and not every program is checked by a compiler.
// What makes no sense is refused here: a guard that is not a number, for example, would never trip.

/**
 * The settings of an account that is not in `muster.yaml`. `MUSTER_LIMITS` overrides its limits, `MUSTER_STORE`
 * names the store; where `MUSTER_ALLOWED_HOSTS` names any, its host must be one of those.
 *
 * @throws {UserError} something is missing, the address is none, or it is plain http to another machine
 */
export function settingsOfAddress(address: AccountAddress, insecureHttp: boolean, env: Environment): AccountSettings {
  const { name = "default", host: written, accountId, apiSecret, limits = {} } = address;
  refuse(
    Object.entries({ host: written, accountId, apiSecret })
      .filter(([, value]) => typeof value !== "string" || value.trim() === "")
      .map(([field]) => ({ code: "missing-field", severity: "error", args: { field } })),
  );
  const checked = checkHost(written, env["MUSTER_ALLOWED_HOSTS"]);
  if ("fault" in checked)
    throw new UserError([{ code: "host-invalid", severity: "error", args: { written, fault: checked.fault } }]);
  const findings: Finding[] = [];
  if (!checked.isSecure && !insecureHttp)
    findings.push({ code: "host-insecure", severity: "error", args: { written } });
  // Without the variable any host is allowed: the program itself names it here, not a file from a pull request.
  const allowed = env["MUSTER_ALLOWED_HOSTS"] ?? "";
  if (allowed.trim() !== "" && !checked.isAllowed)
    findings.push({ code: "host-not-allowed", severity: "error", args: { written, allowed: allowedHosts(allowed) } });
  // The number becomes part of an address and of a header.
  if (!looksLikeAccountId(accountId) && (looksLikeAccountId(apiSecret) || accountId === apiSecret))
    findings.push({ code: "account-id-is-secret", severity: "error", args: {} });
  else if (!/^[A-Za-z0-9_-]+$/.test(accountId))
    findings.push({ code: "account-id-invalid", severity: "error", args: {} });
  const overrides = parseLimits(env["MUSTER_LIMITS"] ?? "");
  const sink = new FindingList();
  const store = resolveStore(undefined, env, sink);
  findings.push(...faultsOf("limits", limits, LIMITED_OPERATIONS, isRate, RATE), ...overrides.findings);
  findings.push(...sink.sorted());
  refuse(findings);
  return {
    name,
    host: checked.host,
    accountId,
    apiSecret,
    groups: [],
    limits: { ...limits, ...overrides.limits },
    ...(store && { store }),
  };
}

const RATE = "{ calls: 20, windowMs: 60000 }";

function isRate(value: unknown): boolean {
  const { calls, windowMs } = Object(value) as Record<string, unknown>;
  return isWhole(calls) && calls > 0 && isWhole(windowMs) && windowMs > 0;
}

/** @throws {UserError} a guard has another name or shape */
export function checkGuards(guards: GuardOverrides): void {
  const { maxRemovals, ...counts } = guards;
  const names = Object.keys(DEFAULT_GUARDS);
  refuse([
    ...faultsOf("guards", { maxRemovals }, names, isGuardLimit, '{ kind: "percent", value: 30 }'),
    ...faultsOf("guards", counts, names, isWhole, "20"),
  ]);
}

/** A timer that is set for longer goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * @param times by the option's name, in ms; those that are left out are fine
 * @throws {UserError} one is not a time: calls would be given up at once, or a wait would never end
 */
export function checkTimes(times: Readonly<Record<string, number | undefined>>): void {
  const isTime = (value: unknown): boolean => isWhole(value) && value <= LONGEST_TIMER_MS;
  refuse(
    Object.entries(times)
      .filter(([, value]) => value !== undefined && !isTime(value))
      .map(([name, value]) => ({
        code: "bad-setting",
        severity: "error",
        args: { name, value: String(value), expected: "30000" },
      })),
  );
}

/** @throws {UserError} the value is not one of these */
export function checkChoice(field: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  const args = { field, value: String(value), allowed, ...suggest(String(value), allowed) };
  throw new UserError([{ code: "bad-value", severity: "error", args }]);
}

function isGuardLimit(limit: unknown): boolean {
  const { kind, value } = Object(limit) as Record<string, unknown>;
  return kind === "count" ? isWhole(value) : kind === "percent" && Number.isFinite(value) && Number(value) >= 0;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** What is wrong with the fields of an option; those that are left out are fine. */
function faultsOf(
  option: string,
  fields: object,
  allowed: readonly string[],
  isSound: (value: unknown) => boolean,
  expected: string,
): Finding[] {
  return Object.entries(fields).flatMap(([field, value]: [string, unknown]): Finding[] => {
    const name = `${option}.${field}`;
    if (!allowed.includes(field))
      return [{ code: "unknown-field", severity: "error", args: { field: name, allowed, ...suggest(field, allowed) } }];
    if (value === undefined || isSound(value)) return [];
    const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
    return [{ code: "bad-setting", severity: "error", args: { name, value: shown, expected } }];
  });
}

function refuse(findings: readonly Finding[]): void {
  if (hasError(findings)) throw new UserError(findings);
}
