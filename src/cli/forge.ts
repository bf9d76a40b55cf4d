import { posix } from "node:path";
import type { Source } from "../model/source.js";
import type { Shell } from "./shell.js";

/** Where the files of this run can be looked at, by line. */
export interface Forge {
  /** From a path of the working folder to one of the repository's root. */
  readonly fromRoot: (file: string) => string;
  readonly linkTo?: (source: Source) => string | undefined;
}

/**
 * Learns from what CI systems tell their jobs where the repository is and which commit is checked out. Elsewhere
 * `MUSTER_SOURCE_URL` says it: an address with `{file}` and `{line}`.
 */
export async function openForge(shell: Shell): Promise<Forge> {
  const { env } = shell;
  const root = env["GITHUB_WORKSPACE"] ?? env["CI_PROJECT_DIR"] ?? env["WORKSPACE"];
  const fromRoot = (file: string): string => pathFromRoot(file, root, shell.folder);
  const template = env["MUSTER_SOURCE_URL"] ?? (await githubTemplate(shell)) ?? gitlabTemplate(env);
  // Nothing but an address of the web may become a link.
  if (template === undefined || !/^https?:\/\/\S+$/.test(template)) return { fromRoot };
  return {
    fromRoot,
    linkTo: ({ file, line }) => {
      const path = fromRoot(file);
      if (path.startsWith("../") || posix.isAbsolute(path)) return undefined;
      const encoded = path.split("/").map(encodePart).join("/");
      return template.replaceAll("{file}", encoded).replaceAll("{line}", String(line));
    },
  };
}

/** Of a pull request the author's commit is shown, not the trial merge that the job has checked out. */
async function githubTemplate({ env, files }: Shell): Promise<string | undefined> {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_EVENT_PATH: event } = env;
  if (server === undefined || repository === undefined || sha === undefined) return undefined;
  const head = event === undefined ? undefined : await headOf(event, files);
  return `${server}/${head?.repository ?? repository}/blob/${head?.sha ?? sha}/{file}#L{line}`;
}

interface Head {
  readonly sha: string;
  readonly repository: string;
}

async function headOf(path: string, files: Shell["files"]): Promise<Head | undefined> {
  try {
    const event = JSON.parse(new TextDecoder().decode(await files.read(path))) as {
      pull_request?: { head?: { sha?: unknown; repo?: { full_name?: unknown } | null } };
    };
    const head = event.pull_request?.head;
    const [sha, repository] = [head?.sha, head?.repo?.full_name];
    return typeof sha === "string" && typeof repository === "string" ? { sha, repository } : undefined;
  } catch {
    return undefined; // links are a convenience
  }
}

function gitlabTemplate(env: Shell["env"]): string | undefined {
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: commit, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: branch } = env;
  const sha = branch === undefined || branch === "" ? commit : branch;
  return project === undefined || sha === undefined ? undefined : `${project}/-/blob/${sha}/{file}#L{line}`;
}

function pathFromRoot(file: string, root: string | undefined, folder: string): string {
  if (root === undefined || root === "") return file;
  const path = posix.relative(slashes(root), posix.resolve(slashes(folder), slashes(file)));
  return path.startsWith("../") ? file : path;
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}

/** A part of a path as an address has it; a lone surrogate, which has no encoding, becomes the replacement character. */
function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
