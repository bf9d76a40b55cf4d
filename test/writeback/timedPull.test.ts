import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import type { Member } from "../../src/model/skillGroup.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { pullFiles } from "../../src/writeback/pullFiles.js";
import { updateTexts } from "../../src/writeback/updateTexts.js";
import { fileOf } from "../config/reading.js";
import { REMARKS } from "./states.js";
import { NOON, timedFile } from "./timedFiles.js";

const RUNS = Number(process.env["RUNS"] ?? 60);
const TIMEOUT = Math.max(30_000, RUNS * 1000);

async function read(text: string) {
  const { desired, declared, findings } = await loadDesiredAt([fileOf(text)], { now: NOON });
  return { desired, declared, errors: findings.filter(({ severity }) => severity === "error") };
}

const plain = (members: readonly Member[] = []) =>
  members.map(({ agentNumber, priority }) => `${agentNumber}:${priority}`).sort();

/** What a pull makes of a file whose groups, by their names, have these members. */
async function pulled(text: string, members: ReadonlyMap<string, readonly Member[]>) {
  const { desired, errors } = await read(text);
  if (desired === undefined) throw new Error(JSON.stringify(errors));
  const live = new Map(
    [...members].map(([displayName, own]): [string, LiveGroup] => [
      displayName,
      { displayName, exten: "1", assignRule: "random", members: own },
    ]),
  );
  const { changed, findings } = updateTexts({
    texts: new Map([["a.yaml", text]]),
    match: (groups) =>
      new Map(
        groups.flatMap((group) => {
          const found = live.get(group.displayName);
          return found === undefined ? [] : [[group, found] as const];
        }),
      ),
    pin: false,
    remarks: REMARKS,
    moment: desired.moment,
  });
  return { text: changed.get("a.yaml") ?? text, findings };
}

/** `8001`, or `8001:2` with a priority. */
const listed = (...members: string[]): Member[] =>
  members.map((one) => {
    const [agentNumber = "", priority = "0"] = one.split(":");
    return { agentNumber, priority: Number(priority) };
  });

const FILE = `version: 1
shifts: { 白班: 08:00-20:00, 晚班: 20:00-08:00 }
rosters:
  r:
    week:
      - { shift: 白班, agents: ["8001", "8002", "8003"] }
      - { shift: 晚班, agents: ["8004"] }
absences:
  - { agent: "8009", from: 2026-10-07, until: 2026-10-12, by: "8010" }
groups:
  - displayName: 售后
    members:
      - { roster: r }
      - "8009"
`;
const pullOf = (...members: string[]) => pulled(FILE, new Map([["售后", listed(...members)]]));

