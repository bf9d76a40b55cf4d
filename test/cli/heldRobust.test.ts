import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { readSavedPlans } from "../../src/engine/savedPlans.js";
import { ROOT } from "../support/cli.js";
import { ACCOUNT, groupsYaml, membersOf, SECRET, type World, world } from "../support/simulated.js";
import { commandHost } from "./commandHost.js";

/* What held when the bug reports of neighbouring tools were tried, and had no test of its own yet. */

const MUSTER = join(ROOT, "dist/muster.js");
const LIVE = [
  { displayName: "a", exten: "1", members: ["8000"] },
  { displayName: "b", exten: "2", members: ["8000"] },
];
const WANTED = groupsYaml({ a: ["8001"], b: ["8002"], c: ["8003"] });
const APPLY = ["apply", "--auto-approve", "--format", "json"];

const writesOf = ({ simulator }: World) =>
  simulator.requests.filter(({ operation }) => operation === "addQueue" || operation === "updateQueueAssignMembers");

/** Runs a line of bash in the folder; `$muster` is the program. */
async function inShell({ folder, simulator }: World, line: string): Promise<string> {
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    MUSTER_LANG: "en",
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    muster: `${process.execPath} ${MUSTER}`,
  };
  const { stdout } = await promisify(execFile)("bash", ["-c", line], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

describe("the file of a saved plan", () => {
  const json = (change: (plan: Record<string, unknown>) => object) => (text: string) =>
    JSON.stringify(change(JSON.parse(text)));
  it("is applied as it is or refused, before anything is sent", async () => {
    const made = await world(LIVE, WANTED);
    await made.run(["plan", "--out", "plan.json"]);
    const saved = await readFile(join(made.folder, "plan.json"), "utf8");
    const { stdout: spoken } = await made.run(["plan"]);
    const spoilt: readonly (readonly [string, (text: string) => string | Buffer, string])[] = [
      ["of format 1.1", json((plan) => ({ ...plan, formatVersion: "1.1" })), "format-newer"],
      ["whose format is a number", json((plan) => ({ ...plan, formatVersion: 2 })), "plan-unreadable"],
      ["without a format", json(({ formatVersion: _, ...plan }) => plan), "plan-unreadable"],
      ["with a field of its own", json((plan) => ({ ...plan, extra: 1 })), "plan-unreadable"],
      ["in UTF-16", (text) => Buffer.from(`\ufeff${text}`, "utf16le"), "plan-unreadable"],
      ["that is empty", () => "", "plan-unreadable"],
      ["cut short", (text) => text.slice(0, -20), "plan-unreadable"],
      ["of two documents", (text) => text + text, "plan-unreadable"],
      ["as people read it", () => spoken, "plan-unreadable"],
      ["in conflict", (text) => `<<<<<<< a\n${text}\n=======\n${text}\n>>>>>>> b\n`, "merge-conflict"],
      ["that LFS keeps", () => "version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "not-checked-out"],
      ["in an archive", () => Buffer.from("PK\x03\x04\xff", "latin1"), "not-yaml"],
    ];
    const sent = made.simulator.requests.length;
    const { host, folder } = await commandHost({});
    for (const [what, spoil, code] of spoilt) {
      await writeFile(join(folder, "spoilt.json"), spoil(saved));
      const refusal = await readSavedPlans("spoilt.json", { host }).catch((error: unknown) => error);
      expect([what, refusal]).toEqual([
        what,
        expect.objectContaining({ findings: [expect.objectContaining({ code })] }),
      ]);
    }
    for (const more of [["groups.yaml"], ["--group", "a"]])
      expect(await made.run(["apply", "--plan", "plan.json", ...more])).toMatchObject({ code: 1 });
    expect(made.simulator.requests).toHaveLength(sent);
    // By another version, with the marks and line ends that editors leave, it is the same plan.
    const edited = json((plan) => ({ ...plan, musterVersion: "9.9.9" }))(saved);
    await writeFile(
      join(made.folder, "edited.json"),
      `\ufeff${JSON.stringify(JSON.parse(edited), null, 2).replaceAll("\n", "\r\n")}\r\n`,
    );
    expect(await made.run(["apply", "--plan", "edited.json"])).toMatchObject({ code: 0 });
    expect(membersOf(made.simulator)).toEqual({ a: ["8001"], b: ["8002"], c: ["8003"] });
  });
});

describe.concurrent("a saved plan", { timeout: 60_000 }, () => {
  it("cannot loosen its own guard: what it says of guards is read again", async ({ onTestFinished }) => {
    const made = await world(LIVE, groupsYaml({ a: [], b: ["8000"] }), {}, onTestFinished);
    await made.run(["plan", "--out", "plan.json"]);
    const path = join(made.folder, "plan.json");
    const plan = JSON.parse(await readFile(path, "utf8"));
    for (const guard of plan.guards) Object.assign(guard, { limit: "99", tripped: false });
    await writeFile(path, JSON.stringify(plan));
    const { code } = await made.run(["apply", "--plan", "plan.json"]);
    expect([1, 3]).toContain(code);
    expect(writesOf(made)).toEqual([]);
  });
});

describe.concurrent("an apply", { timeout: 60_000 }, () => {
  it("of a team that was emptied by mistake stops, wherever the team is used", async ({ onTestFinished }) => {
    const yaml = `version: 1
teams:
  night: []
groups:
  - { displayName: a, members: [{ team: night }] }
  - { displayName: b, members: [{ team: night }] }
`;
    const made = await world(LIVE, yaml, {}, onTestFinished);
    const { code, stdout, stderr } = await made.run(["apply", "--auto-approve"]);
    expect([code, stdout + stderr]).toEqual([3, expect.stringContaining("--max-emptied")]);
    expect(writesOf(made)).toEqual([]);
  });

  it("that swaps the only agents of two groups leaves nobody in neither, though queries lag", async ({
    onTestFinished,
  }) => {
    const live = [
      { displayName: "a", members: ["8000"] },
      { displayName: "b", members: ["8001"] },
    ];
    const { simulator, run } = await world(
      live,
      groupsYaml({ a: ["8001"], b: ["8000"] }),
      { listLagMs: 800 },
      onTestFinished,
    );
    const outside: string[] = [];
    const watch = (): void =>
      simulator.onCall("updateQueueAssignMembers", 1, () => {
        const members = Object.values(membersOf(simulator)).flat();
        outside.push(...["8000", "8001"].filter((agent) => !members.includes(agent)));
        watch();
      });
    watch();
    expect(await run(APPLY)).toMatchObject({ code: 0 });
    expect(outside).toEqual([]);
    expect(membersOf(simulator)).toEqual({ a: ["8001"], b: ["8000"] });
  });

  it("while another one works says who, in a document of its own under --format json", async ({ onTestFinished }) => {
    const made = await world(LIVE, WANTED, { faults: ["updateQueueAssignMembers:hang-before"] }, onTestFinished);
    let second: Promise<Awaited<ReturnType<World["run"]>>> | undefined;
    await made.run([...APPLY, "--timeout", "600"], {
      whileRunning: (child) =>
        made.simulator.onCall("updateQueueAssignMembers", 1, () => {
          second = made.run(APPLY).finally(() => child.kill("SIGKILL"));
        }),
    });
    const refused = await second;
    expect([refused?.code, JSON.parse(refused?.stdout ?? "")]).toMatchObject([
      1,
      { kind: "error", diagnostics: [{ code: "locked", args: { account: "default", pid: expect.any(Number) } }] },
    ]);
  });
});

describe.concurrent("output", { timeout: 60_000 }, () => {
  it("into a reader that leaves keeps the exit code of --detailed-exitcode", async ({ onTestFinished }) => {
    const made = await world(LIVE, WANTED, {}, onTestFinished);
    const line = "$muster plan --detailed-exitcode | head -1 >/dev/null; echo $" + "{PIPESTATUS[0]}";
    expect(await inShell(made, line)).toBe("2\n");
  });

  it("of megabytes reaches a slow reader whole", async ({ onTestFinished }) => {
    const names = Array.from({ length: 150 }, (_, index) => `组${index * 37}`);
    const everybody = Array.from({ length: 100 }, (_, index) => String(8000 + index));
    const made = await world(
      [],
      groupsYaml(Object.fromEntries(names.map((name) => [name, everybody]))),
      {},
      onTestFinished,
    );
    const text = await inShell(made, "$muster plan --format json --max-creates 999 | (sleep 1; cat)");
    expect(text.length).toBeGreaterThan(2_000_000);
    expect(JSON.parse(text).summary).toMatchObject({ create: 150, membersAdded: 15_000 });
  });
});
