import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ACCOUNT, groupsYaml, SECRET, type World, world } from "../support/simulated.js";

const QUERY = "queueQueue";
const NAMES = Array.from({ length: 25 }, (_, index) => `组${String(index).padStart(2, "0")}`);
const LIVE = NAMES.map((displayName, index) => ({ displayName, exten: String(500 + index), members: ["8000"] }));
const WANTED = groupsYaml(Object.fromEntries(NAMES.map((name) => [name, ["8000"]])));

const queries = ({ simulator }: World) => simulator.requests.filter(({ operation }) => operation === QUERY);
const answer = (reply: unknown) => `answer=${JSON.stringify(reply)}`;

/** What a server may say to a page that it finds too large. */
const ANSWERS = [
  [
    "a refusal that speaks of a limit",
    answer({ code: 400, success: false, message: "pageSize exceeds the limit of 100" }),
  ],
  ["a refusal in Chinese", answer({ code: 400, success: false, message: "每页条数超过限制" })],
  ["another code", answer({ code: 210, message: "pageSize error" })],
  ["HTTP 500", "http-500-before"],
  ["code 500", "code-500-before"],
  ["success and an empty list", answer({ success: true, data: { count: 25, list: [] } })],
  ["success without a list", answer({ success: true, data: { count: 25 } })],
] as const;

describe.concurrent("a server that finds a page too large, and says so by", { timeout: 60_000 }, () => {
  it.for(ANSWERS)("%s: plan and check ask for less, at once", async ([, kind], { onTestFinished }) => {
    const faults = [1, 2, 3].flatMap((call) => [`${QUERY}:${kind}@${call}`]);
    for (const args of [["plan", "--detailed-exitcode"], ["check"]]) {
      const made = await world(LIVE, WANTED, { faults }, onTestFinished);
      expect(await made.run(args)).toMatchObject({ code: 0 });
      // 500, 100, 50, and 10 a page.
      expect(queries(made)).toHaveLength(args[0] === "plan" ? 6 : 4);
    }
  });

  const ALWAYS = [ANSWERS[0], ANSWERS[3], ANSWERS[5]];
  it.for(ALWAYS)("%s, to every size: check is not ready, as plan is not", async ([, kind], { onTestFinished }) => {
    for (const args of [["plan"], ["check"]]) {
      const made = await world(LIVE, WANTED, { faults: [`${QUERY}:${kind}`] }, onTestFinished);
      expect(await made.run(args)).toMatchObject({ code: 1 });
    }
  });
});

describe.concurrent("pageSize of an account", () => {
  it("is the largest page that is asked for", async ({ onTestFinished }) => {
    const made = await world(LIVE, WANTED, {}, onTestFinished);
    await writeFile(
      join(made.folder, "muster.yaml"),
      `version: 1
accounts:
  prod:
    host: ${made.simulator.url}
    accountId: \${MUSTER_ACCOUNT_ID}
    apiSecret: \${MUSTER_API_SECRET}
    groups: [groups.yaml]
    pageSize: 10
`,
    );
    const env = { MUSTER_ACCOUNT_ID: ACCOUNT, MUSTER_API_SECRET: SECRET };
    expect(await made.run(["plan"], { env })).toMatchObject({ code: 0 });
    expect(queries(made)).toHaveLength(3);
    await made.write(groupsYaml(Object.fromEntries(NAMES.map((name) => [name, ["8000", "8001"]]))));
    const dry = await made.run(["apply", "--dry-run", "--format", "json"], { env });
    const pages: { body: { pageSize?: number } }[] = JSON.parse(dry.stdout).requests;
    const asked = pages.flatMap(({ body: { pageSize } }) => pageSize ?? []);
    expect([asked.length > 0, new Set(asked)]).toEqual([true, new Set([10])]);
  });
});
