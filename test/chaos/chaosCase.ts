import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OPERATION_NAMES } from "../../src/simulator/operations.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { inProcess, quickClock } from "../support/inProcess.js";
import { AGENTS, castOf, Dice, yamlOf } from "./cast.js";
import { blowOf, faultsOf, mannersOf } from "./trouble.js";
import { Watch } from "./watch.js";

const ACCOUNT = "N00000000556";
const SECRET = "chaos-s3cret-that-must-not-show";
const SPEED = 20;
/** In the quick clock's time. */
const LIMITS = "addQueue=4/1s,updateQueueAssignMembers=4/1s,queueQueue=8/1s,queueQueueAgentClaimStatus=20/1s";
const WINDOW_MS = 1_000;
const MOST_CLEAN_RUNS = 2;

/** What became of a case: nothing broken, or what, and everything needed to look into it. */
export interface Verdict {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly runs: number;
  readonly calls: number;
  readonly story: readonly string[];
}

/**
 * One case: an account and files that want something else; up to three runs under faults, late edits, kills and stops;
 * then clean runs. Everything follows from the seed but the order in which calls in flight arrive.
 */
export async function chaosCase(seed: number): Promise<Verdict> {
  const dice = new Dice(seed);
  const cast = castOf(dice);
  const clock = quickClock(SPEED);
  const folder = await mkdtemp(join(tmpdir(), "muster-chaos-"));
  const calls = (n: number) => ({ calls: n, windowMs: WINDOW_MS });
  const simulator = await startSimulator({
    seed: {
      accountId: ACCOUNT,
      apiSecret: SECRET,
      agents: AGENTS.map((number) => ({ number, name: `坐席${number}` })),
      groups: cast.live,
    },
    limits: {
      addQueue: calls(4),
      updateQueueAssignMembers: calls(4),
      queueQueue: calls(8),
      queueQueueAgentClaimStatus: calls(20),
    },
    clock,
    random: dice.roll,
    faultSeed: seed,
    ...mannersOf(dice),
  });
  const files = join(folder, "groups.yaml");
  await writeFile(files, yamlOf(cast.desired));
  const env = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    MUSTER_LIMITS: LIMITS,
    MUSTER_SETTLE: "3s",
    MUSTER_STATE_DIR: join(folder, "state"),
    MUSTER_LANG: "en",
  };
  const watch = new Watch(simulator, cast);
  const story: string[] = [];
  const broken: string[] = [];
  let runs = 0;
  const run = (...args: string[]) => {
    runs += 1;
    return inProcess(args, { env, clock, random: dice.roll });
  };
  const finish = async (started: ReturnType<typeof run>): Promise<number> => {
    const code = await started.done;
    if ((started.stdout() + started.stderr()).includes(SECRET)) broken.push("the secret was shown");
    return code;
  };

  /** What happens at the next call of any interface; set anew for each run. */
  let atCall: (operation: string) => void = () => undefined;
  for (const operation of OPERATION_NAMES) {
    const hook = (): void => {
      simulator.onCall(operation, 1, () => {
        watch.look();
        atCall(operation);
        hook();
      });
    };
    hook();
  }
  /** Groups whose re-read has arrived and is not answered yet: an edit now must be noticed by that read. */
  const aboutToBeRead = (): string[] =>
    simulator.requests.flatMap(({ operation, body, outcome }) => {
      const { exten } = body as { exten?: unknown };
      return outcome === null && operation.startsWith("queueQueue") && typeof exten === "string" ? [exten] : [];
    });
  const isListing = (operation: string): boolean => operation === "queueQueue" && aboutToBeRead().length === 0;

  try {
    const apply = ["apply", files, "--auto-approve", "--max-removals", "100%", "--max-emptied", "99", "--timeout", "1"];
    let wasKilled = false;
    for (let troubled = dice.between(1, 3); troubled > 0; troubled -= 1) {
      const faults = faultsOf(dice);
      const blow = blowOf(dice);
      const edits = dice.chance(0.4) ? dice.between(1, 3) : 0;
      const saved = dice.chance(0.2);
      simulator.setFaults(saved ? [] : faults);
      watch.newRun(wasKilled);
      let args = apply;
      if (saved) {
        const plan = join(folder, "plan.json");
        const planned = await finish(run("plan", files, "--out", plan, "--timeout", "1"));
        if (planned !== 0) broken.push(`plan ended ${planned} on a quiet server`);
        simulator.setFaults(faults);
        watch.newRun();
        args = ["apply", "--plan", plan, "--max-removals", "100%", "--max-emptied", "99", "--timeout", "1"];
      }
      const counted = new Map<string, number>();
      let editsLeft = edits;
      const started = run(...args);
      const killed = new Promise<"killed">((resolve) => {
        atCall = (operation) => {
          if (isListing(operation)) watch.listed();
          const [exten] = aboutToBeRead();
          if (exten !== undefined && editsLeft > 0 && dice.chance(0.5)) {
            editsLeft -= 1;
            watch.edit(exten, dice);
          }
          counted.set(operation, (counted.get(operation) ?? 0) + 1);
          if (blow === undefined || blow.operation !== operation || blow.call !== counted.get(operation)) return;
          if (blow.kind === "stop") started.stop();
          else {
            started.kill();
            resolve("killed");
          }
        };
      });
      const end = await Promise.race([finish(started), killed]);
      wasKilled = end === "killed";
      story.push(
        `${saved ? "apply --plan" : "apply"} under ${faults.join(" ") || "nothing"}; ${blow === undefined ? "no blow" : `${blow.kind} at ${blow.operation} ${blow.call}`}; ${edits - editsLeft} edits: ${end}`,
      );
      if (typeof end === "number" && ![0, 1, 3, 130].includes(end)) broken.push(`ended ${end}`);
    }
    atCall = (operation) => {
      if (isListing(operation)) watch.listed();
    };
    simulator.setFaults([]);
    let code = 1;
    for (let clean = 1; clean <= MOST_CLEAN_RUNS && code !== 0; clean += 1) {
      watch.newRun(wasKilled);
      wasKilled = false;
      const started = run(...apply);
      code = await finish(started);
      story.push(`clean apply: ${code}${code === 0 ? "" : `\n${started.stdout()}${started.stderr()}`}`);
    }
    if (code !== 0) broken.push(`does not converge: exit ${code}`);
    watch.newRun();
    const last = run("plan", files, "--detailed-exitcode", "--timeout", "1");
    const differs = await finish(last);
    if (differs !== 0) broken.push(`not empty at the end (exit ${differs}):\n${last.stdout()}${last.stderr()}`);
    watch.look();
    for (const { operation, calls: held, limit } of simulator.overruns())
      broken.push(`${operation}: ${held} calls in a window of ${limit.calls}`);
    return { seed, broken: [...new Set([...broken, ...watch.broken])], runs, calls: simulator.requests.length, story };
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}
