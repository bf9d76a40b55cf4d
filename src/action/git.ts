import { execFile } from "node:child_process";

export interface GitOptions {
  readonly folder: string;
  /** Settings of this call, as `git -c` takes them; they are not shown among the machine's processes. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Runs git and gives back what it printed, without the last line's end; `undefined` where it fails or is not there. */
export type Git = (words: readonly string[], options: GitOptions) => Promise<string | undefined>;

/** Longer than any fetch of one commit takes. */
const TIMEOUT_MS = 60_000;

/**
 * What a checkout may not decide: which programs git starts. The folder may belong to somebody else, as in containers, and
 * a bare repository that a pull request brings along is none.
 */
const SETTINGS = {
  "safe.directory": "*",
  "safe.bareRepository": "explicit",
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "protocol.ext.allow": "never",
};

/** The git of this machine. It gets no variable of the workflow but those that it needs. */
export function gitOf(env: Readonly<Record<string, string | undefined>>): Git {
  return (words, { folder, settings = {} }) => {
    const all = Object.entries({ ...SETTINGS, ...settings });
    const own = {
      PATH: env["PATH"],
      HOME: env["HOME"],
      // Windows finds neither its programs nor its temporary files without these.
      SystemRoot: env["SystemRoot"],
      TEMP: env["TEMP"],
      ...Object.fromEntries(
        Object.entries(env).filter(([name]) => /^(?:https?_proxy|no_proxy|GIT_SSL_CAINFO)$/i.test(name)),
      ),
      GIT_TERMINAL_PROMPT: "0",
      GIT_OPTIONAL_LOCKS: "0",
      LC_ALL: "C",
      GIT_CONFIG_COUNT: String(all.length),
      ...Object.fromEntries(
        all.flatMap(([key, value], at) => [
          [`GIT_CONFIG_KEY_${at}`, key],
          [`GIT_CONFIG_VALUE_${at}`, value],
        ]),
      ),
    };
    return new Promise((resolve) => {
      execFile(
        "git",
        // Not as the working folder: one that is none throws.
        ["-C", folder, ...words],
        { env: own, timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 },
        (error, stdout) => resolve(error === null ? stdout.replace(/\r?\n$/, "") : undefined),
      );
    });
  };
}
