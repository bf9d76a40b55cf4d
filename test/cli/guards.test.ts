import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { main } from "../../src/cli/main.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { flat, QUICK_LIMITS } from "../support/cli.js";
import { ACCOUNT, membersOf, QUICK, SECRET } from "../support/simulated.js";
import { commandHost } from "./commandHost.js";

const OLD = { displayName: "旧活动组", exten: "1", members: ["8001", "8002"] };
const NIGHT = { displayName: "夜班", exten: "2", members: ["8001", "8003"] };
const NIGHT_YAML = '  - { displayName: 夜班, members: ["8001", "8003"] }\n';
const RETIRED = `version: 1\ngroups:\n  - displayName: 旧活动组\n    exten: "1"\n    retired: true\n${NIGHT_YAML}`;
const EMPTIED = `version: 1\ngroups:\n  - { displayName: 旧活动组, members: [] }\n${NIGHT_YAML}`;
const waived = (until: string) =>
  `version: 1\nwaivers:\n  - { guard: maxEmptied, limit: 1, until: ${until}, reason: 活动结束 }\n`;

/** The command line inside this process, over HTTP, in a folder of its own. */
async function live(yaml: string, settings = "version: 1\n") {
  const agents = ["8001", "8002", "8003"].map((number) => ({
    number,
    name: `坐席${number}`,
    claiming: number === "8002" ? ("pc" as const) : ("none" as const),
  }));
  const simulator = await startSimulator({
    seed: { accountId: ACCOUNT, apiSecret: SECRET, agents, groups: [OLD, NIGHT] },
    limits: QUICK,
  });
  onTestFinished(() => simulator.close());
  const env = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    MUSTER_LIMITS: QUICK_LIMITS,
    MUSTER_LANG: "en",
  };
  const { host, folder, stdout, stderr } = await commandHost({ "groups.yaml": yaml, "muster.yaml": settings }, env);
  const run = async (...argv: string[]) => {
    const [before, errors] = [stdout().length, stderr().length];
    const code = await main({ ...host, argv });
    const said = stdout().slice(before);
    return { code, said, text: flat(`${said} ${stderr().slice(errors)}`) };
  };
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  const read = async (file: string) => JSON.parse(await readFile(join(folder, file), "utf8"));
  return { simulator, run, write, read };
}

describe("a group retired by pull request", () => {
  it("is green, emptied, reminded of, and done", async () => {
    const { simulator, run, write } = await live(RETIRED);
    expect(await run("validate")).toMatchObject({ code: 0, text: expect.not.stringContaining("warning") });
    const asked = await run("plan", "--fail-on", "guard,warning");
    expect([asked.code, asked.text]).toEqual([
      0,
      expect.stringContaining("retired: delete it in the console afterwards"),
    ]);
    expect(asked.text).toContain('"旧活动组" (1) is retired and still live; this plan removes its 2 members.');
    expect(await run("plan", "--out", "plan.json")).toMatchObject({ code: 0 });
    expect(await run("apply", "--plan", "plan.json")).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({ 旧活动组: [], 夜班: ["8001", "8003"] });

    const reminded = await run("plan", "--detailed-exitcode", "--fail-on", "guard,warning");
    expect([reminded.code, reminded.text]).toEqual([0, expect.stringContaining("Delete it in the console")]);
    expect(reminded.text).toContain("No changes.");
    for (const format of ["json", "markdown", "github"])
      expect((await run("plan", "--format", format)).said).toContain("retired-live");

    simulator.editor().deleteGroup("1");
    const done = await run("plan", "--detailed-exitcode");
    expect([done.code, done.text]).toEqual([0, expect.stringContaining("Remove its entry from the files.")]);
    expect(done.text).toContain('"旧活动组" (1) is retired and no longer live.');
    expect(await run("apply", "--auto-approve")).toMatchObject({ code: 0 });
    expect(simulator.state().groups).toHaveLength(1);
    await write("groups.yaml", `version: 1\ngroups:\n${NIGHT_YAML}`);
    expect((await run("plan", "--detailed-exitcode")).text).not.toContain("retired");
  });

  it("is left alone by pull, and put in order by fmt", async () => {
    const { run, write } = await live(RETIRED.replace("    retired: true\n", "    members: []\n    retired: true\n"));
    const pulled = await run("pull", "--dry-run");
    expect([pulled.code, pulled.text]).toEqual([0, expect.not.stringContaining("8002")]);
    expect((await run("fmt", "--check")).code).toBe(1);
    await write("groups.yaml", RETIRED);
    expect(await run("fmt", "--check")).toMatchObject({ code: 0 });
  });
});

