import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { muster } from "../support/cli.js";
import { world } from "../support/simulated.js";

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
    expect((await completed(["who", "8001", "--format", ""], folder)).offers).toEqual(["text", "json"]);
  });

  test("offers what the files name, but nothing that a shell would read as more than a word", async () => {
    const { folder } = await world([], YAML);
    expect((await completed(["plan", "--group", ""], folder)).offers).toEqual(["售前"]);
    expect((await completed(["who", ""], folder)).offers).toEqual(["李娜"]);
  });

  test("leaves files to the shell", async () => {
    const { folder } = await world([], YAML);
    expect(await completed(["validate", "gr"], folder)).toEqual({ offers: [], files: true });
    expect(await completed(["plan", "--out", ""], folder)).toEqual({ offers: [], files: true });
    expect((await completed(["plan", "--format", ""], folder)).files).toBe(false);
  });

  test("works where the files are broken", async () => {
    const { folder } = await world([], "version: 1\ngroups: [\n");
    expect((await completed(["fm"], folder)).offers).toEqual(["fmt"]);
  });

  test.each(["bash", "zsh", "fish"])("prints a script for %s", async (shell) => {
    const { code, stdout } = await muster(["completion", shell]);
    expect(code).toBe(0);
    expect(stdout).toContain("muster complete --");
    if (shell === "bash") expect(spawnSync("bash", ["-n"], { input: stdout }).status).toBe(0);
  });

  test("knows no other shell", async () => {
    const run = await muster(["completion", "csh"]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("Allowed choices are zsh, bash, fish") });
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
