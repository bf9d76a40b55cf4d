import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** With the road, `npm run test:fast`, for while one writes: the pure rooms, without what is large on purpose. */
const FAST = ["test/{model,plan,apply,config,report}/**/*.test.ts", "test/moor/*.test.ts"];
const LARGE = [
  "test/config/{loadDesired,rules,syntax}.test.ts",
  "test/report/{hostileNames,htmlBlocks,markdownLimits,markdownNames}.test.ts",
];
/** These of the same rooms use processes, folders or much memory. */
const NOT_PURE = ["test/config/{commitFiles,large,readings}.test.ts", "test/report/htmlInChromium.test.ts"];
const ROAD = ["test/cli/road.test.ts"];

/** All others, in new folders too. */
const REST = [
  "test/!(model|plan|apply|config|report|moor|cli|simulator|writeback)/**/*.test.ts",
  "test/cli/!(road).test.ts",
];

/** Nothing but functions and a simulator: a worker may load the modules once for all its files, half of the work here. */
const TOGETHER = { isolate: false };

/** Files that wait, or run a forge's programs, for most of a minute. Without a cache of times, as on a fresh clone, they would come last and alone. */
const LONG =
  /\/(?:action|chaos|cli|network)\/(?:apply|badAnswers|chaos|comment|create(?:Once|Names|Stopped)|gitlabPipeline|limitReq|limits|manners|proxy|stopping|terminal|trust)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    // A worker goes on with the next file only if that is of the same project.
    const isOf = (name: string) => (file: TestSpecification) => file.project.name === name && !isLong(file);
    return [
      ...sorted.filter(isLong),
      ...["rest", "road", "large", "fast"].flatMap((name) => sorted.filter(isOf(name))),
    ];
  }
}

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "fast", ...TOGETHER, include: FAST, exclude: [...LARGE, ...NOT_PURE] } },
      {
        extends: true,
        test: { name: "large", ...TOGETHER, include: [...LARGE, "test/{writeback,simulator,moor/*}/**/*.test.ts"] },
      },
      { extends: true, test: { name: "road", include: ROAD } },
      { extends: true, test: { name: "rest", include: [...NOT_PURE, ...REST] } },
    ],
    globalSetup: "test/support/builtFirst.ts",
    // The page's style is read as text; other than what is named here, vitest reads as nothing.
    css: { include: [/\.css\?raw$/] },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Each of these is a process of its own; more than a few at once only wait for each other.
    maxConcurrency: 4,
    // Most of them wait for windows and retries rather than for a processor: four keep two processors busy.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // A machine's own settings must not reach the tests: proxies, languages, accounts.
    env: { MUSTER_LANG: "en", NO_COLOR: "1" },
    coverage: { provider: "v8", include: ["src/**"], reporter: ["text-summary"] },
  },
});
