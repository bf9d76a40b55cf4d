import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import { gitlabPlan } from "../../src/report/ci/gitlabPlan.js";
import { junit } from "../../src/report/ci/junit.js";
import { reportGithub } from "../../src/report/github/reportGithub.js";
import { reportHtml } from "../../src/report/html/reportHtml.js";
import { COUNTS, DETAIL_LEVELS } from "../../src/report/markdown/detailLevels.js";
import { markdownAt, reportMarkdown } from "../../src/report/markdown/reportMarkdown.js";
import { partsOf } from "../../src/report/parts.js";
import type { Report } from "../../src/report/report.js";
import { planText } from "../../src/report/text/planText.js";
import { worstFirst } from "../../src/report/worstFirst.js";
import { buildCreate, buildPlan, buildReplace, joins, leaves, moves } from "./fakes/buildPlan.js";
import { pageOptions } from "./fakes/htmlReports.js";
import { ASKED, bigPlan, consoleEditPlan, withOrigins } from "./fakes/originPlans.js";
import { elementsOf, readableText, textOf } from "./fakes/pageTree.js";
import { inTheOpen, nodesOf, parse } from "./markdownTree.js";

const OPTIONS = pageOptions();
const DRIFT =
  "Already different before this change: an apply sets it back (1 to update members, 1 to remove, 1 to add)";
const EDITED = "last edited 11-22 03:12 by 8001 胡娟";
const reportOf = (...plans: Plan[]): Report => ({ kind: "plans", plans });
const markdownOf = (plan: Plan, language: "en" | "zh" = "en") =>
  reportMarkdown(reportOf(plan), { ...OPTIONS, language });
const onlyChange = (): Plan => {
  const plan = consoleEditPlan();
  const [edited, wanted] = plan.actions;
  if (edited === undefined || wanted === undefined) throw new Error("two actions");
  return { ...plan, only: "change", actions: [wanted], left: [edited], guards: [] };
};

/** What stands before and behind the heading of drift. */
function halves(text: string, heading: string): readonly [change: string, drift: string] {
  const at = text.lastIndexOf(heading);
  expect(at).toBeGreaterThan(0);
  return [text.slice(0, at), text.slice(at)];
}

