import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ICAL from "ical.js";
import { expect, it, onTestFinished } from "vitest";
import { muster, ROOT } from "../support/cli.js";

const FOLDER = join(ROOT, "examples", "schedule");
const WEEKS = ["schedule", "--from", "2026-09-28", "--days", "14"];

async function written(name: string, args: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "muster-schedule-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { code, stderr } = await muster([...WEEKS, "--out", join(folder, name), ...args], { cwd: FOLDER });
  expect(code, stderr).toBe(0);
  return await readFile(join(folder, name), "utf8");
}

it("the example's weeks are a page that shows the gap at lunch and the holiday, in both languages", async () => {
  const en = await written("weeks.html", ["--lang", "en"]);
  const zh = await written("weeks.html", ["--lang", "zh"]);
  expect(en).toContain("<b>workdays 12:00–13:30</b> needs 2, has 0 · Mon 09-28 – Wed 09-30, Thu 10-08 – Sat 10-10");
  expect(zh).toContain(
    "<b>工作日 12:00–13:30</b> 需 2 人，无人在岗 · 周一 09-28 – 周三 09-30、周四 10-08 – 周六 10-10",
  );
  expect(en.match(/<b>off<\/b> 国庆节/g)?.length).toBeGreaterThan(6);
  expect(zh).toContain("<b>班</b> 调休上班");
  // The same document, but for the words.
  expect(zh.match(/class="b /g)?.length).toBe(en.match(/class="b /g)?.length);
}, 30_000);

it("the example's weeks are a calendar that other programs read", async () => {
  const text = await written("weeks.ics", ["--lang", "zh"]);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  const gaps = events.filter(({ summary }) => summary.startsWith("缺人 · "));
  expect(gaps.map(({ summary, startDate }) => `${startDate} ${summary}`)).toEqual(
    ["09-28", "09-29", "09-30", "10-08", "10-09", "10-10"].map(
      (day) => `2026-${day}T04:00:00Z 缺人 · 售前咨询 · 需 2 人，无人在岗`,
    ),
  );
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  expect(events.map(({ summary }) => summary)).toContain("请假 · 林涛 (8113) · 年假 · 由马超顶班");
}, 30_000);
