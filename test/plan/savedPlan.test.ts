import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import { isIntact } from "../../src/plan/savedPlan.js";
import { desiredGroup, liveGroup, planned } from "../support/builders.js";

/** Every way to change one value, leave out one entry, or repeat one. */
function* changesOf(value: unknown, path: string): Generator<readonly [path: string, changed: unknown]> {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      yield [`${path}[${index}] left out`, value.toSpliced(index, 1)];
      yield [`${path}[${index}] twice`, value.toSpliced(index, 0, entry)];
      for (const [where, changed] of changesOf(entry, `${path}[${index}]`)) yield [where, value.with(index, changed)];
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value))
      for (const [where, changed] of changesOf(entry, `${path}.${key}`)) yield [where, { ...value, [key]: changed }];
  } else if (typeof value === "number") yield [path, value + 1];
  else if (typeof value === "string") yield [path, `${value}1`];
}

/** What people read, and no write goes by. */
const SHOWN = /\.(id|source|agentName|alias|name)\b/;

describe("a saved plan of which one thing was changed", () => {
  const draft = planned(
    [desiredGroup("a", ["8001", "8002:5"]), desiredGroup("b", ["8001"]), desiredGroup("新", ["8003:1"])],
    [liveGroup("10", "a", ["8000", "8002"]), liveGroup("11", "b", ["8000", "8001"])],
  );
  const plan = draft as unknown as Plan;

  it("is not believed, whatever it was, where a write goes by it", () => {
    expect(isIntact(plan)).toBe(true);
    const { account, actions, hash } = plan;
    const changes = [
      ...changesOf({ actions, hash, account: { host: account.host, accountId: account.accountId } }, ""),
    ];
    const believed = changes.filter(
      ([path, changed]) =>
        !SHOWN.test(path) && isIntact({ ...plan, ...(changed as Pick<Plan, "actions" | "hash" | "account">) }),
    );
    expect(changes.length).toBeGreaterThan(80);
    expect(believed.map(([path]) => path)).toEqual([]);
  });
});