describe("a tripped guard", () => {
  it("is red where it is asked for, names the ways on, and is green with the waiver", async () => {
    const { simulator, run, write } = await live(EMPTIED);
    const red = await run("plan", "--fail-on", "guard");
    expect([red.code, red.text]).toEqual([3, expect.stringContaining("a waiver in muster.yaml")]);
    const line = /waivers: \[\{ .*? \}\]/.exec(red.text)?.[0] ?? "";
    expect(line).toMatch(/guard: maxEmptied, limit: 1, until: \d{4}-\d\d-\d\d, reason: "…"/);
    // It can be pasted as it stands.
    await write("muster.yaml", `version: 1\n${line}\n`);
    const green = await run("plan", "--fail-on", "guard", "--out", "plan.json");
    expect([green.code, green.text]).toEqual([
      0,
      expect.stringContaining("A waiver of the guard maxEmptied is in force"),
    ]);
    expect(green.text.indexOf("A waiver of the guard")).toBeLessThan(green.text.indexOf("~ 旧活动组"));
    expect(green.text).toMatch(/the limit is 1 \(set by a waiver until the end of .{10}: …\)/);

    // Approved while it was in force, applied after its end.
    await write("muster.yaml", waived("2020-12-01"));
    const over = await run("plan", "--fail-on", "guard");
    expect([over.code, over.text]).toEqual([3, expect.stringContaining("muster.yaml:3:5: warning[waiver-ended]")]);
    expect((await run("validate")).text).toContain("The waiver of maxEmptied (1) ended on 2020-12-01.");
    expect(await run("apply", "--auto-approve")).toMatchObject({ code: 3 });
    expect(await run("apply", "--plan", "plan.json")).toMatchObject({ code: 0 });
    expect(membersOf(simulator)["旧活动组"]).toEqual([]);
  });

  it("raised by a flag is raised in the saved plan, and only there", async () => {
    const { simulator, run, write, read } = await live(EMPTIED);
    await run("plan", "--out", "plain.json");
    await run("plan", "--max-emptied", "1", "--out", "raised.json");
    const [plain, raised] = [await read("plain.json"), await read("raised.json")];
    expect(raised.raised).toEqual([{ guard: "maxEmptied", limit: "1", setBy: "flag" }]);
    expect(raised.hash).not.toBe(plain.hash);
    const stopped = await run("apply", "--plan", "plain.json");
    expect([stopped.code, stopped.text]).toEqual([3, expect.stringContaining("guard-tripped")]);
    // Approved is the plan with its guards, however it is applied.
    expect(await run("apply", "--auto-approve", "--expect-hash", raised.hash)).toMatchObject({ code: 3 });
    for (const forged of [
      { ...plain, raised: raised.raised },
      { ...raised, raised: [{ ...raised.raised[0], limit: "9" }] },
    ]) {
      await write("forged.json", JSON.stringify(forged));
      const refused = await run("apply", "--plan", "forged.json");
      expect([refused.code, refused.text]).toEqual([1, expect.stringContaining("plan-tampered")]);
    }
    // The flag of the run is the last word.
    expect(await run("apply", "--plan", "raised.json", "--max-emptied", "0")).toMatchObject({ code: 3 });
    expect(membersOf(simulator)["旧活动组"]).toEqual(["8001", "8002"]);
    const applied = await run("apply", "--plan", "raised.json", "--expect-hash", raised.hash);
    expect([applied.code, applied.text]).toEqual([0, expect.stringContaining("(set by --max-emptied)")]);
    expect(membersOf(simulator)["旧活动组"]).toEqual([]);
  });

  it("of agents who take conversations is carried, too", async () => {
    const one = EMPTIED.replace("members: []", 'members: ["8001"]');
    const { run, read } = await live(one, "version: 1\nguards: { minClaiming: 1 }\n");
    await run("plan", "--out", "plain.json");
    expect(await run("apply", "--plan", "plain.json")).toMatchObject({ code: 3 });
    await run("plan", "--min-claiming", "0", "--out", "raised.json");
    expect((await read("raised.json")).raised).toEqual([{ guard: "minClaiming", limit: "0", setBy: "flag" }]);
    expect(await run("apply", "--plan", "raised.json")).toMatchObject({ code: 0 });
  });
});
