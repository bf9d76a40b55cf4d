import { execFile } from "node:child_process";
import type { GitOptions, Host } from "../../engine/host.js";

/** Larger than any muster.yaml. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Node's word for more bytes than `maxBuffer`. */
const TOO_LONG = "ERR_CHILD_PROCESS_STDIO_MAXBUFFER";
/** Longer than any fetch of one commit takes. */
const TIMEOUT_MS = 60_000;

/**
 * What a checkout may not decide: which programs git starts. The folder may belong to another user, as in containers,
 * but a bare repository that a pull request brings along is not trusted. If a commit is not there, git asks the server
 * of the checkout's settings, as partial clones need it. Only over http and https: all other ways start a program that
 * the settings name.
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

/**
 * Variables that git needs; on Windows, without the last three it finds neither its programs nor its temporary files.
 */
const PASSED_ON = /^(?:PATH|HOME|https?_proxy|no_proxy|GIT_SSL_CAINFO|SystemRoot|TEMP|PATHEXT)$/i;

/**
 * The git of this machine: arguments as a list, never through a shell, and only those variables of the process that it
 * needs. Nothing in the files makes it run a program.
 */
export function nodeGit(working: string, env: Readonly<Record<string, string | undefined>>): Host["git"] {
  return (args, { folder = working, settings = {}, input = "", most = MOST_BYTES } = {}) =>
    new Promise((resolve) => {
      const { stdin } = execFile(
        "git",
        // Not as the working folder: a folder that does not exist would throw.
        ["--no-pager", "-C", folder, ...args],
        {
          env: environment(env, settings),
          timeout: TIMEOUT_MS,
          maxBuffer: most,
          encoding: "buffer",
          windowsHide: true,
        },
        (error, stdout, stderr) => {
          if (error === null) resolve({ stdout });
          else if (String(error.code) === TOO_LONG)
            resolve({ stdout, tooLong: true, detail: `it printed more than ${most} bytes` });
          else resolve({ stdout, missing: error.code === "ENOENT", detail: firstLine(stderr.toString("utf8")) });
        },
      );
      // A git that is not there, or has failed, reads nothing: that is its answer's business.
      stdin?.on("error", () => undefined);
      stdin?.end(input);
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
    // By the environment, not by `-c`: it is not shown in the machine's list of processes.
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
