import { writeFile } from "node:fs/promises";
import { dirname, posix } from "node:path";
import { isWithin } from "../../config/files.js";
import { SETTINGS_FILE } from "../../config/findFiles.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { UserError } from "../../engine/userError.js";
import { MUSTER_VERSION, RELEASED_FROM } from "../../engine/version.js";
import { jsonLine } from "../../report/json.js";
import { makeFolder } from "../../state/folders.js";
import type { CiChoice, CommonOptions, InitPart } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { Output } from "../output/output.js";
import { cannotWrite, saveFile } from "../output/saveFile.js";
import { readGitConfig, suggestedBy, systemsOf } from "../starter/ciSystems.js";
import { initText } from "../starter/initText.js";
import { starterFiles } from "../starter/starterFiles.js";
import { chooseWays, namesMuster } from "../starter/ways.js";

interface InitOptions extends Pick<CommonOptions, "lang" | "format" | "color" | "verbose" | "quiet"> {
  /** Absent: what the folder's git remote suggests. */
  readonly ci?: CiChoice;
  /** Write this part alone. */
  readonly only?: InitPart;
  /** The release of the action that GitHub's workflows use. */
  readonly action?: string;
  /** The container that GitLab's jobs run in. */
  readonly image?: string;
}

/**
 * Writes a file, with the folders above it, unless something has its name already: the system itself makes sure of
 * that.
 */
export type WriteNew = (path: string, text: string) => Promise<"written" | "kept">;

/** On the real disk. A link to nothing counts as existing. */
export const writeNewFile: WriteNew = async (path, text) => {
  await makeFolder(dirname(path), 0o777);
  try {
    await writeFile(path, text, { flag: "wx" });
    return "written";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return "kept";
    throw error;
  }
};

/**
 * `muster init`: a repository to start with. Existing files stay as they are, but for schemas that are to be renewed. In a
 * repository that has begun, nothing is written but the parts that are asked for.
 */
export async function init(
  folder: string,
  options: InitOptions,
  host: ConsoleHost,
  write: WriteNew = writeNewFile,
): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const asked = ciOf(options);
    const ci = asked ?? suggestedBy(await readGitConfig(folder, host.folder, host.files));
    // Nothing is written through a link that leads out of the folder, not even into an empty place.
    const root = await host.files.rootOf(folder, await host.files.rootOf("."));
    const { only } = options;
    // What somebody has removed from a repository of theirs must not come back.
    const isNew = only === undefined && !(await isThere(posix.join(folder, SETTINGS_FILE), host));
    const parts: readonly InitPart[] = only !== undefined ? [only] : asked === undefined ? [] : ["ci"];
    const isPackage = namesMuster(await packageJsonOf(folder, root, host));
    const release = RELEASED_FROM === undefined ? undefined : `${RELEASED_FROM}@v${MUSTER_VERSION}`;
    const ways = chooseWays({ action: options.action, image: options.image, isPackage, release });
    const written: string[] = [];
    const renewed: string[] = [];
    const kept: string[] = [];
    const left = new Set<InitPart>();
    for (const { path, text, part } of starterFiles(systemsOf(ci), ways)) {
      const place = posix.join(folder, path);
      if (!isNew && (part === undefined || !parts.includes(part))) {
        if (await isThere(place, host)) kept.push(place);
        else if (part !== undefined) left.add(part);
        continue;
      }
      if (!isWithin(root, await host.files.placeOf(posix.dirname(place))))
        throw new UserError([{ code: "path-outside", severity: "error", args: { path: place } }]);
      const outcome = await write(place, text).catch((error: unknown) => {
        throw cannotWrite(place, error);
      });
      if (outcome === "kept" && only === "schemas" && (await isOlderSchema(place, text, host))) {
        await saveFile(place, text, host, { root });
        renewed.push(place);
      } else (outcome === "written" ? written : kept).push(place);
    }
    const done = { folder, written, renewed, kept, left: [...left] };
    output.print(
      output.format === "json"
        ? `${jsonLine({ formatVersion: "1.0", kind: "init", ...done })}\n`
        : initText(
            {
              ...done,
              ci,
              asked: asked !== undefined,
              isNew,
              ways: systemsOf(ci).map((system) => [system, ways[system]]),
              isPackage,
              version: MUSTER_VERSION,
            },
            output.textOptions(),
          ),
    );
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

/**
 * The CI systems that were asked for; `--action` and `--image` ask for theirs.
 *
 * @throws {UserError} a flag for a system that nothing is written for
 */
function ciOf({ ci, only, action, image }: InitOptions): CiChoice | undefined {
  const flags = [action === undefined ? [] : ["--action"], image === undefined ? [] : ["--image"]].flat();
  const idle = only !== undefined && only !== "ci" ? flags : [];
  if (idle.length > 0) throw clash([`--only ${only}`, ...idle]);
  const systems = ci === undefined ? undefined : systemsOf(ci);
  if (action !== undefined && systems?.includes("github") === false) throw clash([`--ci ${ci}`, "--action"]);
  if (image !== undefined && systems?.includes("gitlab") === false) throw clash([`--ci ${ci}`, "--image"]);
  if (ci !== undefined || flags.length === 0) return ci;
  if (flags.length === 2) return "all";
  return action === undefined ? "gitlab" : "github";
}

function clash(flags: readonly string[]): UserError {
  return new UserError([{ code: "flags-clash", severity: "error", args: { flags: [...flags] } }]);
}

/** Absent where it cannot be read: it says nothing then. */
function packageJsonOf(folder: string, root: string, { files }: ConsoleHost): Promise<string | undefined> {
  return files.read(posix.join(folder, "package.json"), { root }).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
}

/** A link to nothing is there, too. */
async function isThere(path: string, { files }: ConsoleHost): Promise<boolean> {
  const kind = await files
    .kind(path)
    .catch(({ code }: NodeJS.ErrnoException) => (code === "ENOENT" ? "link" : "missing"));
  return kind !== "missing";
}

/** Is a file the same schema of another version of muster? Only such a file is muster's own, to be written anew. */
async function isOlderSchema(path: string, text: string, { files }: ConsoleHost): Promise<boolean> {
  const titleOf = (json: string) => (JSON.parse(json) as { title?: unknown } | null)?.title;
  try {
    const before = new TextDecoder().decode(await files.read(path));
    return before !== text && titleOf(before) === titleOf(text);
  } catch {
    return false;
  }
}
