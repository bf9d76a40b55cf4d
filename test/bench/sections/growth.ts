import { join } from "node:path";
import { CROWDS, MISTAKES, writeAccount, writeCrowd } from "../accounts.js";
import type { Bench, Figure, Section } from "../figure.js";
import { muster, type Paired, pair, runNode } from "../measure.js";
import type { RendererName } from "../renderers.js";
import { renderOnce } from "./render.js";

/** The renderers that print everything: a comment does not even write what it has no room for. */
const GROWING = ["text", "Markdown in full", "HTML"] as const satisfies readonly RendererName[];

/** Code that compares each item with all others takes a hundred times as long for ten times as much. */
const MANY = 50_000;

/** Ten times as much may take a little more than ten times as long, but no more. */
export const growth: Section = async (bench) => [...(await ofAccounts(bench)), ...(await ofCrowds(bench))];

async function ofCrowds({ root, folder, quick, note }: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  const [large, small] = quick ? [MANY / 10, MANY / 100] : [MANY, MANY / 10];
  for (const crowd of [...CROWDS, ...MISTAKES]) {
    const { name } = crowd;
    note(`validate ${small} and ${large} ${name}`);
    const files = await Promise.all(
      [large, small].map((count) => writeCrowd(join(folder, `${name} ${count}`), crowd, count)),
    );
    const [much = "", little = ""] = files;
    const code = CROWDS.includes(crowd) ? 0 : 1;
    const timed = async (path: string) => (await runNode(muster(root, "validate", path), { code })).ms;
    const paired = await pair(
      () => timed(much),
      () => timed(little),
      quick ? 1 : 3,
    );
    figures.push(figureOf(`validate, ${large} ${name}`, `${small} of them`, paired));
  }
  return figures;
}

async function ofAccounts({ root, folder, quick, note }: Bench): Promise<Figure[]> {
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
  const figures = [figureOf(`validate, ${many} x 100`, `${few} groups`, validate)];
  for (const renderer of GROWING) {
    note(`diff and ${renderer} of ${few} and ${many} groups`);
    const both = await pair(
      async () => (await renderOnce(renderer, many)).ms,
      async () => (await renderOnce(renderer, few)).ms,
      quick ? 1 : 5,
    );
    figures.push(figureOf(`diff and ${renderer}, ${many} x 100`, `${few} groups`, both));
  }
  return figures;
}

function figureOf(name: string, less: string, { value, floor, ratio }: Paired): Figure {
  return {
    section: "growth",
    name,
    value,
    unit: "ms",
    floor: { name: less, value: floor },
    ratio,
    goal: { ratio: 11 },
  };
}
