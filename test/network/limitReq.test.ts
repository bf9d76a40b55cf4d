import { describe, it } from "vitest";
import { type LimitReq, limitReqGateway } from "../support/nginx.js";
import { missing } from "../support/programs.js";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

const absent = missing("nginx");

/** The vendor's 20 a minute, thirty times as fast on both sides: nginx lets a call through every 100 ms. */
const RATE = "600r/m";
const MUSTER_LIMITS = "addQueue=20/2s,updateQueueAssignMembers=20/2s,queueQueue=20/2s,queueQueueAgentClaimStatus=20/2s";

const OLD = Array.from({ length: 8 }, (_, index) => ({ displayName: `老组${index}`, members: ["8000"] }));
const WANTED = groupsYaml({
  ...Object.fromEntries(OLD.map(({ displayName }) => [displayName, ["8000", "8001"]])),
  ...Object.fromEntries(["甲", "乙", "丙", "丁", "戊", "己"].map((name) => [`新组${name}`, ["8002"]])),
});

describe.skipIf(absent !== "")(`nginx limit_req${absent}`, { timeout: 180_000 }, () => {
  it.concurrent.for<Omit<LimitReq, "rate">>([
    { per: "interface", burst: 20, nodelay: true, status: 503 },
    { per: "interface", burst: 20, nodelay: false, status: 503 },
    { per: "interface", burst: 0, nodelay: false, status: 503 },
    { per: "interface", burst: 0, nodelay: false, status: 429 },
    { per: "address", burst: 20, nodelay: true, status: 503 },
    { per: "address", burst: 0, nodelay: false, status: 503 },
    { per: "address", burst: 0, nodelay: false, status: 429 },
  ])("%j: plan, apply and plan again end well, without hammering", async (limit, { expect, onTestFinished }) => {
    const { simulator, run } = await world(OLD, WANTED, {}, onTestFinished);
    const gateway = await limitReqGateway(simulator.url, { rate: RATE, ...limit }, onTestFinished);
    const env = { MUSTER_HOST: gateway.url, MUSTER_LIMITS, MUSTER_SETTLE: "500ms" };
    expect(await run(["plan"], { env })).toMatchObject({ code: 0 });
    expect(await run(["apply", "--auto-approve"], { env })).toMatchObject({ code: 0 });
    expect(await run(["plan", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
    const made = membersOf(simulator);
    expect(Object.keys(made)).toHaveLength(14);
    expect(new Set(simulator.state().groups.map((group) => group.displayName)).size).toBe(14);
    // Whoever hammers is turned down far more often than let through.
    const statuses = await gateway.statuses();
    const refused = statuses.filter((one) => one === limit.status).length;
    expect(refused).toBeLessThan(statuses.length / 2);
    // Without a burst nginx turns down all but the first of a handful: the test would show nothing if it did not.
    if (limit.burst === 0) expect(refused).toBeGreaterThan(0);
  });
});
