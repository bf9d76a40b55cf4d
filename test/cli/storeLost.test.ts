import { describe, expect, it } from "vitest";
import { type RedisServer, redisServer, slowWay } from "../support/redisServer.js";
import { groupsYaml, type World, world } from "../support/simulated.js";
import { temporaryFolder } from "../support/temporaryFolder.js";

const NAMES = Array.from({ length: 20 }, (_, n) => `组${String(n).padStart(2, "0")}`);
const TWENTY = groupsYaml(Object.fromEntries(NAMES.map((name, n) => [name, [String(8000 + n)]])));
const ARGS = ["apply", "--auto-approve", "--timeout", "5"];
const flat = (text: string): string => text.replace(/\s+/g, " ");

/** A machine of its own: an empty disk, and the store that all machines share. */
const machine = (store: string) => ({
  MUSTER_SETTLE: "400ms",
  MUSTER_STATE_DIR: temporaryFolder("muster-disk-"),
  MUSTER_STORE: store,
});

const groupsOf = ({ simulator }: World) => simulator.state().groups.map(({ displayName }) => displayName);

/** Names that the store has, or had, on record. */
async function recorded(store: RedisServer): Promise<string> {
  return store.cli("--raw", "get", (await store.cli("keys", "*:creates")) || "-");
}

describe("a store that is away before the run", () => {
  it("apply ends before any call; what reads warns and goes on", { timeout: 60_000 }, async () => {
    const [one, store] = await Promise.all([world([], groupsYaml({ 甲: ["8000"] })), redisServer()]);
    await store.kill();
    const env = machine(store.url);
    await one.run(["plan", "--out", "plan.json"], { env: { ...env, MUSTER_STORE: undefined } });
    const calls = one.simulator.requests.length;
    const applied = await Promise.all(
      [["--auto-approve"], ["--plan", "plan.json"]].map((how) => one.run(["apply", ...how], { env })),
    );
    for (const { code, stderr } of applied) {
      expect([code, flat(stderr)]).toEqual([1, expect.stringContaining(`127.0.0.1:${store.port}/0`)]);
      expect(flat(stderr)).toContain("Nothing was sent to the account");
    }
    expect(one.simulator.requests).toHaveLength(calls);
    const reads = [["plan"], ["status"], ["who", "8000"], ["pull", "--dry-run"], ["apply", "--dry-run"]];
    const read = await Promise.all(reads.map((command) => one.run(command, { env })));
    for (const { code, stderr } of read)
      expect([code, flat(stderr)]).toEqual([0, expect.stringContaining("what this machine knows")]);
    expect(await one.run(["validate"], { env })).toMatchObject({ code: 0, stderr: "" });
  });

  it("a wrong password is said and not shown; a replica takes no apply", async () => {
    const [one, store] = await Promise.all([
      world([], groupsYaml({ 甲: ["8000"] })),
      redisServer({ password: "right-one" }),
    ]);
    const wrong = `redis://:hunter%402@127.0.0.1:${store.port}/0`;
    const { code, stdout, stderr } = await one.run([...ARGS, "--format", "json"], { env: machine(wrong) });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: "store-unusable", args: { reason: "auth" } }]);
    expect(stdout + stderr).not.toMatch(/hunter/);
    const replica = await redisServer({ replicaOf: (await redisServer()).port });
    const refused = await one.run([...ARGS, "--format", "json"], { env: machine(replica.url) });
    expect(JSON.parse(refused.stdout).diagnostics).toMatchObject([
      { code: "store-unusable", args: { reason: "read-only" } },
    ]);
    expect(one.simulator.requests).toEqual([]);
  });
});

