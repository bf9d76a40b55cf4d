import { describe, expect, it } from "vitest";
import { apply } from "../../src/cli/commands/apply.js";
import { plan } from "../../src/cli/commands/plan.js";
import { validate } from "../../src/cli/commands/validate.js";
import type { ConsoleHost } from "../../src/cli/node/consoleHost.js";
import type { Published } from "../../src/cli/output/publisher.js";
import { loadWorkspace } from "../../src/engine/workspace.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const FILES = {
  "muster.yaml": "version: 1\npolicies:\n  minMembers: 2\n  namePattern: { value: ^售, level: warning }\n",
  "groups.yaml": "version: 1\ngroups:\n  - displayName: 前台\n    members: ['8001']\n",
};
const ENV = { MUSTER_HOST: "https://h.7moor.com", MUSTER_ACCOUNT_ID: "N1", MUSTER_API_SECRET: "s" };
const APPLY = { ...OPTIONS, autoApprove: true, dryRun: false, lockTimeout: 0, allAccounts: false };

/** A host in which asking for HTTP is a failure of the test. */
async function deaf(files: Readonly<Record<string, string>>) {
  const run = await commandHost(files, ENV);
  let asked = 0;
  const host: ConsoleHost = {
    ...run.host,
    http: async () => {
      asked += 1;
      throw new Error("nothing may be sent");
    },
  };
  return { ...run, host, asked: () => asked };
}

describe("a broken policy", () => {
  it.each<[string, (host: ConsoleHost) => Promise<Published>]>([
    ["validate", (host) => validate([], OPTIONS, host)],
    ["plan", (host) => plan([], { ...OPTIONS, detailedExitcode: true }, host)],
    ["apply", (host) => apply([], APPLY, host)],
  ])("stops %s before anything is sent", async (_name, command) => {
    const run = await deaf(FILES);
    expect((await command(run.host)).exitCode).toBe(1);
    const said = run.stdout() + run.stderr();
    expect(said).toContain("groups.yaml:4:5");
    expect(said).toMatch(/error\S* policy-min-members|policy-min-members/);
    expect(said).toContain("policy-name");
    // Which line of muster.yaml asks for it.
    expect(said).toContain("muster.yaml:3:3");
    expect(run.asked()).toBe(0);
  });

  it("of level warning stops nothing", async () => {
    const run = await deaf({ ...FILES, "muster.yaml": FILES["muster.yaml"].replace("minMembers: 2", "minMembers: 1") });
    expect((await validate([], OPTIONS, run.host)).exitCode).toBe(0);
    expect(run.stdout()).toContain("policy-name");
    // A plan goes on to the account.
    expect((await plan([], { ...OPTIONS, detailedExitcode: false }, run.host)).exitCode).toBe(1);
    expect(run.asked()).toBe(1);
  });

  it("comes in the order of the files", async () => {
    const { host } = await commandHost({
      "muster.yaml":
        "version: 1\npolicies: { minMembers: { value: 2, level: warning }, namePattern: { value: ^售, level: warning } }\n",
      "groups.yaml":
        "version: 1\ngroups:\n  - { displayName: 前台, members: ['8001'] }\n  - { displayName: 后台, members: [] }\n",
    });
    const { accounts } = await loadWorkspace({ host, paths: [], several: true });
    const places = accounts.map(({ findings }) => findings.map(({ code, source }) => `${source?.line} ${code}`));
    expect(places).toEqual([["3 policy-name", "3 policy-min-members", "4 policy-name", "4 policy-min-members"]]);
  });

  it("speaks Chinese", async () => {
    const run = await deaf(FILES);
    expect((await validate([], { ...OPTIONS, lang: "zh" }, run.host)).exitCode).toBe(1);
    expect(run.stdout()).toContain("“前台”有 1 名坐席，规范 minMembers 要求至少 2 名。");
  });
});
