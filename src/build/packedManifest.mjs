// What package.json is in the archive: without scripts and packages of the build, which nobody who installs muster runs.
// `npm pack` and `npm publish` run this before (`prepack`) and after (`postpack --restore`); in between, the checkout's own
// lies in `.package.json`. A pack that failed or was killed leaves it there, and npm then knows no script: run
// `node src/build/packedManifest.mjs --restore`.
import { readFile, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

const OWN = ".package.json";
const LEFT_OUT = ["scripts", "devDependencies", "knip"];

const { values } = parseArgs({ options: { restore: { type: "boolean", default: false } } });
await restore();
if (!values.restore) {
  const own = await readFile("package.json", "utf8");
  // Whole before it is needed: a kill leaves at least one of the two.
  await writeFile(OWN, own);
  await writeFile("package.json", packedForm(own));
}

/** Brings the checkout's own back, and loses nothing that was written since a pack that did not end. */
async function restore() {
  const own = await readFile(OWN, "utf8").catch(() => undefined);
  if (own === undefined) return;
  const now = await readFile("package.json", "utf8").catch(() => "");
  // A kill while one of them is written leaves a beginning of it; the other is whole then.
  if (isWhole(own) && packedForm(own).startsWith(now)) await writeFile("package.json", own);
  else if (!now.startsWith(own))
    throw new Error(`package.json was changed after a pack that did not end. Compare it with ${OWN}, and remove that.`);
  await rm(OWN);
}

function isWhole(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function packedForm(own) {
  const packed = Object.fromEntries(Object.entries(JSON.parse(own)).filter(([field]) => !LEFT_OUT.includes(field)));
  return `${JSON.stringify(packed, undefined, 2)}\n`;
}
