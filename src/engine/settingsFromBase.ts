import { committedFile } from "../cli/node/committedFile.js";
import type { ConfigFinding } from "../config/findings.js";
import { writtenGuard } from "../config/limits.js";
import { type AccountEntry, type LoadedMusterFile, loadMusterFile, type MusterFile } from "../config/musterFile.js";
import type { GuardSettings } from "../config/settings.js";
import { changedSettings } from "../config/settingsOf.js";
import type { Shell } from "./host.js";

/**
 * `muster.yaml` with the settings of a commit: accounts, limits and what is left out are the base's, so that a pull request
 * cannot send calls elsewhere or hide groups. Which files are an account's, the guards and the policies are the head's. What
 * it changes of the settings takes effect after the merge; guards that it changes count at once. Both are said.
 *
 * @throws {UserError} the commit cannot be read
 */
export async function settingsFromBase(
  head: LoadedMusterFile,
  ref: string,
  path: string,
  shell: Pick<Shell, "git" | "folder">,
): Promise<LoadedMusterFile> {
  const base = loadMusterFile(await committedFile(ref, path, shell), path);
  const said: ConfigFinding[] = [
    ...guardFindings(base.musterFile, head.musterFile),
    ...changedSettings(base.settings, head.settings).map(
      ({ setting, change, at }): ConfigFinding => ({
        code: "after-merge",
        severity: "warning",
        args: { setting, change, ref },
        ...(at === undefined ? {} : { source: at }),
      }),
    ),
  ];
  const merged = base.musterFile && head.musterFile && merge(base.musterFile, head.musterFile);
  return {
    ...(merged && { musterFile: merged }),
    settings: base.settings,
    // An error of the base is its own; whoever mends it with this change sees it all the same.
    findings: [...said, ...head.findings, ...base.findings],
    texts: new Map([...base.texts, ...head.texts]),
  };
}

function merge(base: MusterFile, head: MusterFile): MusterFile {
  const accounts = base.accounts.map((account): AccountEntry => {
    const own = head.accounts.find(({ name }) => name === account.name);
    return own === undefined ? account : { ...account, groups: own.groups, groupSources: own.groupSources };
  });
  return { ...head, accounts, ignore: base.ignore };
}

/** Guards that the head sets otherwise than the base. */
function guardFindings(base: MusterFile | undefined, head: MusterFile | undefined): ConfigFinding[] {
  if (base === undefined || head === undefined) return [];
  return GUARDS.flatMap((guard): ConfigFinding[] => {
    const [before, limit] = [writtenGuard(base.guards[guard]), writtenGuard(head.guards[guard])];
    if (before === limit) return [];
    const at = head.guardSources.get(guard);
    return [
      {
        code: "guard-changed",
        severity: "warning",
        args: { guard, before, limit },
        ...(at === undefined ? {} : { source: at }),
      },
    ];
  });
}

const GUARDS = [
  "maxRemovals",
  "maxEmptied",
  "maxCreates",
  "minClaiming",
] as const satisfies readonly (keyof GuardSettings)[];
