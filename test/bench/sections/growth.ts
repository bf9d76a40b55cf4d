import { join } from "node:path";
import { writeAccount } from "../accounts.js";
import type { Figure, Section } from "../figure.js";
import { muster, type Paired, pair, runNode } from "../measure.js";
import type { RendererName } from "../renderers.js";
import { renderOnce } from "./render.js";

/** Those that say everything: what a comment has no room for is not written at all. */
const GROWING = ["text", "Markdown in full", "HTML"] as const satisfies readonly RendererName[];

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
  const rendered = async (renderer: RendererName): Promise<Figure> => {
    note(`diff and ${renderer} of ${few} and ${many} groups`);
    const both = await pair(
      async () => (await renderOnce(renderer, many)).ms,
      async () => (await renderOnce(renderer, few)).ms,
      quick ? 1 : 5,
    );
    return figure(`diff and ${renderer}`, both);
  };
  const figure = (name: string, { value, floor, ratio }: Paired): Figure => ({
    section: "growth",
    name: `${name}, ${many} x 100`,
    value,
    unit: "ms",
    floor: { name: `${few} groups`, value: floor },
    ratio,
    goal: { ratio: 11 },
  });
  const figures = [figure("validate", validate)];
  for (const renderer of GROWING) figures.push(await rendered(renderer));
  return figures;
};
