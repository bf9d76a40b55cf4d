import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../src/model/clock.js";
import { OPERATION_NAMES } from "../../src/simulator/api/operations.js";
import type { RequestRecord } from "../../src/simulator/requestLog.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { accountName } from "../../src/state/stateFolder.js";
import { type InProcessRun, quickClock } from "../support/inProcess.js";
import { AGENTS, castOf, yamlOf } from "./cast.js";
import { Dice } from "./dice.js";
import { ACCOUNT, BUDGET, Fleet, SECRET } from "./fleet.js";
import { judgeResult } from "./judge.js";
import { QuickStore } from "./quickStore.js";
import { longestLagMs, type Machines, queryLagMs, settingOf } from "./setting.js";
import { blowOf, faultsOf, LATEST_MS, type StoreTrouble, storeTroubleOf } from "./trouble.js";
import { Watch } from "./watch.js";

const SPEED = 20;
const MOST_CLEAN_RUNS = 2;
/**
 * With a store: a lock that is not renewed for 45 s is lost, and these are the real clock's, on a machine that may be loaded.
 * What a run loses by that, the next one makes up for.
 */
const STORE_SPEED = 8;
const MOST_CLEAN_RUNS_WITH_STORE = 4;
/** For two seconds before a write nothing is certain; the rest is for a loaded machine, on which 20 ms are 400 here. */
const BLIND_MS = 2_000 + 2_500;
const UNGUARDED = ["--max-removals", "100%", "--max-emptied", "99", "--format", "json"];

/** The result of a case: nothing broken, or what, and everything needed to look into it. */
export interface Verdict {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly runs: number;
  readonly calls: number;
  readonly story: readonly string[];
}

/** What cases are made of, where that is not left to the dice. */
export interface CaseOptions {
  /** The one theme that cases have. */
  readonly theme?: string | undefined;
  readonly machines?: Machines;
  /** Where the Redis is that stores are kept in. */
  readonly redisPort?: number;
}

/**
 * One case: an account and files that want something else; up to three runs under faults, edits, kills and stops, one
 * right after the other; then clean runs. Everything follows from the seed, except the order in which calls in flight
 * arrive.
 */
