import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/cli.js";

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const { jobs } = parse(await readFile(join(ROOT, ".github/workflows/release.yml"), "utf8")) as {
  jobs: Record<string, { readonly steps: readonly Step[] }>;
};
const stepOf = (job: string, name: string) =>
  jobs[job]?.steps.find((step) => (step.name ?? step.run)?.startsWith(name));

/**
 * Runs the script of a step as GitHub's runner does, with programs that only write down how they were called.
 *
 * @param answers by the first words of a call, shell that answers it
 */
async function runStep(step: Step | undefined, answers: Readonly<Record<string, string>>, tag = "release/1.2.3") {
  const folder = await mkdtemp(join(tmpdir(), "muster-step-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bin = join(folder, "bin");
  await mkdir(join(folder, "release/tree"), { recursive: true });
  await mkdir(join(folder, "package"));
  await mkdir(bin);
  const files = { SHA256SUMS: "sums\n", "notes.md": "notes\n", "muster-1.2.3.cdx.json": "{}\n" };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, "release", name), text);
  await writeFile(join(folder, "package/package.json"), "{}\n");
  if (step?.run?.includes("tar "))
    await promisify(execFile)("tar", ["-czf", "release/muster-1.2.3.tgz", "package"], { cwd: folder });
  const cases = Object.entries(answers).map(([words, answer]) => `'${words} '*) ${answer} ;;`);
  const program = (name: string) =>
    `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>'${folder}/calls'\ncase "${name} $* " in\n${cases.join("\n")}\nesac\n`;
  for (const name of ["gh", "npm", "docker"]) await writeFile(join(bin, name), program(name), { mode: 0o755 });
  const env = {
    PATH: `${bin}:${process.env["PATH"]}`,
    GITHUB_REF_NAME: tag,
    GITHUB_REPOSITORY: "acme/muster",
    GITHUB_SHA: "0123",
    MAIN: "main",
    SCOPE: "@acme",
    IMAGE: "registry.example/acme/muster",
    PROCESSOR: "amd64",
  };
  const code = await promisify(execFile)("bash", ["-e", "-c", step?.run ?? "exit 99"], { cwd: folder, env }).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
  const calls = await readFile(join(folder, "calls"), "utf8").catch(() => "");
  return { code, calls: calls.split("\n").filter((line) => line !== "") };
}

const created = expect.stringMatching(
  /^gh release create v1\.2\.3 --verify-tag --title muster 1\.2\.3 --notes-file release\/notes\.md (?!.*notes\.md).*SHA256SUMS/,
);

describe("publishing the release's files", () => {
  const step = stepOf("publish", "The release");

  it.each([
    ["the first time", { "gh release view": "exit 1" }, 0, [created]],
    [
      "after a run that stopped halfway",
      { "gh release view": "echo true" },
      0,
      ["gh release delete v1.2.3 --yes", created],
    ],
    ["where it is done", { "gh release view": "echo false", "gh release download": "echo sums" }, 0, []],
    [
      "where other files are published",
      { "gh release view": "echo false", "gh release download": "echo other" },
      1,
      [],
    ],
    [
      "where the published sums cannot be read",
      { "gh release view": "echo false", "gh release download": "exit 1" },
      1,
      [],
    ],
  ])("%s", async (_, answers, code, expected) => {
    const run = await runStep(step, answers);
    expect(run.code).toBe(code);
    expect(run.calls.filter((call) => !/^gh release (?:view|download)/.test(call))).toEqual(expected);
  });

  it("of a version before the release calls it that", async () => {
    const { calls } = await runStep(step, { "gh release view": "exit 1" }, "release/1.2.3-rc.1");
    expect(calls.at(-1)).toMatch(/^gh release create v1\.2\.3-rc\.1 .*--prerelease/);
  });
});

describe("publishing the package", () => {
  const step = stepOf("publish", "npm");

  it.each([
    ["the first time", "exit 1", "release/1.2.3", "--tag latest"],
    ["where it is done", "echo 1.2.3", "release/1.2.3", undefined],
  ])("%s", async (_, answer, tag, expected) => {
    const { code, calls } = await runStep(step, { "npm view": answer }, tag);
    expect(code).toBe(0);
    expect(calls).toContain("npm pkg set name=@acme/muster");
    expect(calls.find((call) => call.startsWith("npm publish"))).toEqual(
      expected && `npm publish --ignore-scripts --access public --provenance ${expected}`,
    );
  });
});

describe("only what is merged is released", () => {
  it.each([
    ["identical", 0],
    ["behind", 0],
    ["diverged", 1],
    ["", 1],
  ])("a commit that is %s", async (status, code) => {
    const run = await runStep(stepOf("publish", "Only what is merged"), { "gh api": `echo '${status}'` });
    expect(run).toEqual({ code, calls: ["gh api repos/acme/muster/compare/main...0123 --jq .status"] });
  });
});

describe("publishing the image", () => {
  const moved = (calls: readonly string[]) => calls.filter((call) => call.includes("muster:1 ") || call.endsWith(":1"));

  it("builds each part once, and moves the major's tag with releases alone", async () => {
    const [build] = jobs["image"]?.steps.filter(({ run = "" }) => run.includes("docker build ")) ?? [];
    const there = await runStep(build, {});
    expect([there.code, there.calls.length]).toEqual([0, 1]);
    const first = await runStep(build, { "docker buildx imagetools inspect": "exit 1" });
    expect(first.calls.map((call) => call.split(" ")[1])).toEqual(["buildx", "build", "run", "push"]);
    const index = jobs["image-index"]?.steps.find(({ run = "" }) => run.includes("imagetools create"));
    expect(moved((await runStep(index, {})).calls)).toHaveLength(1);
    expect(moved((await runStep(index, {}, "release/1.2.3-rc.1")).calls)).toEqual([]);
  });

  it("stops where a command fails", async () => {
    const [build] = jobs["image"]?.steps.filter(({ run = "" }) => run.includes("docker build ")) ?? [];
    const failing = { "docker buildx imagetools inspect": "exit 1", "docker run": "exit 1" };
    expect((await runStep(build, failing)).calls.at(-1)).toMatch(/^docker run/);
  });
});
