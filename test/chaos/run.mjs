// `npm run chaos -- --cases 5000 --seed 1`: the chaos test at length. A failure prints the seed that reproduces it.
// `--machines 3` lets the runs of a case take turns on so many machines, each with a disk and a wrong clock of its own;
// `--store redis` gives most of these cases a store that they share, and that breaks (it needs `redis-server`).
// `--theme "shows late"` takes the cases of one theme only (see setting.ts); `--first` stops at the first broken case;
// `--verbose` prints each case as it ends.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    theme: { type: "string" },
    first: { type: "boolean", default: false },
    machines: { type: "string" },
    store: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});
const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "test/chaos"], {
  stdio: "inherit",
  env: {
    ...process.env,
    MUSTER_CHAOS_CASES: values.cases,
    MUSTER_CHAOS_SEED: values.seed,
    ...(values.theme !== undefined && { MUSTER_CHAOS_THEME: values.theme }),
    ...(values.machines !== undefined && { MUSTER_CHAOS_MACHINES: values.machines }),
    ...(values.store !== undefined && { MUSTER_CHAOS_STORE: values.store }),
    ...(values.first && { MUSTER_CHAOS_FIRST: "1" }),
    ...(values.verbose && { MUSTER_CHAOS_VERBOSE: "1" }),
  },
});
process.exitCode = status ?? 1;
