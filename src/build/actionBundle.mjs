// Bundles the GitHub action into the one file that runners start, with the licences of what is in it. Run by `npm run
// action`, before packing and for a release; git holds no bundle. `--outdir FOLDER` builds elsewhere, `--metafile FILE`
// writes down what went into it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { BUNDLE } from "./bundling.mjs";
import { noticesOf } from "./notices.mjs";

/** Commands that the action never runs. */
const OTHERS = [
  "init",
  "simulate",
  "pull",
  "fmt",
  "who",
  "status",
  "check",
  "revert",
  "agent",
  "import",
  "export",
  "schedule",
];

const { values } = parseArgs({
  options: { outdir: { type: "string", default: ".github/actions/muster" }, metafile: { type: "string" } },
});
const { metafile } = await build({
  ...BUNDLE,
  entryPoints: { index: "src/action/bin.ts" },
  outdir: values.outdir,
  // It must work beside a package.json that says "module", and without one of its own.
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  metafile: true,
  banner: { js: "// Made by `npm run action`. Not edited by hand." },
  external: [...OTHERS.map((name) => `../commands/${name}.js`), "./completion.js"],
});
if (values.metafile !== undefined) await writeFile(values.metafile, JSON.stringify({ inputs: metafile.inputs }));
await writeFile(join(values.outdir, "THIRD-PARTY-LICENSES.txt"), await noticesOf(Object.keys(metafile.inputs)));
