import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { transform } from "esbuild";

/**
 * `import text from "./file?raw"`: the file's text, as in vite, which the tests run on. What `muster init` writes, and the
 * script and the style of a report's page, can so be files of their own, that editors, parsers and the lint see, and not
 * strings full of escapes. `.js` and `.css` are what browsers load: those come minified.
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
    onLoad({ filter: /./, namespace: "raw-text" }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const loader = /\.(js|css)$/.exec(path)?.[1];
      if (loader === undefined) return { contents: text, loader: "text" };
      const { code } = await transform(text, { loader, minify: true, legalComments: "none", charset: "utf8" });
      return { contents: code, loader: "text" };
    });
  },
};
