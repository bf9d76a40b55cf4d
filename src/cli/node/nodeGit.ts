import { execFile } from "node:child_process";
import type { GitOptions, Host } from "../../engine/host.js";

/** More than any muster.yaml has. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Longer than any fetch of one commit takes. */
const TIMEOUT_MS = 60_000;

/**
 * What a checkout may not decide: which programs git starts. The folder may belong to somebody else, as in containers, and
 * a bare repository that a pull request brings along is none. Where a commit is not there, git asks the server that the
 * checkout's settings name, as partial clones need it: by the web alone, since every other way starts a program of theirs.
 */
const SETTINGS = {
  "safe.directory": "*",
  "safe.bareRepository": "explicit",
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "core.alternateRefsCommand": "",
  "credential.helper": "",
  "protocol.allow": "never",
  ...Object.fromEntries(["ext", "fd", "file", "git", "ssh"].map((name) => [`protocol.${name}.allow`, "never"])),
  ...Object.fromEntries(["http", "https"].map((name) => [`protocol.${name}.allow`, "always"])),
};

/** Variables that git needs; on Windows it finds neither its programs nor its temporary files without the last three. */
const PASSED_ON = /^(?:PATH|HOME|https?_proxy|no_proxy|GIT_SSL_CAINFO|SystemRoot|TEMP|PATHEXT)$/i;

/**
 * The git of this machine: arguments as a list, never through a shell, and with no variable of the process but those that
 * it needs. Nothing of the files makes it run a program.
 */
export function nodeGit(working: string, env: Readonly<Record<string, string | undefined>>): Host["git"] {
  return (args, { folder = working, settings = {} } = {}) =>
    new Promise((resolve) => {
      execFile(
        "git",
        // Not as the working folder: one that is none throws.
        ["--no-pager", "-C", folder, ...args],
        {
          env: environment(env, settings),
          timeout: TIMEOUT_MS,
          maxBuffer: MOST_BYTES,
          encoding: "buffer",
          windowsHide: true,
        },
        (error, stdout, stderr) => {
          if (error === null) resolve({ stdout });
          else resolve({ stdout, missing: error.code === "ENOENT", detail: firstLine(stderr.toString("utf8")) });
        },
      );
    });
}

function environment(
  env: Readonly<Record<string, string | undefined>>,
  settings: NonNullable<GitOptions["settings"]>,
): Record<string, string | undefined> {
  const all = Object.entries({ ...SETTINGS, ...settings });
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.test(name))),
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    GIT_OPTIONAL_LOCKS: "0",
    LC_ALL: "C",
    // By the environment, and not by `-c`: what is there is not shown among the machine's processes.
    GIT_CONFIG_COUNT: String(all.length),
    ...Object.fromEntries(
      all.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  };
}

function firstLine(text: string): string {
  return (
    text
      .trim()
      .split("\n")[0]
      ?.replace(/^fatal: /, "") ?? ""
  );
}
