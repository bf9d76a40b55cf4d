import type { DesiredGroup } from "../config/desired.js";
import { findFiles } from "../config/findFiles.js";
import { loadDesiredAt } from "../config/loadDesired.js";
import type { AccountEntry } from "../config/musterFile.js";
import type { AgentFinding } from "../writeback/findings.js";
import { timesOf } from "../writeback/times.js";
import { tableReader } from "./accountFiles.js";
import type { Host } from "./host.js";
import { UserError } from "./userError.js";
import type { LoadedConfig } from "./workspace.js";

/**
 * Accounts may share files, which then mean something in each of them. That other groups change, too, is a warning; that
 * the other account's files would have an error is one.
 *
 * @throws {UserError} `breaks-account`
 */
export async function inOtherAccounts(
  changed: ReadonlyMap<string, string>,
  edited: AccountEntry,
  { accounts, root }: LoadedConfig,
  host: Host,
): Promise<AgentFinding[]> {
  const findings: AgentFinding[] = [];
  for (const { name, groups, groupSources } of accounts) {
    if (name === edited.name || changed.size === 0) continue;
    const { files, roots } = await findFiles(groups, host.files, groupSources, root);
    const paths = files.map(({ path }) => path).filter((path) => changed.has(path));
    const when = { now: host.clock.now(), readTable: tableReader(host.files, roots).readTable };
    const before = paths.length === 0 ? undefined : (await loadDesiredAt(files, when)).desired;
    if (before === undefined) continue;
    const encoder = new TextEncoder();
    const after = await loadDesiredAt(
      files.map(({ path, bytes }) => ({ path, bytes: changed.has(path) ? encoder.encode(changed.get(path)) : bytes })),
      when,
    );
    const first = after.findings.find(({ severity }) => severity === "error");
    if (first !== undefined) {
      const args = { account: name, paths, first: `${first.source?.file}:${first.source?.line} ${first.code}` };
      throw new UserError([{ code: "breaks-account", severity: "error", args }]);
    }
    const known = new Set(before.groups.map(meaningOf));
    const others = (after.desired?.groups ?? []).filter((group) => !known.has(meaningOf(group)));
    const args = { account: name, paths, groups: others.map(({ displayName }) => displayName) };
    if (others.length > 0) findings.push({ code: "changes-account", severity: "warning", args });
  }
  return findings;
}

/** What a group is to be, wherever it is written. */
function meaningOf({ displayName, exten, assignRule, memory, members, timeline = members }: DesiredGroup): string {
  const listed = timeline && timesOf(timeline);
  return JSON.stringify([displayName, exten, assignRule, memory, listed]);
}
