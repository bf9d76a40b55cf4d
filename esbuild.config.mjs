// Bundles the command line into dist/: a small entry, and chunks for what only some commands need. Run by `npm run build`;
// `--outdir FOLDER` builds elsewhere, `--metafile FILE` writes down what went into which chunk, `--watch` (`npm run dev`)
// builds again after each change of the sources.
import { watch } from "node:fs";
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { build, transform } from "esbuild";
import { BUNDLE, SHAPE, startInOne } from "./src/build/bundling.mjs";
import { bundleLibrary } from "./src/build/libraryBundle.mjs";
import { noticesOf } from "./src/build/notices.mjs";

const { values } = parseArgs({
  options: {
    outdir: { type: "string", default: "dist" },
    metafile: { type: "string" },
    watch: { type: "boolean", default: false },
  },
});

await buildInto(values.outdir);
if (values.watch) {
  let building = Promise.resolve();
  let isDue = false;
  const onChange = () => {
    if (isDue) return;
    isDue = true;
    building = building.then(async () => {
      isDue = false;
      // esbuild has said what is wrong.
      await buildInto(values.outdir).catch(() => undefined);
    });
  };
  for (const folder of ["src", "schemas"]) watch(folder, { recursive: true }, onChange);
  process.stderr.write("Waiting for changes of src/ and schemas/ …\n");
}

async function buildInto(outdir) {
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
    build({
      ...bundle,
      entryPoints: { run: "src/cli/run.ts" },
      chunkNames: "chunks/[name]-[hash]",
      splitting: true,
      plugins: [...BUNDLE.plugins, startInOne("src/cli/run.ts")],
    }),
  ]);

  await rm(outdir, { recursive: true, force: true });
  await mkdir(join(outdir, "chunks"), { recursive: true });
  // Of all that could make a start faster, two things are worth their lines. `muster validate` takes 4.3 bare starts of Node
  // 20; in one file instead of chunks it takes 1.8 more, and as ES modules 1.2 more, since Node then starts its asynchronous
  // loader. But esbuild splits only ES modules, so they are made into CommonJS afterwards.
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
  // For GitLab's component, which brings no files of its own
  await copyFile("src/cli/starter/gitlab/muster-note.mjs", join(outdir, "muster-note.mjs"));
  const inputs = Object.assign({}, ...parts.map(({ metafile }) => metafile.inputs));
  if (values.metafile !== undefined) {
    const outputs = Object.assign({}, ...parts.map(({ metafile }) => metafile.outputs));
    await mkdir(dirname(values.metafile), { recursive: true });
    await writeFile(values.metafile, JSON.stringify({ inputs, outputs }));
  }
  const library = await bundleLibrary(outdir);
  await writeFile(join(outdir, "THIRD-PARTY-LICENSES.txt"), await noticesOf([...Object.keys(inputs), ...library]));
}
