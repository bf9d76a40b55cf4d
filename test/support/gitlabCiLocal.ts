import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type StarterFile, starterFiles } from "../../src/cli/starter/starterFiles.js";
import { commitAll, git } from "../action/repository.js";
import { QUICK_LIMITS, ROOT } from "./cli.js";
import { ACCOUNT, SECRET, type World } from "./simulated.js";

const GITLAB_CI_LOCAL = createRequire(import.meta.url).resolve("gitlab-ci-local");
const SET_METHODS = fileURLToPath(new URL("setMethods.mjs", import.meta.url));
const ADDRESS = "https://gitlab.example/o/r.git";

/** What the jobs find instead of the network: the built muster, no packages to install, and copies without rsync. */
const PROGRAMS: Readonly<Record<string, string>> = {
  npx: `test "$1 $2" = "--no-install muster" || exit 127\nshift 2\nexec "${process.execPath}" "${ROOT}/dist/muster.js" "$@"`,
  // As in the image.
  muster: `exec "${process.execPath}" "${ROOT}/dist/muster.js" "$@"`,
  npm: `test "$*" = "ci --ignore-scripts --cache .npm --prefer-offline"`,
  rsync: [
    "list= from= to= skip=",
    "for one; do",
    '  if [ -n "$skip" ]; then skip=; continue; fi',
    '  case "$one" in',
    "    --files-from=*) list=${one#*=} ;;",
    "    --exclude) skip=1 ;;",
    "    -*) ;;",
    "    *) from=$to to=$one ;;",
    "  esac",
    "done",
    'mkdir -p "$to"',
    'if [ -n "$list" ]; then tar -c -C "$from" -T "$list" | tar -x -C "$to"',
    'elif [ -f "$from" ]; then cp "$from" "$to"',
    'else tar -c -C "$from" --exclude=./.gitlab-ci-local . | tar -x -C "$to"; fi',
  ].join("\n"),
};

export interface Pipeline {
  readonly variables?: Readonly<Record<string, string>>;
  /** These jobs only, as a person starts them; all that start by themselves where left out. */
  readonly jobs?: readonly string[];
  /** Manual jobs that are started in the same pipeline, after those that start by themselves. */
  readonly manual?: readonly string[];
}

export interface PipelineRun {
  /** `passed`, `failed 3` or `warned 2`, by job. */
  readonly jobs: Readonly<Record<string, string>>;
  readonly log: string;
}

export interface GitlabRepository {
  /** Commits everything and pushes it; returns the commit. */
  push(): string;
  /** Runs a pipeline of what is checked out. Each job has a folder of its own, each pipeline a new home. */
  run(pipeline?: Pipeline): Promise<PipelineRun>;
  /** An artifact of a job, as its last run left it. */
  artifact(job: string, path: string): Promise<string>;
  /** GitLab's variables for a pipeline of `main`, and of a merge request. */
  readonly main: Readonly<Record<string, string>>;
  readonly mergeRequest: Readonly<Record<string, string>>;
}

/** A repository as `muster init --ci gitlab` makes it, with a remote, and the runner of the package `gitlab-ci-local`. */
export async function gitlabRepository(
  { folder, simulator }: World,
  onFinished: (clear: () => Promise<void>) => void,
  files: readonly StarterFile[] = starterFiles(["gitlab"]),
): Promise<GitlabRepository> {
  const place = await mkdtemp(join(tmpdir(), "muster-gitlab-"));
  onFinished(() => rm(place, { recursive: true, force: true }));
  for (const [name, script] of Object.entries(PROGRAMS)) {
    await mkdir(join(place, "bin"), { recursive: true });
    await writeFile(join(place, "bin", name), `#!/bin/sh\n${script}\n`);
    await chmod(join(place, "bin", name), 0o755);
  }
  for (const { path, text } of files.filter(({ path }) => /^\.(?:gitlab|templates)/.test(path))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  // A whole path, since gitlab-ci-local wants the address of a forge.
  await writeFile(join(place, "gitconfig"), `[url "${place}/remote.git"]\n\tinsteadOf = ${ADDRESS}\n`);
  git(place, "init", "-q", "--bare", "remote.git");
  git(place, "--git-dir=remote.git", "config", "uploadpack.allowAnySHA1InWant", "true");
  commitAll(folder);
  git(folder, "remote", "add", "origin", ADDRESS);
  const push = () => {
    const commit = commitAll(folder);
    git(folder, "push", "-q", "-f", `${place}/remote.git`, "HEAD:main");
    git(folder, "update-ref", "refs/remotes/origin/main", commit);
    git(folder, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    return commit;
  };
  // Git lists it, too, when it is asked for `refs/heads/main`.
  git(folder, "push", "-q", `${place}/remote.git`, "HEAD:refs/heads/x/refs/heads/main");
  push();
  const run = async ({ variables = {}, jobs = [], manual = [] }: Pipeline = {}): Promise<PipelineRun> => {
    const all: Record<string, string> = {
      MUSTER_HOST: simulator.url,
      MUSTER_ACCOUNT_ID: ACCOUNT,
      MUSTER_API_SECRET: SECRET,
      MUSTER_LIMITS: QUICK_LIMITS,
      MUSTER_SETTLE: "3s",
      CI_PROJECT_ID: "1",
      ...variables,
    };
    const predefined = Object.keys(all).filter((name) => name.startsWith("CI_"));
    const flags = [
      ...["--force-shell-executor", "--shell-isolation", "--no-artifacts-to-source"],
      ...["--no-json-schema-validation", "--no-color"],
      ...["--concurrency", "1", "--ignore-predefined-vars", predefined.join(",")],
      ...manual.flatMap((job) => ["--manual", job]),
      ...Object.entries(all).flatMap(([name, value]) => ["--variable", `${name}=${value}`]),
    ];
    const child = spawn(process.execPath, ["--import", SET_METHODS, GITLAB_CI_LOCAL, ...flags, ...jobs], {
      cwd: folder,
      env: {
        PATH: `${join(place, "bin")}:${process.env["PATH"]}`,
        HOME: await mkdtemp(join(place, "home-")),
        GIT_CONFIG_GLOBAL: join(place, "gitconfig"),
        GIT_CONFIG_SYSTEM: "/dev/null",
        MUSTER_LANG: "en",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log = (await Promise.all([text(child.stdout), text(child.stderr)])).join("");
    const ended = [...log.matchAll(/^(muster-[\w-]+) +finished in [\d.]+ \w+(?: +(FAIL|WARN) (\d+))?/gm)];
    const word = { FAIL: "failed", WARN: "warned" } as const;
    return {
      log,
      jobs: Object.fromEntries(
        ended.map(([, name = "", kind, code]) => [
          name,
          kind === undefined ? "passed" : `${word[kind as keyof typeof word]} ${code}`,
        ]),
      ),
    };
  };
  return {
    push,
    run,
    artifact: (job, path) => readFile(join(folder, ".gitlab-ci-local/artifacts", job, path), "utf8"),
    main: { CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main", CI_PIPELINE_SOURCE: "push" },
    mergeRequest: {
      CI_COMMIT_BRANCH: "",
      CI_DEFAULT_BRANCH: "main",
      CI_PIPELINE_SOURCE: "merge_request_event",
      CI_MERGE_REQUEST_IID: "5",
      CI_MERGE_REQUEST_PROJECT_ID: "1",
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1",
    },
  };
}
