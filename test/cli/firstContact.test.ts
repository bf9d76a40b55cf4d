import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

const APPLY = ["apply", "--auto-approve", "--format", "json"];

/** A machine that has nothing of this account. */
async function fresh(folder: string) {
  return { env: { MUSTER_SETTLE: "2s", MUSTER_STATE_DIR: await mkdtemp(join(folder, "state-")) } };
}

describe("a machine that knows nothing of the account", () => {
  it.each([1, 4])("takes over what a killed run on another machine made a moment ago: %i groups", async (groups) => {
    const names = ["甲", "乙", "丙", "丁"].slice(0, groups);
    const wanted = groupsYaml(Object.fromEntries(names.map((name) => [name, ["8000"]])));
    const { simulator, folder, run } = await world([], wanted, { invisibleMs: 1_500 });
    await run(APPLY, {
      ...(await fresh(folder)),
      whileRunning: (child) =>
        simulator.onCall("addQueue", groups, () => void setTimeout(() => child.kill("SIGKILL"), 30)),
    });
    const made = simulator.state().groups.length;
    expect(made).toBeGreaterThan(0);
    const second = await run(APPLY, await fresh(folder));
    expect(second).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual(Object.fromEntries(names.map((name) => [name, ["8000"]])));
    expect(simulator.state().groups).toHaveLength(groups);
  });

  it("waits once: not at its next apply, and never where nothing is created", async () => {
    const { folder, run, write } = await world(
      [{ displayName: "乙", exten: "7", members: [] }],
      groupsYaml({ 乙: ["8000"] }),
    );
    const machine = await fresh(folder);
    const said = (stderr: string): boolean => stderr.includes("This machine has no record of earlier applies");
    expect(said((await run(APPLY, machine)).stderr)).toBe(false);
    await write(groupsYaml({ 乙: ["8000"], 甲: ["8000"] }));
    expect(said((await run(APPLY, machine)).stderr)).toBe(true);
    await write(groupsYaml({ 乙: ["8000"], 甲: ["8000"], 丙: ["8000"] }));
    const third = await run(APPLY, machine);
    expect(third.code).toBe(0);
    expect(said(third.stderr)).toBe(false);
  });
});
