// Makes muster one program that runs without Node on the machine: the command line as one file, inside a copy of the Node
// that makes it (https://nodejs.org/api/single-executable-applications.html). Run by `npm run binary`, which needs Node 25.5
// or newer; `--node FILE` names one, and its system and processor are the program's. Writes `muster` (`muster.exe` on
// Windows) and the licences of Node and of every package in it to `release/binary/`; `--outdir FOLDER` writes elsewhere.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { BUNDLE } from "./bundling.mjs";
import { noticesOf } from "./notices.mjs";

const { values } = parseArgs({
  options: {
    outdir: { type: "string", default: "release/binary" },
    node: { type: "string", default: process.execPath },
  },
});
const node = resolve(values.node);
const outdir = resolve(values.outdir);
const [version, system] = execFileSync(node, ["-p", "`${process.versions.node} ${process.platform}`"], {
  encoding: "utf8",
})
  .trim()
  .split(" ");
if (!execFileSync(node, ["--help"], { encoding: "utf8" }).includes("--build-sea")) {
  process.stderr.write(
    `Node ${version} cannot make a single program; Node 25.5 and newer can. ` +
      "Name such a Node with: npm run binary -- --node FILE\n",
  );
  process.exit(1);
}

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), "muster-binary-"));
try {
  const main = join(folder, "muster.cjs");
  const { metafile } = await build({
    ...BUNDLE,
    entryPoints: ["src/cli/bin.ts"],
    outfile: main,
    format: "cjs",
    metafile: true,
  });
  const program = join(outdir, system === "win32" ? "muster.exe" : "muster");
  const config = join(folder, "sea.json");
  await writeFile(
    config,
    JSON.stringify({
      main,
      output: program,
      executable: node,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      // NODE_OPTIONS is for the machine's own Node: what this one does not know, or finds no file for, would end it.
      execArgvExtension: "none",
    }),
  );
  execFileSync(node, ["--build-sea", config], { stdio: ["ignore", 2, 2] });
  // Apple's processors start only what is signed; the signature that Node came with no longer fits.
  if (system === "darwin") execFileSync("codesign", ["--sign", "-", "--force", program], { stdio: ["ignore", 2, 2] });
  await writeFile(join(outdir, "THIRD-PARTY-LICENSES.txt"), await noticesOf(Object.keys(metafile.inputs)));
  await writeFile(join(outdir, "NODE-LICENSE.txt"), await licenceOfNode());
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Node's own licence: beside the program or two folders up, as its archives and packages have it. */
async function licenceOfNode() {
  const base = dirname(dirname(node));
  for (const file of [join(base, "LICENSE"), join(base, "share/doc/nodejs/LICENSE"), join(dirname(node), "LICENSE")]) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  return `Node.js ${version}: its licence is at https://github.com/nodejs/node/blob/v${version}/LICENSE\n`;
}
