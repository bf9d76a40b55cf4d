// The structure of src/, read from its imports: `node test/tools/house.mjs --check` fails where a room imports what it may
// not (`npm run lint` runs it), `npm run house` prints the figures that .github/ARCHITECTURE.md quotes.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { check: { type: "boolean" }, root: { type: "string" } } });
const ROOT = values.root ?? fileURLToPath(new URL("../../", import.meta.url));

/** What each room may import: `values` as they are, of `types` only what leaves nothing at run time. */
const ROOMS = {
  model: { values: [], types: [] },
  calendar: { values: ["model"], types: [] },
  config: { values: ["model", "calendar"], types: [] },
  moor: { values: ["model"], types: [] },
  state: { values: ["model"], types: [] },
  plan: { values: ["model"], types: ["config", "moor"] },
  apply: { values: ["model", "plan", "moor"], types: ["config"] },
  writeback: { values: ["model", "config"], types: ["moor"] },
  tables: { values: ["model", "config"], types: [] },
  engine: {
    values: ["model", "calendar", "config", "moor", "state", "plan", "apply", "writeback", "tables"],
    types: ["report"],
  },
  report: { values: ["model"], types: ["config", "moor", "plan", "apply", "writeback", "tables", "engine"] },
  // Its host (`cli/node`) makes folders as state does, and throws the errors of moor.
  cli: {
    values: ["model", "config", "moor", "state", "plan", "writeback", "engine", "report", "simulator"],
    types: ["apply"],
  },
  action: { values: ["model", "engine", "report", "cli"], types: ["plan"] },
  simulator: { values: ["model"], types: [] },
  // cli: `cli/node/libraryHost.ts`, the library's host.
  index: { values: ["engine", "report", "cli"], types: ["model", "config", "moor", "plan", "apply"] },
  build: { values: [], types: [] },
};

/** A group on its way from a file to the request that creates or changes it: each shape, and where it is declared. */
const SHAPES = [
  ["SourceFile", "config/files.ts"],
  ["SourceText", "config/yaml/sourceText.ts"],
  ["TreeNode", "config/yaml/tree.ts"],
  ["plainData", "config/yaml/tree.ts"],
  ["GroupDeclaration", "config/declarations.ts"],
  ["DesiredGroup", "config/desired.ts"],
  ["Match", "plan/matchGroups.ts"],
  ["Action", "plan/plan.ts"],
  ["Step", "plan/writeOrder.ts"],
  ["addQueueBody", "moor/requests.ts"],
];

/** Rooms that reach the outside only through what they are handed. */
const PURE = ["model", "calendar", "config", "moor", "plan", "apply", "writeback", "tables", "engine", "report"];
const OUTSIDE = /^node:(fs|http|https|net|tls|child_process|process|os|readline|worker_threads)/;

/** @returns {{ path: string, text: string, imports: { to: string, typeOnly: boolean }[] }[]} */
function readSources() {
  const folder = join(ROOT, "src");
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.name.endsWith(".d.ts"))
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .sort();
  return paths.map((path) => {
    const text = readFileSync(join(folder, path), "utf8");
    return { path, text, imports: importsOf(path, text) };
  });
}

function importsOf(path, text) {
  const imports = [];
  for (const [, clause = "", from] of text.matchAll(/^(?:import|export)\s+([^"';]*?)\s*from\s+"([^"]+)"/gms))
    imports.push({ to: placeOf(path, from), typeOnly: isTypeOnly(clause) });
  for (const [, from] of text.matchAll(/^import\s+"([^"]+)"/gm))
    imports.push({ to: placeOf(path, from), typeOnly: false });
  for (const { index, 1: from } of text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g))
    imports.push({
      to: placeOf(path, from),
      typeOnly: /(?:typeof|:|<|\|)\s*$/.test(text.slice(Math.max(0, index - 10), index)),
    });
  return imports;
}

/** `import type { A }`, or `import { type A, type B }`. */
function isTypeOnly(clause) {
  if (/^type\s/.test(clause)) return true;
  const named = /^\{([^}]*)\}$/s.exec(clause.trim());
  return named?.[1].split(",").every((name) => name.trim() === "" || /^type\s/.test(name.trim()));
}

/** A file of src/ as a path below it; anything else as it is written. */
function placeOf(path, from) {
  if (!from.startsWith(".")) return from;
  return join(dirname(path), from.replace(/\?raw$/, ""))
    .split(sep)
    .join("/")
    .replace(/\.js$/, ".ts");
}

function roomOf(path) {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : path.replace(/\.ts$/, "");
}

/** Imports that go against the table, each as a line of text. */
function wrongImports(sources) {
  return sources.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    const allowed = ROOMS[room];
    if (allowed === undefined) return [`src/${path}: there is no room "${room}" in test/tools/house.mjs`];
    return imports.flatMap(({ to, typeOnly }) => {
      if (PURE.includes(room) && !typeOnly && OUTSIDE.test(to))
        return [`src/${path} imports ${to}: ${room} reaches the outside only through what it is handed`];
      if (!/\.ts$/.test(to) || to.startsWith("..")) return [];
      const target = roomOf(to);
      if (target === room || allowed.values.includes(target)) return [];
      if (allowed.types.includes(target))
        return typeOnly ? [] : [`src/${path} imports ${to}: ${room} may take types from ${target}, nothing else`];
      return [`src/${path} imports ${to}: ${room} may not import ${target}`];
    });
  });
}

