import tab, { type Complete, ShellCompDirective } from "@bomb.sh/tab";
import addTo from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import type { DesiredState } from "../../config/desired.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Host } from "../../engine/host.js";
import { findProject } from "../../engine/project.js";
import { loadConfig, loadWorkspace } from "../../engine/workspace.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { BASH_COMPLETION } from "./bashCompletion.js";
import type { ShellName } from "./options.js";

/**
 * Names that a shell reads as they are. Others are not offered: a text in a file must never become a part of a command
 * line that the shell reads as more than one word.
 */
const PLAIN_WORD = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

/**
 * `muster completion <shell>`: prints a script for the shell. It runs at the start of every shell, so it reads no file.
 */
export async function completion(kind: ShellName, _: object, host: ConsoleHost): Promise<ExitCode> {
  if (kind === "bash") host.stdout.write(BASH_COMPLETION);
  else tab.setup("muster", "muster", kind);
  return EXIT.ok;
}

/** The library's own `completion` command, which is removed: ours is a command like the others. */
const LIBRARYS_OWN = "library-completion";

/**
 * Adds the command `complete`, which the shell's script calls at each TAB. Accounts, groups and agents come from the
 * files that muster would read here.
 */
export async function addCompletion(program: Command, host: ConsoleHost): Promise<void> {
  const names = await namesAtHand(host);
  addTo(program, { completionCommandName: LIBRARYS_OWN });
  tab.commands.delete(LIBRARYS_OWN);
  const offer = (words: readonly string[]) => (complete: Complete) => {
    for (const word of words) complete(word, "");
  };
  for (const command of tab.commands.values()) {
    const { options } = command;
    const account = options.get("account");
    const group = options.get("group");
    const failOn = options.get("fail-on");
    if (account !== undefined) account.handler = offer(names.accounts);
    for (const one of [group, options.get("from"), options.get("to")])
      if (one !== undefined) one.handler = offer(names.groups);
    if (failOn !== undefined) failOn.handler = offer(["warning", "guard"]);
    for (const [name, option] of options) if (TAKES_FILE.has(name)) option.handler = offerFiles;
    for (const argument of command.arguments.values()) {
      if (["paths", "dir", "result"].includes(argument.name)) argument.handler = offerFiles;
      if (argument.name === "agent") argument.handler = offer(names.agents);
      if (argument.name === "names") argument.handler = offer(names.groups);
    }
  }
}

const TAKES_FILE: ReadonlySet<string> = new Set(["against", "config", "file", "out", "plan", "seed", "state"]);

/** Leaves it to the shell, which completes files better. */
function offerFiles(): void {
  // The library answers "no files" no matter what a handler wants (0.0.22), so its answer is set here.
  Object.defineProperty(tab, "directive", {
    get: () => ShellCompDirective.ShellCompDirectiveDefault,
    set: () => undefined,
  });
}

interface Names {
  readonly accounts: readonly string[];
  readonly groups: readonly string[];
  readonly agents: readonly string[];
}

/** Agents by the names that the files give them, the others by number. */
function agentsOf({ agentNames, groups }: DesiredState): string[] {
  const numbers = groups.flatMap(({ members = [] }) => members.map(({ agentNumber }) => agentNumber));
  return [...agentNames.values(), ...numbers.filter((number) => !agentNames.has(number)).sort()];
}

/** The most that one TAB reads: bytes of all files, and entries of all folders. */
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_ENTRIES = 20_000;

/** The files, up to a small total: a person who presses TAB is waiting. */
function frugal(files: Host["files"]): Host["files"] {
  let left = MOST_BYTES;
  return {
    ...files,
    yamlFilesBelow: (folder, root) => files.yamlFilesBelow(folder, root, MOST_ENTRIES),
    read: async (path, confines) => {
      const bytes = await files.read(path, { ...confines, most: left });
      left -= bytes.length;
      return bytes;
    },
  };
}

/** The names in the folder's files. If files are broken or too large, only the others are completed. */
async function namesAtHand(real: ConsoleHost): Promise<Names> {
  const project = await findProject(real).catch(() => ({ host: real }));
  // Not copied: a copy would open what is opened only at its first use.
  const host = Object.create(project.host, { files: { value: frugal(project.host.files) } }) as ConsoleHost;
  const config = await loadConfig({ host }).catch(() => undefined);
  const workspace = await loadWorkspace({ host, paths: [], several: true }).catch(() => undefined);
  const states = workspace?.accounts.flatMap(({ desired }) => (desired === undefined ? [] : [desired])) ?? [];
  const plain = (words: Iterable<string>): string[] => [...new Set(words)].filter((word) => PLAIN_WORD.test(word));
  return {
    accounts: plain(config?.accounts.map(({ name }) => name) ?? []),
    groups: plain(states.flatMap(({ groups }) => groups.map(({ displayName }) => displayName))),
    agents: plain(states.flatMap(agentsOf)),
  };
}
