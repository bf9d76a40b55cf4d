// Makes the library's types in `dist/library/types/`, and compiles `examples/library/` against them as a consumer does.
// A separate step, because the compiler takes longer than the whole bundle. Run by `npm run check` and before packing.
import { execFileSync } from "node:child_process";
import { readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const OUT = "dist/library/types";
const ENTRIES = ["index.d.ts", "simulator/startSimulator.d.ts"];
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

await rm(OUT, { recursive: true, force: true });
tsc("src/build/tsconfig.library.json");
const needed = new Set();
for (const entry of ENTRIES) await follow(resolve(OUT, entry));
for (const file of await readdir(OUT, { recursive: true })) {
  const path = resolve(OUT, file);
  if (file.endsWith(".ts") && !needed.has(path)) await rm(path);
}
tsc("examples/library/tsconfig.json");

/** The compiler writes a file for each source; only these say what the library takes and returns. */
async function follow(path) {
  if (needed.has(path)) return;
  needed.add(path);
  const text = await readFile(path, "utf8");
  const [, foreign] = /(?:from |import\()"((?!\.|node:)[^"]+)"/.exec(text) ?? [];
  if (foreign !== undefined)
    throw new Error(`${path} needs the types of ${foreign}, which is not installed with muster`);
  for (const [, from] of text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g))
    await follow(resolve(dirname(path), `${from}.d.ts`));
}

function tsc(project) {
  execFileSync(process.execPath, [TSC, "-p", project], { stdio: "inherit" });
}
