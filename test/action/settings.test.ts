import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";
import { githubStandIn, HEAD } from "./githubStandIn.js";
import { commitAll } from "./repository.js";
import { runStep } from "./step.js";

const LIVE = [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }];
const settings = (host: string) =>
  JSON.stringify({
    version: 1,
    accounts: {
      prod: { host, accountId: "${MUSTER_ACCOUNT_ID}", apiSecret: "${MUSTER_API_SECRET}", groups: ["groups.yaml"] },
    },
  });
const eventOf = (sha: string) => ({
  name: "pull_request",
  payload: { pull_request: { number: 7, base: { sha }, head: { sha: HEAD, repo: { full_name: "o/r" } } } },
});

test("a pull request does not choose the host: settings are the base's, and what it changes of them is said", async () => {
  const [one, other] = [await world(LIVE, groupsYaml({ 售前: ["8000"] })), await world(LIVE, "")];
  const github = await githubStandIn();
  await writeFile(join(one.folder, "muster.yaml"), settings(one.simulator.url));
  const base = commitAll(one.folder, "base");
  await writeFile(join(one.folder, "muster.yaml"), settings(other.simulator.url));
  await one.write(groupsYaml({ 售前: ["8000", "8002"] }));
  commitAll(one.folder, "head");
  const { code, outputs } = await runStep(one, github, { event: eventOf(base) });
  expect([code, outputs["changes"]]).toEqual([0, "true"]);
  expect(other.simulator.requests).toEqual([]);
  expect(one.simulator.requests.length).toBeGreaterThan(0);
  expect(github.comments.get(7)?.[0]?.body).toContain("after the merge");
});

test("where the base's commit is nowhere, nothing is read", async () => {
  const [one, github] = [await world(LIVE, groupsYaml({ 售前: ["8000"] })), await githubStandIn()];
  commitAll(one.folder);
  const { code, log } = await runStep(one, github, { event: eventOf("c".repeat(40)) });
  expect(code).toBe(3);
  expect(log).toMatch(
    /^::error title=muster::Nothing was read from the account\. Accounts, limits and ignored groups are read from the base/m,
  );
  expect(one.simulator.requests).toEqual([]);
});
