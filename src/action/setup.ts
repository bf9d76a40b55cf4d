import { join } from "node:path";
import { chooseLanguage } from "../cli/arguments/language.js";
import type { Host } from "../engine/host.js";
import { MUSTER_VERSION } from "../engine/version.js";
import type { Language } from "../report/messages/catalogue.js";
import { actionWordsOf } from "./words.js";

/** Where the command line lies, seen from the action's folder: in a release's own tree, and in the archive. */
const PROGRAMS = ["muster/muster.js", "../../../dist/muster.js"];

/** The action as the runner started it: with its own Node, from the folder of the bundle. */
export interface Started {
  readonly node: string;
  readonly folder: string;
}

/**
 * Puts the command `muster` on the PATH of the job's later steps. It runs with the Node that runs actions, so the job
 * needs none of its own.
 *
 * @returns what to say, and whether it is done
 */
export async function setUp(
  { node, folder }: Started,
  { env, files, machine }: Pick<Host, "env" | "files" | "machine">,
  language: Language | undefined,
): Promise<{ readonly isDone: boolean; readonly said: string }> {
  const words = actionWordsOf(chooseLanguage(language, env));
  const { RUNNER_TEMP: temporary, GITHUB_PATH: path } = env;
  if (!temporary || !path) return { isDone: false, said: words.noRunner };
  const places = PROGRAMS.map((one) => join(folder, one));
  const kinds = await Promise.all(places.map((place) => files.kind(place)));
  const program = places.find((_, index) => kinds[index] === "file");
  if (program === undefined) return { isDone: false, said: words.noProgram(folder) };
  const bin = join(temporary, `muster-${machine.owner}`);
  await files.makeFolder(bin);
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  await files.write(join(bin, "muster"), `#!/bin/sh\nexec ${quoted(node)} ${quoted(program)} "$@"\n`, { mode: 0o755 });
  const forWindows = (text: string) => `"${text.replaceAll("%", "%%")}"`;
  await files.write(join(bin, "muster.cmd"), `@${forWindows(node)} ${forWindows(program)} %*\r\n`);
  await files.append(path, `${bin}\n`);
  return { isDone: true, said: words.ready(MUSTER_VERSION) };
}
