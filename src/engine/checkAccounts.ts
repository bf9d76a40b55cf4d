import type { AccountSettings } from "../config/settings.js";
import type { Environment } from "../config/variables.js";
import { type Probe, probe, probeAs, READING_OPERATIONS } from "../moor/probe.js";
import type { CheckedAccount, CheckStatus, SecretOddity } from "../report/check.js";
import type { CheckFinding } from "../report/messages/commands.js";
import { checkStore } from "./checkStore.js";
import { isLockedOut, judgeProbes, type Probed, type Verdict } from "./diagnoseConnection.js";
import type { ConnectContext } from "./events.js";
import type { Host } from "./host.js";
import { type LiveSession, openSession, reportWaits } from "./session.js";
import { UserError } from "./userError.js";
import { type AccountFiles, type ConfigOptions, loadWorkspace, resolveSettings, type Workspace } from "./workspace.js";

/** A call that fails once may be chance; a check reports what fails twice in a row. */
const ATTEMPTS = 2;

export interface CheckOptions extends ConnectContext, ConfigOptions {
  readonly account?: string | undefined;
  readonly insecureHttp: boolean;
  /** The proxy that calls to this address go through, as host and port. */
  readonly proxyFor: (host: string) => string | undefined;
}

/** One account, checked. */
export interface AccountVerdicts {
  readonly account: CheckedAccount["account"];
  readonly verdicts: readonly Verdict[];
}

/**
 * Is the connection right? Makes the first call of each reading interface, in all accounts at the same time, within the
 * limits of any run. Changes nothing.
 *
 * @throws {UserError} there is no account to check; {StoppedError} told to stop
 */
export async function checkAccounts(options: CheckOptions): Promise<readonly AccountVerdicts[]> {
  const workspace = await loadWorkspace({ ...options, several: true, paths: [] });
  if (workspace.accounts.length === 0) throw new UserError(workspace.findings, workspace.texts);
  const machine = [...(await judgeCaFile(options.host)), ...judgeTls(options.host.env)];
  const runs = await Promise.allSettled(
    workspace.accounts.map((files) => checkAccount(files, workspace, machine, options)),
  );
  const failure = runs.find((run) => run.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  return runs.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
}

async function checkAccount(
  files: AccountFiles,
  { guards }: Pick<Workspace, "guards">,
  machine: readonly Judged[],
  options: CheckOptions,
): Promise<AccountVerdicts> {
  const { settings, findings } = resolveSettings([files.entry], options);
  const account = settings.get(files.name);
  const ofFiles: Verdict = ["files", ...judgeFiles(files)];
  if (account === undefined) {
    const wrong = findings.map((finding): Verdict => ["settings", "failed", finding]);
    const rest = (["store", "host", "clock", "credentials", ...READING_OPERATIONS] as const).map(
      (name): Verdict => [name, "skipped", { code: "not-tried", args: { because: "settings" } }],
    );
    return { account: { name: files.name }, verdicts: [...wrong, ofFiles, ...rest] };
  }
  const ofStore = await checkStore(account, options.host);
  // A store that cannot be used is said once; the other checks go on without it.
  const storeUse = ofStore.some(([status]) => status === "failed") ? "none" : "check";
  const session = await openSession({
    ...options,
    settings: account,
    storeUse,
    attempts: ATTEMPTS,
  });
  const probed = await reportWaits(probeAll(session, options.host), session, options);
  const judged = [...judgeSettings(account, options.proxyFor(account.host)), ...machine];
  return {
    account: session.account,
    verdicts: [
      ...judged.map((one): Verdict => ["settings", ...one]),
      ofFiles,
      ...ofStore.map((verdict): Verdict => ["store", ...verdict]),
      ...judgeProbes({ ...probed, needsClaims: guards.minClaiming > 0 }),
    ],
  };
}

/** One call first: if it is not answered, the others would only wait as long. */
async function probeAll({ account, client }: LiveSession, host: Host): Promise<Probed> {
  const [first, ...others] = READING_OPERATIONS;
  const probes = [await probe(client, first)];
  if (probes[0]?.fault?.code !== "unreachable")
    probes.push(...(await Promise.all(others.map((name) => probe(client, name)))));
  const stranger = isLockedOut({ probes }) ? await probeAsStranger(client, account.accountId, host) : undefined;
  const { clockAheadMs } = client.transport;
  return {
    account,
    probes,
    ...(stranger === undefined ? {} : { stranger }),
    ...(clockAheadMs === undefined ? {} : { clockAheadMs }),
  };
}

/**
 * The same call for an account that surely does not exist. If the server refuses that one in other words than ours, it
 * knows ours. No data of the account is in it.
 */
function probeAsStranger(client: LiveSession["client"], accountId: string, { random }: Host): Promise<Probe> {
  const digit = () => String(Math.floor(random() * 10));
  const stranger = `${accountId.replace(/[0-9]/g, digit)}0`;
  return probeAs({ accountId: stranger, apiSecret: "nobody" }, client);
}

/** A finding and its severity. */
type Judged = readonly [status: CheckStatus, finding: CheckFinding];

/** Node ignores a file that it cannot use, and its warning is easily missed. */
async function judgeCaFile({ env, files }: Host): Promise<Judged[]> {
  const path = env["NODE_EXTRA_CA_CERTS"] ?? "";
  if (path === "") return [];
  const text = await files.read(path).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => "",
  );
  const isUsable = /-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(text);
  return isUsable ? [] : [["note", { code: "ca-file-unusable", args: { path } }]];
}

