// `npm run bench -- --only startup,validate --json bench.json`: measures muster against its goals. Not a test: figures
// depend on the machine, so each is a ratio to a floor that was measured in the same run.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { raw } from "../../src/build/bundling.mjs";

const folder = await mkdtemp(join(tmpdir(), "muster-bench-"));
try {
  await build({
    entryPoints: { bench: "test/bench/bench.ts", renderChild: "test/bench/renderChild.ts" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    plugins: [raw],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  const { bench } = await import(pathToFileURL(join(folder, "bench.mjs")).href);
  process.exitCode = await bench(process.argv.slice(2), { root: process.cwd(), folder });
} finally {
  await rm(folder, { recursive: true, force: true });
}
