import { join } from "node:path";
import { writeAccount } from "../accounts.js";
import type { Figure, Section } from "../figure.js";
import { muster, type Paired, pair, runNode } from "../measure.js";
import { renderOnce } from "./render.js";

/** Ten times the groups may take a little more than ten times as long, and no more. */
export const growth: Section = async ({ root, folder, quick, note }) => {
  const [few, many] = quick ? [50, 500] : [500, 5000];
  const timed = async (files: string) => (await runNode(muster(root, "validate", files))).ms;
  const accounts = [few, many].map((groups) =>
    writeAccount(join(folder, String(groups)), { groups, members: 100 }, "split"),
  );
  const [small = "", large = ""] = await Promise.all(accounts);
  note(`validate ${few} and ${many} groups`);
  const validate = await pair(
    () => timed(large),
    () => timed(small),
    1,
  );
  note(`diff and render ${few} and ${many} groups`);
  const render = await pair(
    async () => (await renderOnce("text", many)).ms,
    async () => (await renderOnce("text", few)).ms,
    quick ? 1 : 5,
  );
  const figure = (name: string, { value, floor, ratio }: Paired): Figure => ({
    section: "growth",
    name: `${name}, ${many} x 100`,
    value,
    unit: "ms",
    floor: { name: `${few} groups`, value: floor },
    ratio,
    goal: { ratio: 11 },
  });
  return [figure("validate", validate), figure("diff and text", render)];
};
