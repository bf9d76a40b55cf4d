import { posix, win32 } from "node:path";
import type { Host } from "../../engine/host.js";
import type { Source } from "../../model/source.js";

/** Where the files of this run can be read in a browser, by line. */
export interface Forge {
  /** Turns a path of the working folder into one of the repository's root. */
  readonly fromRoot: (file: string) => string;
  readonly linkTo?: (source: Source) => string | undefined;
}

/**
 * Finds out where the repository is and which commit is checked out, from the variables that CI systems set. Elsewhere
 * `MUSTER_SOURCE_URL` says it: an address with `{file}` and `{line}`.
 */
export async function openForge(host: Pick<Host, "env" | "files" | "folder">): Promise<Forge> {
  const { env } = host;
  const root = env["GITHUB_WORKSPACE"] ?? env["CI_PROJECT_DIR"] ?? env["WORKSPACE"];
  const inRepository = (file: string): string | undefined => pathFromRoot(file, root, host.folder);
  const fromRoot = (file: string): string => inRepository(file) ?? file;
  const template = env["MUSTER_SOURCE_URL"] ?? (await githubTemplate(host)) ?? gitlabTemplate(env);
  // Only a web address may become a link.
  if (template === undefined || !/^https?:\/\/\S+$/.test(template)) return { fromRoot };
  return {
    fromRoot,
    linkTo: ({ file, line }) => {
      const path = inRepository(file);
      if (path === undefined) return undefined;
      const encoded = path.split("/").map(encodePart).join("/");
      return template.replaceAll("{file}", encoded).replaceAll("{line}", String(line));
    },
  };
}

/** For a pull request: the author's commit, not the trial merge that the job has checked out. */
async function githubTemplate({ env, files }: Pick<Host, "env" | "files">): Promise<string | undefined> {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_EVENT_PATH: event } = env;
  if (server === undefined || repository === undefined || sha === undefined) return undefined;
  const head = event === undefined ? undefined : await headOf(event, files);
  return `${server}/${head?.repository ?? repository}/blob/${head?.sha ?? sha}/{file}#L{line}`;
}

interface Head {
  readonly sha: string;
  readonly repository: string;
}

async function headOf(path: string, files: Host["files"]): Promise<Head | undefined> {
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

function gitlabTemplate(env: Host["env"]): string | undefined {
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: commit, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: branch } = env;
  const sha = branch === undefined || branch === "" ? commit : branch;
  return project === undefined || sha === undefined ? undefined : `${project}/-/blob/${sha}/{file}#L{line}`;
}

/** `undefined` for a file outside of the root. If the root is not known, it is the working folder. */
function pathFromRoot(file: string, root: string | undefined, folder: string): string | undefined {
  const top = root === undefined || root === "" ? folder : root;
  // On other systems `D:/a` is a folder's name.
  const path = /^[A-Z]:/i.test(top)
    ? win32.relative(top, win32.resolve(folder, file))
    : posix.relative(top, posix.resolve(folder, slashes(file)));
  return /^\.\.[\\/]/.test(path) || win32.isAbsolute(path) ? undefined : slashes(path);
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}

/** A part of a path as addresses write it. A lone surrogate cannot be encoded; it becomes the replacement character. */
function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
