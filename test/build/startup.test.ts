import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ROOT } from "../support/cli.js";
import { redisServer } from "../support/redisServer.js";
import { ACCOUNT, groupsYaml, SECRET, world } from "../support/simulated.js";

/** What went into each file of the bundle, as esbuild tells it. */
interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

interface Loaded {
  /** Files of the bundle. */
  readonly files: readonly string[];
  /** Packages and files of muster that are in them, whether they were run or only read. */
  readonly contents: ReadonlySet<string>;
  /** Node's own modules. */
  readonly builtins: readonly string[];
}

let folder = "";
let metafile: Metafile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "muster-build-"));
  const meta = join(folder, "meta.json");
  const build = ["esbuild.config.mjs", "--outdir", join(folder, "dist"), "--metafile", meta];
  await promisify(execFile)(process.execPath, build, { cwd: ROOT });
  metafile = JSON.parse(await readFile(meta, "utf8")) as Metafile;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the bundle, and tells what of it was loaded. */
async function load(
  args: readonly string[],
  cwd: string = ROOT,
  env: Readonly<Record<string, string>> = {},
): Promise<Loaded> {
  const child = spawn(
    process.execPath,
    ["--require", join(ROOT, "test/tools/loaded.cjs"), join(folder, "dist/muster.js"), ...args],
    {
      cwd,
      env: { MUSTER_LANG: "en", NODE_DISABLE_COMPILE_CACHE: "1", ...env },
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    },
  );
  const told = await text(child.stdio[3] as NodeJS.ReadableStream);
  const [code] = child.exitCode === null ? ((await once(child, "exit")) as [number]) : [child.exitCode];
  expect(code).toBe(0);
  const { files, builtins } = JSON.parse(told) as { files: string[]; builtins: string[] };
  const own = files.filter((file) => file.startsWith(folder)).map((file) => relative(join(folder, "dist"), file));
  const contents = Object.entries(metafile.outputs)
    .filter(([path]) => own.some((file) => path.endsWith(`dist/${file}`)))
    .flatMap(([, { inputs }]) => Object.keys(inputs))
    .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input);
  return { files: own, contents: new Set(contents), builtins };
}

const isCalendar = (input: string): boolean => /^temporal-|^src\/calendar\/|^src\/config\/time\//.test(input);

