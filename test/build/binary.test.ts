import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/cli.js";
import { type Installed, runInstalled, walkRoad } from "../support/installedRoad.js";

/** A Node that can make single programs: `.ci/run` fetches one where this is none. */
const NODE = process.env["MUSTER_BINARY_NODE"] ?? process.execPath;
const CAN_BUILD = spawnSync(NODE, ["--help"], { encoding: "utf8" }).stdout?.includes("--build-sea") === true;
const SKIPPED = CAN_BUILD ? "" : " (skipped: needs Node 25.5, or MUSTER_BINARY_NODE)";

let folder = "";
let installed: Installed;

beforeAll(async () => {
  if (!CAN_BUILD) return;
  folder = await mkdtemp(join(tmpdir(), "muster-binary-"));
  const words = ["src/build/binary.mjs", "--node", NODE, "--outdir", folder];
  await promisify(execFile)(process.execPath, words, { cwd: ROOT });
  installed = { command: [join(folder, "muster")], folder, env: { PATH: "" } };
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!CAN_BUILD)(`one program without Node${SKIPPED}`, () => {
  it("walks the road where nothing is on the PATH", () => walkRoad(installed));

  it("knows its version, speaks Chinese, and fails as the command does", async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(await runInstalled(installed, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect((await runInstalled(installed, ["--help", "--lang", "zh"])).stdout).toContain("用法");
    const failed = await runInstalled(installed, ["plan", "--bogus"]);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("--bogus") });
    // Written for another Node: this one might not know it, or not find the file.
    const options = { NODE_OPTIONS: "--of-another-node --require ./bootloader.js" };
    expect(await runInstalled(installed, ["schema"], options)).toMatchObject({ code: 0, stderr: "" });
  });

  it("comes with the licences of Node and of the packages in it", async () => {
    expect(await readFile(join(folder, "NODE-LICENSE.txt"), "utf8")).toContain("Node.js");
    expect(await readFile(join(folder, "THIRD-PARTY-LICENSES.txt"), "utf8")).toMatch(/^commander \d/m);
  });
});
