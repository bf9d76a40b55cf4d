import { join } from "node:path";
import { writeAccount, writeAgents, writeMembers, writeMistakes } from "../accounts.js";
import type { Bench, Figure, Section } from "../figure.js";
import { muster, type Paired, pair, runNode } from "../measure.js";
import type { RendererName } from "../renderers.js";
import { renderOnce } from "./render.js";

/** Those that say everything: what a comment has no room for is not written at all. */
const GROWING = ["text", "Markdown in full", "HTML"] as const satisfies readonly RendererName[];

/** Something of which there may be much in one place: what looks at each beside all others takes a hundred times as long. */
interface Trap {
  readonly name: string;
  readonly many: number;
  readonly write: (folder: string, count: number) => Promise<string>;
  /** Of `validate`. */
  readonly code: number;
}

const TRAPS: readonly Trap[] = [
  { name: "agents in one map", many: 20_000, write: writeAgents, code: 0 },
  { name: "members in one list", many: 100_000, write: writeMembers, code: 0 },
  { name: "mistakes in one list", many: 50_000, write: writeMistakes, code: 1 },
];

/** Ten times as much may take a little more than ten times as long, and no more. */
export const growth: Section = async (bench) => [...(await ofAccounts(bench)), ...(await ofTraps(bench))];

async function ofTraps({ root, folder, quick, note }: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, many, write, code } of TRAPS) {
    const [large, small] = quick ? [many / 10, many / 100] : [many, many / 10];
    note(`validate ${small} and ${large} ${name}`);
    const files = await Promise.all([large, small].map((count) => write(join(folder, `${name} ${count}`), count)));
    const [much = "", little = ""] = files;
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