describe("what a start loads", () => {
  it("--version: the entry alone", async () => {
    const { files } = await load(["--version"]);
    expect(files).toEqual(["muster.js"]);
  });

  it("--help: the arguments' parser, and nothing that reads, sends or says", async () => {
    const { contents, builtins } = await load(["--help"]);
    expect(contents).toContain("commander");
    for (const absent of [
      "yaml",
      "undici",
      "ajv",
      "ofetch",
      "p-queue",
      "string-width",
      "src/config/schema/validators.ts",
    ])
      expect(contents).not.toContain(absent);
    expect([...contents].filter((input) => input.startsWith("src/report/messages/"))).toEqual([]);
    for (const absent of ["crypto", "http", "https", "tls"]) expect(builtins).not.toContain(absent);
  });

  it("validate: no HTTP stack, no queue, no compiler of schemas", async () => {
    const { contents, builtins } = await load(["validate"], join(ROOT, "examples/small-team"));
    for (const present of ["commander", "yaml", "src/config/schema/validators.ts"]) expect(contents).toContain(present);
    for (const absent of ["undici", "ofetch", "p-queue", "src/engine/documentValidators.ts", "src/model/schemaSet.ts"])
      expect(contents).not.toContain(absent);
    // What reads and writes tables comes with them.
    expect([...contents].filter((input) => /^(?:csv-|.*excel|fflate|src\/tables\/)/.test(input))).toEqual([]);
    for (const absent of ["crypto", "http", "https", "tls"]) expect(builtins).not.toContain(absent);
    expect([...contents].filter(isCalendar)).toEqual([]);
  });

  it("validate: the calendar, where a file uses time", async () => {
    const place = await mkdtemp(join(tmpdir(), "muster-time-"));
    onTestFinished(() => rm(place, { recursive: true, force: true }));
    const members = '[{ agent: "8000", until: 2026-12-05 }]';
    await writeFile(join(place, "a.yaml"), `version: 1\ngroups: [{ displayName: 甲, members: ${members} }]\n`);
    const { contents } = await load(["validate"], place);
    expect([...contents].filter(isCalendar)).toEqual(
      expect.arrayContaining(["temporal-polyfill", "src/config/time/times.ts", "src/calendar/wallClock.ts"]),
    );
    expect(contents).not.toContain("chinese-days");
    // The published holidays are for one command.
    expect((await load(["calendar", "check", "--quiet"], place)).contents).toContain("chinese-days");
    // A roster's table brings what reads it, and nothing else does.
    const isTable = (input: string): boolean => /^(?:csv-|.*excel|fflate|src\/tables\/)/.test(input);
    expect([...contents].filter(isTable)).toEqual([]);
    const roster = "shifts: { 早班: 08:00-16:00 }\nrosters: { 售后: { tables: [b.csv] } }";
    await writeFile(join(place, "b.yaml"), `version: 1\n${roster}\n`);
    const days = [1, 2, 3, 4, 5].map((day) => `2026-12-0${day}`);
    await writeFile(join(place, "b.csv"), `工号,${days.join(",")}\n8000,早班\n`);
    const withTable = await load(["validate"], place);
    expect([...withTable.contents].filter(isTable)).toContain("src/tables/shiftTable.ts");
    expect([...withTable.contents].filter((input) => /excel|csv-stringify|readXlsx/.test(input))).toEqual([]);
  });

  it("apply: nothing of Redis, unless a store is set", async () => {
    const { simulator, folder: yaml } = await world([], groupsYaml({ 甲: ["8000"] }));
    const account = {
      MUSTER_HOST: simulator.url,
      MUSTER_ACCOUNT_ID: ACCOUNT,
      MUSTER_API_SECRET: SECRET,
      MUSTER_STATE_DIR: join(folder, "state"),
      MUSTER_SETTLE: "100ms",
    };
    const isRedis = (input: string): boolean => /redis(?!\.d)/i.test(input);
    const without = await load(["apply", "--auto-approve"], yaml, account);
    expect(without.contents).toContain("undici");
    expect([...without.contents].filter((input) => isRedis(input) || isCalendar(input))).toEqual([]);
    const { url } = await redisServer();
    const withStore = await load(["apply", "--auto-approve"], yaml, { ...account, MUSTER_STORE: url });
    expect([...withStore.contents].filter(isRedis)).toContain("@redis/client");
    // Of the bundle one file more.
    expect(withStore.files.filter((file) => !without.files.includes(file))).toEqual([
      expect.stringMatching(/^chunks\/redisStore-/),
    ]);
  });

  it("the pattern of all emoji is not read before a text needs it", async () => {
    const [path = ""] =
      Object.entries(metafile.outputs).find(([, { inputs }]) =>
        Object.keys(inputs).some((input) => input.endsWith("node_modules/string-width/index.js")),
      ) ?? [];
    const code = await readFile(join(folder, "dist/chunks", basename(path)), "utf8");
    // A module that esbuild wraps in a function is evaluated when the function is first called.
    expect(code).toMatch(/__esm\)?\(\{\s*"[^"]*node_modules\/string-width\/index\.js"/);
  });

  it("--verbose: a stack trace names the sources", async () => {
    const args = ["--require", join(ROOT, "test/tools/fault.cjs"), join(folder, "dist/muster.js"), "validate"];
    const run = (more: readonly string[]) =>
      promisify(execFile)(process.execPath, [...args, ...more], {
        cwd: join(ROOT, "examples/small-team"),
        env: { MUSTER_LANG: "en" },
      }).catch(({ stderr }: { stderr: string }) => ({ stderr }));
    expect((await run(["--verbose"])).stderr).toMatch(/^ {4}at .*[/\\]src[/\\]cli[/\\][\w/\\]+\.ts:\d+:\d+/m);
    expect((await run([])).stderr).not.toContain("    at ");
  });

  it("a variable that has yaml print its tokens says nothing to muster", async () => {
    const cwd = join(ROOT, "examples/small-team");
    const env = { MUSTER_LANG: "en", LOG_TOKENS: "1", LOG_STREAM: "1", NODE_DISABLE_COMPILE_CACHE: "1" };
    const args = [join(folder, "dist/muster.js"), "validate", "--format", "json"];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd, env });
    expect(JSON.parse(stdout)).toMatchObject({ kind: "validation", valid: true });
    expect(stderr).toBe("");
  });

  it("no file holds ajv's compiler; its licence is there for what it wrote", async () => {
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
    expect(inputs.filter((input) => /node_modules\/ajv\//.test(input) && !input.includes("/runtime/"))).toEqual([]);
    const notices = await readFile(join(folder, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const name of [/^ajv \d/m, /^chinese-days \d/m]) expect(notices).toMatch(name);
  });
});
