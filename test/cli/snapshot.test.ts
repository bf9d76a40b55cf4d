import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import liveSchema from "../../schemas/live.schema.json" with { type: "json" };
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import { flat } from "../support/cli.js";
import { ACCOUNT, groupsYaml, membersOf, SECRET, world } from "../support/simulated.js";

const LIVE = [
  { displayName: "售前", members: ["8000", { agent: "8001", priority: 3 }] },
  { displayName: "售后", members: ["8002"] },
  { displayName: "无主", members: ["8003"] },
];
const WANTED = groupsYaml({ 售前: ["8000", "8005"], 售后: ["8002"], 新组: ["8006", "9999"] });
const TAKE = ["pull", "--format", "json", "--out", "live.json"];
/** No account, no secret, and every call would fail. */
const BARE = {
  MUSTER_HOST: undefined,
  MUSTER_ACCOUNT_ID: undefined,
  MUSTER_API_SECRET: undefined,
  HTTPS_PROXY: "http://127.0.0.1:1",
} as unknown as Record<string, string>;

/** A plan without the times in it, and without where this machine records creations: a snapshot is read, not applied. */
const timeless = (text: string) => text.replace(/^ *"(?:createdAt|liveAt|records)": .*\n/gm, "");

describe("a plan against a snapshot", { timeout: 60_000 }, () => {
  it.concurrent("is, without a secret, the plan that there is with one", async ({ onTestFinished }) => {
    const { run, simulator, folder } = await world(LIVE, WANTED, {}, onTestFinished);
    const taken = await run(TAKE);
    expect(taken.code).toBe(0);
    expect(JSON.parse(taken.stdout)).toMatchObject({ kind: "snapshot", accounts: [{ groups: 3 }] });
    const path = join(folder, "live.json");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const text = await readFile(path, "utf8");
    expect(text).not.toContain(SECRET);
    for (const { phone } of simulator.state().agents) expect(text).not.toContain(phone);
    const validate = new Ajv({ strict: false }).compile(liveSchema);
    expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);

    const withSecret = await run(["plan", "--format", "json"]);
    const calls = simulator.requests.length;
    const without = await run(["plan", "--against", "live.json", "--format", "json", "--out", "plan.json"], {
      env: BARE,
    });
    expect(without).toMatchObject({ code: 0, stderr: "" });
    expect(timeless(without.stdout)).toBe(timeless(withSecret.stdout));
    expect(JSON.parse(without.stdout).actions).toHaveLength(2);
    expect(new Ajv({ strict: false }).validate(planSchema, JSON.parse(without.stdout))).toBe(true);
    expect(simulator.requests).toHaveLength(calls);

    const said = flat((await run(["plan", "--against", "live.json"], { env: BARE })).stdout);
    expect(said).toMatch(/Planned against a snapshot of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+8, \d+ (s|min).* old/);
    // Applied only after a fresh read, like any saved plan.
    expect(await run(["apply", "--plan", "plan.json", "--auto-approve"])).toMatchObject({ code: 1 }); // 9999 is nobody
    expect(membersOf(simulator)).toMatchObject({ 售前: ["8000", "8005"], 新组: ["8006"] });
    expect(simulator.requests.length).toBeGreaterThan(calls);
  });

  it.concurrent("of several accounts takes each from the snapshot, or says which is missing", async ({
    onTestFinished,
  }) => {
    const { run, simulator, folder } = await world(LIVE, WANTED, {}, onTestFinished);
    const account = (name: string, id: string) =>
      `  ${name}: { host: "\${MUSTER_HOST}", accountId: ${id}, apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`;
    await writeFile(
      join(folder, "muster.yaml"),
      `version: 1\naccounts:\n${account("a", ACCOUNT)}${account("b", "N00000000999")}`,
    );
    expect((await run(TAKE)).code).toBe(1); // b is no account there
    expect((await run([...TAKE, "--account", "a"])).code).toBe(0);
    const one = JSON.parse(await readFile(join(folder, "live.json"), "utf8"));
    const other = { ...one.accounts[0], account: { ...one.accounts[0].account, name: "b", accountId: "N00000000999" } };
    const lacking = await run(["plan", "--against", "live.json"], { env: BARE });
    expect(lacking.code).toBe(1);
    expect(lacking.stderr).toContain('The snapshot has no account "b".');
    await writeFile(join(folder, "live.json"), JSON.stringify({ ...one, accounts: [...one.accounts, other] }));
    const calls = simulator.requests.length;
    const { code, stdout } = await run(["plan", "--against", "live.json", "--format", "json"], { env: BARE });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).plans.map((plan: { account: { name: string } }) => plan.account.name)).toEqual([
      "a",
      "b",
    ]);
    expect(simulator.requests).toHaveLength(calls);
  });

  it.concurrent("believes no time that is none, or still to come", async ({ onTestFinished }) => {
    const { run, folder } = await world(LIVE, WANTED, {}, onTestFinished);
    expect((await run(TAKE)).code).toBe(0);
    const document = JSON.parse(await readFile(join(folder, "live.json"), "utf8"));
    for (const readAt of ["2999-01-01T00:00:00.000Z", "2026-99-99T99:99:99.999Z"]) {
      document.accounts[0].readAt = readAt;
      await writeFile(join(folder, "live.json"), JSON.stringify(document));
      const { code, stderr } = await run(["plan", "--against", "live.json"], { env: BARE });
      expect([code, stderr]).toEqual([1, expect.stringContaining("snapshot-unreadable")]);
    }
  });

  it.concurrent("believes no other file to be one", async ({ onTestFinished }) => {
    const { run, folder } = await world(LIVE, WANTED, {}, onTestFinished);
    for (const text of ["{", "[]", '{"formatVersion":"2.0","kind":"live"}', '{"kind":"plan"}']) {
      await writeFile(join(folder, "live.json"), text);
      const { code, stderr } = await run(["plan", "--against", "live.json"], { env: BARE });
      expect(code).toBe(1);
      expect(stderr).toContain(text.includes("2.0") ? "live.json has format 2.0" : "snapshot-unreadable");
    }
    expect(await run(["plan", "--against", "live.json", "--staffing"], { env: BARE })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("flags-clash"),
    });
  });
});
