import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** An esbuild plugin: of package.json the bundle holds the version alone. */
export const onlyTheVersion = {
  name: "only-the-version",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** An esbuild plugin: what `import()` loads by these paths is a file of its own, in `chunks/`. */
export function apartFrom(...paths) {
  return {
    name: "apart",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, (asked) =>
        paths.includes(asked.path) && asked.kind === "dynamic-import"
          ? { path: asked.path.replace("./", "./chunks/"), external: true }
          : undefined,
      );
    },
  };
}

/** An esbuild plugin: what only these commands need stays out of a bundle that never runs them. */
export function withoutCommands(...names) {
  return {
    name: "without-commands",
    setup({ onResolve, onLoad }) {
      const filter = new RegExp(`^\\.{1,2}\\/(?:commands\\/)?(?:${names.join("|")})\\.js$`);
      onResolve({ filter }, ({ path, kind }) =>
        kind === "dynamic-import" ? { path, namespace: "left-out" } : undefined,
      );
      onLoad({ filter: /./, namespace: "left-out" }, ({ path }) => ({ contents: `throw new Error("no ${path}");` }));
    },
  };
}

/**
 * An esbuild plugin: yaml's form for browsers, which is the same code without its debugging output. The other one asks
 * the environment at every token whether to print it (`LOG_TOKENS`, `LOG_STREAM`): a sixth of the time that parsing takes,
 * and anybody who has such a variable for something else would find tokens in the JSON that they asked for.
 */
export const withoutTokenLog = {
  name: "without-token-log",
  setup({ onResolve }) {
    onResolve({ filter: /^yaml$/ }, () => ({
      path: join(dirname(require.resolve("yaml/package.json")), "browser/dist/index.js"),
    }));
  },
};
