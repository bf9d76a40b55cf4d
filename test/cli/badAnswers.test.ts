import { describe, expect, it } from "vitest";
import { groupsYaml, type World, world } from "../support/simulated.js";

const LIVE = [
  { displayName: "甲", exten: "500", members: ["8000"] },
  { displayName: "乙", exten: "501", members: ["8000"] },
];
const WANTED = groupsYaml({ 甲: ["8000", "8001"], 乙: ["8000", "8001"] });
const MOST_MB = 300;
/** Has the process say at its end how much memory it took. */
const TELL =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('maxRSS='+process.resourceUsage().maxRSS))";

/** In a process of its own, which is weighed. */
async function run(made: World, args: readonly string[]) {
  const result = await made.run(args, { env: { NODE_OPTIONS: `--import=${TELL}`, MUSTER_SETTLE: "300ms" } });
  const mb = Number(/maxRSS=(\d+)/.exec(result.stderr)?.[1]) / 1024;
  return { ...result, mb };
}

const FLOODS = [
  ["gzip-bomb=400000000", "reply-too-large"],
  ["count=1000000000", "reply-too-large"],
  ["count=5e9", "reply-too-large"],
  ["count=1e300", "bad-reply"],
  ["long-name=50000000", "reply-too-large"],
] as const;
const LONG_WAITS = ["86400", "2592001", "Fri, 31 Dec 9999 23:59:59 GMT"];

const READING = [["plan"], ["apply", "--auto-approve"], ["pull"], ["status"], ["who", "8000"], ["check"]];

describe.concurrent("a server that answers with too much", { timeout: 60_000 }, () => {
  it.for(READING.map((args) => ({ args, command: args[0] })))(
    "a body without an end, to $command",
    async ({ args }, { onTestFinished }) => {
      const made = await world(LIVE, WANTED, { faults: ["*:endless-body"] }, onTestFinished);
      const result = await run(made, [...args, "--format", "json"]);
      expect(result.code).toBe(1);
      expect(result.stdout).toContain("reply-too-large");
      expect(result.mb).toBeLessThan(MOST_MB);
    },
  );

  it.for(FLOODS)("%s: %s, in words and little memory", async ([fault, code], { onTestFinished }) => {
    const made = await world(LIVE, WANTED, { faults: [`*:${fault}`] }, onTestFinished);
    for (const args of [["plan"], ["status"]]) {
      const result = await run(made, args);
      expect(result.code).toBe(1);
      expect(`${result.stdout}${result.stderr}`).toContain(code);
      expect(result.mb).toBeLessThan(MOST_MB);
    }
  });

  it.for(LONG_WAITS)("retry-after=%s: long-wait, in words", async (after, { onTestFinished }) => {
    const made = await world(LIVE, WANTED, { faults: [`*:retry-after=${after}`] }, onTestFinished);
    for (const args of [["plan"], ["status"]]) {
      const { code, stdout, stderr } = await made.run(args, { env: { MUSTER_SETTLE: "300ms" } });
      expect(code).toBe(1);
      expect(`${stdout}${stderr}`).toContain("long-wait");
    }
  });

  it.for(["endless-body", "gzip-bomb=400000000", "retry-after=86400"])(
    "%s to a write: the result lists what was done",
    async (fault, { onTestFinished }) => {
      const faults = [`updateQueueAssignMembers:${fault}@1`];
      const made = await world(LIVE, WANTED, { faults }, onTestFinished);
      const result = await run(made, ["apply", "--auto-approve", "--format", "json"]);
      const { actions } = JSON.parse(result.stdout) as { actions: readonly { status: string }[] };
      expect(actions).toHaveLength(2);
      expect(result.code).toBe(1);
      expect(result.mb).toBeLessThan(MOST_MB);
    },
  );

  it("a number beyond 2^53 never becomes another group's", async ({ onTestFinished }) => {
    const made = await world(LIVE, WANTED, { faults: ["queueQueue:big-numbers@1"] }, onTestFinished);
    const { code, stdout, stderr } = await run(made, ["plan"]);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).not.toContain("900719925474099");
    expect(`${stdout}${stderr}`).toContain("odd-group-managed");
  });

  it("a name of 20,000 characters is nobody's name", async ({ onTestFinished }) => {
    const made = await world(LIVE, WANTED, { faults: ["queueQueue:long-name=60000@1"] }, onTestFinished);
    const { stdout, stderr } = await run(made, ["plan"]);
    expect(`${stdout}${stderr}`.length).toBeLessThan(10_000);
    expect(`${stdout}${stderr}`).toContain("odd-group");
  });
});

it("a call that nobody answers ends in time, also where memory is cleared meanwhile", { timeout: 60_000 }, async () => {
  const made = await world(LIVE, WANTED, { faults: ["*:hang-before"] });
  const clear =
    "import v8 from 'node:v8'; import vm from 'node:vm'; v8.setFlagsFromString('--expose-gc'); setInterval(vm.runInNewContext('gc'), 50).unref();";
  const { code, stdout } = await made.run(["check", "--timeout", "1"], {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clear)}` },
    whileRunning: (child) => setTimeout(() => child.kill("SIGKILL"), 40_000).unref(),
  });
  expect([code, stdout]).toEqual([1, expect.stringContaining("did not answer in time")]);
});
