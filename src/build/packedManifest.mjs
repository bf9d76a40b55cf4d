// What package.json is in the archive: without scripts and packages of the build, which nobody who installs muster runs.
// `npm pack` and `npm publish` run this before (`prepack`) and after (`postpack --restore`); in between, the checkout's own
// lies in `.package.json`, from where it is brought back also if a pack was interrupted.
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

const OWN = ".package.json";
const LEFT_OUT = ["scripts", "devDependencies", "knip"];

const { values } = parseArgs({ options: { restore: { type: "boolean", default: false } } });
if (existsSync(OWN)) await rename(OWN, "package.json");
if (!values.restore) {
  const own = await readFile("package.json", "utf8");
  const packed = Object.fromEntries(Object.entries(JSON.parse(own)).filter(([field]) => !LEFT_OUT.includes(field)));
  await writeFile(OWN, own);
  await writeFile("package.json", `${JSON.stringify(packed, undefined, 2)}\n`);
}