describe("a pull into files with rosters", () => {
  it("changes nothing where the groups have whom they are to have now", async () => {
    expect(await pullOf("8001", "8002", "8003", "8010")).toEqual({ text: FILE, findings: [] });
  });

  it("leaves out of the roster who is not live", async () => {
    const { text, findings } = await pullOf("8001", "8003", "8010");
    expect(findings).toEqual([]);
    expect(text).toBe(FILE.replace("{ roster: r }", '{ roster: r, except: ["8002"] }'));
  });

  it("lists somebody else until a shift of the agent begins", async () => {
    const { text, findings } = await pullOf("8001", "8002", "8003", "8004:2", "8010", "8100:1");
    expect(findings).toEqual([]);
    expect(text).toBe(
      `${FILE}      - { agent: "8004", priority: 2, from: 2026-10-08T08:00, until: 2026-10-08T20:00 }\n      - { agent: "8100", priority: 1 }\n`,
    );
    const { desired } = await read(text);
    expect(plain(desired?.groups[0]?.members)).toEqual(["8001:0", "8002:0", "8003:0", "8004:2", "8010:0", "8100:1"]);
  });

  it.each([
    [["8004", "8010"], { because: "roster", name: "r" }],
    [["8001:1", "8002", "8003", "8010"], { because: "priority", name: "r" }],
    [["8001", "8002", "8003", "8009"], { because: "away", agentNumber: "8009" }],
    [["8001", "8002", "8003"], { because: "cover", agentNumber: "8010" }],
  ])("leaves the group alone where %j is live", async (members, args) => {
    const { text, findings } = await pullOf(...members);
    expect(text).toBe(FILE);
    expect(findings).toMatchObject([{ code: "pull-timed", severity: "error", args: { displayName: "售后", ...args } }]);
  });

  it("leaves a group alone whose list cannot name who is live in it", async () => {
    const text = FILE.replace('      - "8009"\n', "");
    const live = new Map([["售后", listed("8001", "8002", "8003", "8009", "8100")]]);
    const away = await pulled(text, live);
    expect(away.text).toBe(text);
    const args = { displayName: "售后", because: "away", agentNumber: "8009" };
    expect(away.findings).toMatchObject([{ code: "pull-timed", severity: "error", args }]);
    // An additive list has nothing to say of those whom it does not name.
    const additive = text.replace("    members:", "    membership: additive\n    members:");
    expect(await pulled(additive, live)).toEqual({ text: additive, findings: [] });
  });

  it("leaves a group's list alone that is a row of a roster as well", async () => {
    const groups = `groups:\n  - displayName: 售后\n    members: &all ["8001", "8002"]\n  - { displayName: 售前, members: *all }\n`;
    const text = `version: 1\n${groups}shifts: { 白班: 08:00-20:00 }\nrosters: { r: { week: [{ shift: 白班, agents: *all }] } }\n`;
    const live = new Map([
      ["售后", listed("8001")],
      ["售前", listed("8001")],
    ]);
    const { text: after, findings } = await pulled(text, live);
    expect(after).toBe(text.replace("members: *all", 'members: ["8001"]'));
    const args = { displayName: "售后", because: "row", name: "r" };
    expect(findings).toMatchObject([{ code: "pull-timed", severity: "error", args }]);
  });

  it("gives members names and teams, and leaves rosters and absences as they are", async () => {
    const more = ["投诉", "回访"].map(
      (name) => `  - displayName: ${name}\n    members:\n      - "8001"\n      - "8002"\n      - "8004"\n`,
    );
    const text = `${FILE}${more.join("")}`;
    const { desired } = await read(text);
    if (desired === undefined) throw new Error("not sound");
    const live = desired.groups.map(({ displayName, members = [] }, index): LiveGroup => {
      const named = members.map(({ agentNumber, priority }) => ({
        agentNumber,
        priority,
        agentName: `n${agentNumber}`,
      }));
      return { displayName, exten: String(index + 1), assignRule: "random", members: named };
    });
    const { files, names, teams } = pullFiles({
      texts: new Map([["a.yaml", text]]),
      desired: desired.groups,
      live,
      match: (groups) => new Map(groups.map((group, index) => [group, live[index] as LiveGroup])),
      only: () => true,
      isIgnored: () => false,
      newGroups: { file: "a.yaml" },
      definitions: { agents: "a.yaml", teams: "a.yaml" },
      pin: false,
      remarks: REMARKS,
      people: { names: new Map([["8100", "n8100"]]), remarkOf: () => undefined },
      teams: true,
      moment: desired.moment,
    });
    // Who is away is not live, so that the account names nobody.
    expect([names, teams]).toEqual([3, 1]);
    const after = files[0]?.text ?? "";
    const ofTime = FILE.slice(FILE.indexOf("shifts:"), FILE.indexOf("groups:"));
    expect(after).toContain(ofTime);
    expect(after).toContain('      - { roster: r }\n      - "8009"\n');
    expect((await read(after)).desired?.groups.map(({ members }) => plain(members))).toEqual(
      desired.groups.map(({ members }) => plain(members)),
    );
  });

  it(
    "has an empty plan right after, or leaves the group as it was",
    async () => {
      const drift = fc.array(
        fc.record({
          group: fc.nat(2),
          agent: fc.constantFrom("8000", "8001", "8002", "8003", "8004", "8100"),
          to: fc.option(fc.nat(1), { nil: undefined }),
        }),
        { maxLength: 3 },
      );
      let done = 0;
      await fc.assert(
        fc.asyncProperty(timedFile, drift, async ({ text }, drifts) => {
          const before = await read(text);
          if (before.desired === undefined) return;
          const live = new Map(
            before.desired.groups.map((group, index) => {
              const members = new Map(group.members?.map(({ agentNumber, priority }) => [agentNumber, priority]));
              for (const { agent, to } of drifts.filter((one) => one.group === index)) {
                if (to === undefined) members.delete(agent);
                else members.set(agent, to);
              }
              return [group.displayName, [...members].map(([agentNumber, priority]) => ({ agentNumber, priority }))];
            }),
          );
          const { text: after, findings } = await pulled(text, live);
          const left = new Set(
            findings.flatMap((one) =>
              one.code === "pull-timed" || one.code === "pull-unedited" ? [one.args.displayName] : [],
            ),
          );
          const now = await read(after);
          expect(now.errors).toEqual([]);
          const away = ({ desired }: typeof now) => desired?.absences?.map(({ source: _, ...rest }) => rest);
          expect(away(now)).toEqual(away(before));
          for (const [index, group] of (now.desired?.groups ?? []).entries()) {
            const had = before.desired.groups[index];
            const wanted = left.has(group.displayName) ? had?.members : live.get(group.displayName);
            expect([group.displayName, ...plain(group.members)]).toEqual([group.displayName, ...plain(wanted)]);
          }
          done += after === text ? 0 : 1;
        }),
        { numRuns: RUNS },
      );
      expect(done).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});
