import { join } from "node:path";
import type { Section } from "../figure.js";
import { withSimulator } from "../simulated.js";

const PAGE = 100;

/** Calls that a plan makes: as many as the account has pages, whatever the plan finds. */
export const reads: Section = async ({ root, folder, quick, note }) => {
  const count = quick ? 200 : 1000;
  note(`plan of ${count} groups`);
  const names = Array.from({ length: count }, (_, index) => `组${index}`);
  const groups = names.map((displayName) => ({ displayName, members: ["8000", "8001"] }));
  const manners = { maxPageSize: PAGE, latencyMs: [20, 60] as const, jitterMs: 20 };
  return withSimulator({ root, folder: join(folder, "plan"), groups, windowMs: 60_000 }, manners, async (simulated) => {
    const { simulator, run, want } = simulated;
    await want(Object.fromEntries(names.map((name) => [name, ["8000", "8001"]])));
    await run(["plan"]);
    const pages = Math.ceil(count / PAGE);
    return [
      {
        section: "reads",
        name: `plan of ${count} groups, pages of ${PAGE}`,
        value: simulator.requests.length,
        unit: "calls",
        floor: { name: "pages", value: pages },
        ratio: simulator.requests.length / pages,
        goal: { exactly: pages },
      },
    ];
  });
};
