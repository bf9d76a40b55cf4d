import { execFile } from "node:child_process";
import type { Shell } from "./shell.js";

/** More than any muster.yaml has. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The real git, with arguments as a list and never through a shell. Nothing of the files makes it run a program. */
export function nodeGit(folder: string): Shell["git"] {
  return (args) =>
    new Promise((resolve) => {
      const options = { cwd: folder, maxBuffer: MOST_BYTES, encoding: "buffer", windowsHide: true } as const;
      execFile("git", ["--no-pager", ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve({ stdout });
        else resolve({ stdout, missing: error.code === "ENOENT", detail: firstLine(stderr.toString("utf8")) });
      });
    });
}

function firstLine(text: string): string {
  return (
    text
      .trim()
      .split("\n")[0]
      ?.replace(/^fatal: /, "") ?? ""
  );
}