describe("a store that is lost while twenty groups are created", () => {
  it.concurrent("killed: none is sent without its entry, exit 1, and the next run finishes", async ({
    onTestFinished,
    expect,
  }) => {
    const [one, store] = await Promise.all([
      world([], TWENTY, { latencyMs: [20, 40] }, onTestFinished),
      redisServer({ onFinished: onTestFinished }),
    ]);
    let before = "";
    one.simulator.onCall("addQueue", 7, () => {
      void recorded(store).then((text) => {
        before = text;
        return store.kill();
      });
    });
    const { code, stdout, stderr } = await one.run([...ARGS, "--format", "json"], { env: machine(store.url) });
    expect(code).toBe(1);
    const { actions } = JSON.parse(stdout);
    const skipped = actions.filter(({ status }: { status: string }) => status === "skipped");
    expect(new Set(skipped.map(({ error }: { error: { code: string } }) => error.code))).toEqual(
      new Set(["creation-unrecorded"]),
    );
    expect(actions.length - skipped.length).toBe(groupsOf(one).length);
    expect(flat(stderr)).toMatch(
      /cannot be used any more: it could not be reached \(ECONN\w+\)\. .* no group is created/,
    );
    // A few may have been noted between the look at the record and its end.
    const unknown = groupsOf(one).filter((name) => !before.includes(name));
    expect(unknown.length).toBeLessThanOrEqual(4);
    await store.start();
    expect(await one.run(ARGS, { env: machine(store.url) })).toMatchObject({ code: 0 });
    expect(groupsOf(one).sort()).toEqual(NAMES);
  });

  it.concurrent.for(["flushed", "restarted"] as const)(
    "%s: never two groups, with a run on another machine at once",
    { timeout: 60_000 },
    async (how, { onTestFinished, expect }) => {
      const [one, store] = await Promise.all([
        // New groups show late, so that only the record tells of them.
        world([], TWENTY, { latencyMs: [50, 100], invisibleMs: 300 }, onTestFinished),
        redisServer({ onFinished: onTestFinished }),
      ]);
      const lost = new Promise<void>((resolve) => {
        one.simulator.onCall("addQueue", 6, () => {
          const lose = how === "flushed" ? store.cli("flushall") : store.kill().then(() => store.start());
          void lose.then(() => resolve());
        });
      });
      const first = one.run(ARGS, { env: machine(store.url) });
      await lost;
      const second = await one.run([...ARGS, "--lock-timeout", "30"], { env: machine(store.url) });
      expect([0, 1]).toContain((await first).code);
      expect([0, 1, 3]).toContain(second.code);
      expect(await one.run([...ARGS, "--lock-timeout", "30"], { env: machine(store.url) })).toMatchObject({ code: 0 });
      expect(groupsOf(one).sort()).toEqual(NAMES);
    },
  );

  it.concurrent("its lock taken by another run: nothing new is started, and it is said who has it", async ({
    onTestFinished,
    expect,
  }) => {
    const [one, store] = await Promise.all([
      world([], TWENTY, { latencyMs: [150, 250] }, onTestFinished),
      redisServer({ onFinished: onTestFinished }),
    ]);
    const holder = {
      pid: 7,
      host: "ci-9\u001b[31m",
      since: "2026-11-28T00:00:00.000Z",
      command: "muster apply",
      job: "https://ci.example/jobs/9",
      token: "another",
      place: "elsewhere",
      seenAt: Date.now(),
    };
    one.simulator.onCall("addQueue", 3, () => {
      void store.cli("keys", "*:lock").then((key) => store.cli("set", key, JSON.stringify({ holder }), "PX", "60000"));
    });
    const { code, stdout } = await one.run([...ARGS, "--format", "json"], { env: machine(store.url) });
    const { actions, diagnostics, interrupted } = JSON.parse(stdout);
    expect([code, interrupted]).toEqual([1, false]);
    expect(diagnostics[0]).toMatchObject({ code: "lease-lost", args: { by: { pid: 7, job: holder.job } } });
    const codes = actions.map(({ error }: { error?: { code: string } }) => error?.code);
    expect(codes).toContain("lock-lost");
    expect(groupsOf(one).length).toBeLessThan(20);
    const next = await one.run([...ARGS, "--lock-timeout", "1"], { env: machine(store.url) });
    expect(next.code).toBe(1);
    for (const said of ["Waiting for another apply", "Another muster apply is running"])
      expect(flat(next.stderr)).toMatch(
        new RegExp(`${said}.* process 7 on ci-9.* in the job https://ci.example/jobs/9`),
      );
    expect(next.stderr).not.toContain("\u001b");
    await store.cli("flushall");
    expect(await one.run(ARGS, { env: machine(store.url) })).toMatchObject({ code: 0 });
    expect(groupsOf(one).sort()).toEqual(NAMES);
  });

  it.concurrent("emptied between two runs: this machine still knows what it made", async ({
    onTestFinished,
    expect,
  }) => {
    const [one, store] = await Promise.all([
      world([], groupsYaml({ 甲: ["8000"] }), { invisibleMs: 3_600_000 }, onTestFinished),
      redisServer({ onFinished: onTestFinished }),
    ]);
    const env = machine(store.url);
    await one.run(ARGS, { env });
    await store.cli("flushall");
    const again = await one.run([...ARGS, "--format", "json"], { env });
    expect(JSON.parse(again.stdout).actions).toMatchObject([{ error: { code: "creation-not-shown" } }]);
    // And has told the others.
    const other = await one.run([...ARGS, "--format", "json"], { env: machine(store.url) });
    expect(JSON.parse(other.stdout).actions).toMatchObject([{ error: { code: "creation-not-shown" } }]);
    expect(groupsOf(one)).toEqual(["甲"]);
  });
});

it("nothing personal is in the store after a run, and nothing keeps the process", async () => {
  const [one, store] = await Promise.all([world([], TWENTY), redisServer({ password: "only-here" })]);
  const env = { ...machine(store.url), CI_JOB_URL: "https://u:s3cr@ci.example/jobs/7" };
  expect(await one.run(["plan", "--out", "plan.json"], { env })).toMatchObject({ code: 0 });
  expect(await one.run(["apply", "--plan", "plan.json"], { env })).toMatchObject({ code: 0 });
  const keys = (await store.cli("keys", "*")).split("\n");
  expect(keys.map((key) => key.replace(/^.*\}:/, "")).sort()).toEqual(
    expect.arrayContaining(["creates", "lock", "written"]),
  );
  const dump = (await Promise.all(keys.map((key) => store.cli("--raw", "get", key)))).join("\n");
  expect(dump).toContain(NAMES[0]);
  // Agents are 8000 to 8099, and called 坐席0 and so on.
  expect(dump).not.toMatch(/\b80\d\d\b|坐席|s3cr|s3cret|only-here/);
});

it("a store that answers in three seconds does not stall a plan", async () => {
  const [one, store] = await Promise.all([world([], groupsYaml({ 甲: ["8000"] })), redisServer()]);
  const way = await slowWay(store.port);
  way.delayMs = 3_000;
  const began = performance.now();
  const { code, stderr } = await one.run(["plan"], { env: machine(`redis://127.0.0.1:${way.port}`) });
  expect([code, flat(stderr)]).toEqual([0, expect.stringContaining("what this machine knows")]);
  expect(performance.now() - began).toBeLessThan(9_000);
});

it("a store that is merely slow is used, and said to be", async () => {
  const [one, store] = await Promise.all([world([], groupsYaml({ 甲: ["8000"] })), redisServer()]);
  const way = await slowWay(store.port);
  way.delayMs = 260;
  const { code, stderr } = await one.run(["plan"], { env: machine(`redis://127.0.0.1:${way.port}`) });
  expect([code, flat(stderr)]).toEqual([0, expect.stringMatching(/takes \d{3,4} ms to answer\. Each write/)]);
});
