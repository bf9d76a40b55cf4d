import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flat } from "../support/cli.js";
import { groupsYaml, world } from "../support/simulated.js";

describe("the result of sixty groups of which the server refuses fifteen", () => {
  it("says who moved, each failure once, and what is left for the console", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `客服${String(index + 1).padStart(2, "0")}组`);
    const live = names.map((displayName) => ({ displayName, members: ["8000", "8001"] }));
    const yaml = `${groupsYaml(Object.fromEntries(names.map((name) => [name, ["8001", { agent: "8002", priority: 3 }]])))}    memory: 7d\n`;
    const { run, folder } = await world(live, yaml, { faults: ["updateQueueAssignMembers:refuse@every4"] });
    const { code, stdout, stderr } = await run([
      "apply",
      "--auto-approve",
      "--max-removals",
      "100%",
      "--report",
      "json=result.json",
    ]);
    expect(code).toBe(1);
    // Off a terminal, each group stands in the result alone; the progress counts.
    expect(stderr).not.toContain("客服");
    const shown = stdout.slice(stdout.lastIndexOf("Account default"));
    for (const name of names.slice(0, 59)) expect(shown.split(name)).toHaveLength(2);
    expect(shown.match(/error\[api-refused\]/g)).toHaveLength(1);
    expect(flat(shown)).toMatch(/✔ update members applied and verified \(45\): .* ✖ update members failed \(15\): /);
    expect(flat(shown)).toMatch(/Manual \(1; .*客服60组.*1 change is still to be made manually in the console/);
    const result = JSON.parse(await readFile(join(folder, "result.json"), "utf8"));
    expect(result).toMatchObject({
      summary: { applied: 45, failed: 15 },
      manual: [{ displayName: "客服60组", attribute: "memory", live: "off", desired: "7d" }],
    });
    const [written] = result.actions.filter((one: { status: string }) => one.status === "applied");
    expect(written).toMatchObject({
      before: { members: [{ agentNumber: "8000" }, { agentNumber: "8001" }] },
      after: { members: [{ agentNumber: "8001" }, { agentNumber: "8002", priority: 3 }] },
      added: [{ agentNumber: "8002", priority: 3, agentName: "坐席2" }],
      removed: [{ agentNumber: "8000", priority: 0, agentName: "坐席0" }],
      reprioritized: [],
    });
    const [refused] = result.actions.filter((one: { status: string }) => one.status === "failed");
    expect(refused).not.toHaveProperty("before");
  });
});
