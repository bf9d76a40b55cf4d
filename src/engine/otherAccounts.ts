import type { DesiredGroup } from "../config/desired.js";
import type { SourceFile } from "../config/files.js";
import { findFiles } from "../config/findFiles.js";
import { loadDesiredAt } from "../config/loadDesired.js";
import type { AccountEntry } from "../config/musterFile.js";
import { isNamedBy } from "../config/selectFiles.js";
import { compareText } from "../model/skillGroup.js";
import type { AgentFinding } from "../writeback/findings.js";
import { timesOf } from "../writeback/times.js";
import { type NewTable, tableReader } from "./accountFiles.js";
import type { Host } from "./host.js";
import { UserError } from "./userError.js";
import type { LoadedConfig } from "./workspace.js";

/**
 * Accounts may share files, which then mean something in each of them. That other groups change, too, is a warning; that
 * the other account's files would have an error is one.
 *
 * @param table one that is written together with them
 * @throws {UserError} `breaks-account`
 */
export async function inOtherAccounts(
  changed: ReadonlyMap<string, string>,
  edited: AccountEntry,
  { accounts, root }: LoadedConfig,
  host: Host,
  table?: Omit<NewTable, "table">,
): Promise<AgentFinding[]> {
  const findings: AgentFinding[] = [];
  for (const { name, groups, groupSources } of accounts) {
    if (name === edited.name || (changed.size === 0 && table === undefined)) continue;
    const { files, roots } = await findFiles(groups, host.files, groupSources, root);
    const known = new Set(files.map(({ path }) => path));
    const own = [...changed.keys()].filter((path) => known.has(path) || groups.some((one) => isNamedBy(one, path)));
    if (own.length === 0 && table === undefined) continue;
    const now = host.clock.now();
    const before = (await loadDesiredAt(files, { now, readTable: tableReader(host.files, roots).readTable })).desired;
    if (before === undefined) continue;
    const encoder = new TextEncoder();
    const texts = own.map((path) => ({ path, bytes: encoder.encode(changed.get(path)) }));
    const others = files.filter(({ path }) => !changed.has(path));
    // The other account may call other people by the names of the table.
    const anew = table && { place: table.place, path: table.path, text: table.text };
    const { readTable, texts: tables } = tableReader(host.files, roots, anew);
    const after = await loadDesiredAt([...others, ...texts].sort(byPath), { now, readTable });
    const paths = [...own, ...(table !== undefined && tables.has(table.path) ? [table.path] : [])];
    if (paths.length === 0) continue;
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
