import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { muster, ROOT } from "../support/cli.js";
import { world } from "../support/simulated.js";

const MUSTER = join(ROOT, "dist/muster.js");
const YAML = `version: 1
agents:
  li.na: { number: "8001", name: 李娜 }
groups:
  - displayName: 售前
    members: [li.na]
  - displayName: "$(touch pwned)"
    members: ["8000"]
`;

/** What a shell would offer, and what it is told to do besides. */
async function completed(words: readonly string[], cwd: string) {
  const { code, stdout, stderr } = await muster(["complete", "--", ...words], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  return { offers: lines.slice(0, -1).map((line) => line.split("\t")[0]), files: lines.at(-1) === ":0" };
}

describe("completion", () => {
  test("offers commands, flags and words", async () => {
    const { folder } = await world([], YAML);
    expect((await completed(["pl"], folder)).offers).toEqual(["plan"]);
    expect((await completed(["plan", "--det"], folder)).offers).toEqual(["--detailed-exitcode"]);
    expect((await completed(["plan", "--format", "m"], folder)).offers).toEqual(["markdown"]);
    expect((await completed(["plan", "--fail-on", ""], folder)).offers).toEqual(["warning", "guard"]);
    expect((await completed(["who", "8001", "--format", ""], folder)).offers).toEqual(["text", "json"]);
  });

  test("offers what the files name, but nothing that a shell would read as more than a word", async () => {
    const { folder } = await world([], YAML);
    expect((await completed(["plan", "--group", ""], folder)).offers).toEqual(["售前"]);
    expect((await completed(["who", ""], folder)).offers).toEqual(["李娜", "8000"]);
  });

  test("leaves files to the shell", async () => {
    const { folder } = await world([], YAML);
    expect(await completed(["validate", "gr"], folder)).toEqual({ offers: [], files: true });
    expect(await completed(["plan", "--out", ""], folder)).toEqual({ offers: [], files: true });
    expect(await completed(["plan", "--against", ""], folder)).toEqual({ offers: [], files: true });
    expect(await completed(["revert", ""], folder)).toEqual({ offers: [], files: true });
    expect((await completed(["plan", "--format", ""], folder)).files).toBe(false);
  });

  test("describes every flag as its help does", async () => {
    const { stdout } = await muster(["complete", "--", "fmt", "--he"], { env: { MUSTER_LANG: "zh" } });
    expect(stdout).toBe("--help\t显示帮助\n:4\n");
  });

  test("works where the files are broken", async () => {
    const { folder } = await world([], "version: 1\ngroups: [\n");
    expect((await completed(["fm"], folder)).offers).toEqual(["fmt"]);
  });

  test.each(["bash", "zsh", "fish"])("prints a script for %s", async (shell) => {
    const { code, stdout } = await muster(["completion", shell]);
    expect(code).toBe(0);
    expect(stdout).toContain("muster complete --");
  });

  test("knows no other shell", async () => {
    const run = await muster(["completion", "csh"]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("Expected one of bash, zsh, fish.") });
  });
});

/**
 * What each shell is told to do with the script: bash as it calls a completion function, without the package
 * bash-completion; zsh with its menu replaced by a list; fish as it completes a line by itself.
 */
const SHELLS: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) => [
    "--norc",
    "-c",
    `source <(muster completion bash); COMP_WORDS=(muster "$@"); COMP_CWORD=$#; __muster_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
    "bash",
    ...words,
  ],
  zsh: (words) => [
    "-fc",
    `compdef() { : }; _files() { : }; _describe() { print -l -- "\${completions[@]}" }; source <(muster completion zsh)
     words=(muster "$@"); CURRENT=\${#words}; _muster; true`,
    "zsh",
    ...words,
  ],
  fish: (words) => ["--no-config", "-c", `muster completion fish | source; complete -C "muster ${words.join(" ")}"`],
};
const INSTALLED = Object.keys(SHELLS).filter((shell) => spawnSync(shell, ["--version"]).status === 0);

/** What a shell offers after these words, in a folder of its own. */
async function offeredBy(shell: string, words: readonly string[]) {
  const { folder } = await world([], YAML);
  const bin = join(folder, ".bin");
  await mkdir(bin);
  await writeFile(join(bin, "muster"), `#!/bin/sh\nexec '${process.execPath}' '${MUSTER}' "$@"\n`, { mode: 0o755 });
  const { stdout, stderr } = spawnSync(shell, SHELLS[shell]?.(words) ?? [], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${bin}:${process.env["PATH"]}`, HOME: folder, LC_ALL: "C.UTF-8" },
  });
  // fish has its say on terminals that it does not know.
  if (shell !== "fish") expect(stderr).toBe("");
  const lines = stdout.split("\n").map((line) => line.split(/\t|(?<=.):/)[0] ?? "");
  return { folder, offers: lines.filter((line) => line !== "") };
}

describe.each(Object.keys(SHELLS))("in a real %s", (shell) => {
  test.skipIf(!INSTALLED.includes(shell)).each([
    [["pl"], "plan"],
    [["plan", "--det"], "--detailed-exitcode"],
    [["plan", "--format", "mark"], "markdown"],
    [["status", "售"], "售前"],
    [["who", "80"], "8000"],
  ])("completes %j", { timeout: 30_000 }, async (words, offer) => {
    expect((await offeredBy(shell, words)).offers).toEqual([offer]);
  });
});

describe.skipIf(!INSTALLED.includes("bash"))("the script for bash", () => {
  test("takes = for no word", async () => {
    expect((await offeredBy("bash", ["plan", "--format", "=", "mark"])).offers).toEqual(["markdown"]);
    expect((await offeredBy("bash", ["plan", "--lang", "="])).offers).toEqual(["en", "zh"]);
  });

  test("runs nothing that stands on the line", async () => {
    const { folder, offers } = await offeredBy("bash", ["plan", "--group", '"$(touch pwned)"', "--det"]);
    expect(offers).toEqual(["--detailed-exitcode"]);
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });
});

test("every command's help ends with examples that the command understands", async () => {
  const { stdout } = await muster(["--help"]);
  const names = [...stdout.matchAll(/^ {2}(\w+) .*$/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => /^[a-z]/.test(name));
  expect(names).toContain("plan");
  for (const name of names) {
    const help = await muster([name, "--help"]);
    expect(help.stdout, name).toContain("Examples:");
    const known = new Set(help.stdout.match(/--[\w-]+/g));
    const [, examples = ""] = help.stdout.split("Examples:");
    for (const flag of examples.match(/--[\w-]+/g) ?? []) expect(known, `${name} ${flag}`).toContain(flag);
  }
});
