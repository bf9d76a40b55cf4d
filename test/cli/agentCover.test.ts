import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { WhoAccount, Whos } from "../../src/report/who.js";
import { flat } from "../support/cli.js";
import { handClock } from "../support/handClock.js";

const YAML = `version: 1
agents:
  li.na: "8001"
  wang.fang: "8002"
shifts:
  白班: 08:00-20:00
rosters:
  r:
    week:
      - { shift: 白班, agents: [li.na, "8000"] } # all days
groups:
  - displayName: 售后
    members:
      - { roster: r } # on duty
`;
const GROUPS = [{ displayName: "售后", exten: "10018579", members: ["8000", "8001"] }];
const DAY = 86_400_000;

/** The account, with a `muster.yaml` that edits find it by. */
async function account() {
  const made = await handClock(GROUPS, YAML);
  const config = join(made.folder, "muster.yaml");
  const variables = 'host: "${MUSTER_HOST}", accountId: "${MUSTER_ACCOUNT_ID}", apiSecret: "${MUSTER_API_SECRET}"';
  await writeFile(config, `version: 1\naccounts:\n  default: { ${variables}, groups: [groups.yaml] }\n`);
  return { ...made, at: (...args: string[]) => made.at(...args, "--config", config) };
}

it("muster agent cover: a line in the file, the cover in the group, and back again when it is over", async () => {
  const { file, at: run, live, pass } = await account();
  const text = () => readFile(file, "utf8");
  const plan = async () => JSON.parse((await run("plan", "--format", "json")).stdout);
  expect((await plan()).summary).toMatchObject({ replaceMembers: 0 });

  const line = "  - { agent: li.na, from: 2026-12-03, until: 2026-12-05, by: wang.fang, reason: 年假 }\n";
  const asked = ["--by", "wang.fang", "--from", "2026-12-03", "--until", "2026-12-05", "--reason", "年假"];
  const cover = ["agent", "cover", "li.na", ...asked];
  const dry = await run(...cover, "--dry-run");
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.stdout).toContain(`+${line}`);
  expect(await text()).toBe(YAML);
  const made = await run(...cover);
  expect(made.code).toBe(0);
  expect(flat(made.stderr)).toContain(
    "Cover for 8001 li.na by 8002 wang.fang from 2026-12-03 to 2026-12-04: 1 file changed.",
  );
  expect(await text()).toBe(YAML.replace("\ngroups:", `\n\nabsences:\n${line}\ngroups:`));
  const [action] = (await plan()).actions;
  expect(action).toMatchObject({
    added: [{ agentNumber: "8002", source: { coverFor: "8001" } }],
    removed: [{ agentNumber: "8001" }],
  });
  expect((await run(...cover)).stderr).toContain("Nothing was changed.");
  const again = await run("agent", "cover", "li.na", "--from", "2026-12-04", "--until", "2026-12-06");
  expect(again.code).toBe(1);
  expect(flat(again.stderr)).toContain("absent-already");

  expect((await run("apply", "--auto-approve")).code).toBe(0);
  expect(live()).toEqual(["8000", "8002"]);
  pass(2 * DAY);
  expect((await run("apply", "--auto-approve")).code).toBe(0);
  expect(live()).toEqual(["8000", "8001"]);
});

it("muster agent cover: times that are none, and an agent nobody knows, change nothing", async () => {
  const { file, at: run } = await account();
  const of = async (...more: string[]) => {
    const { code, stderr } = await run("agent", "cover", "li.na", ...more);
    expect(code).toBe(1);
    return flat(stderr);
  };
  expect(await of("--from", "2026-12-03", "--until", "tomorrow")).toContain("bad-end");
  expect(await of("--from", "3 Dec", "--until", "2026-12-05")).toContain('"3 Dec" is not a time for --from');
  expect(await of("--from", "2026-12-05", "--until", "2026-12-05")).toContain("never-away");
  expect(await of("--from", "2026-11-05", "--until", "2026-11-06")).toContain("is past");
  expect(await of("--from", "2026-12-05", "--until", "2026-12-06", "--by", "wang.fan")).toContain("agent-not-found");
  expect(await of("--until", "2026-12-06")).toContain("--from");
  expect(await readFile(file, "utf8")).toBe(YAML);
});

it("muster agent: tables are edited as tables, and a leave of theirs can get a cover", async () => {
  const head = "工号,2026-12-01,2026-12-02,2026-12-03,2026-12-04,2026-12-05,2026-12-06,2026-12-07\n";
  const table = `${head}8000,白班,白班,白班,白班,白班,休,休\n8001,白班,白班,白班,年假,年假,白班,休\n`;
  const { folder, file, at: run } = await account();
  await mkdir(join(folder, "rosters"));
  await writeFile(join(folder, "rosters/12.csv"), table);
  const yaml = YAML.replace(/ {4}week:\n.*\n/, "    tables: [rosters/12.csv]\n");
  await writeFile(file, yaml);
  for (const args of [["remove"], ["replace", "8002"], ["copy", "8100"]]) {
    const [edit = "", ...more] = args;
    const { code, stderr } = await run("agent", edit, "8001", ...more);
    expect(code).toBe(1);
    expect(stderr).toContain("in-table");
    expect(stderr).toContain("rosters/12.csv:3");
  }
  // So who says it before somebody tries.
  const text = (await run("who", "8001", "--offline")).stdout;
  expect(flat(text)).toMatch(/Until then muster agent remove 8001 changes nothing: \S*rosters\/12\.csv:3 roster r /);
  const { stdout } = await run("who", "8000", "8001", "--offline", "--format", "json");
  const rows = JSON.parse(stdout).agents.map(({ accounts }: Whos["agents"][number]) => accounts[0]?.offboarding.tables);
  expect(rows.map((tables: WhoAccount["offboarding"]["tables"]) => tables?.map(({ source }) => source.line))).toEqual([
    [2],
    [3],
  ]);
  expect((await run("agent", "remove", "8001", "--from", "售后")).stdout).toContain("{ roster: r, except: [li.na] }");
  await writeFile(file, yaml);
  const renamed = await run("agent", "rename", "li.na", "李娜");
  expect(renamed).toMatchObject({ code: 0 });
  expect(renamed.stderr).toContain("tables-name");
  const asked = ["--by", "8002", "--from", "2026-12-04", "--until", "2026-12-06"];
  await writeFile(file, yaml);
  expect((await run("agent", "cover", "li.na", ...asked)).stderr).toContain("not-there-then");
  await writeFile(file, `${yaml}  - displayName: 投诉\n    members: [li.na]\n`);
  const covered = await run("agent", "cover", "li.na", ...asked);
  expect(covered, covered.stderr).toMatchObject({ code: 0 });
  expect(await readFile(file, "utf8")).toContain("agent: li.na, from: 2026-12-04, until: 2026-12-06, by: wang.fang");
});
