import type { MoorFault } from "../moor/errors.js";
import { type Probe, READING_OPERATIONS } from "../moor/probe.js";
import { SIGNATURE_LIFE_MS } from "../moor/signature.js";
import { accountNames } from "../plan/agentNames.js";
import { inactiveMembers } from "../plan/people.js";
import type { PlanAccount } from "../plan/plan.js";
import type { CheckName, CheckStatus } from "../report/check.js";
import type { CheckFinding } from "../report/messages/commands.js";
import type { Finding } from "../report/messages/formatFinding.js";

/** The results of the calls to one account. */
export interface Probed {
  readonly account: PlanAccount;
  /** The first call; the others were made only if this one was answered in some way. */
  readonly probes: readonly Probe[];
  /** The same call in the name of an account that does not exist, if it was made. */
  readonly stranger?: Probe;
  readonly clockAheadMs?: number;
  /** The guard `minClaiming` is set: an apply has to read the claim status. */
  readonly needsClaims?: boolean;
}

/** The state of everything that calls can tell, in the order of {@link CHECKS}. */
export type Verdict = readonly [check: CheckName, status: CheckStatus, finding: CheckFinding | Finding];

/** A clock that is wrong by more than this gets a warning, before calls are refused because of it. */
const DRIFT_SECONDS = 60;

/** Tells host, clock, credentials and permissions apart by the results of the calls. Pure. */
export function judgeProbes(probed: Probed): Verdict[] {
  const host = judgeHost(probed);
  if (host[1] === "failed") return [host, ...skip("host", "clock", "credentials", ...READING_OPERATIONS)];
  const clock = judgeClock(probed);
  const isClockOff = clock[1] === "failed";
  const credentials: Verdict = isClockOff ? notTried("credentials", "clock") : judgeCredentials(probed);
  const because = isClockOff ? "clock" : "credentials";
  return [
    host,
    clock,
    credentials,
    ...probed.probes.map((probe) =>
      credentials[1] === "ok" || !isTurnedDown(probe)
        ? judgeInterface(probe, probed)
        : notTried(probe.operation, because),
    ),
    ...judgeMembers(probed),
  ];
}

/** Members who cannot work: worth knowing, and nothing that stands in the way of an apply. */
function judgeMembers({ probes }: Probed): Verdict[] {
  const agents = probes.find((one) => one.agents !== undefined)?.agents;
  const { groups, size = 0 } = probes.find((one) => one.groups !== undefined) ?? {};
  if (agents === undefined || agents.size === 0 || groups === undefined) return [];
  const names = accountNames({ groups }, agents);
  return inactiveMembers(groups, agents, { names, isPart: size > groups.length }).map((finding) => [
    "getCCAgentsByAcc",
    "note",
    finding,
  ]);
}

/** Is it certain that the account is refused, not just one interface, while the clock is right? */
export function isLockedOut({ probes }: Pick<Probed, "probes">): boolean {
  return probes.length > 1 && probes.every(({ fault }) => fault?.code === "wrong-credentials" && !isBare(fault));
}

function judgeHost({ account: { host }, probes }: Probed): Verdict {
  const fault = probes.find(({ fault: found }) => found !== undefined && isStranger(found))?.fault;
  const answered = probes.some(({ fault: found }) => found === undefined || !isStranger(found));
  if (fault === undefined || answered) return ["host", "ok", { code: "host-ok", args: { host } }];
  if (fault.code === "wrong-credentials")
    return ["host", "failed", { code: "turned-away", args: { host, detail: fault.args.detail } }];
  return ["host", "failed", { ...fault, severity: "error" }];
}

/** There was no answer, or one from a server that cannot be identified as the API. */
function isStranger(fault: MoorFault): boolean {
  const { code, args } = fault;
  if (code === "unreachable" || code === "not-json" || code === "api-error") return true;
  return isBare(fault) || (code === "api-refused" && (args.status === 404 || args.status === 405));
}

function isBare(fault: MoorFault): boolean {
  return fault.code === "wrong-credentials" && fault.args.bare === true;
}

