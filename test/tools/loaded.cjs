// Preloaded into a run of the built command line: says at its end, on a pipe of its own, which files were loaded.
const { writeSync } = require("node:fs");

process.on("exit", () => {
  const builtins = process.moduleLoadList.filter((name) => name.startsWith("NativeModule "));
  writeSync(3, JSON.stringify({ files: Object.keys(require.cache), builtins: builtins.map((name) => name.slice(13)) }));
});
