import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { reportHtml } from "../../src/report/html/reportHtml.js";
import type { Report } from "../../src/report/report.js";
import { BREAK_IN, CELLS, LEGIBILITY, type Legibility, SHAPES, TRACES } from "./fakes/browserProbes.js";
import { knownPlan, ordinaryReports, pageOptions, REPORTS, shiftPlan } from "./fakes/htmlReports.js";
import { CHROMIUM, HOSTILE, LAUNCH, type Visit, visit } from "./fakes/inChromium.js";

describe.skipIf(!existsSync(CHROMIUM))(`the page in a browser (needs ${CHROMIUM})`, { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  let open: Page | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "muster-page-"));
    browser = await chromium.launch(LAUNCH);
  }, 60_000);
  afterEach(() => open?.context().close());
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the page of a report. */
  async function show(report: Report, context: BrowserContextOptions = {}): Promise<Visit> {
    const found = await visit(browser, folder, reportHtml(report, pageOptions()), context);
    open = found.page;
    return found;
  }

  const shownGroups = async (page: Page) =>
    (await page.locator(".g:visible h4").allTextContents()).map((name) => name.trim());
  const shownRows = (page: Page) => page.locator(".r:visible th a").allTextContents();

  test.each(Object.keys(REPORTS))(
    "hostile names in %s load nothing, run nothing, and break no rule of the page",
    async (kind) => {
      const report = REPORTS[kind]?.(HOSTILE);
      if (report === undefined) throw new Error(kind);
      const { page, requests, complaints } = await show(report);
      expect(await page.evaluate(TRACES)).toEqual({
        pwned: undefined,
        violations: [],
        elements: 0,
        scripts: 1,
        handlers: 0,
      });
      expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
      expect(await page.locator("main").textContent()).toContain(HOSTILE);
    },
  );

  test("whatever came through would still be forbidden", async () => {
    const { page } = await show({ kind: "plans", plans: [knownPlan()] });
    const violations = await page.evaluate(BREAK_IN);
    expect(violations).toEqual({ pwned: undefined, seen: ["inline", "https://evil.example/x.png"] });
  });

  test("the matrix has the right mark in the right place", async () => {
    const { page } = await show({ kind: "plans", plans: [knownPlan()] });
    const cells = await page.evaluate(CELLS);
    expect(cells).toEqual([
      "Emptied | 8005 | l | −",
      "Left | 8002 Bo | l | −4",
      "Left | 8003 Cy | o | ←5",
      "Left | 8004 Di | s | 6",
      "Joined | 8003 Cy | i | →7",
      "Joined | 8004 Di | p | 1▸2",
      "New | 8001 Ann | j | +3",
    ]);
    const looks = await page.evaluate<string[]>(SHAPES);
    // Without any colour the five still differ in shape.
    expect(new Set(looks).size).toBe(5);
  });

  test("boxes leave the groups of their kinds, in the details and in the matrix", async () => {
    const { page } = await show({ kind: "plans", plans: [knownPlan()] });
    expect(await shownGroups(page)).toEqual(["Emptied 3", "Left 1", "New", "Joined 2"]);
    await page.getByLabel(/\bmoved/).check();
    expect(await shownGroups(page)).toEqual(["Left 1", "Joined 2"]);
    expect(await shownRows(page)).toEqual(["Left", "Joined"]);
    await page.getByLabel("emptied").focus();
    await page.keyboard.press("Space");
    expect(await shownGroups(page)).toEqual(["Emptied 3", "Left 1", "Joined 2"]);
    await expect.poll(() => page.locator("#count").textContent()).toBe("3 of 4 groups");
  });

  test("typing leaves the groups that a word names, and marks the agent's column", async () => {
    const { page } = await show({ kind: "plans", plans: [knownPlan()] });
    await page.getByLabel("Find").fill("8003");
    await expect.poll(() => shownGroups(page)).toEqual(["Left 1", "Joined 2"]);
    expect(await shownRows(page)).toEqual(["Left", "Joined"]);
    expect(await page.locator("thead .hit").allTextContents()).toEqual(["8003 Cy"]);
    // A heading over nothing would read as "there is nothing to do by hand".
    expect(await page.getByText("The API cannot change these").isVisible()).toBe(false);
    await page.getByLabel("Find").fill("8003 JOINED");
    await expect.poll(() => shownGroups(page)).toEqual(["Left 1", "Joined 2"]);
    await page.getByLabel("Find").fill("nothing");
    await expect.poll(() => page.locator("#count").textContent()).toBe("No group matches these filters.");
    expect(await page.locator(".block:visible").count()).toBe(0);
  });

  test("boxes leave the accounts that are asked for", async () => {
    const plans = ["prod", "test"].map((name) => ({ ...knownPlan(), account: { ...knownPlan().account, name } }));
    const { page } = await show({ kind: "plans", plans });
    await page.getByLabel("test").check();
    expect(await page.locator(".account:visible h2").allTextContents()).toEqual([
      expect.stringContaining("Account test"),
    ]);
    await expect.poll(() => page.locator("#count").textContent()).toBe("4 of 8 groups");
  });

  test("the pointer on a mark says what it means", async () => {
    const { page } = await show({ kind: "plans", plans: [knownPlan()] });
    const mark = page.locator(".matrix span.o");
    await mark.hover();
    expect(await mark.locator("..").getAttribute("title")).toBe("Left · 8003 Cy · ←5 moved out");
    expect(await page.locator("thead .at").textContent()).toBe("8003 Cy");
  });

  test.each(["light", "dark"] as const)("everything can be read in %s", async (colorScheme) => {
    for (const report of Object.values(ordinaryReports())) {
      const { page } = await show(report, { colorScheme });
      const { texts, background, faint } = await page.evaluate<Legibility>(LEGIBILITY);
      expect(texts).toBeGreaterThan(5);
      expect(colorScheme === "light" ? background > 0.9 : background < 0.1).toBe(true);
      expect(faint).toEqual([]);
      await page.context().close();
    }
  });

  test("without scripts all of it is there, and the boxes work; the text field, which would not, is not there", async () => {
    const { page } = await show({ kind: "plans", plans: [knownPlan()] }, { javaScriptEnabled: false });
    expect(await shownGroups(page)).toEqual(["Emptied 3", "Left 1", "New", "Joined 2"]);
    expect(await page.locator("#find").isVisible()).toBe(false);
    await page.getByLabel("create").check();
    expect(await shownGroups(page)).toEqual(["New"]);
    expect(await shownRows(page)).toEqual(["New"]);
  });

  test("paper has no controls, shows who stays, and cuts nothing off", async () => {
    const { page } = await show({ kind: "plans", plans: [knownPlan()] });
    expect(await page.locator(".filters").isVisible()).toBe(true);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".filters").isVisible()).toBe(false);
    expect(await page.evaluate(`getComputedStyle(document.querySelector(".block")).overflow`)).toBe("visible");
    expect(await page.locator(".stay p").isVisible()).toBe(true);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  });

  test.each([[390], [768], [1280]])(
    "at %i pixels only the matrix scrolls sideways, under names that stay",
    async (width) => {
      const plan = ordinaryReports().plans;
      const { page } = await show(plan, { viewport: { width, height: 800 } });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      const name = page.locator(".r th").first();
      const before = await name.boundingBox();
      await page.evaluate(`document.querySelector(".block").scrollTo(500, 0)`);
      expect(await name.boundingBox()).toMatchObject({ x: before?.x });
    },
  );

  test("three thousand groups can still be worked with", async () => {
    const { page } = await show({ kind: "plans", plans: [shiftPlan(3000)] });
    await page.locator("#find").fill("技能组-2999");
    await expect.poll(() => page.locator("#count").textContent(), { timeout: 20_000 }).toBe("2 of 3000 groups");
    await page.locator(".r:not([hidden]) th a").last().click();
    await expect.poll(() => page.locator(".g:target h4").textContent()).toContain("技能组-2999");
    expect(await page.locator(".g:target").isVisible()).toBe(true);
  });
});
