import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/**
 * `import text from "./file?raw"`: the file's text, as in vite, which the tests run on. What `muster init` writes can so
 * be files of its own, that editors, parsers and the lint can see, and not strings full of escapes.
 *
 * @type {import("esbuild").Plugin}
 */
export const rawText = {
  name: "raw-text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace(/\?raw$/, "")),
      namespace: "raw-text",
    }));
    onLoad({ filter: /./, namespace: "raw-text" }, async ({ path }) => ({
      contents: await readFile(path, "utf8"),
      loader: "text",
    }));
  },
};
