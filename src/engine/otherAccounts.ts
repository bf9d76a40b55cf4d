import type { DesiredGroup } from "../config/desired.js";
import type { SourceFile } from "../config/files.js";
import { findFiles } from "../config/findFiles.js";
import { loadDesiredAt } from "../config/loadDesired.js";
import type { AccountEntry } from "../config/musterFile.js";
import { isNamedBy } from "../config/selectFiles.js";
import { compareText } from "../model/skillGroup.js";
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
 * @param instead a table that is written together with them
 * @throws {UserError} `breaks-account`
 */
export async function inOtherAccounts(
  changed: ReadonlyMap<string, string>,
  edited: AccountEntry,
  { accounts, root }: LoadedConfig,
  host: Host,
  instead?: Parameters<typeof tableReader>[2],
): Promise<AgentFinding[]> {
  const findings: AgentFinding[] = [];
  for (const { name, groups, groupSources } of accounts) {
    if (name === edited.name || changed.size === 0) continue;
    const { files, roots } = await findFiles(groups, host.files, groupSources, root);
    const known = new Set(files.map(({ path }) => path));
    const paths = [...changed.keys()].filter((path) => known.has(path) || groups.some((one) => isNamedBy(one, path)));
    const when = { now: host.clock.now(), readTable: tableReader(host.files, roots, instead).readTable };
    const before = paths.length === 0 ? undefined : (await loadDesiredAt(files, when)).desired;
    if (before === undefined) continue;
    const encoder = new TextEncoder();
    const texts = paths.map((path) => ({ path, bytes: encoder.encode(changed.get(path)) }));
    const others = files.filter(({ path }) => !changed.has(path));
    const after = await loadDesiredAt([...others, ...texts].sort(byPath), when);
    const first = after.findings.find(({ severity }) => severity === "error");
    if (first !== undefined) {
      const args = { account: name, paths, first: `${first.source?.file}:${first.source?.line} ${first.code}` };
      throw new UserError([{ code: "breaks-account", severity: "error", args }]);
    }
    const meant = new Set(before.groups.map(meaningOf));
    const changes = (after.desired?.groups ?? []).filter((group) => !meant.has(meaningOf(group)));
    const args = { account: name, paths, groups: changes.map(({ displayName }) => displayName) };
    if (changes.length > 0) findings.push({ code: "changes-account", severity: "warning", args });
  }
  return findings;
}

function byPath(a: SourceFile, b: SourceFile): number {
  return compareText(a.path, b.path);
}

/** What a group is to be, wherever it is written. */
function meaningOf({ displayName, exten, assignRule, memory, members, timeline = members }: DesiredGroup): string {
  const listed = timeline && timesOf(timeline);
  return JSON.stringify([displayName, exten, assignRule, memory, listed]);
}