describe("a console edit is not part of the change (findings M1)", () => {
  test("in text", () => {
    const text = planText(consoleEditPlan(), { ...OPTIONS, columns: 160 });
    expect(text).toContain("\n1 to update members, 6 unchanged\n");
    const [change, drift] = halves(text.slice(0, text.indexOf("Guards:")), DRIFT);
    expect(change).toContain("8004");
    expect(change).not.toContain("投诉");
    for (const part of ["投诉 (10018580)", EDITED, "+ 8001", "- 8009"]) expect(drift).toContain(part);
    expect(drift).not.toContain("售后");
  });

  test("an account with drift alone does not match the files, though the change writes nothing", () => {
    const {
      actions: [edited, ...others],
      ...plan
    } = { ...onlyChange() };
    if (edited === undefined) throw new Error("an action");
    for (const [language, said, denied] of [
      ["en", "this change writes nothing, and what was already different is left as it is", "No changes"],
      ["zh", "变更之前已有的偏差保持不动", "无变更"],
    ] as const) {
      const settled = { ...plan, actions: [], left: [edited, ...others] };
      const text = planText(settled, { ...pageOptions(), language, columns: 160 });
      const markdown = markdownOf(settled, language);
      for (const shown of [text, markdown]) expect(shown).toContain(said);
      for (const shown of [text, markdown]) expect(shown).not.toContain(denied);
    }
  });

  test.each(DETAIL_LEVELS)("in Markdown, in the open since somebody leaves through it: $name", (level) => {
    const markdown = markdownAt(level, reportOf(consoleEditPlan()), OPTIONS);
    expect(markdown).toMatch(/^## Plan for `prod`: 1 to update members\n/);
    const [change, drift] = halves(inTheOpen(markdown), "Already different before this change");
    expect(change).not.toMatch(/投诉|8009/);
    if (level === COUNTS) return;
    expect(change).toContain("`8004`");
    expect(drift).toContain("last edited 11-22 03:12 by `8001` 胡娟");
    expect(drift).toContain("`8009`");
  });

  test("in Markdown folded where nobody leaves, or nothing is written", () => {
    const plan = consoleEditPlan();
    const calm = {
      ...plan,
      actions: plan.actions.map((action) => (action.action === "create" ? action : { ...action, removed: [] })),
    };
    const report = withOrigins(calm);
    expect(inTheOpen(markdownOf(report))).not.toContain("投诉");
    expect(markdownOf(report)).toMatch(/<summary>Already different before this change: an apply sets it back/);
    const only = markdownOf(onlyChange());
    expect(only).toContain("<summary>Already different before this change: not written with --only change (1 to");
    expect(inTheOpen(only)).not.toContain("投诉");
    expect(only).toContain("`8009`");
  });

  test("on the page", () => {
    const page = reportHtml(reportOf(consoleEditPlan()), OPTIONS);
    const [change, drift] = halves(readableText(page), DRIFT);
    expect(change).not.toContain("投诉");
    expect(drift).toContain(EDITED);
    expect(drift).not.toContain("售后");
  });

  test("in annotations, JUnit and GitLab's counts", () => {
    const github = reportGithub(reportOf(consoleEditPlan()), OPTIONS);
    const notices = github.split("\n").filter((line) => line.startsWith("::notice"));
    expect(notices.map((line) => /title=muster%3A (\w+)/.exec(line)?.[1])).toEqual(["change", "drift"]);
    expect(notices[1]).toContain(`Already different before this change, ${EDITED}: an apply sets it back.`);
    expect(junit(reportOf(consoleEditPlan()), OPTIONS)).toContain(`Already different before this change, ${EDITED}`);
    expect(JSON.parse(gitlabPlan(reportOf(consoleEditPlan()), OPTIONS))).toEqual({ create: 0, update: 1, delete: 0 });
  });

  test("in Chinese", () => {
    const text = planText(consoleEditPlan(), { ...OPTIONS, language: "zh", columns: 160 });
    expect(text).toContain("变更之前已有的偏差：apply 会按文件改回（调整坐席 1 个，将移出 1 人次，将加入 1 人次）");
    expect(text).toContain("最近修改：11-22 03:12，8001 胡娟");
  });
});

test("a change that writes nothing says so, and does not call the account right", () => {
  const plan = consoleEditPlan();
  const drift = withOrigins({ ...plan, actions: plan.actions.slice(0, 1), guards: [] });
  for (const text of [
    planText(drift, OPTIONS),
    markdownOf(drift),
    readableText(reportHtml(reportOf(drift), OPTIONS)),
  ]) {
    expect(text).toContain("this change writes nothing");
    expect(text).not.toMatch(/No changes|no changes/);
  }
  const none = withOrigins(buildPlan({ unchanged: 3 }));
  expect(markdownOf(none)).toContain("No changes. The live account matches the files.");
});

test("a group in which both have a hand is in both parts, the change on what is live and drift on what it leaves", () => {
  const [change, drift] = [{ origin: "change" } as const, { origin: "drift" } as const];
  const plan = withOrigins(
    buildPlan({
      actions: [
        buildReplace(
          "售后",
          "1",
          {
            removed: [leaves("8001", change), leaves("8002", drift)],
            reprioritized: [moves("8003", 0, 2, drift)],
            added: [joins("8004", change)],
          },
          change,
        ),
      ],
    }),
  );
  const parts = partsOf(plan);
  const sizes = [parts.main, parts.others[0]].map((part) =>
    part?.actions.map((action) => [
      action.action === "create" ? 0 : action.before.members.length,
      action.after.members.length,
    ]),
  );
  expect(sizes).toEqual([[[3, 3]], [[3, 2]]]);
  const after = parts.others[0]?.actions[0]?.after.members ?? [];
  expect([...after].sort((a, b) => a.agentNumber.localeCompare(b.agentNumber))).toEqual(plan.actions[0]?.after.members);
});

test("guards say how much is which, and that only drift trips one", () => {
  const reading = consoleEditPlan().guards[0];
  if (reading === undefined) throw new Error("a guard");
  const said = (more: object) => markdownOf({ ...consoleEditPlan(), guards: [{ ...reading, ...more }] });
  expect(said({})).toContain("0 by this change, 1 already different before (only drift trips it)");
  expect(said({ actual: 5, limit: "2", change: 2, drift: 3 })).toContain("(this change alone would not trip it)");
  expect(said({ actual: 5, limit: "2", change: 3, drift: 2 })).toContain(
    "3 by this change, 2 already different before\n",
  );
  expect(said({ actual: 9, of: 20, limit: "30%", change: 6, drift: 3 })).toContain(
    "this change alone would not trip it",
  );
});

test("what is so already, and what is no longer managed, is told with the way to retire it", () => {
  const plan = consoleEditPlan({ noLongerManaged: [{ displayName: "直播间", exten: "10018641", members: 3 }] });
  const { change } = plan.summary;
  if (change === undefined) throw new Error("origins");
  const so = { ...plan, summary: { ...plan.summary, change: { ...change, alreadySo: 2 } } };
  for (const text of [
    planText(so, { ...OPTIONS, columns: 200 }),
    markdownOf(so).replaceAll("`", ""),
    readableText(reportHtml(reportOf(so), OPTIONS)),
  ]) {
    expect(text).toContain("2 things that this change wants are so already");
    expect(text).toMatch(/直播间 \(?10018641\)?:? +still live with 3 members/);
    expect(text).toContain("retired: true");
  }
  const gone = withOrigins(buildPlan({ unchanged: 3 }), {
    noLongerManaged: [{ displayName: "直播间", exten: "10018641", members: 3 }],
  });
  expect(markdownOf(gone)).toContain("Nothing to apply. 1 live group is no longer managed.");
  const members = { displayName: "直播间", exten: "1", members: 3, part: "members" } as const;
  expect(markdownOf({ ...gone, noLongerManaged: [members] })).not.toContain("retired");
});

describe("who asked", () => {
  const plan = { ...buildPlan({ unchanged: 1 }), ...ASKED };

  test("stands in the head of every format for people, with links", () => {
    expect(planText(plan, { ...OPTIONS, columns: 200 })).toContain(
      "Pull request #12 售后加人：欧阳明月 https://forge.example/a/b/pull/12  by li.na  commit aaaaaaaaaaaa",
    );
    const links = nodesOf(parse(markdownOf(plan))).flatMap((node) => (node.type === "link" ? [node.url] : []));
    expect(links).toEqual(["https://forge.example/a/b/pull/12", "https://forge.example/a/b/actions/runs/7"]);
    expect(reportHtml(reportOf(plan), OPTIONS)).toContain('<a href="https://forge.example/a/b/pull/12">#12</a>');
    expect(markdownOf(plan, "zh")).toContain("合并请求 [`#12`]");
  });

  test("links nowhere but to the web, and is left out where nobody is known", () => {
    const odd = {
      ...plan,
      run: "javascript:alert(1)",
      pullRequest: { number: 1, url: "javascript:alert(2)", title: "<img src=x> @all\n::error::x" },
    };
    expect(markdownOf(odd)).not.toMatch(/\]\(javascript/);
    expect(reportHtml(reportOf(odd), OPTIONS)).not.toMatch(/href="javascript|<img/);
    const github = reportGithub(reportOf(odd), OPTIONS);
    expect(github).not.toMatch(/^::error/m);
    const alone = planText({ ...buildPlan({ unchanged: 1 }), commit: "a".repeat(40) }, OPTIONS);
    expect(alone).not.toContain("aaaa");
  });
});

describe("worst first", () => {
  const stay = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ agentNumber: `1${index}`, priority: 0 }));
  const gone = (count: number) => Array.from({ length: count }, (_, index) => leaves(`2${index}`));
  const group = (name: string, removed: number, staying: number, added = 0) =>
    buildReplace(name, name, {
      removed: gone(removed),
      staying: stay(staying),
      added: Array.from({ length: added }, (_, index) => joins(`3${index}`)),
    });
  const actions = [
    buildCreate("new", [joins("9")]),
    group("adds", 0, 2, 1),
    group("10 to 8", 2, 8),
    group("swapped", 2, 0, 2),
    group("2 to 1", 1, 1),
    group("6 to 1", 5, 1),
    group("emptied", 2, 0),
    group("20 to 19", 1, 19),
  ];
  const ORDER = ["emptied", "6 to 1", "2 to 1", "10 to 8", "20 to 19", "swapped", "new", "adds"];

  test("is by the share that a group loses, then by who is replaced", () => {
    expect(worstFirst(actions).map(({ displayName }) => displayName)).toEqual(ORDER);
  });

  test("is the order of text, table, page and annotations, with marks on what is left", () => {
    const plan = buildPlan({ actions });
    const report = reportOf(plan);
    const inOrder = (found: readonly string[]) => expect([...new Set(found)]).toEqual(ORDER);
    const names = new RegExp(ORDER.map((name) => `(?:${name})`).join("|"), "g");
    inOrder(planText(plan, OPTIONS).match(new RegExp(`(?<=^[~+] )(?:${names.source})`, "gm")) ?? []);
    inOrder(markdownOf(plan).match(new RegExp(`(?<=^\\| \`)(?:${names.source})`, "gm")) ?? []);
    const page = reportHtml(report, OPTIONS);
    inOrder(
      elementsOf(page)
        .filter(({ tagName }) => tagName === "h4")
        .map((element) => names[Symbol.match](textOf(element))?.[0] ?? ""),
    );
    const notices = reportGithub(report, OPTIONS).match(new RegExp(`(?<=^::notice .*)(?:${names.source})`, "gm"));
    inOrder(notices ?? []);
    for (const text of [planText(plan, OPTIONS), markdownOf(plan), readableText(page)]) {
      expect(text).toContain("nobody left");
      expect(text).toContain("1 left");
    }
    expect(planText(plan, { ...OPTIONS, language: "zh" })).toContain("仅剩 1 名坐席");
  });

  test.each([
    [8, false],
    [60, true],
    [500, false],
    [500, true],
  ])("the worst of %i groups is in the first screen of a comment, and the room is used (drift %s)", (groups, drift) => {
    const plan = bigPlan(groups, drift);
    const worst = `${Math.floor(groups * 0.7)}`;
    for (const language of ["en", "zh"] as const) {
      const markdown = markdownOf(plan, language);
      expect(markdown.length).toBeLessThanOrEqual(60_000);
      const first = markdown.slice(0, markdown.indexOf("| --- |") + 400);
      expect(first.split("\n").length).toBeLessThan(40);
      expect(first).toMatch(new RegExp(`\`[^\`]*-${worst}\``));
      if (groups < 500) continue;
      expect(markdown.length).toBeGreaterThan(58_000);
      expect(markdown.slice(0, 600)).toMatch(/Shortened to fit|篇幅所限/);
    }
    const page = readableText(reportHtml(reportOf(plan), OPTIONS));
    expect(page.indexOf(`-${worst}`)).toBeLessThan(3_000);
  });
});

