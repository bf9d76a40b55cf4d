import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";
import { githubStandIn } from "./githubStandIn.js";
import { runStep } from "./step.js";

const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];

test("one comment for each account, and an account that fails keeps its own to say so", async () => {
  const github = await githubStandIn();
  const [one, other] = [await world(LIVE, ""), await world(LIVE, "")];
  await rm(join(one.folder, "groups.yaml"));
  await writeFile(join(one.folder, "a.yaml"), groupsYaml({ 售前: ["8000", "8002"] }));
  await writeFile(join(one.folder, "b.yaml"), groupsYaml({ 售前: ["8001"] }));
  const account = (name: string) =>
    `  ${name}:\n    host: \${MOOR_HOST_${name.toUpperCase()}}\n    accountId: \${MUSTER_ACCOUNT_ID}\n    apiSecret: \${MUSTER_API_SECRET}\n    groups: [${name}.yaml]\n`;
  await writeFile(join(one.folder, "muster.yaml"), `version: 1\naccounts:\n${account("a")}${account("b")}`);
  const env = { MOOR_HOST_A: one.simulator.url, MOOR_HOST_B: other.simulator.url };
  const bodies = () => (github.comments.get(7) ?? []).map(({ body }) => body);

  const first = await runStep(one, github, { env });
  expect(first.code).toBe(0);
  expect(bodies()).toHaveLength(2);
  expect(bodies()[0]).toMatch(/^<!-- muster:comment account=a label= -->\n(?:<!--.*\n)+\n## Plan for `a`/);
  expect(bodies()[1]).toMatch(/^<!-- muster:comment account=b label= -->\n(?:<!--.*\n)+\n## Plan for `b`/);

  const second = await runStep(one, github, {
    env: { ...env, MOOR_HOST_B: "http://127.0.0.1:9" },
    inputs: { args: "--timeout=1" },
  });
  expect(second.code).toBe(1);
  expect(bodies()).toHaveLength(2);
  expect(bodies()[0]).toContain("## Plan for `a`");
  expect(bodies()[1]).toContain("❌ Account `b`");
  // No hash: a plan that could not be made approves nothing.
  expect(bodies()[1]).not.toContain("muster:plan");

  await writeFile(join(one.folder, "a.yaml"), "version: 1\ngroups: nothing\n");
  await runStep(one, github, { env });
  expect(bodies()).toHaveLength(2);
  for (const body of bodies()) expect(body).toContain("muster plan failed");

  const alone = await runStep(one, github, { env, inputs: { account: "b" } });
  expect(alone.code).toBe(0);
  expect(bodies()[0]).toContain("muster plan failed");
  expect(bodies()[1]).toContain("## Plan for `b`");
});
