// Bundles the command line into dist/: a small entry, and chunks for what only some commands need. Run by `npm run build`;
// `--outdir FOLDER` builds elsewhere, `--metafile FILE` writes down what went into which chunk.
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { build, transform } from "esbuild";
import { BUNDLE, SHAPE } from "./src/build/bundling.mjs";
import { noticesOf } from "./src/build/notices.mjs";

const { values } = parseArgs({
  options: { outdir: { type: "string", default: "dist" }, metafile: { type: "string" } },
});
const { outdir } = values;

const bundle = {
  ...BUNDLE,
  outdir,
  format: "esm",
  write: false,
  metafile: true,
  sourcemap: "inline",
  sourcesContent: false,
};
const parts = await Promise.all([
  // The entry stands alone, in one file: `--version` loads nothing else.
  build({ ...bundle, entryPoints: { muster: "src/cli/bin.ts" }, external: ["./run.js"] }),
  build({ ...bundle, entryPoints: { run: "src/cli/run.ts" }, chunkNames: "chunks/[name]-[hash]", splitting: true }),
]);

await rm(outdir, { recursive: true, force: true });
await mkdir(join(outdir, "chunks"), { recursive: true });
// Two things that are worth their lines, in bare starts of Node (22 ms; measured on Node 20 with `muster validate`, 4.3 of them):
// in one file instead of chunks it takes 1.8 more, and as ES modules 1.2 more, since Node then wakes its asynchronous loader. But
// only ES modules can be split, so they are made into CommonJS here.
await writeFile(join(outdir, "package.json"), '{ "type": "commonjs" }\n');
for (const { path, text } of parts.flatMap(({ outputFiles }) => outputFiles)) {
  const { code, map } = await transform(text, {
    ...SHAPE,
    format: "cjs",
    supported: { "dynamic-import": false },
    sourcemap: "external",
    sourcesContent: false,
  });
  await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  await writeFile(`${path}.map`, map);
}
await chmod(join(outdir, "muster.js"), 0o755);
const inputs = Object.assign({}, ...parts.map(({ metafile }) => metafile.inputs));
if (values.metafile !== undefined) {
  const outputs = Object.assign({}, ...parts.map(({ metafile }) => metafile.outputs));
  await mkdir(dirname(values.metafile), { recursive: true });
  await writeFile(values.metafile, JSON.stringify({ inputs, outputs }));
}

await writeFile(join(outdir, "THIRD-PARTY-LICENSES.txt"), await noticesOf(Object.keys(inputs)));