/** The shapes that are there; one that was renamed or removed is an error, so that the count stays true. */
function shapesIn(sources) {
  for (const [name, path] of SHAPES) {
    const text = sources.find((source) => source.path === path)?.text ?? "";
    if (!new RegExp(`^export (interface|type|function) ${name}\\b`, "m").test(text))
      throw new Error(`src/${path} declares no ${name}: see SHAPES in test/tools/house.mjs`);
  }
  return SHAPES.length;
}

/** Files imported by exactly one other: a file is worth a tab when two use it, or when it is a seam. */
function singleImporterFiles(sources) {
  const importers = new Map();
  for (const { path, imports } of sources)
    for (const { to } of imports) importers.set(to, (importers.get(to) ?? new Set()).add(path));
  return sources.filter(({ path }) => importers.get(path)?.size === 1);
}

/**
 * Runs the built command line on examples/small-team against the simulator, and asks V8 which functions were called.
 *
 * @returns {Promise<Record<string, { files: number, functions: number }>>} by command
 */
async function whatRuns() {
  const example = join(ROOT, "examples/small-team");
  const { accountId, apiSecret } = JSON.parse(readFileSync(join(example, "seed.json"), "utf8"));
  const muster = join(ROOT, "dist/muster.js");
  const simulator = spawn(process.execPath, [muster, "simulate", "--seed", join(example, "seed.json")], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const folder = mkdtempSync(join(tmpdir(), "muster-house-"));
  try {
    const [host] = await once(createInterface({ input: simulator.stdout }), "line");
    const account = { MUSTER_HOST: host, MUSTER_ACCOUNT_ID: accountId, MUSTER_API_SECRET: apiSecret };
    const runs = {};
    for (const args of [["validate"], ["plan"], ["apply", "--auto-approve", "--max-removals", "100%"]]) {
      const coverage = join(folder, args[0]);
      const env = {
        ...process.env,
        ...account,
        MUSTER_LANG: "en",
        MUSTER_SETTLE: "1s",
        XDG_STATE_HOME: folder,
        NODE_DISABLE_COMPILE_CACHE: "1",
      };
      const { status, stderr } = spawnSync(process.execPath, ["--enable-source-maps", muster, ...args, "."], {
        cwd: example,
        env: { ...env, NODE_V8_COVERAGE: coverage },
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`muster ${args.join(" ")} ended with ${status}: ${stderr}`);
      runs[args[0]] = calledIn(coverage);
    }
    return runs;
  } finally {
    simulator.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which files of src/ have a function that was called, by the source maps of what ran. */
function calledIn(coverage) {
  const files = new Set();
  let functions = 0;
  for (const name of readdirSync(coverage)) {
    const { result, "source-map-cache": maps = {} } = JSON.parse(readFileSync(join(coverage, name), "utf8"));
    for (const script of result) {
      const mapped = maps[script.url];
      if (mapped?.data == null) continue;
      const map = new SourceMap(mapped.data);
      for (const { functionName, ranges } of script.functions) {
        const [{ startOffset, endOffset, count }] = ranges;
        // The function without a name that spans the whole script is its top level.
        if (count === 0 || (functionName === "" && startOffset === 0 && endOffset > 0)) continue;
        const source = sourceAt(map, mapped.lineLengths, startOffset);
        if (source === undefined) continue;
        files.add(source);
        functions += 1;
      }
    }
  }
  return { files: files.size, functions };
}

function sourceAt(map, lineLengths, offset) {
  let rest = offset;
  let line = 0;
  while (line < lineLengths.length && rest > lineLengths[line]) rest -= lineLengths[line++] + 1;
  const { originalSource } = map.findEntry(line, rest);
  return /(?:^|\/)(src\/.*\.ts)$/.exec(originalSource ?? "")?.[1];
}

/** The figures of ARCHITECTURE.md, as Markdown. */
async function figures(sources) {
  const lengths = sources.map(({ text }) => text.split("\n").length - 1).sort((a, b) => a - b);
  const single = singleImporterFiles(sources);
  const { validate, plan, apply } = await whatRuns();
  const ran = ({ files, functions }) => `${files} (${functions} functions)`;
  return [
    ["files in `src/`", lengths.length],
    ["lines", lengths.reduce((sum, length) => sum + length, 0)],
    ["median lines of a file", lengths[lengths.length >> 1]],
    ["files that one other file imports", single.length],
    ["of these under 60 lines", single.filter(({ text }) => text.split("\n").length <= 60).length],
    ["files run by `validate`", ran(validate)],
    ["files run by `plan`", ran(plan)],
    ["files run by `apply`", ran(apply)],
    ["shapes of a group, from YAML to the request", shapesIn(sources)],
  ]
    .map(([what, figure]) => `| ${what} | ${figure} |`)
    .join("\n");
}

const sources = readSources();
if (values.check) {
  const wrong = wrongImports(sources);
  for (const line of wrong) process.stderr.write(`${line}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} else {
  process.stdout.write(`| what | figure |\n| --- | --- |\n${await figures(sources)}\n`);
}
