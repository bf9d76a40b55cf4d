import { fileURLToPath } from "node:url";
import type { Figure, Section } from "../figure.js";
import { runNode } from "../measure.js";
import { RENDERERS, type RendererName } from "../renderers.js";

/** Built beside the suite itself. */
const CHILD = fileURLToPath(new URL("renderChild.mjs", import.meta.url));

export interface Rendered {
  /** To compare, plan and print. */
  readonly ms: number;
  /** To look up every membership once. */
  readonly floorMs: number;
  /** Characters printed. */
  readonly bytes: number;
  /** The most memory that was held, at the end and when the account had been made. */
  readonly mb: number;
  readonly floorMb: number;
}

/**
 * One comparison and rendering of an account of groups with 100 members, in a fresh process. Making the account is not
 * included.
 */
export async function renderOnce(renderer: RendererName, groups: number): Promise<Rendered> {
  const { stdout } = await runNode([CHILD, renderer, String(groups)]);
  return JSON.parse(stdout) as Rendered;
}

/**
 * Time and memory of comparing and printing, once everything is read: 5,000 groups with 500,000 memberships, a tenth of
 * the groups changed.
 */
export const render: Section = async ({ quick, note }) => {
  const groups = quick ? 100 : 5000;
  const figures: Figure[] = [];
  for (const renderer of Object.keys(RENDERERS) as RendererName[]) {
    note(renderer);
    const runs: Rendered[] = [];
    for (let run = 0; run < (quick ? 1 : 5); run++) runs.push(await renderOnce(renderer, groups));
    // A goal in ms has no floor: the least is what muster takes, the rest is other work of the machine.
    const best = runs.reduce((a, b) => (a.ms <= b.ms ? a : b));
    figures.push({
      section: "render",
      name: `diff and ${renderer}, ${groups} x 100`,
      value: best.ms,
      unit: "ms",
      floor: { name: "looking up", value: best.floorMs },
      ratio: best.ms / best.floorMs,
      goal: { value: 1000 },
    });
    // The made-up data, both sides of it, is no cost of a plan; everything else that is held is.
    const leanest = runs.reduce((a, b) => (a.mb <= b.mb ? a : b));
    figures.push({
      section: "render",
      name: `peak memory of diff and ${renderer}, ${groups} x 100`,
      value: leanest.mb,
      unit: "MB",
      floor: { name: "both sides alone", value: leanest.floorMb },
      ratio: leanest.mb / leanest.floorMb,
      goal: { ratio: 1.5 },
    });
  }
  return figures;
};
