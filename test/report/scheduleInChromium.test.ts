import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { scheduleHtml } from "../../src/report/html/scheduleHtml.js";
import type { Language } from "../../src/report/messages/catalogue.js";
import type { Schedule, Schedules } from "../../src/report/schedule.js";
import { BREAK_IN, LEGIBILITY, type Legibility, TRACES } from "./fakes/browserProbes.js";
import { buildSchedule, datesFrom, manyGroups, nationalDayWeeks, scheduleNamed } from "./fakes/buildSchedule.js";
import { pageOptions } from "./fakes/htmlReports.js";
import { CHROMIUM, HOSTILE, LAUNCH, type Visit, visit } from "./fakes/inChromium.js";

/** Where a part of the picture stands in its cell, as times of a day of 24 hours. */
const TIMES = `(selector) => [...document.querySelectorAll(selector)].map((part) => {
  const cell = part.closest("td");
  const [box, left] = [part.getBoundingClientRect(), cell.getBoundingClientRect().left + cell.clientLeft];
  const clock = (x) => Math.round(((x - left) / cell.clientWidth) * 24 * 4) / 4;
  return [clock(box.left), clock(box.right)];
})`;

describe.skipIf(!existsSync(CHROMIUM))(`a schedule in a browser (needs ${CHROMIUM})`, { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  let open: Page | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "muster-schedule-"));
    browser = await chromium.launch(LAUNCH);
  }, 60_000);
  afterEach(() => open?.context().close());
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function show(
    found: Schedule | Schedules,
    context: BrowserContextOptions = {},
    language: Language = "en",
  ): Promise<Visit> {
    const visited = await visit(browser, folder, scheduleHtml(found, pageOptions(language)), context);
    open = visited.page;
    return visited;
  }

  const shownGroups = async (page: Page) =>
    (await page.locator(".g:visible h4").allTextContents()).map((name) => name.trim());

  test("hostile names load nothing, run nothing, and break no rule of the page", async () => {
    const { page, requests, complaints } = await show(scheduleNamed(HOSTILE));
    expect(await page.evaluate(TRACES)).toEqual({
      pwned: undefined,
      violations: [],
      elements: 0,
      scripts: 1,
      handlers: 0,
    });
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    expect(await page.locator("main").textContent()).toContain(HOSTILE);
  });

  test("whatever came through would still be forbidden", async () => {
    const { page } = await show(nationalDayWeeks());
    const violations = await page.evaluate(BREAK_IN);
    expect(violations).toEqual({ pwned: undefined, seen: ["inline", "https://evil.example/x.png"] });
  });

  test("each part stands at its hours, the gap at lunch between two of them", async () => {
    const { page } = await show(nationalDayWeeks());
    const times = (selector: string) => page.evaluate(`(${TIMES})(${JSON.stringify(selector)})`);
    const first = "#g0-0 .scroll:nth-of-type(1) tbody";
    expect(await times(`${first} tr:nth-child(1) td:nth-of-type(1) .gap`)).toEqual([[12, 13.5]]);
    expect(await times(`${first} tr:nth-child(2) td:nth-of-type(1) .b`)).toEqual([
      [9, 12],
      [13.5, 18],
    ]);
    expect(await times(`${first} tr:nth-child(8) td:nth-of-type(1) .b`)).toEqual([[22, 24]]);
    expect(await times(`${first} tr:nth-child(8) td:nth-of-type(2) .b`)).toEqual([[0, 8]]);
  });

  test.each([
    ["2026-03-08", 23],
    ["2026-11-01", 25],
  ])("of %s, a day of %i hours, each part is as long as it lasts", async (date, hours) => {
    const { page } = await show(
      buildSchedule({
        timezone: "America/New_York",
        from: date,
        days: 1,
        groups: [
          {
            displayName: "A",
            agents: [
              { agentNumber: "1", duties: [{ dates: datesFrom(date, date), time: "00:00-12:00" }] },
              { agentNumber: "2", duties: [{ dates: datesFrom(date, date), time: "12:00-24:00" }] },
            ],
          },
        ],
      }),
    );
    const [[, morning] = [], [noon] = []] = await page.evaluate<number[][]>(`(${TIMES})(".week .b")`);
    expect(morning).toBe(noon);
    expect(noon).toBe(Math.round(((hours - 12) / hours) * 96) / 4);
  });

  test("colours are never alone: gaps, absences, covers and days have shapes and words of their own", async () => {
    const { page } = await show(nationalDayWeeks());
    const look = (selector: string) =>
      page.evaluate<string[]>(`(() => {
        const { backgroundImage, borderStyle } = getComputedStyle(document.querySelector(${JSON.stringify(selector)}));
        return [backgroundImage.replace(/\\(.*/s, ""), borderStyle];
      })()`);
    expect((await look(".week .c.gap"))[0]).toBe("repeating-linear-gradient");
    expect((await look(".week .a"))[0]).toBe("repeating-linear-gradient");
    expect((await look(".week .c.enough"))[0]).toBe("none");
    expect((await look(".week .b.cover"))[1]).toBe("dashed");
    expect(await page.locator(".week thead .off .tag").first().textContent()).toBe("off 国庆节");
    expect(await page.locator(".week thead .work .tag").first().textContent()).toBe("work make-up day");
    expect(await page.locator(".week .lacks").first().textContent()).toBe("−1");
  });

  test.each([
    ["light", "en"],
    ["dark", "en"],
    ["light", "zh"],
    ["dark", "zh"],
  ] as const)("everything can be read in %s, in %s", async (colorScheme, language) => {
    const { page } = await show(nationalDayWeeks(), { colorScheme }, language);
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    const { texts, background, faint } = await page.evaluate<Legibility>(LEGIBILITY);
    expect(texts).toBeGreaterThan(100);
    expect(colorScheme === "light" ? background > 0.9 : background < 0.1).toBe(true);
    expect(faint).toEqual([]);
  });

  test("boxes and words leave the groups that are asked for", async () => {
    const { page } = await show(nationalDayWeeks());
    expect(await shownGroups(page)).toEqual(["售后 10018578", "投诉 10018579", "VIP 专线"]);
    await page.getByLabel("with gaps").check();
    expect(await shownGroups(page)).toEqual(["售后 10018578"]);
    expect(await page.locator(".r:visible th a").allTextContents()).toEqual(["售后"]);
    await page.getByLabel("with gaps").uncheck();
    await page.getByLabel("Find").fill("郑爽");
    await expect.poll(() => shownGroups(page)).toEqual(["投诉 10018579"]);
  });

  test("the pointer on a part says whose it is, and all of it", async () => {
    const { page } = await show(nationalDayWeeks());
    const part = page.locator(".week .b.mute").first();
    await part.hover();
    expect(await part.getAttribute("title")).toBe("李娜 8001 · 行政 09:00–12:00");
  });

  test("without scripts all of it is there, unfolded by hand or by a link", async () => {
    const { page } = await show(manyGroups(20, 2, 7), { javaScriptEnabled: false });
    expect(await page.locator("#find").isVisible()).toBe(false);
    const folded = page.locator("#g0-12");
    expect(await folded.locator(".week").isVisible()).toBe(false);
    await page.locator(".overview a").nth(12).click();
    expect(await folded.locator(".week").isVisible()).toBe(true);
    await page.locator("#g0-13 summary").first().click();
    expect(await page.locator("#g0-13 .week").isVisible()).toBe(true);
  });

  test("keys reach all that can be unfolded, and what scrolls", async () => {
    const { page } = await show(nationalDayWeeks(), { viewport: { width: 800, height: 800 } });
    const reached = new Set<string>();
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate<string>("document.activeElement.tagName + '.' + document.activeElement.className"),
      );
    }
    expect([...reached]).toEqual(expect.arrayContaining(["SUMMARY.", "DIV.scroll", "A.", "INPUT.k"]));
  });

  test("paper shows every week, unfolded, with its colours, and without controls", async () => {
    const { page } = await show(manyGroups(13, 3, 14));
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".filters").isVisible()).toBe(false);
    expect(await page.locator(".week:visible").count()).toBe(26);
    expect(await page.evaluate(`getComputedStyle(document.querySelector(".week td")).printColorAdjust`)).toBe("exact");
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  });

  test.each([[390], [768], [1280]])(
    "at %i pixels only tables scroll sideways, beside names that stay",
    async (width) => {
      const { page } = await show(nationalDayWeeks(), { viewport: { width, height: 800 } });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      const name = page.locator("#g0-0 .week tbody th").nth(1);
      const before = await name.boundingBox();
      await page.evaluate(`document.querySelector("#g0-0 .scroll").scrollTo(300, 0)`);
      expect(await name.boundingBox()).toMatchObject({ x: before?.x });
    },
  );

  test("60 groups of 20 agents over 31 days can still be worked with", async () => {
    const { page } = await show(manyGroups(60, 20, 31));
    await page.locator("#find").fill("坐席 1199");
    await expect.poll(() => page.locator("#count").textContent(), { timeout: 20_000 }).toBe("1 of 60 groups");
    await page.locator(".r:not([hidden]) th a").click();
    await expect.poll(() => page.locator(".g:target .week").first().isVisible()).toBe(true);
  });
});
