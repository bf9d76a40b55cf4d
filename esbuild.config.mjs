// Bundles the command line into dist/: a tiny entry, and chunks for what only some commands need. Run by `npm run build`;
// `--outdir FOLDER` builds elsewhere, `--metafile FILE` writes down what went into which chunk.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { build, transform } from "esbuild";
import { atFirstCall, builtinAtFirstCall } from "./src/build/atFirstCall.mjs";
import { apartFrom, onlyTheVersion, withoutTokenLog } from "./src/build/leftOut.mjs";
import { noticesOf } from "./src/build/notices.mjs";
import { rawText } from "./src/build/rawText.mjs";
import { SHAPE } from "./src/build/shape.mjs";
import { standaloneValidators } from "./src/build/standaloneValidators.mjs";
import { yamlParser } from "./src/build/yamlParser.mjs";

const { values } = parseArgs({
  options: { outdir: { type: "string", default: "dist" }, metafile: { type: "string" } },
});
const { outdir } = values;

const bundle = {
  ...SHAPE,
  outdir,
  bundle: true,
  format: "esm",
  write: false,
  metafile: true,
  define: { "import.meta.url": "__filename" },
};
const parts = await Promise.all([
  // The entry stands alone, in one file: `--version` must load nothing else.
  build({
    ...bundle,
    entryPoints: { muster: "src/cli/bin.ts" },
    plugins: [onlyTheVersion, apartFrom("./compiledCode.js", "./run.js")],
  }),
  // So does what loads all others.
  build({ ...bundle, entryPoints: { "chunks/compiledCode": "src/cli/compiledCode.ts" }, plugins: [onlyTheVersion] }),
  build({
    ...bundle,
    entryPoints: { "chunks/run": "src/cli/run.ts" },
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    plugins: [
      onlyTheVersion,
      standaloneValidators,
      rawText,
      withoutTokenLog,
      yamlParser,
      atFirstCall("string-width", ["default"]),
      atFirstCall("fastest-levenshtein", ["closest", "distance"]),
      atFirstCall("diff", ["diffArrays", "createTwoFilesPatch"]),
      // muster has no commands that are programs of their own.
      builtinAtFirstCall("node:child_process", /[/\\]commander[/\\]/),
      builtinAtFirstCall(
        "node:fs/promises",
        /[/\\]src[/\\](cli[/\\]node[/\\](nodeFiles|writeThrough)|state[/\\](folders|stateFault))\.ts$/,
      ),
    ],
  }),
]);

await rm(outdir, { recursive: true, force: true });
await mkdir(join(outdir, "chunks"), { recursive: true });
// Only ES modules can be split, but Node loads CommonJS without waking its asynchronous loader (a third of a bare start).
await writeFile(join(outdir, "package.json"), '{ "type": "commonjs" }\n');
for (const { path, text } of parts.flatMap(({ outputFiles }) => outputFiles)) {
  const { code } = await transform(text, { ...SHAPE, format: "cjs", supported: { "dynamic-import": false } });
  await writeFile(path, code, { mode: path.endsWith("muster.js") ? 0o755 : 0o644 });
}
const inputs = Object.assign({}, ...parts.map(({ metafile }) => metafile.inputs));
if (values.metafile !== undefined) {
  const outputs = Object.assign({}, ...parts.map(({ metafile }) => metafile.outputs));
  await mkdir(dirname(values.metafile), { recursive: true });
  await writeFile(values.metafile, JSON.stringify({ inputs, outputs }));
}

await writeFile(join(outdir, "THIRD-PARTY-LICENSES.txt"), await noticesOf(Object.keys(inputs)));
