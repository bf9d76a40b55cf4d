import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import xterm from "@xterm/headless";
import { temporaryFolder } from "./temporaryFolder.js";

const MUSTER = fileURLToPath(new URL("../../dist/muster.js", import.meta.url));

/** util-linux's `script` gives a process a terminal; if it is missing, these tests cannot run. */
export const HAS_TERMINAL = spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux") === true;

/** A process on a real pseudo terminal, and what a person sees of it. */
export interface Terminal {
  /** Types; `\u0003` is Ctrl-C. */
  type(keys: string): void;
  /** Resolves once the text can be read on the screen or above it. */
  sees(text: string): Promise<void>;
  /** All lines, scrolled away or not, without trailing spaces. A line that the terminal had to wrap begins with `↪`. */
  lines(): string[];
  /** Makes the window narrower or wider: lines are wrapped again, and the process is told. */
  resize(columns: number): void;
  /** Every byte that was written. */
  raw(): string;
  /** The exit code, once the process has ended. */
  readonly ended: Promise<number | null>;
  readonly process: ChildProcess;
}

/** Runs muster in a terminal of that many columns, emulated by xterm's own code. */
export function onTerminal(
  args: readonly string[],
  { columns, env, cwd }: { columns: number; env: Readonly<Record<string, string | undefined>>; cwd: string },
): Terminal {
  const screen = new xterm.Terminal({ cols: columns, rows: 24, scrollback: 10_000, allowProposedApi: true });
  const tty = join(temporaryFolder("muster-tty-"), "name");
  const command = `tty > '${tty}'; stty cols ${columns} rows 24; exec ${[process.execPath, MUSTER, ...args].map(quoted).join(" ")}`;
  const child = spawn("script", ["-qefc", command, "/dev/null"], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let raw = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    raw += chunk;
    screen.write(chunk);
  });
  const lines = (): string[] => {
    const { active } = screen.buffer;
    return Array.from({ length: active.length }, (_, index) => active.getLine(index)).map((line) =>
      line === undefined ? "" : `${line.isWrapped ? "↪" : ""}${line.translateToString(true)}`,
    );
  };
  return {
    type: (keys) => void child.stdin.write(keys),
    sees: async (text) => {
      const until = performance.now() + 20_000;
      while (!lines().join("\n").includes(text)) {
        if (performance.now() > until) throw new Error(`never seen: ${text}\n${lines().join("\n").trim()}`);
        await sleep(20);
      }
    },
    lines,
    resize: (next) => {
      screen.resize(next, 24);
      spawnSync("stty", ["-F", readFileSync(tty, "utf8").trim(), "cols", String(next)]);
    },
    raw: () => raw,
    ended: new Promise((resolve) => {
      child.on("close", (code) => screen.write("", () => resolve(code)));
    }),
    process: child,
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
