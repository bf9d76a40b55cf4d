import { dirname, relative, resolve, sep } from "node:path";
import { isWithin } from "../config/files.js";
import { MAX_FILE_BYTES } from "../config/findFiles.js";
import type { ConfigFinding } from "../config/findings.js";
import { declaredIn } from "../config/loadDesired.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { Host } from "./host.js";

/** Folders and files that are looked at. What is asked for is a hint: a large repository must not wait for it. */
const MOST_ENTRIES = 20_000;
/** Bytes of files that are read. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Without a `muster.yaml`, a run knows no other files than those it was given. Where these use names that other files of the
 * account may well define, that is one error, and not one for each name. Those are the files below the working folder, where
 * paths chose among them, and those that lie in the folders above it. Any others of the repository may be of another account.
 *
 * @param read the files of the run, by path
 * @param isChoice the files were given as paths
 * @returns the findings, where names were found elsewhere with one error instead of those
 */
export async function pointElsewhere(
  findings: readonly ConfigFinding[],
  read: ReadonlySet<string>,
  { host, root, isChoice }: { readonly host: Pick<Host, "files">; readonly root: string; readonly isChoice: boolean },
): Promise<readonly Finding[]> {
  const unknown = new Set(findings.flatMap((finding) => nameIn(finding) ?? []));
  if (unknown.size === 0) return findings;
  const found = new Map<string, string>();
  let left = MOST_BYTES;
  const here = await host.files.placeOf(".");
  const top = relative(here, root).replaceAll(sep, "/") || ".";
  const { files } = await host.files.yamlFilesBelow(top, root, MOST_ENTRIES).catch(() => ({ files: [] }));
  const places = new Set(await Promise.all([...read].map((path) => host.files.placeOf(path).catch(() => path))));
  for (const path of files) {
    const folder = dirname(resolve(here, path));
    const isAbove = folder !== here && isWithin(folder, here);
    if (!isAbove && !(isChoice && isWithin(here, folder))) continue;
    if (places.has(await host.files.placeOf(path).catch(() => path))) continue;
    const bytes = await host.files.read(path, { root, most: Math.min(left, MAX_FILE_BYTES) }).catch(() => undefined);
    if (bytes === undefined) continue;
    left -= bytes.length;
    const { agents, teams } = declaredIn([{ path, bytes }]);
    for (const key of [
      ...agents.map(({ alias }) => keyOf("agent", alias)),
      ...teams.map(({ team }) => keyOf("team", team)),
    ])
      if (unknown.has(key) && !found.has(key)) found.set(key, path);
  }
  if (found.size === 0) return findings;
  const names = [...found.keys()].map((key) => key.slice(key.indexOf(" ") + 1));
  // Not by way of the top and back, where there is a shorter one.
  const shortest = (path: string): string => relative(here, resolve(here, path)).replaceAll(sep, "/");
  const args = {
    files: [...new Set([...found.values()].map(shortest))].sort(),
    names: [...new Set(names)].sort(),
    isChoice,
  };
  const rest = findings.filter((finding) => !found.has(nameIn(finding) ?? ""));
  return [{ code: "definitions-left-out", severity: "error", args }, ...rest];
}

/** The name that a finding says is not defined, with its kind. */
function nameIn(finding: ConfigFinding): string | undefined {
  if (finding.code === "unknown-agent-name") return keyOf("agent", finding.args.name);
  return finding.code === "unknown-team" ? keyOf("team", finding.args.team) : undefined;
}

function keyOf(kind: "agent" | "team", name: string): string {
  return `${kind} ${name}`;
}
