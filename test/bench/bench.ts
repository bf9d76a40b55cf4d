import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Figure, isMet, type Section, tableOf } from "./figure.js";
import { growth } from "./sections/growth.js";
import { reads } from "./sections/reads.js";
import { render } from "./sections/render.js";
import { roads } from "./sections/roads.js";
import { startup } from "./sections/startup.js";
import { time } from "./sections/time.js";
import { validate } from "./sections/validate.js";
import { waits } from "./sections/waits.js";

const SECTIONS: Readonly<Record<string, Section>> = { startup, validate, reads, waits, render, growth, roads, time };

/**
 * Runs the suite and prints its table.
 *
 * @param argv `--only a,b` some sections, `--quick` a short run, `--json FILE` also writes the figures as a document
 * @returns the exit code: 0 whether goals are met or not, 1 if it could not be run
 */
export async function bench(argv: readonly string[], { root, folder }: { root: string; folder: string }) {
  const { values } = parseArgs({
    args: [...argv],
    options: { only: { type: "string" }, quick: { type: "boolean", default: false }, json: { type: "string" } },
  });
  const names = values.only?.split(",") ?? Object.keys(SECTIONS);
  const unknown = names.find((name) => SECTIONS[name] === undefined);
  if (unknown !== undefined) {
    process.stderr.write(`No section ${unknown}. There are: ${Object.keys(SECTIONS).join(", ")}.\n`);
    return 1;
  }
  const figures: Figure[] = [];
  for (const name of names) {
    const own = join(folder, name);
    await mkdir(own);
    const note = (text: string) => process.stderr.write(`${name}: ${text} …\n`);
    figures.push(...((await SECTIONS[name]?.({ root, folder: own, quick: values.quick, note })) ?? []));
  }
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`;
  process.stdout.write(`\n${tableOf(figures)}\n${machine}${values.quick ? ", a quick run: not to be quoted" : ""}\n`);
  if (values.json !== undefined) {
    const rows = figures.map((figure) => ({ ...figure, met: isMet(figure) }));
    await writeFile(values.json, `${JSON.stringify({ machine, quick: values.quick, figures: rows }, null, 2)}\n`);
  }
  return 0;
}
