import { describe, expect, test } from "vitest";
import type { StaffCount, StaffedGroup } from "../../src/plan/plan.js";
import { reportHtml } from "../../src/report/html/reportHtml.js";
import { reportMarkdown } from "../../src/report/markdown/reportMarkdown.js";
import type { Report } from "../../src/report/report.js";
import { chinaTime } from "../../src/report/text/chinaTime.js";
import { buildPlan } from "./fakes/buildPlan.js";
import { pageOptions } from "./fakes/htmlReports.js";
import { readableText } from "./fakes/pageTree.js";

const count = (claiming: number, members = 3, unknown = 0): StaffCount => ({ members, claiming, unknown });
const group = (displayName: string, before: StaffCount, after: StaffCount): StaffedGroup => ({
  actionId: displayName,
  displayName,
  before,
  after,
});
const GROUPS = [
  group("售后", count(2), count(2)),
  group("售前", count(1), count(0)),
  group("空组", count(1), count(0, 0)),
  group("夜班", count(1), count(2, 4, 1)),
];
const REPORT: Report = {
  kind: "plans",
  plans: [buildPlan({}, { staffing: { readAt: "2026-11-22T05:00:00Z", groups: GROUPS } })],
};

describe("staffing on the page", () => {
  const page = reportHtml(REPORT, pageOptions());
  const [inSight = "", aClickAway = ""] =
    /<h3>Agents taking conversations.*?<\/section>/s.exec(page)?.[0].split("<details>") ?? [];

  test("staffed groups are a click away, so that unstaffed ones are seen", () => {
    expect(inSight).toMatch(/✖<\/b> 售前 1 → 0 of 3.*✖<\/b> 空组/s);
    expect(inSight).not.toMatch(/售后|夜班|✔/);
    expect(aClickAway).toMatch(/✔<\/b> Agents are taking conversations in 2 changed groups.*售后 2 → 2 of 3.*夜班/s);
    expect(aClickAway).not.toContain("✖");
  });

  test("says when the plan was made in the API's own zone", () => {
    expect(readableText(page)).toMatch(/Written by muster \S+ · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+8/);
  });
});

test("in Markdown an emptied group is marked like an unstaffed one", () => {
  const text = reportMarkdown(REPORT, pageOptions());
  expect(text).toMatch(/⚠️ `售前`.*1 → 0 of 3/);
  expect(text).toMatch(/⚠️ `空组`/);
  expect(text).not.toMatch(/⚠️ `售后`/);
});

test("a time that is none is shown as it is", () => {
  expect(chinaTime("2026-11-22T17:00:00.500Z")).toBe("2026-11-23 01:00:00 UTC+8");
  expect(chinaTime("<b>")).toBe("<b>");
});
