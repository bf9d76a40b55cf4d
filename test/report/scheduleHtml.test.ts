import { createHash } from "node:crypto";
import fc from "fast-check";
import type { DefaultTreeAdapterTypes } from "parse5";
import { describe, expect, test } from "vitest";
import { scheduleHtml } from "../../src/report/html/scheduleHtml.js";
import type { Language } from "../../src/report/messages/catalogue.js";
import type { Schedule, Schedules } from "../../src/report/schedule.js";
import { visible } from "../../src/report/text/visible.js";
import { buildSchedule, datesFrom, manyGroups, nationalDayWeeks, scheduleNamed } from "./fakes/buildSchedule.js";
import { hostileText } from "./fakes/hostileText.js";
import { pageOptions } from "./fakes/htmlReports.js";
import { attributeOf, elementsOf, readableText, skeletonOf, textOf } from "./fakes/pageTree.js";

type Node = DefaultTreeAdapterTypes.Node;

const LANGUAGES: readonly Language[] = ["en", "zh"];
const MARKUP = [
  "</title><script>window.__pwned=1</script>",
  "</style><img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)',
  "' autofocus onfocus='alert(1)",
  "--><svg/onload=alert(1)>",
  "<!--",
  "</main></body></html>",
  "&lt;script&gt;",
  "<plaintext>",
  "}*{display:none",
  "{n} {of}",
  "$& $1 $'",
];
const nasty = fc.tuple(fc.constantFrom(...MARKUP, ""), hostileText).map((parts) => parts.join(""));

const pageOf = (found: Schedule | Schedules, language: Language = "en") => scheduleHtml(found, pageOptions(language));
const bare = (text: string) => text.trim().replaceAll(/\s+/g, " ");
const withClass = (page: string, name: string) =>
  elementsOf(page).filter((element) => (attributeOf(element, "class") ?? "").split(" ").includes(name));
/** What a table says: the texts of its cells, row by row. */
const cellsOf = (page: string, table: number): string[][] => {
  const rows: string[][] = [];
  const walk = (node: Node) => {
    if (node.nodeName === "tr" && "childNodes" in node) rows.push(node.childNodes.map((cell) => bare(textOf(cell))));
    else if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  const found = withClass(page, "week")[table];
  if (found !== undefined) walk(found);
  return rows;
};

describe("names in a schedule", () => {
  const ordinary = skeletonOf(pageOf(scheduleNamed("name")));

  test("add no element, no attribute and no rule of style, whatever they are", () => {
    const style = (page: string) => textOf(elementsOf(page).filter(({ tagName }) => tagName === "style")[0] as never);
    const own = style(pageOf(scheduleNamed("name")));
    fc.assert(
      fc.property(nasty, fc.constantFrom(...LANGUAGES), (name, language) => {
        const page = pageOf(scheduleNamed(name), language);
        // An empty name has no element of its own in some places, such as an owner's.
        if (name.trim() !== "") expect(skeletonOf(page)).toEqual(ordinary);
        expect(style(page)).toBe(own);
      }),
      { numRuns: 40 },
    );
  });

  test.each(MARKUP)("show %s as it is written", (name) => {
    const page = pageOf(scheduleNamed(name));
    expect(skeletonOf(page)).toEqual(ordinary);
    expect(readableText(page)).toContain(name);
  });

  test("hide and reorder nothing", () => {
    const name = "evil\u202ename\u0000\u2028\u200b\u001b[2J";
    const page = pageOf(scheduleNamed(name));
    expect(readableText(page)).toContain(visible(name));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069]/);
  });
});

