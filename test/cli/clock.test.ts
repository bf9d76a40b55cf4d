import { describe, expect, it } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";

describe("signatures", () => {
  it("are made when a call leaves: a queue longer than their validity meets no refusal, in any time zone", async () => {
    const names = Array.from({ length: 45 }, (_, index) => `组${index}`);
    const { simulator, run } = await world(
      names.map((displayName) => ({ displayName, members: [] })),
      groupsYaml(Object.fromEntries(names.map((name) => [name, ["8000"]]))),
      // A window is 1 s, so the last calls leave 2 s after the first. Time stamps have whole seconds.
      { signatureValidityMs: 1_500 },
    );
    const { code } = await run(["apply", "--auto-approve"], { env: { TZ: "America/New_York" } });
    expect(code).toBe(0);
    expect(simulator.requests.filter((request) => request.outcome === 403)).toEqual([]);
  });

  it.each(["America/New_York", "Asia/Kolkata", "UTC", "Pacific/Kiritimati"])(
    "are right where the machine's zone is %s",
    async (TZ) => {
      const { run } = await world([], groupsYaml({ a: ["8000"] }));
      expect(await run(["plan"], { env: { TZ } })).toMatchObject({ code: 0 });
    },
  );
});
