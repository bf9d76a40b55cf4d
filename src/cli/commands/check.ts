import { type Judged, judgeFiles, judgeSettings, judgeTls } from "../../engine/checkSettings.js";
import { isLockedOut, judgeProbes, type Probed } from "../../engine/diagnoseConnection.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { telling } from "../../engine/reportWaits.js";
import { type LiveSession, openSession } from "../../engine/session.js";
import { UserError } from "../../engine/userError.js";
import { type AccountFiles, loadWorkspace, resolveSettings, type Workspace } from "../../engine/workspace.js";
import type { StopSignal } from "../../model/stopSignal.js";
import { StoppedError } from "../../moor/errors.js";
import { type Probe, probe, probeAs, READING_OPERATIONS } from "../../moor/probe.js";
import { type Check, type CheckedAccount, type CheckLine, checkJson, checkLine } from "../../report/check.js";
import { checkText } from "../../report/text/checkText.js";
import type { CommonOptions } from "../arguments/options.js";
import { addressFor, proxiesOf, proxyName } from "../node/proxies.js";
import { stopOnSignal } from "../node/stopOnSignal.js";
import { Voice } from "../output/output.js";

/** A call that fails once may have met a hiccup; what fails twice in a row is what a check is there to tell. */
const ATTEMPTS = 2;

/**
 * `muster check`: is the connection right? Each reading interface is asked what a reading asks it first, in every account
 * side by side, inside the same limits as any run. Changes nothing.
 */
export async function check(options: CommonOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const stop = stopOnSignal(shell, voice);
  try {
    const workspace = await loadWorkspace([], options, "several", shell);
    if (workspace.accounts.length === 0) throw new UserError(workspace.findings, workspace.texts);
    const caFile = [...(await judgeCaFile(shell)), ...judgeTls(shell.env)];
    const runs = await Promise.allSettled(
      workspace.accounts.map((files) => checkAccount(files, workspace, caFile, options, shell, voice, stop)),
    );
    const failure = runs.find((run) => run.status === "rejected");
    if (failure !== undefined) throw failure.reason;
    const accounts = runs.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
    const document: Check = { formatVersion: "1.0", kind: "check", ok: accounts.every(({ ok }) => ok), accounts };
    voice.answer(
      voice.format === "json" ? checkJson(document, voice.language) : checkText(document, voice.textOptions()),
    );
    return document.ok ? EXIT.ok : EXIT.failed;
  } catch (error) {
    return voice.fail(stop.aborted ? new StoppedError() : error);
  }
}

async function checkAccount(
  files: AccountFiles,
  { guards }: Pick<Workspace, "guards">,
  caFile: readonly Judged[],
  options: CommonOptions,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<CheckedAccount> {
  const { settings, findings } = resolveSettings([files.entry], options, shell);
  const account = settings.get(files.name);
  const filesLine = checkLine("files", ...judgeFiles(files));
  if (account === undefined) {
    const wrong = findings.map((finding) => checkLine("settings", "failed", finding));
    const rest = (["host", "clock", "credentials", ...READING_OPERATIONS] as const).map((name) =>
      checkLine(name, "skipped", { code: "not-tried", args: { because: "settings" } }),
    );
    return { account: { name: files.name }, ok: false, checks: [...wrong, filesLine, ...rest] };
  }
  const proxies = proxiesOf(shell.env);
  const address = proxies === undefined ? "" : addressFor(account.host, proxies);
  const session = await openSession(account, { ...options, attempts: ATTEMPTS }, shell, voice, stop);
  const probed = await telling(probeAll(session, shell), session, shell, voice);
  const checks: CheckLine[] = [
    ...[...judgeSettings(account, address === "" ? undefined : proxyName(address)), ...caFile].map((judged) =>
      checkLine("settings", ...judged),
    ),
    filesLine,
    ...judgeProbes({ ...probed, needsClaims: guards.minClaiming > 0 }).map((verdict) => checkLine(...verdict)),
  ];
  return { account: session.account, ok: checks.every(({ status }) => status !== "failed"), checks };
}

/** One call first: where nobody answers it, the others would only wait as long. */
async function probeAll({ account, client }: LiveSession, shell: Shell): Promise<Probed> {
  const [first, ...others] = READING_OPERATIONS;
  const probes = [await probe(client, first)];
  if (probes[0]?.fault?.code !== "unreachable")
    probes.push(...(await Promise.all(others.map((name) => probe(client, name)))));
  const stranger = isLockedOut({ probes }) ? await probeAsStranger(client, account.accountId, shell) : undefined;
  const { clockAheadMs } = client.transport;
  return {
    account,
    probes,
    ...(stranger === undefined ? {} : { stranger }),
    ...(clockAheadMs === undefined ? {} : { clockAheadMs }),
  };
}

/**
 * The same call for an account that surely does not exist: where the server turns it down in other words than ours, it
 * knows ours. Nothing of the account goes into it.
 */
function probeAsStranger(client: LiveSession["client"], accountId: string, shell: Shell): Promise<Probe> {
  const digit = () => String(Math.floor(shell.random() * 10));
  const stranger = `${accountId.replace(/[0-9]/g, digit)}0`;
  return probeAs({ accountId: stranger, apiSecret: "nobody" }, client);
}

/** Node passes over a file that it cannot use, with a warning that scrolls by. */
async function judgeCaFile({ env, files }: Shell): Promise<Judged[]> {
  const path = env["NODE_EXTRA_CA_CERTS"] ?? "";
  if (path === "") return [];
  const text = await files.read(path).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => "",
  );
  const isUsable = /-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(text);
  return isUsable ? [] : [["note", { code: "ca-file-unusable", args: { path } }]];
}
