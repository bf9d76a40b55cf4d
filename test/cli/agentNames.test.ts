import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SeedAccount } from "../../src/simulator/account/seed.js";
import { flat } from "../support/cli.js";
import { ACCOUNT, SECRET, world } from "../support/simulated.js";

const YAML = `version: 1
agents:
  zhang.wei: "8001"
  li.na: { number: "8002", name: 李娜 }
  wang.wu: "8003"
  sun.li: { number: "8300", name: 孙丽 }
groups:
  - displayName: 售前
    members: [zhang.wei, li.na, sun.li]
  - displayName: 售后
    members: ["8000", { agent: wang.wu, priority: 2 }]
`;

it("people are called by the account's names, else by the files', and an alias stands beside them", async () => {
  // 8001 is in no group: the name comes from the agent directory.
  const one = await world(
    [
      { exten: "1001", displayName: "售前", members: ["8005"] },
      { exten: "1002", displayName: "售后", members: ["8000", "8003"] },
    ],
    YAML,
  );
  const { stdout } = await one.run(["plan", "--format", "json"]);
  const { actions } = JSON.parse(stdout);
  const labels = actions.flatMap((action: Record<string, object[]>) =>
    ["added", "removed", "reprioritized"].flatMap((kind) =>
      (action[kind] ?? []).map((member) => {
        const { agentNumber, alias, agentName } = member as Record<string, string>;
        return [kind, agentNumber, alias, agentName].join(" ");
      }),
    ),
  );
  expect(labels.sort()).toEqual([
    "added 8001 zhang.wei 坐席1",
    "added 8002 li.na 坐席2",
    "added 8300 sun.li 孙丽",
    "removed 8005  坐席5",
    "reprioritized 8003 wang.wu 坐席3",
  ]);
});

/** The manners of a directory: a number as a number, states in odd words, namesakes, entries that are none. */
const ODD: SeedAccount = {
  accountId: ACCOUNT,
  apiSecret: SECRET,
  agents: [
    { number: "8000", name: "张伟", raw: { exten: 8000 } },
    { number: "8001", name: "张伟", raw: { status: "Lock" } },
    { number: "8002", name: "胡娟", raw: { status: undefined } },
    { number: "8003", name: "王杰", enabled: false },
    { number: "8004", name: "赵新", raw: { displayName: null, exten: null } },
    { number: "8005", name: "钱多", raw: { status: { a: 1 }, displayName: 5 } },
  ],
  groups: [
    { exten: "1001", displayName: "售前", members: ["8005"] },
    { exten: "1002", displayName: "售后", members: ["8000", "8003"] },
    { exten: "1003", displayName: "旧组", members: ["8003", "8004"] },
  ],
};

it("the directory is checked whatever its manners; without it nothing is warned of; no reply of it is shown", async () => {
  const yaml = `${YAML}  - displayName: 夜班\n    members: ["8003"]\n`;
  const { simulator, run, folder } = await world([], yaml, { seed: ODD });
  const codesOf = (stdout: string): string[] =>
    JSON.parse(stdout).diagnostics.map(({ code, source }: { code: string; source?: { line: number } }) =>
      [code, ...(source === undefined ? [] : [source.line])].join(" "),
    );
  const planned = await run(["plan", "--format", "json", "--verbose", "--report", "markdown=plan.md"]);
  expect(planned.code).toBe(0);
  expect(codesOf(planned.stdout).sort()).toEqual([
    "agent-disabled 11",
    "agent-locked 9",
    "disabled-members",
    "left-without-group",
    "name-differs 4",
    "unknown-agent 9",
    "unlisted-members",
  ]);
  const debug = await run(["plan", "--debug", "--verbose"]);
  const saved = await run(["pull", "--format", "json", "--out", "live.json"]);
  const against = await run(["plan", "--against", "live.json", "--format", "json"]);
  expect(codesOf(against.stdout).sort()).toEqual(codesOf(planned.stdout).sort());
  const check = await run(["check", "--verbose", "--format", "json"]);
  const texts = [planned, debug, saved, against, check].map(({ stdout, stderr }) => `${stdout}${stderr}`);
  const files = await Promise.all(["plan.md", "live.json"].map((name) => readFile(join(folder, name), "utf8")));
  expect([...texts, ...files].join("\n")).not.toMatch(/Passw0rd|157\d{8}|@example\.com/);

  simulator.setFaults(["getCCAgentsByAcc:forbidden"]);
  const closed = await run(["plan", "--format", "json"]);
  expect([codesOf(closed.stdout), closed.stderr]).toEqual([["left-without-group"], ""]);
  const relied = await run(["plan", "--format", "json", "--fail-on", "unknown-agent"]);
  expect([relied.code, flat(relied.stderr)]).toEqual([0, expect.stringContaining("agent directory did not answer")]);
});
