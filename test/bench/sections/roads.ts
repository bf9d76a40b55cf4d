import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { SeedAccount } from "../../../src/simulator/account/seed.js";
import { startSimulator } from "../../../src/simulator/startSimulator.js";
import type { Figure, Section } from "../figure.js";
import { median } from "../measure.js";

const run = promisify(execFile);

/**
 * From an empty folder to the first plan of an account, by each way to install muster: with the archive (npm's cache is
 * as empty as the folder), with a release's action, and with the single program. They are made by `npm run release` and
 * `npm run binary`; what is not there is left out, and said.
 */
export const roads: Section = async ({ root, folder, quick, note }) => {
  const release = join(root, "release");
  const seed = JSON.parse(await readFile(join(root, "examples/small-team/seed.json"), "utf8")) as SeedAccount;
  const simulator = await startSimulator({ seed });
  const account = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: seed.accountId ?? "",
    MUSTER_API_SECRET: seed.apiSecret ?? "",
    MUSTER_LANG: "en",
  };
  const archive = (await readdir(release).catch(() => [])).find((name) => /^muster-[\d.]+\.tgz$/.test(name));
  const bin = (program: string) => async (cwd: string, env: NodeJS.ProcessEnv) => {
    await run(program, ["pull"], { cwd, env });
    await run(program, ["plan"], { cwd, env });
  };
  const ways: readonly {
    name: string;
    goal: number;
    needs: string;
    walk: (cwd: string, env: NodeJS.ProcessEnv) => unknown;
  }[] = [
    {
      name: "archive: npm install, pull, plan",
      goal: 5000,
      needs: join(release, archive ?? "muster.tgz"),
      walk: async (cwd, env) => {
        const install = ["install", "--offline", "--no-audit", "--no-fund", join(release, archive ?? "")];
        await run("npm", install, { cwd, env: { ...env, npm_config_cache: join(cwd, ".npm") } });
        await bin(join(cwd, "node_modules/.bin/muster"))(cwd, env);
      },
    },
    {
      name: "action: its step, with a plan",
      goal: 2000,
      needs: join(release, "tree/index.cjs"),
      walk: async (cwd, env) => {
        await mkdir(join(cwd, "groups"));
        await writeFile(join(cwd, "groups/a.yaml"), await readFile(join(root, "examples/small-team/groups.yaml")));
        const step = { INPUT_COMMAND: "plan", INPUT_COMMENT: "off", GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: "push" };
        await run(process.execPath, [join(release, "tree/index.cjs")], { cwd, env: { ...env, ...step } });
      },
    },
    {
      name: "single program: pull, plan",
      goal: 1000,
      needs: join(release, "binary/muster"),
      walk: bin(join(release, "binary/muster")),
    },
  ];
  const figures: Figure[] = [];
  try {
    for (const { name, goal, needs, walk } of ways) {
      if (!existsSync(needs)) {
        note(`${name}: left out, there is no ${needs.slice(root.length + 1)} (npm run release, npm run binary)`);
        continue;
      }
      note(name);
      const times: number[] = [];
      for (let index = 0; index < (quick ? 1 : 5); index++) {
        const cwd = join(folder, `${figures.length}-${index}`);
        await mkdir(cwd);
        const began = performance.now();
        await walk(cwd, { PATH: process.env["PATH"], HOME: cwd, MUSTER_STATE_DIR: join(cwd, ".state"), ...account });
        times.push(performance.now() - began);
      }
      figures.push({ section: "roads", name, value: median(times), unit: "ms", goal: { value: goal } });
    }
  } finally {
    await simulator.close();
  }
  return figures;
};