test("a change of one group is said once in the open, and looked up in a fold", () => {
  const plan = buildPlan({
    actions: [buildReplace("售后", "1", { removed: [leaves("8009")], staying: [{ agentNumber: "1", priority: 0 }] })],
  });
  const open = inTheOpen(markdownOf(plan));
  expect(open.match(/8009/g)).toHaveLength(1);
  expect(open.match(/2 → 1/g)).toHaveLength(1);
  expect(open).not.toMatch(/sha256|API calls|\| ---/);
});

test("the page writes no priority 0 into its cells", () => {
  const plan = buildPlan({
    actions: [
      buildReplace("a", "1", {
        added: [joins("1")],
        removed: [leaves("2")],
        staying: [{ agentNumber: "3", priority: 0 }],
      }),
      buildReplace("b", "2", { added: [joins("2"), joins("3", { priority: 4 })], reprioritized: [moves("1", 5, 0)] }),
    ],
  });
  const cells = elementsOf(reportHtml(reportOf(plan), OPTIONS))
    .filter(
      ({ tagName, parentNode }) =>
        tagName === "span" && parentNode !== null && "tagName" in parentNode && parentNode.tagName === "td",
    )
    .map(textOf);
  expect(cells).toEqual(expect.arrayContaining(["+", "←", "→", "·", "+4", "5▸0"]));
  expect(cells.filter((text) => /^[+−→←]0$|^0$/.test(text))).toEqual([]);
});
