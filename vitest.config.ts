import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The page's style is read as text; other than what is named here, vitest reads as nothing.
    css: { include: [/\.css\?raw$/] },
    globalSetup: "test/support/builtFirst.ts",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Each of these is a process of its own; more than a few at once only wait for each other.
    maxConcurrency: 3,
    // Most of them wait for windows and retries rather than for a processor.
    maxWorkers: 3,
    // A machine's own settings must not reach the tests: proxies, languages, accounts.
    env: { MUSTER_LANG: "en", NO_COLOR: "1" },
    coverage: { provider: "v8", include: ["src/**"], reporter: ["text-summary"] },
  },
});