function judgeClock({ probes, clockAheadMs }: Probed): Verdict {
  const off = probes.find(({ fault }) => fault?.code === "clock-off")?.fault;
  if (off !== undefined) return ["clock", "failed", { ...off, severity: "error" }];
  if (clockAheadMs === undefined) return ["clock", "note", { code: "clock-unknown", args: {} }];
  const secondsAhead = Math.round(clockAheadMs / 1000);
  const drifts = Math.abs(secondsAhead) > DRIFT_SECONDS && Math.abs(clockAheadMs) <= SIGNATURE_LIFE_MS;
  return drifts
    ? ["clock", "note", { code: "clock-drift", args: { secondsAhead } }]
    : ["clock", "ok", { code: "clock-ok", args: { secondsAhead } }];
}

function judgeCredentials({ account: { accountId }, probes, stranger }: Probed): Verdict {
  if (probes.some(({ fault }) => fault === undefined))
    return ["credentials", "ok", { code: "credentials-ok", args: { accountId } }];
  const fault = probes.find(isTurnedDown)?.fault;
  // The server answered every call with an error of its own; that says nothing about the credentials.
  if (fault?.code !== "wrong-credentials") return notTried("credentials", "queueQueue");
  const args = { accountId, detail: fault.args.detail };
  const known = stranger !== undefined && (stranger.fault === undefined || wordsOf(stranger.fault) !== wordsOf(fault));
  if (known) return ["credentials", "failed", { code: "wrong-secret", args }];
  const saysNone = stranger !== undefined && NO_ACCOUNT.every((words) => words.test(fault.args.detail));
  return ["credentials", "failed", saysNone ? { code: "wrong-account", args } : { code: "account-or-secret", args }];
}

/**
 * Words by which a server says that there is no such account, and nothing about a secret. The vendor documents none, so
 * they count only if an account that cannot exist gets the same answer.
 */
const NO_ACCOUNT = [
  /account|账户|账号|帐户|帐号/i,
  /no such|unknown|not (exist|found)|n.t exist|不存在|未找到|找不到/i,
  /^(?!.*(secret|sig|密钥|签名)).*$/is,
];

/** What the server said, without the account number that it may repeat. */
function wordsOf(fault: MoorFault): string {
  if (fault.code !== "wrong-credentials") return fault.code;
  const { accountId, detail } = fault.args;
  return detail.replaceAll(accountId, "");
}

function judgeInterface({ operation, fault, size = 0 }: Probe, { needsClaims = false }: Probed): Verdict {
  if (operation === "getCCAgentsByAcc") {
    return fault === undefined
      ? [operation, "ok", { code: "directory-ok", args: { size } }]
      : [operation, "note", { code: "directory-off", args: { detail: shortOf(fault) } }];
  }
  if (fault === undefined) return [operation, "ok", { code: "interface-ok", args: { operation, size } }];
  if (operation === "queueQueueAgentClaimStatus") {
    const args = { detail: shortOf(fault) };
    if (needsClaims) return [operation, "failed", { code: "claim-status-needed", args }];
    const isOff = fault.code === "wrong-credentials" || fault.code === "api-refused";
    return [operation, "note", { code: isOff ? "claim-status-off" : "claim-status-failing", args }];
  }
  if (fault.code !== "wrong-credentials") return [operation, "failed", { ...fault, severity: "error" }];
  return [operation, "failed", { code: "interface-forbidden", args: { operation, detail: fault.args.detail } }];
}

/** The server's own words if there are any, else the error's code. */
function shortOf({ code, args }: MoorFault): string {
  const detail = "detail" in args ? args.detail : "";
  return detail === "" ? code : detail;
}

function isTurnedDown({ fault }: Probe): boolean {
  return fault?.code === "wrong-credentials" || fault?.code === "clock-off";
}

function skip(because: CheckName, ...checks: readonly CheckName[]): Verdict[] {
  return checks.map((check) => notTried(check, because));
}

function notTried(check: CheckName, because: CheckName): Verdict {
  return [check, "skipped", { code: "not-tried", args: { because } }];
}
