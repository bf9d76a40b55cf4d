import { join } from "node:path";
import type { Figure, Section } from "../figure.js";
import { muster, pair, runNode } from "../measure.js";

/** What people and editors start all day, against a bare start of Node. */
export const startup: Section = async ({ root, quick, note }) => {
  const cwd = join(root, "examples/small-team");
  const times = quick ? 3 : 31;
  const goals = [
    ["--version", 1.3],
    ["--help", 1.7],
    ["validate", 3],
  ] as const;
  const figures: Figure[] = [];
  for (const [argument, goal] of goals) {
    note(argument);
    const { value, floor, ratio } = await pair(
      async () => (await runNode(muster(root, argument), { cwd })).ms,
      async () => (await runNode(["-e", "0"], { cwd })).ms,
      times,
    );
    const name = argument === "validate" ? "validate examples/small-team" : argument;
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
