// Bundles the library (`muster`, `muster/simulator`) as ES modules into `dist/library/`. From Node 20.19 on, CommonJS
// can require them. Part of `npm run build`; their types are made by `npm run library-types`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { BUNDLE } from "./bundling.mjs";

/**
 * @param outdir the build's folder
 * @returns the files in the bundle, as esbuild names them
 */
export async function bundleLibrary(outdir) {
  const folder = join(outdir, "library");
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    ...BUNDLE,
    define: {},
    format: "esm",
    splitting: true,
    metafile: true,
    outdir: folder,
    entryPoints: { index: "src/index.ts", simulator: "src/simulator/startSimulator.ts" },
    chunkNames: "chunks/[name]-[hash]",
    // Some packages in the bundle are CommonJS, and require modules of Node.
    banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
  });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  return Object.keys(metafile.inputs);
}
