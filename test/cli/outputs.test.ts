import { execFile, spawnSync } from "node:child_process";
import { chmod, chown, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { userFolder } from "../../src/cli/node/userFolders.js";
import { ROOT } from "../support/cli.js";
import { ACCOUNT, groupsYaml, SECRET, type World, world } from "../support/simulated.js";

const A = groupsYaml({ a: ["8000"] });
const MUSTER = join(ROOT, "dist/muster.js");

/** A shell's command line; `$muster` is the program. */
function inShell(line: string, { folder, simulator }: World) {
  const run = spawnSync("bash", ["-c", `muster() { '${process.execPath}' '${MUSTER}' "$@"; }; ${line}`], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      MUSTER_HOST: simulator.url,
      MUSTER_ACCOUNT_ID: ACCOUNT,
      MUSTER_API_SECRET: SECRET,
    },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

describe("stdout that cannot be written", () => {
  it.each(["validate", "validate --format json", "--help", "--version", "completion bash"])(
    "%s: a full disk is exit 1, and said",
    async (args) => {
      const one = await world([], A);
      expect(inShell(`muster ${args} >/dev/full`, one)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("ENOSPC"),
      });
    },
  );

  it("a reader that has seen enough is none", async () => {
    const one = await world([], A);
    for (const args of ["validate", "--help", "--version"]) {
      const { stdout, stderr } = inShell(`muster ${args} | head -0; echo "\${PIPESTATUS[0]}"`, one);
      expect([stdout, stderr]).toEqual(["0\n", ""]);
    }
  });

  it("an apply is done all the same", async () => {
    const one = await world([{ displayName: "a" }], A);
    const { code } = await promisify(execFile)("bash", [
      "-c",
      `cd '${one.folder}' && MUSTER_HOST='${one.simulator.url}' MUSTER_ACCOUNT_ID=${ACCOUNT} MUSTER_API_SECRET='${SECRET}' MUSTER_STATE_DIR=.state '${process.execPath}' '${MUSTER}' apply --auto-approve >/dev/full`,
    ]).then(
      () => ({ code: 0 }),
      (error: { code: number }) => error,
    );
    expect(code).toBe(1);
    expect(one.simulator.state().groups[0]?.members).toHaveLength(1);
  });
});

describe("what muster remembers", () => {
  const filesOf = async ({ folder }: World) => (await readdir(folder)).sort();

  it.each([
    ["HOME is empty", { HOME: "", XDG_CACHE_HOME: "", XDG_STATE_HOME: "" }],
    ["XDG folders are relative", { XDG_CACHE_HOME: "cache", XDG_STATE_HOME: "./state" }],
  ])("never lies in the working folder: %s", async (_what, env) => {
    const one = await world([{ displayName: "a" }], A);
    const { code } = await one.run(["plan"], { env: { ...env, MUSTER_STATE_DIR: "" } });
    expect(code).toBe(0);
    expect(await filesOf(one)).toEqual(["groups.yaml"]);
  });

  it("lies where the platform has it", () => {
    const xdg = { XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "/c" };
    expect(userFolder("state", xdg, "linux")).toBe("/s/muster");
    expect(userFolder("cache", xdg, "linux")).toBe("/c/muster");
    expect(userFolder("state", { XDG_STATE_HOME: "s" }, "linux")).toBe(join(homedir(), ".local/state/muster"));
    expect(userFolder("state", xdg, "darwin")).toBe(join(homedir(), "Library/Logs/muster"));
    expect(userFolder("cache", { LOCALAPPDATA: "/l" }, "win32")).toBe("/l/muster/Cache");
  });

  const isRoot = process.getuid?.() === 0;

  it.each([
    ["others may write to", async (at: string) => chmod(at, 0o777), "Other users may write to"],
    [
      "is no folder",
      async (at: string) => rm(at, { recursive: true }).then(() => writeFile(at, "")),
      "is not a folder",
    ],
    ...(isRoot
      ? [["belongs to another user", async (at: string) => chown(at, 65534, 65534), "belongs to another user"] as const]
      : []),
  ] as const)("is not believed where the folder %s; the run goes on, and says so once", async (_what, spoil, said) => {
    const one = await world([{ displayName: "a" }], A);
    const state = join(one.folder, ".state");
    await mkdir(state, { mode: 0o700 });
    await spoil(state);
    const { code, stderr } = await one.run(["apply", "--auto-approve"], { env: { MUSTER_STATE_DIR: state } });
    expect(code).toBe(0);
    expect(stderr.replace(/\s+/g, " ").split(said)).toHaveLength(2);
  });

  it("a user without a home is told, and nothing breaks", async () => {
    if (!isRoot) return;
    const one = await world([{ displayName: "a" }], A);
    await chmod(one.folder, 0o755);
    const run = await promisify(execFile)(
      "setpriv",
      ["--reuid=4242", "--regid=4242", "--clear-groups", process.execPath, MUSTER, "plan"],
      {
        cwd: one.folder,
        env: {
          PATH: process.env["PATH"],
          MUSTER_HOST: one.simulator.url,
          MUSTER_ACCOUNT_ID: ACCOUNT,
          MUSTER_API_SECRET: SECRET,
        },
      },
    );
    expect(run.stderr).toContain("This user has no home");
    expect(run.stdout).toContain("8000");
  });

  it("a pipe among the notes, or a folder that nothing can be in, holds no run up", async () => {
    const one = await world([], A);
    const state = join(one.folder, ".state");
    expect((await one.run(["apply", "--auto-approve"], { env: { MUSTER_STATE_DIR: state } })).code).toBe(0);
    const [account = ""] = await readdir(state);
    const creates = join(state, account, "creates");
    await promisify(execFile)("mkfifo", [join(creates, `${Date.now()}-x.jsonl`)]);
    await symlink("/dev/zero", join(creates, `${Date.now()}-y.jsonl`));
    await one.write(groupsYaml({ a: ["8000"], b: [] }));
    // A pipe that nothing is written to, and a file without an end: read, they would hold the run for ever.
    expect((await one.run(["apply", "--auto-approve"], { env: { MUSTER_STATE_DIR: state } })).code).toBe(0);
    await one.write(groupsYaml({ a: ["8001"], b: [] }));
    const { code, stderr } = await one.run(["apply", "--auto-approve"], { env: { MUSTER_STATE_DIR: "/proc/x" } });
    expect([code, stderr]).toEqual([0, expect.stringContaining("ENOENT")]);
  });
});
