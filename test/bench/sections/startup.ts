import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Figure, Section } from "../figure.js";
import { muster, pair, runNode } from "../measure.js";

interface Start {
  readonly args: readonly string[];
  readonly name: string;
  /** Of the time, over a bare start of Node. */
  readonly ratio: number;
  /** In a home and a folder for temporary files that are new each time: no run before has left compiled code there. */
  readonly isCold: boolean;
}

const STARTS: readonly Start[] = [
  { args: ["--version"], name: "--version", ratio: 1.3, isCold: false },
  { args: ["--help"], name: "--help", ratio: 1.7, isCold: false },
  { args: ["validate"], name: "validate examples/small-team, cold", ratio: 2.2, isCold: true },
  { args: ["validate"], name: "validate examples/small-team, warm", ratio: 2.2, isCold: false },
];

/**
 * What every start of Node on this machine costs, muster's and the bare one: with a private CA, Node takes 60 ms instead
 * of 25. It is included in both, because people feel a start as a whole.
 */
const { NODE_EXTRA_CA_CERTS } = process.env;
const MACHINE = NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS };

/** What people and editors start all day, compared with a bare start of Node. */
export const startup: Section = async ({ root, folder, quick, note }) => {
  const cwd = join(root, "examples/small-team");
  const times = quick ? 3 : 31;
  const figures: Figure[] = [];
  for (const { args, name, ratio: goal, isCold } of STARTS) {
    note(name);
    const home = isCold ? () => mkdtemp(join(folder, "home-")) : async () => folder;
    const { value, floor, ratio } = await pair(
      async () => {
        const own = await home();
        return (await runNode(muster(root, ...args), { cwd, env: { ...MACHINE, HOME: own, TMPDIR: own } })).ms;
      },
      async () => (await runNode(["-e", "0"], { cwd, env: MACHINE })).ms,
      times,
    );
    figures.push({
      section: "startup",
      name,
      value,
      unit: "ms",
      floor: { name: "node -e 0", value: floor },
      ratio,
      goal: { ratio: goal },
    });
  }
  return figures;
};
