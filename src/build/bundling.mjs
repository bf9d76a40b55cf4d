// What the bundles of the command line and the action have in common: their form, and the plugins.
import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { transform } from "esbuild";
import { standaloneValidators } from "./standaloneValidators.mjs";
import { yamlParser } from "./yamlParser.mjs";

/** @type {import("esbuild").BuildOptions} */
export const SHAPE = {
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  // Half of the bytes are comments of libraries, and Node reads them all. Names and line breaks stay: shorter names do
  // not start faster, and stack traces can be read without a source map.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120,
  supported: {
    // Node knows all of these. Building them at run time instead of writing them as literals takes 20 ms.
    "regexp-unicode-property-escapes": true,
    "regexp-set-notation": true,
  },
};

/**
 * Of package.json a bundle contains only the version: changes to the rest then do not change the bundle. A release also
 * says which repository it is of (`MUSTER_RELEASE`, set by `release.mjs`), so that `muster init` can name its action.
 */
const version = {
  name: "version",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8"));
      const release = process.env.MUSTER_RELEASE;
      return { contents: JSON.stringify({ version, ...(release && { release }) }), loader: "json" };
    });
  },
};

/**
 * `import text from "./file?raw"`: the file's text, as in vite, which runs the tests. So what `muster init` writes, and
 * the script and the style of a report's page, can be files of their own that editors, parsers and the linter can read,
 * not strings full of escapes. `.js` and `.css` are what browsers load: those are minified.
 */
export const raw = {
  name: "raw",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      // Bundles and maps hold the path: as the checkout sees it, not this machine.
      path: relative(process.cwd(), resolve(resolveDir, path.replace(/\?raw$/, ""))),
      namespace: "raw",
    }));
    onLoad({ filter: /./, namespace: "raw" }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const loader = /\.(js|css)$/.exec(path)?.[1];
      if (loader === undefined) return { contents: text, loader: "text" };
      const { code } = await transform(text, { loader, minify: true, legalComments: "none", charset: "utf8" });
      return { contents: code, loader: "text" };
    });
  },
};

/**
 * string-width is evaluated at its first call: V8 takes 15 to 20 ms, most of a bare start of Node, to read its pattern
 * of all emoji. The widths of ordinary texts are known without it (`report/text/columns.ts`).
 */
const stringWidthWhenCalled = {
  name: "string-width-when-called",
  setup({ onResolve, onLoad }) {
    const name = "string-width";
    onResolve({ filter: /^string-width$/ }, ({ kind, importer, resolveDir }) =>
      kind === "import-statement" && /[/\\]src[/\\]/.test(importer)
        ? { path: name, namespace: "when-called", pluginData: resolveDir }
        : undefined,
    );
    onLoad({ filter: /./, namespace: "when-called" }, ({ pluginData }) => ({
      contents: `export default (...args) => require("${name}").default(...args);`,
      resolveDir: pluginData,
    }));
  },
};

/**
 * commander loads this for commands that are programs of their own. muster has none, and it takes a sixth of a bare
 * start.
 */
const withoutPrograms = {
  name: "without-programs",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[/\\]commander[/\\]/.test(importer) ? { path, namespace: "left-out" } : undefined,
    );
    onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents: "" }));
  },
};

/**
 * Everything that a start always loads goes into one file. What is loaded later imports the start as well, so esbuild
 * would split it into a chunk for each set of its users: fourteen files, which take a third of a bare start.
 *
 * @param start the module that loads all others
 */
export const startInOne = (start) => ({
  name: "start-in-one",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir, namespace }) =>
      kind === "dynamic-import" && namespace !== "later"
        ? // As the checkout sees it: the hash in a chunk's name is of the path, too, and builds elsewhere are the same.
          { path: relative(process.cwd(), resolve(resolveDir, path)), namespace: "later" }
        : undefined,
    );
    onLoad({ filter: /./, namespace: "later" }, ({ path }) => ({
      contents: `import ${JSON.stringify(`./${start}`)}; export * from ${JSON.stringify(`./${path.replaceAll("\\", "/")}`)};`,
      resolveDir: process.cwd(),
    }));
  },
});

/** @type {import("esbuild").BuildOptions} */
export const BUNDLE = {
  ...SHAPE,
  bundle: true,
  define: { "import.meta.url": "__filename" },
  // yaml's form for browsers is the same code without its debugging output. The other form reads the environment at
  // every token to see whether to print it (`LOG_TOKENS`, `LOG_STREAM`). That is a sixth of the time of parsing, and if
  // such a variable is set for another program, the tokens end up in the JSON that muster prints.
  alias: { yaml: "./node_modules/yaml/browser/dist/index.js" },
  plugins: [version, standaloneValidators, raw, yamlParser, stringWidthWhenCalled, withoutPrograms],
};
