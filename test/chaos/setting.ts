import type { SimulatorOptions } from "../../src/simulator/startSimulator.js";
import type { Dice } from "./dice.js";

/**
 * The conditions of a case from beginning to end, and what muster cannot promise under them. Times are the quick
 * clock's.
 */
export interface Setting {
  readonly theme: Theme;
  readonly manners: Partial<SimulatorOptions>;
  /** Faults that never end. */
  readonly always: readonly string[];
  /** One disk for all runs; a fresh one for each, as on hosted runners; or machines that take turns. */
  readonly disks: "one" | "fresh" | "two" | "many";
  /** How wrong the clock of each machine is; those beyond its end have the right one. */
  readonly clocks: readonly number[];
  /** All machines share a store. */
  readonly store: boolean;
  /** Two runs at once, on two machines; without a store nothing keeps them from making a group each. */
  readonly together: boolean;
  /** May the answer to a creation be lost? Not if groups are listed later than a run can wait. */
  readonly creationsLost: boolean;
  /** Another user may create a group of the same name at the same moment. */
  readonly twins: boolean;
  readonly awkwardNames: boolean;
  readonly oddEntries: boolean;
  /** MUSTER_SETTLE. */
  readonly settleMs: number;
  /** Seconds. */
  readonly timeout: number;
}

export type Theme = (typeof THEMES)[number][0];

type Draw = (dice: Dice) => Partial<Omit<Setting, "theme">>;

const CLAIMS = "queueQueueAgentClaimStatus";

/** The themes of cases, and how many of a hundred cases have each. */
const THEMES = [
  ["everyday", 28, (dice) => ({ manners: { invisibleMs: dice.pick([0, 0, 400]) }, twins: dice.chance(0.1) })],
  [
    "shows late",
    16,
    // Longer than the next run takes to look: 7.5 s are 375 ms of the real clock.
    (dice) => ({ manners: { invisibleMs: dice.pick([1_500, 4_500, 7_500]) }, creationsLost: false, timeout: 4 }),
  ],
  [
    "shows late in one",
    6,
    (dice) => ({
      manners: {
        invisibleMs: { [dice.pick(["queueQueue", CLAIMS])]: dice.pick([1_500, 6_000]) },
        listLagMs: { [dice.pick(["queueQueue", CLAIMS])]: dice.pick([500, 1_500]) },
        settingsLagMs: dice.pick([0, 1_000]),
      },
      creationsLost: false,
      timeout: 4,
    }),
  ],
  [
    "fresh disks",
    8,
    (dice) => ({ disks: "fresh", settleMs: 15_000, manners: { invisibleMs: dice.pick([0, 400, 12_000, 12_000]) } }),
  ],
  ["two machines", 6, () => ({ disks: "two" })],
  ["at once", 6, () => ({ disks: "two", together: true })],
  [
    "stored names",
    10,
    (dice) => ({
      manners: { storeName: dice.pick(STORED), invisibleMs: dice.pick([0, 1_500]) },
      awkwardNames: true,
      // The number is lost with the answer, and the group is not found by its name.
      creationsLost: dice.chance(0.5),
    }),
  ],
  [
    "lying claims",
    12,
    (dice) => ({
      manners: dice.chance(0.6) ? { listLagMs: { [CLAIMS]: dice.pick([1_000, 10_000]) } } : {},
      always: dice.chance(0.6)
        ? [
            `${CLAIMS}:${dice.pick(["some-members", "no-members", "null-members", "no-group=all"])}${dice.pick(["", "@p0.5"])}`,
          ]
        : [],
    }),
  ],
  ["squeezed", 4, () => ({ manners: { accountLimit: { calls: 10, windowMs: 3_000 } } })],
  ["odd entries", 4, () => ({ oddEntries: true })],
] as const satisfies readonly (readonly [string, number, Draw])[];

const STORED = [
  "trim",
  "cut-20",
  "nfc",
  "entities",
  "no-emoji",
  "question-marks",
  "lowercase",
  "squeeze",
  "halfwidth",
  "default",
] as const;

/** Machines that muster runs on, beyond what a theme says. */
export interface Machines {
  readonly count: number;
  /** Most cases have a store that all of them share. */
  readonly store: boolean;
}

/** Signatures are good for five minutes: a machine whose clock is more wrong than that can send nothing. */
const MOST_WRONG_MS = 130_000;

/** The machines of a case, each with a clock of its own. Without a store they are promised what the themes for that are. */
function withMachines(setting: Setting, dice: Dice, { count, store }: Machines): Setting {
  const clocks = Array.from({ length: count }, () => dice.pick([0, 1, -1, dice.roll() - 0.5]) * MOST_WRONG_MS);
  if (!store || dice.chance(0.15)) {
    // What only this machine's disk knows, the next machine cannot: that a name is stored as another.
    if (setting.manners.storeName !== undefined) return { ...setting, clocks };
    // It has to wait as one on a fresh disk does.
    const settleMs = setting.disks === "one" ? Math.max(setting.settleMs, 15_000) : setting.settleMs;
    return { ...setting, disks: "many", clocks, settleMs };
  }
  return { ...setting, disks: "many", clocks, store: true, together: setting.together || dice.chance(0.35) };
}

/**
 * @param only the one theme to use; any if left out
 * @param machines as many as the theme says if left out
 */
export function settingOf(dice: Dice, only?: string, machines?: Machines): Setting {
  const deck = THEMES.filter(([name]) => only === undefined || name === only);
  if (deck.length === 0) throw new Error(`expected one of ${THEMES.map(([name]) => name).join(", ")}, got ${only}`);
  const [theme, , draw] = dice.pick(deck.flatMap((entry) => Array.from({ length: entry[1] }, () => entry)));
  const drawn: Partial<Setting> = draw(dice);
  const setting: Setting = {
    disks: "one",
    clocks: [],
    store: false,
    together: false,
    creationsLost: true,
    twins: false,
    awkwardNames: false,
    oddEntries: false,
    settleMs: 3_000,
    timeout: 1,
    always: [],
    ...drawn,
    theme,
    manners: { ...mannersOf(dice), ...drawn.manners },
  };
  return machines === undefined ? setting : withMachines(setting, dice, machines);
}

/** How any server may behave. */
function mannersOf(dice: Dice): Partial<SimulatorOptions> {
  const refuses = dice.chance(0.25);
  return {
    maxPageSize: refuses ? dice.pick([10, 50, 100]) : dice.pick([1, 2, 3, 100]),
    pageRefusal: refuses ? dice.pick(["default", "limit-words", "chinese", "error", "code-500", "empty"]) : "clamp",
    order: dice.pick(["newest", "oldest"]),
    nameFilter: dice.pick(["exact", "contains"]),
    drift: dice.chance(0.3),
    windowKind: dice.pick(["sliding", "fixed", "bucket"]),
    jitterMs: dice.pick([0, 0, 40]),
    statusFollowsCode: dice.chance(0.2),
  };
}

/** After this long, everything that is listed late has been listed. */
export function longestLagMs({ manners }: Setting): number {
  const longest = (lag: SimulatorOptions["invisibleMs"] = 0): number =>
    typeof lag === "number" ? lag : Math.max(0, ...Object.values(lag));
  return Math.max(longest(manners.invisibleMs), longest(manners.listLagMs), manners.settingsLagMs ?? 0);
}

/** How late the query shows a change: a younger edit cannot be noticed. */
export function queryLagMs({ manners: { listLagMs = 0 } }: Setting): number {
  return typeof listLagMs === "number" ? listLagMs : (listLagMs.queueQueue ?? 0);
}
