import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/cli.js";

/** A Node that can make single programs: `.ci/run` fetches one where this is none. */
const NODE = process.env["MUSTER_BINARY_NODE"] ?? process.execPath;
const CAN_BUILD = spawnSync(NODE, ["--help"], { encoding: "utf8" }).stdout?.includes("--build-sea") === true;
const SKIPPED = CAN_BUILD ? "" : " (skipped: needs Node 25.5, or MUSTER_BINARY_NODE)";

let folder = "";
let program = "";

beforeAll(async () => {
  if (!CAN_BUILD) return;
  folder = await mkdtemp(join(tmpdir(), "muster-binary-"));
  await promisify(execFile)(process.execPath, ["src/build/binary.mjs", "--node", NODE, "--outdir", folder], {
    cwd: ROOT,
  });
  program = join(folder, "muster");
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the program where nothing is on the PATH, no home is known, and nothing of the repository is near. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(program, args, { cwd: folder, env: { PATH: "", MUSTER_STATE_DIR: folder, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

describe.skipIf(!CAN_BUILD)(`one program without Node${SKIPPED}`, () => {
  it("simulates, validates, plans, applies, and then finds nothing to do", async () => {
    const seed = join(ROOT, "examples/small-team/seed.json");
    const files = join(ROOT, "examples/small-team");
    const simulator = spawn(program, ["simulate", "--seed", seed], {
      env: { PATH: "" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const [url] = (await once(createInterface({ input: simulator.stdout }), "line")) as [string];
      const { accountId, apiSecret } = JSON.parse(await readFile(seed, "utf8")) as Record<string, string>;
      const env = {
        MUSTER_HOST: url,
        MUSTER_ACCOUNT_ID: accountId ?? "",
        MUSTER_API_SECRET: apiSecret ?? "",
        MUSTER_SETTLE: "1s",
      };
      expect(await run(["validate", files])).toMatchObject({ code: 0 });
      expect(await run(["plan", files, "--detailed-exitcode"], env)).toMatchObject({ code: 2 });
      expect(await run(["apply", files, "--auto-approve"], env)).toMatchObject({ code: 0 });
      expect(await run(["plan", files], env)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("Nothing to apply"),
      });
    } finally {
      simulator.kill();
    }
  });

  it("knows its version, speaks Chinese, and fails as the command does", async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(await run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect((await run(["--help", "--lang", "zh"])).stdout).toContain("用法");
    expect(await run(["plan", "--bogus"])).toMatchObject({ code: 1, stderr: expect.stringContaining("--bogus") });
  });

  it("comes with the licences of Node and of the packages in it", async () => {
    expect(await readFile(join(folder, "NODE-LICENSE.txt"), "utf8")).toContain("Node.js");
    expect(await readFile(join(folder, "THIRD-PARTY-LICENSES.txt"), "utf8")).toMatch(/^commander \d/m);
  });
});
