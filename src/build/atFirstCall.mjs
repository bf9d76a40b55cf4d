/**
 * An esbuild plugin: a package whose exports are functions is evaluated when one of them is first called. For libraries
 * that prepare more when they are imported than most runs will ever ask of them.
 *
 * @param name the package
 * @param functions the exports that muster imports
 */
export function atFirstCall(name, functions) {
  return {
    name: `at-first-call-${name}`,
    setup({ onResolve, onLoad }) {
      const filter = new RegExp(`^${name}$`);
      onResolve({ filter }, ({ kind, resolveDir }) =>
        kind === "import-statement" ? { path: name, namespace: "at-first-call", pluginData: resolveDir } : undefined,
      );
      onLoad({ filter, namespace: "at-first-call" }, ({ pluginData }) => ({
        contents: functions
          .map((key) =>
            key === "default"
              ? `export default (...args) => require("${name}").default(...args);`
              : `export const ${key} = (...args) => require("${name}").${key}(...args);`,
          )
          .join("\n"),
        resolveDir: pluginData,
      }));
    },
  };
}

/**
 * An esbuild plugin: Node's own module is loaded when one of its functions is first called. What Node needs for files
 * and child processes is not in its snapshot; loading it takes as long as parsing the arguments.
 *
 * @param name the module, with `node:`
 * @param importers which files' imports are meant
 */
export function builtinAtFirstCall(name, importers) {
  return {
    name: `at-first-call-${name}`,
    setup({ onResolve, onLoad }) {
      const filter = new RegExp(`^${name}$`);
      onResolve({ filter }, ({ path, importer }) =>
        importers.test(importer) ? { path, namespace: "at-first-call" } : undefined,
      );
      onLoad({ filter, namespace: "at-first-call" }, () => ({
        contents: Object.entries(process.getBuiltinModule(name))
          .filter(([, value]) => typeof value === "function" && !/^class\b/.test(String(value)))
          .map(([key]) => `export const ${key} = (...args) => require("${name}").${key}(...args);`)
          .join("\n"),
      }));
    },
  };
}
