import type { AccountSettings } from "../config/settings.js";
import type { Environment } from "../config/variables.js";
import type { CheckStatus, SecretOddity } from "../report/check.js";
import type { CheckFinding } from "../report/messages/commands.js";
import type { AccountFiles } from "./workspace.js";

/** A finding and how grave it is. */
export type Judged<F = CheckFinding> = readonly [status: CheckStatus, finding: F];

/** What can be seen of an account's settings without sending anything. Pure. */
export function judgeSettings({ accountId, apiSecret, host }: AccountSettings, proxy: string | undefined): Judged[] {
  const oddity = oddityOf(apiSecret, accountId);
  const { origin, pathname } = new URL(host);
  return [
    ["ok", { code: "settings-ok", args: proxy === undefined ? {} : { proxy } }],
    ...one(oddity !== undefined, () => ({ code: "secret-odd", args: { oddity: oddity ?? "space" } })),
    ...one(!/^[NT]\d{11}$/.test(accountId), () => ({ code: "account-odd", args: { accountId } })),
    ...one(pathname !== "/", () => ({ code: "host-path", args: { host: origin, path: pathname } })),
  ];
}

/** What the environment would have us do without. */
export function judgeTls(env: Environment): Judged[] {
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

/** Are the account's files fit to be applied? A first account has none yet, and is checked before it is pulled. */
export function judgeFiles({ files, desired, entry, findings }: AccountFiles): Judged {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0 && errors.every(({ code }) => code === "folder-without-yaml"))
    return ["note", { code: "files-none", args: { path: entry.groups.join(", ") } }];
  if (errors.length > 0) return ["failed", { code: "files-broken", args: { errors: errors.length } }];
  return ["ok", { code: "files-ok", args: { files, groups: desired?.groups.length ?? 0 } }];
}

function one(is: boolean, finding: () => CheckFinding): Judged[] {
  return is ? [["note", finding()]] : [];
}

/** What people copy along with a secret. White space at its ends is dropped before it gets here. */
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
