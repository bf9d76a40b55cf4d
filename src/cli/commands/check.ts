import { checkAccounts } from "../../engine/checkAccounts.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { StoppedError } from "../../moor/errors.js";
import { type Check, checkJson, checkLine } from "../../report/check.js";
import { checkText } from "../../report/text/checkText.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { addressFor, proxiesOf, proxyName } from "../node/proxies.js";
import { openProject } from "../output/openProject.js";
import { openRun } from "../output/openRun.js";
import { Output } from "../output/output.js";

/** `muster check`: is the connection right? */
export async function check(options: CommonOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  const run = openRun(options, host, output);
  try {
    const project = await openProject(options, host, output);
    const checked = await checkAccounts({
      ...options,
      ...run,
      host: project.host,
      proxyFor: (address) => proxyFor(address, host),
    });
    const accounts = checked.map(({ account, verdicts }) => {
      const checks = verdicts.map((verdict) => checkLine(...verdict));
      return { account, ok: checks.every(({ status }) => status !== "failed"), checks };
    });
    const document: Check = { formatVersion: "1.0", kind: "check", ok: accounts.every(({ ok }) => ok), accounts };
    output.print(
      output.format === "json" ? checkJson(document, output.language) : checkText(document, output.textOptions()),
    );
    return document.ok ? EXIT.ok : EXIT.failed;
  } catch (error) {
    return output.fail(run.stop.aborted ? new StoppedError() : error);
  }
}

/** Host and port of the proxy for an address. @throws {UserError} a proxy's variable cannot be used */
function proxyFor(address: string, { env }: ConsoleHost): string | undefined {
  const proxies = proxiesOf(env);
  const proxy = proxies === undefined ? "" : addressFor(address, proxies);
  return proxy === "" ? undefined : proxyName(proxy);
}
