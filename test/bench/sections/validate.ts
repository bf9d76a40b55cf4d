import { join } from "node:path";
import { type Size, type Style, writeAccount } from "../accounts.js";
import type { Figure, Goal, Section } from "../figure.js";
import { muster, pair, runForMemory, runNode } from "../measure.js";

interface Sample {
  readonly name: string;
  readonly size: Size;
  readonly how: "one file" | "split";
  /** Tidy if left out. */
  readonly style?: Style;
  readonly times: number;
  /** Of the time, over what Node and `yaml` take to parse the same bytes. */
  readonly goal?: Goal;
  /** In MB. */
  readonly memory?: number;
}

const SAMPLES: readonly Sample[] = [
  { name: "50 x 20", size: { groups: 50, members: 20 }, how: "one file", times: 7 },
  { name: "500 x 50, tidy", size: { groups: 500, members: 50 }, how: "one file", times: 7, goal: { ratio: 0.5 } },
  {
    name: "500 x 50, as people write it",
    size: { groups: 500, members: 50 },
    how: "one file",
    style: "written",
    times: 7,
    goal: { ratio: 0.5 },
  },
  {
    name: "5,000 x 100, one file a group",
    size: { groups: 5000, members: 100 },
    how: "split",
    times: 1,
    goal: { ratio: 1 },
    memory: 260,
  },
  { name: "5,000 x 100, one file", size: { groups: 5000, members: 100 }, how: "one file", times: 1, memory: 2048 },
];

const QUICK: readonly Sample[] = [
  { name: "50 x 20", size: { groups: 50, members: 20 }, how: "one file", times: 1 },
  {
    name: "50 x 20, as people write it",
    size: { groups: 50, members: 20 },
    how: "one file",
    style: "written",
    times: 1,
  },
  { name: "100 x 20, one file a group", size: { groups: 100, members: 20 }, how: "split", times: 1, memory: 260 },
];

/** Reading and checking rosters, compared with only parsing them. */
export const validate: Section = async ({ root, folder, quick, note }) => {
  const figures: Figure[] = [];
  for (const { name, size, how, style, times, goal, memory } of quick ? QUICK : SAMPLES) {
    note(name);
    const files = await writeAccount(join(folder, name), size, how, style);
    const { value, floor, ratio } = await pair(
      async () => (await runNode(muster(root, "validate", files))).ms,
      async () => (await runNode([join(root, "test/bench/floor/parseYaml.mjs"), files])).ms,
      times,
    );
    figures.push({
      section: "validate",
      name,
      value,
      unit: "ms",
      floor: { name: "node + yaml", value: floor },
      ratio,
      ...(goal === undefined ? {} : { goal }),
    });
    if (memory === undefined) continue;
    const { peakMb } = await runForMemory(root, muster(root, "validate", files));
    figures.push({
      section: "validate",
      name: `${name}: peak memory`,
      value: peakMb,
      unit: "MB",
      goal: { value: memory },
    });
  }
  return figures;
};