export async function chaosCase(seed: number, { theme, machines, redisPort = 0 }: CaseOptions = {}): Promise<Verdict> {
  const dice = new Dice(seed);
  const setting = settingOf(dice, theme, machines);
  const cast = castOf(dice, setting);
  const speed = setting.store ? STORE_SPEED : SPEED;
  const clock = quickClock(speed);
  const folder = await mkdtemp(join(tmpdir(), "muster-chaos-"));
  const perSecond = (calls: number) => ({ calls, windowMs: 1_000 });
  const simulator = await startSimulator({
    seed: {
      accountId: ACCOUNT,
      apiSecret: SECRET,
      agents: AGENTS.map((number) => ({ number, name: `坐席${number}` })),
      groups: cast.live,
    },
    limits: {
      addQueue: perSecond(BUDGET.addQueue),
      updateQueueAssignMembers: perSecond(BUDGET.updateQueueAssignMembers),
      queueQueue: perSecond(BUDGET.queueQueue),
      queueQueueAgentClaimStatus: perSecond(BUDGET.queueQueueAgentClaimStatus),
    },
    clock,
    random: dice.roll,
    faultSeed: seed,
    ...setting.manners,
  });
  const files = join(folder, "groups.yaml");
  await writeFile(files, yamlOf(cast.desired));
  const watch = new Watch(simulator, cast, {
    now: clock.monotonic,
    blindMs: BLIND_MS + queryLagMs(setting),
    mayDouble: setting.together && !setting.store,
  });
  // The account's name has the simulator's address in it, so each case has keys of its own.
  const store = setting.store
    ? new QuickStore({
        ...{ redisPort, clock, speed, shiftMs: dice.pick([0, 5_000, -40_000, 7_200_000]) },
        keys: accountName({ host: simulator.url, accountId: ACCOUNT }),
      })
    : undefined;
  const fleet = new Fleet({ setting, simulator, clock, dice, folder, store });
  const story: string[] = [JSON.stringify(setting)];
  const broken: string[] = [];
  const setFaults = (faults: readonly string[]) => simulator.setFaults([...faults, ...setting.always]);
  const finish = async (run: InProcessRun): Promise<number> => {
    const code = await run.done;
    if ((run.stdout() + run.stderr()).includes(SECRET)) broken.push("the secret was shown");
    return code;
  };
  /** Waits until everything that is listed late is listed, and everything that is carried out late is done. */
  const quiet = () => clock.sleep(longestLagMs(setting) + LATEST_MS + 500);

  /** What happens at the next call of any interface; set again for each run. */
  let atCall: (operation: string) => void = () => undefined;
  for (const operation of OPERATION_NAMES) {
    const hook = (): void => {
      simulator.onCall(operation, 1, () => {
        watch.look();
        if (!isRead(operation)) watch.planMade();
        atCall(operation);
        if (isListing(operation)) watch.listed();
        hook();
      });
    };
    hook();
  }
  /** Groups whose last look has arrived and is not answered yet: that read must notice an edit made now. */
  const aboutToBeRead = (): string[] =>
    simulator.requests.flatMap(({ operation, body, outcome }) => {
      const { exten } = body as { exten?: unknown };
      return outcome === null && operation === "queueQueue" && typeof exten === "string" ? [exten] : [];
    });
  const isListing = (operation: string): boolean => operation === "queueQueue" && aboutToBeRead().length === 0;
  /** The directory of agents is read once the groups are read. */
  const isRead = (operation: string): boolean => operation.startsWith("queueQueue");
  /** When the latest edit was made: the query may not show it yet. */
  let editedAt = Number.NEGATIVE_INFINITY;
  const edit = (): boolean => {
    const [read] = aboutToBeRead();
    const exten = read ?? dice.pick(simulator.state().groups.map((group) => group.exten));
    if (exten === undefined || !dice.chance(read === undefined ? 0.1 : 0.5)) return false;
    watch.edit(exten, dice, read !== undefined && queryLagMs(setting) === 0);
    editedAt = clock.monotonic();
    return true;
  };

  /** An apply that ends by itself: does its exit code tell the truth? */
  const judge = async (run: InProcessRun, code: number, edited: boolean): Promise<void> => {
    if (![0, 1, 3, 130].includes(code)) broken.push(`ended ${code}`);
    broken.push(...judgeResult(code, run.stdout()));
    if (code !== 0 || edited || setting.together) return;
    setFaults([]);
    const blocked = [...watch.blocked()];
    if (blocked.length > 0) broken.push(`exit 0, yet ${JSON.stringify(blocked)} cannot be so`);
    watch.newRun();
    const plan = await fleet.run(["plan", files, "--detailed-exitcode"]);
    const differs = await finish(plan);
    if (differs !== 0) broken.push(`exit 0, yet a plan right after ends ${differs}:\n${plan.stdout()}${plan.stderr()}`);
  };

  try {
    const apply = ["apply", files, "--auto-approve", ...UNGUARDED];
    let wasKilled = false;
    for (let troubled = dice.between(1, 3); troubled > 0; troubled -= 1) {
      const faults = faultsOf(dice, setting);
      const blow = setting.together && store === undefined ? undefined : blowOf(dice, setting);
      const trouble = store === undefined ? undefined : storeTroubleOf(dice, setting);
      // If the query itself says that a group is empty, it cannot be seen who has joined it.
      const isBlind = faults.some((fault) => fault.includes("no-members"));
      const edits = !setting.together && !isBlind && dice.chance(0.4) ? dice.between(1, 3) : 0;
      const saved = dice.chance(0.2);
      setFaults(saved ? [] : faults);
      watch.newRun(wasKilled);
      let args = apply;
      if (saved) {
        const plan = join(folder, "plan.json");
        await finish(await fleet.run(["plan", files, "--out", plan]));
        setFaults(faults);
        watch.planMade();
        args = ["apply", "--plan", plan, ...UNGUARDED];
      }
      const counted = new Map<string, number>();
      let editsLeft = edits;
      const isHidden = clock.monotonic() - editedAt <= queryLagMs(setting);
      const called = fleet.calls.length;
      if (trouble?.kind === "away") store?.down();
      const other = setting.together ? await fleet.run(args, 1) : undefined;
      // They take no lock, and spend of the same limits.
      const readers = setting.together && store !== undefined ? dice.between(0, 2) : 0;
      const plans = await Promise.all(Array.from({ length: readers }, (_, n) => fleet.run(["plan", files], n + 2)));
      const started = await fleet.run(args);
      let storeIsBack: Promise<void> | undefined;
      const killed = new Promise<"killed">((resolve) => {
        atCall = (operation) => {
          if (editsLeft > 0 && edit()) editsLeft -= 1;
          counted.set(operation, (counted.get(operation) ?? 0) + 1);
          if (store !== undefined && trouble?.operation === operation && trouble.call === counted.get(operation))
            storeIsBack ??= befall(store, trouble, clock);
          if (blow === undefined || blow.operation !== operation || blow.call !== counted.get(operation)) return;
          if (blow.kind === "stop") started.stop();
          else {
            started.kill();
            resolve("killed");
          }
        };
      });
      const end = await Promise.race([finish(started), killed]);
      atCall = () => undefined;
      const ends = other === undefined ? [end] : [end, await finish(other)];
      for (const plan of plans) await finish(plan);
      await storeIsBack;
      if (store !== undefined) broken.push(...overlaps(fleet.calls.slice(called), trouble));
      if (trouble?.kind === "away") {
        if (fleet.calls.length > called || ends.some((code) => code !== 1))
          broken.push(`the store was away, yet ${fleet.calls.length - called} calls, and ${ends.join(", ")}`);
        store?.up();
      }
      wasKilled = end === "killed";
      story.push(
        `${saved ? "apply --plan" : "apply"} under ${faults.join(" ") || "nothing"}; ${trouble === undefined ? "" : `the store: ${JSON.stringify(trouble)}; `}${blow === undefined ? "no blow" : `${blow.kind} at ${blow.operation} ${blow.call}`}; ${edits - editsLeft} edits: ${ends.join(", ")}`,
      );
      // A group that a gateway gave up on, and the server makes after the other machine's group was adopted, no run can
      // foresee.
      const comesLate = setting.together && faults.some((fault) => fault.startsWith("addQueue:late-"));
      if (!comesLate && ends.every((code) => code === 0) && watch.namesMadeTwice().length > 0)
        broken.push(`exit 0, yet ${watch.namesMadeTwice().join(", ")} was made twice`);
      if (typeof end === "number") await judge(started, end, editsLeft < edits || isBlind || isHidden);
      fleet.nextJob();
    }
    let code = 1;
    const mostClean = setting.store ? MOST_CLEAN_RUNS_WITH_STORE : MOST_CLEAN_RUNS;
    for (let clean = 1; clean <= mostClean && code !== 0; clean += 1) {
      setFaults([]);
      await quiet();
      watch.newRun(wasKilled);
      wasKilled = false;
      const started = await fleet.run(apply);
      code = await finish(started);
      story.push(`clean apply: ${code}${code === 0 ? "" : `\n${started.stdout()}${started.stderr()}`}`);
      await judge(started, code, false);
      fleet.nextJob();
    }
    await quiet();
    watch.look();
    const blocked = watch.blocked();
    if (code !== 0 && blocked.size === 0) broken.push(`does not converge: exit ${code}`);
    broken.push(...watch.differences(blocked));
    if (setting.disks === "one" || (store !== undefined && !store.wasTroubled)) {
      for (const { operation, calls, limit } of simulator.overruns())
        broken.push(`${operation}: ${calls} calls in a window of ${limit.calls}`);
    }
  } catch (error) {
    broken.push(`the case itself failed: ${String(error)}`);
  } finally {
    await simulator.close();
    await store?.close();
    // A run that was killed may still write what it had begun to write.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const all = [...new Set([...broken, ...watch.broken])];
  if (all.length > 0) story.push(...simulator.requests.map(lineOf));
  return { seed, broken: all, runs: fleet.runs, calls: simulator.requests.length, story };
}

/** Two runs at work at the same time, though there is a store. */
function overlaps(calls: Fleet["calls"], trouble: StoreTrouble | undefined): string[] {
  // Whoever finds an emptied store takes a lock whose holder has not noticed yet.
  if (trouble?.kind === "flush" || trouble?.kind === "restart") return [];
  // A run whose lock was lost with the store starts nothing more, but may still read what it has written.
  const counted = trouble === undefined ? calls : calls.filter(({ writes }) => writes);
  const turns = counted.map(({ run }) => run).filter((run, n, all) => run !== all[n - 1]);
  return new Set(turns).size < turns.length ? [`two runs were at work at the same time: ${turns.join(", ")}`] : [];
}

/** Lets a trouble happen to the store. @returns when it is over */
async function befall(store: QuickStore, { kind, lastsMs }: StoreTrouble, clock: Clock): Promise<void> {
  if (kind === "away") return;
  if (kind === "flush") return store.flush();
  if (kind === "hang") store.hang();
  else store.down();
  if (kind === "restart") await store.flush();
  await clock.sleep(kind === "restart" ? 500 : lastsMs);
  store.up();
}

/** A call, for people who look into a broken case; times are the quick clock's ms. */
function lineOf({ seq, operation, receivedAt, answeredAt, outcome, body }: RequestRecord): string {
  const times = `${Math.round(receivedAt)} to ${answeredAt === null ? "never" : Math.round(answeredAt)}`;
  return `${seq} ${times} ${operation} ${JSON.stringify(body)}: ${outcome}`;
}
