import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** `npm run test:fast`, for while one writes: the pure rooms, without what is large on purpose, and one road through it all. */
const FAST = ["test/{model,plan,apply,config,report}/**/*.test.ts", "test/moor/*.test.ts", "test/cli/road.test.ts"];
const SLOW = [
  "test/config/{large,loadDesired,readings,rules,syntax}.test.ts",
  "test/report/{hostileNames,htmlInChromium,htmlBlocks,markdownLimits,markdownNames}.test.ts",
];

/** All others, in new folders too. */
const REST = [
  "test/!(model|plan|apply|config|report|moor|cli)/**/*.test.ts",
  "test/moor/*/**/*.test.ts",
  "test/cli/!(road).test.ts",
];

/** Files that wait for windows for most of a minute. Without a cache of times, as on a fresh clone, they would come last and alone. */
const LONG =
  /\/(?:chaos|create(?:Once|Names|Stopped)|limitReq|limits|manners|proxy|stopping|terminal|trust)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "fast", include: FAST, exclude: SLOW } },
      { extends: true, test: { name: "rest", include: [...SLOW, ...REST] } },
    ],
    globalSetup: "test/support/builtFirst.ts",
    // The page's style is read as text; other than what is named here, vitest reads as nothing.
    css: { include: [/\.css\?raw$/] },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Each of these is a process of its own; more than a few at once only wait for each other.
    maxConcurrency: 4,
    // Most of them wait for windows and retries rather than for a processor.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // A machine's own settings must not reach the tests: proxies, languages, accounts.
    env: { MUSTER_LANG: "en", NO_COLOR: "1" },
    coverage: { provider: "v8", include: ["src/**"], reporter: ["text-summary"] },
  },
});
