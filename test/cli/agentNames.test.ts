import { expect, it } from "vitest";
import { world } from "../support/simulated.js";

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