describe("every page of a schedule", () => {
  const empty = buildSchedule({ from: "2026-09-28", days: 3, groups: [] });
  const kinds: Readonly<Record<string, Schedule | Schedules>> = {
    weeks: nationalDayWeeks(),
    "of no group": empty,
    "of nobody": buildSchedule({ from: "2026-09-28", days: 1, groups: [{ displayName: "A", agents: [] }] }),
    "of many": manyGroups(13, 30, 9),
    accounts: {
      formatVersion: "1.0",
      kind: "schedules",
      schedules: [nationalDayWeeks(), nationalDayWeeks({ account: "test" })],
    },
    "no account": { formatVersion: "1.0", kind: "schedules", schedules: [] },
  };
  const all = LANGUAGES.flatMap((language) =>
    Object.entries(kinds).map(([kind, found]) => ({ kind, language, page: pageOf(found, language) })),
  );

  test.each(all)("$kind in $language allows its own style and script, and nothing else", ({ page }) => {
    const elements = elementsOf(page);
    const hash = (tag: string) => {
      const [element, ...more] = elements.filter(({ tagName }) => tagName === tag);
      if (element === undefined || more.length > 0) throw new Error(`one ${tag} was expected`);
      return `'sha256-${createHash("sha256").update(textOf(element), "utf8").digest("base64")}'`;
    };
    const policies = elements.filter((element) => attributeOf(element, "http-equiv") !== undefined);
    expect(policies.map((element) => attributeOf(element, "content"))).toEqual([
      `default-src 'none'; style-src ${hash("style")}; script-src ${hash("script")}; base-uri 'none'; form-action 'none'`,
    ]);
    const attributes = elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
    expect(
      attributes.filter((name) => name.startsWith("on") || ["src", "style", "srcset", "action"].includes(name)),
    ).toEqual([]);
    expect(elements.filter(({ tagName }) => ["img", "iframe", "object", "link", "base"].includes(tagName))).toEqual([]);
  });

  test.each(all)("$kind in $language can be read and followed", ({ page, language }) => {
    const elements = elementsOf(page);
    expect(attributeOf(elements[0] as never, "lang")).toBe(language === "en" ? "en" : "zh-CN");
    expect(page.endsWith("</html>\n")).toBe(true);
    expect(readableText(page)).not.toMatch(/undefined|\[object|NaN|Infinity/);
    const ids = elements.flatMap((element) => attributeOf(element, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const element of elements.filter(({ tagName }) => tagName === "a")) {
      const href = attributeOf(element, "href") ?? "";
      if (href.startsWith("#")) expect(ids).toContain(href.slice(1));
      else expect(href).toMatch(/^https:\/\/forge\.example\/blob\/main\/[^"<>\s]+#L\d+$/);
    }
    const headers = elements.filter(({ tagName }) => tagName === "th");
    expect(headers.filter((element) => !["row", "col"].includes(attributeOf(element, "scope") ?? ""))).toEqual([]);
    const known = new Set(
      [...textOf(elements.filter(({ tagName }) => tagName === "style")[0] as never).matchAll(/\.([xwt]\d+)\{/g)].map(
        ([, name]) => name,
      ),
    );
    const placed = elements
      .flatMap((element) => (attributeOf(element, "class") ?? "").split(" "))
      .filter((name) => /^[xwt]\d+$/.test(name));
    expect(placed.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe("the weeks around 国庆", () => {
  test.each([
    [
      "en",
      [
        "gaps in 1 group",
        "workdays 12:00–13:30 needs 2, has 1 · Mon 09-28 – Wed 09-30, Thu 10-08 – Sat 10-10 6 days",
        "holidays 16:00–18:00 needs 1, has 0 · Thu 10-01 – Wed 10-07 7 days",
        "Thu 10-01 off 国庆节",
        "Sat 10-10 work make-up day",
        "李娜 (8001) Tue 09-29 – Wed 09-30 · 年假 · covered by 王芳 (8005)",
        "张伟 (8002) Thu 10-08 14:00 – 18:00 · no cover",
        "for 李娜",
        "always: 郑爽 (8020)",
      ],
    ],
    [
      "zh",
      [
        "1 个技能组有缺口",
        "工作日 12:00–13:30 需 2 人，仅 1 人在岗 · 周一 09-28 – 周三 09-30、周四 10-08 – 周六 10-10 6 天",
        "节假日 16:00–18:00 需 1 人，无人在岗 · 周四 10-01 – 周三 10-07 7 天",
        "周四 10-01 休 国庆节",
        "周六 10-10 班 调休上班",
        "李娜 (8001) 周二 09-29 – 周三 09-30 · 年假 · 由王芳 (8005) 顶班",
        "张伟 (8002) 周四 10-08 14:00 – 18:00 · 无人顶班",
        "顶班：李娜",
        "始终在组：郑爽 (8020)",
      ],
    ],
  ] as const)("say in %s what the picture shows", (language, parts) => {
    const text = bare(readableText(pageOf(nationalDayWeeks(), language)));
    for (const part of parts) expect(text).toContain(part);
  });

  test("have each agent's day in the cell of the day, and how many that makes", () => {
    const [head, count, ...agents] = cellsOf(pageOf(nationalDayWeeks()), 0);
    expect(head?.slice(0, 5)).toEqual([
      "Agent",
      "Mon 09-2861218",
      "Tue 09-2961218",
      "Wed 09-3061218",
      "Thu 10-01 off 国庆节61218",
    ]);
    expect(count?.[1]).toContain("12:00–13:30 gap: fewer agents than needed: 1 of 2 needed;");
    expect(count?.[1]).toContain("18:00–20:00 1 on duty;");
    expect(agents[0]).toEqual([
      "李娜 8001",
      "行政 09:00–12:00行政 13:30–18:00",
      "年假 away (covered by 王芳)",
      "年假 away (covered by 王芳)",
      "",
      "",
      "",
      "",
    ]);
    expect(agents[4]?.[2]).toBe("for 李娜 行政 09:00–12:00for 李娜 行政 13:30–18:00");
    expect(agents[5]?.[1]).toBe("晚班 00:00–08:00 priority 1");
    expect(agents[6]?.slice(1, 3)).toEqual([
      "晚班 22:00–08:00 priority 1",
      "晚班 since the day before: 22:00–08:00 priority 1",
    ]);
  });

  test("have every stretch of work in words, with the line that says so", () => {
    const text = bare(readableText(pageOf(nationalDayWeeks())));
    expect(text).toContain(
      "李娜 (8001) 行政 09:00–12:00 · Mon 09-28, Thu 10-08 – Sat 10-10 line 20; 行政 13:30–18:00 · Mon 09-28, Thu 10-08 – Sat 10-10 line 20",
    );
  });
});

describe("a schedule", () => {
  const one = (more: Partial<Parameters<typeof buildSchedule>[0]>) =>
    pageOf(buildSchedule({ from: "2026-09-28", days: 7, groups: [], ...more }));
  const weekdays = datesFrom("2026-09-28", "2026-10-02");

  test("without a calendar marks Saturdays and Sundays alone", () => {
    const page = one({
      groups: [
        { displayName: "A", agents: [{ agentNumber: "1", duties: [{ dates: weekdays, time: "09:00-18:00" }] }] },
      ],
    });
    const heads = elementsOf(page).filter(
      (element) => element.tagName === "th" && attributeOf(element, "scope") === "col",
    );
    expect(heads.map((element) => attributeOf(element, "class") ?? "")).toEqual(["", "", "", "", "", "", "end", "end"]);
  });

  test("without demands says so, and still counts", () => {
    const page = one({
      groups: [
        { displayName: "A", agents: [{ agentNumber: "1", duties: [{ dates: weekdays, time: "09:00-18:00" }] }] },
      ],
    });
    expect(readableText(page)).toContain("no coverage demanded");
    expect(cellsOf(page, 0)[1]?.slice(1, 3)).toEqual(["109:00–18:00 1 on duty;", "109:00–18:00 1 on duty;"]);
  });

  test("without anything of the clock names who is there, and draws no empty tables", () => {
    const page = one({
      groups: ["A", "B"].map((displayName) => ({ displayName, agents: [{ agentNumber: "1" }, { agentNumber: "2" }] })),
    });
    expect(readableText(page)).toContain("always: 1, 2");
    for (const name of ["week", "overview", "k"]) expect(withClass(page, name)).toEqual([]);
  });

  test("with all that is demanded says so", () => {
    const page = one({
      groups: [
        {
          displayName: "A",
          agents: [{ agentNumber: "1" }],
          demands: [{ dates: weekdays, time: "09:00-18:00", min: 1 }],
        },
      ],
    });
    expect(readableText(page)).toContain("✔ no gaps");
    expect(withClass(page, "gaps")).toEqual([]);
  });

  test.each([
    ["2026-03-07", "2026-03-08", "23 h"],
    ["2026-10-31", "2026-11-01", "25 h"],
  ])("of %s to %s has each time where it is in its day", (from, changed, hours) => {
    const page = one({
      timezone: "America/New_York",
      from,
      days: 2,
      groups: [
        {
          displayName: "A",
          agents: [{ agentNumber: "1", duties: [{ dates: datesFrom(from, changed), time: "12:00-24:00" }] }],
        },
      ],
    });
    const [head, , agent] = cellsOf(page, 0);
    expect(head?.[2]).toContain(hours);
    expect(agent?.slice(1)).toEqual(["12–24 12:00–24:00", "12–24 12:00–24:00"]);
    const places = withClass(page, "b").flatMap((element) => attributeOf(element, "class")?.match(/x\d+ w\d+/) ?? []);
    const share = Math.round((1 - 12 / Number.parseInt(hours, 10)) * 10_000);
    expect(places).toEqual(["x5000 w5000", `x${share} w${10_000 - share}`]);
  });

  test("of a stretch of many days has it on each of them", () => {
    const page = one({
      groups: [
        {
          displayName: "A",
          agents: [{ agentNumber: "1", agentName: "Ann", duties: [{ dates: weekdays, time: "18:00-18:00" }] }],
        },
      ],
    });
    expect(cellsOf(page, 0)[2]?.slice(1, 4)).toEqual([
      "18–18 18:00–18:00",
      "18–18 since the day before: 18:00–18:0018–18 18:00–18:00",
      "18–18 since the day before: 18:00–18:0018–18 18:00–18:00",
    ]);
  });

  test("that begins at noon is drawn from midnight on, with what it leaves out marked", () => {
    const whole = buildSchedule({
      from: "2026-09-28",
      days: 1,
      groups: [
        { displayName: "A", agents: [{ agentNumber: "1", duties: [{ dates: ["2026-09-28"], time: "12:00-18:00" }] }] },
      ],
    });
    const [day] = whole.days;
    if (day === undefined) throw new Error("a day was expected");
    const noon = "2026-09-28T12:00:00+08:00";
    const page = pageOf({ ...whole, from: noon, days: [{ ...day, from: noon }] });
    expect(cellsOf(page, 0)[2]?.[1]).toBe("12–18 12:00–18:00");
    expect(cellsOf(page, 0)[0]?.[1]).toBe("Mon 09-2861218");
    expect(page).toContain("x5000 w2500");
    expect(page).toContain("--tint:linear-gradient(90deg,transparent 0%,var(--beyond) 0% 50%,transparent 50%)");
  });

  test("names a stretch of many days by its ends", () => {
    const whole = buildSchedule({ from: "2026-09-28", days: 7, groups: [{ displayName: "A", agents: [] }] });
    const [group] = whole.groups;
    if (group === undefined) throw new Error("a group was expected");
    const source = { file: "a.yaml", line: 1, column: 1 };
    const span = { from: "2026-09-29T00:00:00+08:00", until: "2026-10-01T18:00:00+08:00", priority: 0, source };
    const gap = { from: "2026-09-29T00:00:00+08:00", until: "2026-10-03T00:00:00+08:00", min: 2, staffed: 0 };
    const page = pageOf({
      ...whole,
      groups: [{ ...group, members: [{ agentNumber: "1", spans: [span] }], gaps: [gap] }],
    });
    expect(cellsOf(page, 0)[2]?.slice(1, 6)).toEqual([
      "",
      "09-29 – 10-01 18:00",
      "09-29 – 10-01 18:00",
      "09-29 – 10-01 18:00",
      "",
    ]);
    expect(bare(readableText(page))).toContain("Tue 09-29 – Fri 10-02 needs 2, has 0");
  });

  test("says of a group whose members the files leave alone that they do", () => {
    const whole = buildSchedule({ from: "2026-09-28", days: 1, groups: [{ displayName: "A", agents: [] }] });
    const text = readableText(pageOf({ ...whole, groups: whole.groups.map((one) => ({ ...one, unmanaged: true })) }));
    expect(text).toContain("members not managed");
    expect(text).not.toContain("Nobody is a member");
  });

  test("of many agents has one row for those who are there at the same times, and all their names", () => {
    const agents = Array.from({ length: 40 }, (_, index) => ({
      agentNumber: String(8000 + index),
      agentName: `坐席 ${index}`,
      duties: [
        { dates: weekdays, time: index < 30 ? "08:00-16:00" : "16:00-24:00", shift: index < 30 ? "早班" : "中班" },
      ],
    }));
    const rows = cellsOf(one({ groups: [{ displayName: "A", agents }] }), 0);
    expect(rows).toHaveLength(4);
    expect(rows[2]?.[0]).toContain("早班 30 agents at the same times");
    expect(rows[2]?.[0]).toContain("坐席 29 (8029)");
    expect(rows[3]?.[0]).toContain("中班 10 agents at the same times");
  });

  test("names who is absent where a member covers for somebody who has no time of his own", () => {
    const page = one({
      absences: [
        {
          from: "2026-09-28T00:00:00+08:00",
          until: "2026-10-05T00:00:00+08:00",
          agentNumber: "2",
          agentName: "Bo",
          by: { agentNumber: "1", agentName: "Ann" },
          source: { file: "a.yaml", line: 1, column: 1 },
        },
      ],
      groups: [
        {
          displayName: "A",
          agents: [
            { agentNumber: "1", agentName: "Ann", duties: [{ dates: weekdays, time: "09:00-18:00", coverFor: "2" }] },
          ],
        },
      ],
    });
    const rows = cellsOf(page, 0);
    expect(rows[2]?.[1]).toBe("for Bo 09:00–18:00");
    expect(rows[3]?.slice(0, 2)).toEqual(["Bo 2", "away (covered by Ann)"]);
  });

  test("draws an absence on the days on which the group is at work, or is so on others of their kind", () => {
    const page = one({
      absences: [
        {
          from: "2026-10-02T00:00:00+08:00",
          until: "2026-10-05T00:00:00+08:00",
          agentNumber: "1",
          source: { file: "a.yaml", line: 1, column: 1 },
        },
      ],
      groups: [
        {
          displayName: "A",
          agents: [
            { agentNumber: "1", duties: [{ dates: datesFrom("2026-09-28", "2026-10-01"), time: "09:00-18:00" }] },
            { agentNumber: "2" },
          ],
        },
      ],
    });
    expect(cellsOf(page, 0)[2]?.slice(4)).toEqual(["9–18 09:00–18:00", "away", "", ""]);
  });

  test("shows when several groups change, once for each time of the clock", () => {
    const page = pageOf(manyGroups(60, 3, 14));
    const rows = elementsOf(page)
      .filter(({ tagName, parentNode }) => tagName === "tr" && parentNode?.nodeName === "tbody")
      .map((element) => bare(textOf(element)))
      .filter((text) => text.startsWith("08:00Mon"));
    expect(rows).toEqual([expect.stringContaining("60602 min")]);
  });

  test("of 60 groups of 20 agents over 31 days is no larger than a browser takes with ease", () => {
    const page = scheduleHtml(manyGroups(60, 20, 31), pageOptions("zh"));
    expect(Buffer.byteLength(page)).toBeLessThan(8_000_000);
    // Few are unfolded.
    expect(page.match(/<details class="fold" open>/g)?.length).toBe(8);
  });
});