/** What an account's settings show without sending anything. Pure. */
function judgeSettings({ accountId, apiSecret, host }: AccountSettings, proxy: string | undefined): Judged[] {
  const oddity = oddityOf(apiSecret, accountId);
  const { origin, pathname } = new URL(host);
  return [
    ["ok", { code: "settings-ok", args: proxy === undefined ? {} : { proxy } }],
    ...one(oddity !== undefined, () => ({ code: "secret-odd", args: { oddity: oddity ?? "space" } })),
    ...one(!/^[NT]\d{11}$/.test(accountId), () => ({ code: "account-odd", args: { accountId } })),
    ...one(pathname !== "/", () => ({ code: "host-path", args: { host: origin, path: pathname } })),
  ];
}

/** Settings of the environment that turn off something that muster needs. */
function judgeTls(env: Environment): Judged[] {
  const { NODE_TLS_REJECT_UNAUTHORIZED: reject, NODE_OPTIONS: options = "" } = env;
  const oldest = /--tls-min-v1\.[01]\b/.exec(options)?.[0];
  return [
    ...one(reject === "0", () => ({
      code: "tls-loosened",
      args: { name: "NODE_TLS_REJECT_UNAUTHORIZED", value: "0" },
    })),
    ...one(oldest !== undefined, () => ({ code: "tls-loosened", args: { name: "NODE_OPTIONS", value: oldest ?? "" } })),
  ];
}

/** Can the account's files be applied? A new account has none yet, and is checked before the first pull. */
function judgeFiles({ files, desired, entry, findings }: AccountFiles): Judged {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0 && errors.every(({ code }) => code === "folder-without-yaml"))
    return ["note", { code: "files-none", args: { path: entry.groups.join(", ") } }];
  if (errors.length > 0) return ["failed", { code: "files-broken", args: { errors: errors.length } }];
  return ["ok", { code: "files-ok", args: { files, groups: desired?.groups.length ?? 0 } }];
}

function one(is: boolean, finding: () => CheckFinding): Judged[] {
  return is ? [["note", finding()]] : [];
}

/** Characters that people copy along with a secret. White space at its ends was removed before. */
function oddityOf(secret: string, accountId: string): SecretOddity | undefined {
  if (/^["'`“‘「].*["'`”’」]$/s.test(secret)) return "quotes";
  if (/^(?:\$\w+|\$\{\w+\}|\$\(\w+\)|%\w+%|\$\{\{.*\}\}|\{\{.*\}\})$/s.test(secret)) return "unexpanded";
  if (/^[*•●…]+$/.test(secret)) return "masked";
  if (/\\[nrt]$/.test(secret)) return "escape";
  if (/^(export\s+)?[A-Z][A-Z0-9_]+=./.test(secret)) return "assignment";
  if (/\s/.test(secret)) return "space";
  if (/[^\x21-\x7e]/.test(secret)) return "not-ascii";
  return secret === accountId ? "account" : undefined;
}
