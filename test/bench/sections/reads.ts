import { join } from "node:path";
import type { RequestRecord } from "../../../src/simulator/requestLog.js";
import type { Figure, Section } from "../figure.js";
import { type Simulated, withSimulator } from "../simulated.js";

const PAGE = 100;
const DOCUMENTED_MS = 60_000;
/** For applies that wait: which calls they make does not depend on how long a window is. */
const SHORT_MS = 2_000;
/** Writes that one window allows. */
const BURST = 20;

/** What a run is measured on: the account, and the server's calls of one run. */
interface Account {
  readonly names: readonly string[];
  /** Numbers of the groups, by their place. */
  readonly exten: (index: number) => string;
  readonly want: Simulated["want"];
  /** What the server saw of this run. */
  readonly run: (...args: readonly string[]) => Promise<readonly RequestRecord[]>;
}

/** The calls of plans and applies, each compared with the fewest that give the same knowledge. */
export const reads: Section = async ({ root, folder, quick, note }) => {
  const count = 1000;
  const pages = Math.ceil(count / PAGE);
  const figures: Figure[] = [];
  const measure = async (
    name: string,
    size: number,
    use: (account: Account) => Promise<readonly Figure[]>,
    windowMs = DOCUMENTED_MS,
  ) => {
    note(name);
    const names = Array.from({ length: size }, (_, index) => `组${index}`);
    const exten = (index: number) => String(10_000 + index);
    const groups = names.map((displayName, index) => ({ displayName, exten: exten(index), members: ["8000", "8001"] }));
    const manners = { maxPageSize: PAGE, latencyMs: [20, 60] as const, jitterMs: 20 };
    const setting = { root, folder: join(folder, name), groups, windowMs };
    const made = await withSimulator(setting, manners, ({ simulator, run, want }) =>
      use({
        names,
        exten,
        want,
        run: async (...args) => {
          const before = simulator.requests.length;
          await run(args);
          return simulator.requests.slice(before);
        },
      }),
    );
    figures.push(...made);
  };

  await measure("plan", count, async ({ names, want, run }) => {
    await want(wanted(names, 0));
    return [callsOf(`plan of ${count} groups, pages of ${PAGE}`, await run("plan"), "pages", pages)];
  });

  await measure("group", count, async ({ names, exten, want, run }) => {
    await want(wanted(names, 0), new Map(names.map((name, index) => [name, exten(index)])));
    const chosen = [0, Math.floor(count / 3), count - 1].map((index) => names[index] ?? "");
    const one = await run("plan", "--group", chosen[1] ?? "");
    const three = await run("plan", "--group", ...chosen);
    return [
      callsOf(`--group of 1 pinned group among ${count}`, one, "groups", 1),
      {
        ...callsOf(`--group of 3 pinned groups among ${count}`, three, "fewest", Math.min(3, pages)),
        goal: { value: 4 },
      },
    ];
  });

  await measure("few changes", count, async ({ names, want, run }) => {
    await want(wanted(names, 3));
    return proofOf(await run("apply", "--auto-approve"), `an apply of 3 changes among ${count} groups`, pages, 3);
  });

  const all = quick ? BURST + 1 : 60;
  const many = async ({ names, want, run }: Account) => {
    await want(wanted(names, all));
    return proofOf(await run("apply", "--auto-approve"), `an apply of ${all} changes among ${all} groups`, 1, all);
  };
  await measure("many changes", all, many, SHORT_MS);
  return figures;
};

/** The groups of the account, of which the first few get another member. */
function wanted(names: readonly string[], changed: number): Record<string, string[]> {
  const entries = names.map((name, index) => [name, ["8000", "8001", ...(index < changed ? ["8002"] : [])]] as const);
  return Object.fromEntries(entries.map(([name, members]) => [name, [...members]]));
}

function callsOf(name: string, made: readonly RequestRecord[], floor: string, least: number): Figure {
  const value = made.filter(isRead).length;
  return {
    section: "reads",
    name,
    value,
    unit: "calls",
    floor: { name: floor, value: least },
    ratio: value / least,
    goal: { exactly: least },
  };
}

/**
 * Of an apply: its writes, and its reads besides the plan's pages. Those are one look before each write, or one look at
 * the whole page for all writes that leave together, and the verification.
 */
function proofOf(made: readonly RequestRecord[], name: string, pages: number, changes: number): Figure[] {
  const writes = made.filter(({ operation }) => operation === "updateQueueAssignMembers").length;
  const reads = made.filter(isRead).length - pages;
  const looks = pages === 1 ? Math.ceil(changes / BURST) : changes;
  const least = looks + Math.min(pages, changes);
  const counted = { section: "reads", unit: "calls" } as const;
  return [
    {
      ...counted,
      name: `writes of ${name}`,
      value: writes,
      floor: { name: "changes", value: changes },
      ratio: writes / changes,
      goal: { exactly: changes },
    },
    {
      ...counted,
      name: `looks and verification of ${name}`,
      value: reads,
      floor: { name: pages === 1 ? "bursts + pages" : "changes + groups", value: least },
      ratio: reads / least,
      goal: { value: least },
    },
  ];
}

function isRead({ operation }: RequestRecord): boolean {
  return operation.startsWith("queueQueue");
}
