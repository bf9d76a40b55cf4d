import { describe, expect, it } from "vitest";
import { flat } from "../support/cli.js";
import { groupsYaml, world } from "../support/simulated.js";

const LIVE = [
  { displayName: "甲", exten: "500", members: ["8000"] },
  { displayName: "乙", exten: "501", members: ["8000"] },
];
const WANTED = groupsYaml({ 甲: ["8000", "8001"], 乙: ["8000"], 完全不同的名字: ["8000"] });
const COMMANDS = [["plan"], ["apply", "--auto-approve"], ["check"]];
/** The documented limits: taken for a rate limit, a refusal would cost a minute, all the time that a test has. */
const ENV = { MUSTER_LIMITS: "", MUSTER_SETTLE: "300ms" };

type Where = "addQueue" | "updateQueueAssignMembers" | "queueQueue" | "*";
const REFUSALS: readonly (readonly [Where, string, object?])[] = [
  ["addQueue", "queue count limit reached, please upgrade your plan"],
  ["addQueue", "number of queues exceeds limit"],
  ["addQueue", "displayName exceeds the length limit (20)"],
  ["addQueue", "license limit reached"],
  ["addQueue", "unlimited queues not allowed"],
  ["addQueue", "坐席分配频率参数错误"],
  ["addQueue", "已超过技能组数量上限"],
  ["addQueue", "access limited: ip not in whitelist", { code: 403, success: false }],
  ["updateQueueAssignMembers", "too many members: limit 200"],
  ["updateQueueAssignMembers", "坐席不存在", { code: 210 }],
  ["queueQueue", "pageSize exceeds the limit of 100"],
  ["queueQueue", "坐席不存在", { code: 210 }],
  ["queueQueue", "签名错误", { code: "201000" }],
  ["*", "access limited: ip not in whitelist", { code: 403, success: false }],
];

describe.concurrent("a refusal is no rate limit", { timeout: 60_000 }, () => {
  it.for(REFUSALS)("%s: %s", async ([where, message, reply = { code: 400, success: false }], { onTestFinished }) => {
    const isRead = where === "queueQueue" || where === "*";
    for (const args of isRead ? COMMANDS : [["apply", "--auto-approve"]]) {
      const faults = [`${where}:answer=${JSON.stringify({ ...reply, message })}`];
      const { simulator, run } = await world(LIVE, WANTED, { faults }, onTestFinished);
      const { code, stdout, stderr } = await run(args, { env: ENV });
      expect(code).toBe(1);
      expect(flat(stdout + stderr).replaceAll(" ", "")).toContain(message.replaceAll(" ", ""));
      expect(stdout + stderr).not.toMatch(/because of its rate limit|uses this account/);
      const refused = simulator.requests.filter(({ operation }) => operation === (isRead ? "queueQueue" : where));
      // A page that is refused is asked for in smaller ones: of 500, 100, 50 and 10.
      expect(refused).toHaveLength(where === "queueQueue" ? 4 : 1);
    }
  });
});
