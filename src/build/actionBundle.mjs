// Bundles the GitHub action into the one file that runners start straight from git, with the licences of what is in it.
// Run by `npm run action`; a test fails while what is committed is not what this makes. `--outdir FOLDER` builds elsewhere.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { onlyTheVersion, withoutCommands, withoutTokenLog } from "./leftOut.mjs";
import { noticesOf } from "./notices.mjs";
import { SHAPE } from "./shape.mjs";
import { standaloneValidators } from "./standaloneValidators.mjs";
import { yamlParser } from "./yamlParser.mjs";

const { values } = parseArgs({ options: { outdir: { type: "string", default: ".github/actions/muster" } } });
const { metafile } = await build({
  ...SHAPE,
  entryPoints: { index: "src/action/bin.ts" },
  outdir: values.outdir,
  // Beside a package.json that says "module", and without one of its own.
  outExtension: { ".js": ".cjs" },
  bundle: true,
  format: "cjs",
  metafile: true,
  define: { "import.meta.url": "__filename" },
  banner: { js: "// Made by `npm run action`. Not edited by hand." },
  plugins: [
    onlyTheVersion,
    standaloneValidators,
    withoutTokenLog,
    yamlParser,
    withoutCommands("init", "simulate", "pull", "fmt", "who", "status", "check", "completion"),
  ],
});
await writeFile(join(values.outdir, "THIRD-PARTY-LICENSES.txt"), await noticesOf(Object.keys(metafile.inputs)));
