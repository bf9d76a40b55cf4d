import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { agentNumber, groupName } from "../accounts.js";
import type { Figure, Section } from "../figure.js";
import { median, muster, runNode } from "../measure.js";

/** What time adds to `validate`, which looks 31 days ahead: rosters, calendars and gaps, over the same people listed plainly. */
export const time: Section = async ({ root, folder, quick, note }) => {
  const figures: Figure[] = [];
  for (const { groups, rosters, agents, goal } of [
    { groups: 60, rosters: 10, agents: 15, goal: 150 },
    { groups: 200, rosters: 200, agents: 10, goal: 1000 },
  ]) {
    const name = `${groups} groups by ${rosters} rosters of ${agents}, 31 days`;
    note(`validate ${name}`);
    const timed = await written(join(folder, `${groups} timed`), timedYaml(groups, rosters, agents));
    const plain = await written(join(folder, `${groups} plain`), plainYaml(groups, agents));
    const added: number[] = [];
    for (let index = 0; index < (quick ? 1 : 7); index += 1) {
      const without = (await runNode(muster(root, "validate", plain))).ms;
      added.push((await runNode(muster(root, "validate", timed))).ms - without);
    }
    figures.push({ section: "time", name, value: median(added), unit: "ms", goal: { value: goal } });
  }
  return figures;
};

async function written(folder: string, yaml: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "groups.yaml"), yaml);
  return folder;
}

const numbersOf = (first: number, agents: number) =>
  Array.from({ length: agents }, (_, index) => `"${agentNumber(first, index)}"`);

function timedYaml(groups: number, rosters: number, agents: number): string {
  const rows = Array.from({ length: rosters }, (_, roster) => {
    const all = numbersOf(roster, agents);
    const half = Math.floor(agents / 2);
    return `  r${roster}:
    week: [{ shift: 行政, on: workdays, agents: [${all.slice(0, half).join(", ")}] }]
    cycle: [{ agents: [${all.slice(half).join(", ")}], from: 2026-09-28, pattern: [早班, 中班, 晚班, 休] }]
`;
  });
  const entries = Array.from(
    { length: groups },
    (_, group) => `  - displayName: ${groupName(group)}
    members:
      - { roster: r${group % rosters}, shift: 行政 }
      - { roster: r${group % rosters}, shift: [早班, 中班], priority: 1 }
      - { roster: r${group % rosters}, shift: 晚班, priority: 2 }
    coverage: { min: 1, during: { on: workdays, at: 09:00-12:00 } }
`,
  );
  return `version: 1
calendars: { cn: { until: 2099-12-31, holidays: [{ from: 2026-10-01, to: 2026-10-07 }], makeup: [2026-10-10] } }
shifts: { 行政: [09:00-12:00, 13:30-18:00], 早班: 08:00-16:00, 中班: 14:00-22:00, 晚班: 22:00-08:00 }
rosters:
${rows.join("")}groups:
${entries.join("")}`;
}

function plainYaml(groups: number, agents: number): string {
  const entries = Array.from(
    { length: groups },
    (_, group) => `  - displayName: ${groupName(group)}\n    members: [${numbersOf(group, agents).join(", ")}]\n`,
  );
  return `version: 1\ngroups:\n${entries.join("")}`;
}
