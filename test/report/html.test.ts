import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reportHtml } from "../../src/report/html/reportHtml.js";
import type { Language } from "../../src/report/messages/catalogue.js";
import type { Report } from "../../src/report/report.js";
import { visible } from "../../src/report/text/visible.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";
import { buildPlan, buildReplace, joins, leaves } from "./fakes/buildPlan.js";
import { hostileText } from "./fakes/hostileText.js";
import { knownPlan, ordinaryReports, pageOptions, REPORTS, shiftPlan } from "./fakes/htmlReports.js";
import { attributeOf, elementsOf, readableText, skeletonOf, textOf } from "./fakes/pageTree.js";

const LANGUAGES: readonly Language[] = ["en", "zh"];

/** What breaks out of text, of attributes, of comments and of scripts, and what is written to be decoded. */
const MARKUP = [
  "</title><script>window.__pwned=1</script>",
  "</style><img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)',
  "' autofocus onfocus='alert(1)",
  "--><svg/onload=alert(1)>",
  "<!--",
  "<![CDATA[",
  "</main></body></html>",
  "&lt;script&gt;",
  "&#60;b&#62;",
  "<plaintext>",
  "javascript:alert(1)",
  "{n} {of}",
  "$& $1 $'",
];
const nasty = fc
  .tuple(fc.constantFrom(...MARKUP, ""), hostileText, fc.constantFrom(...MARKUP, "שלום 5"))
  .map((parts) => parts.join(""));

const pageOf = (report: Report, language: Language = "en") => reportHtml(report, pageOptions(language));

describe.each(Object.keys(REPORTS))("names in %s", (kind) => {
  const reportOf = REPORTS[kind];
  if (reportOf === undefined) throw new Error(kind);
  const ordinary = skeletonOf(pageOf(reportOf("name")));

  test("add no element and no attribute, whatever they are", () => {
    fc.assert(
      fc.property(nasty, (name) => {
        expect(skeletonOf(pageOf(reportOf(name)))).toEqual(ordinary);
      }),
      { numRuns: 25 },
    );
  });

  test.each(MARKUP)("show %s as it is written", (name) => {
    const page = pageOf(reportOf(name));
    expect(skeletonOf(page)).toEqual(ordinary);
    expect(readableText(page)).toContain(name);
  });

  test("hide and reorder nothing", () => {
    const page = pageOf(reportOf("evil\u202ename\u0000\u2028\u200b\u001b[2J"));
    expect(readableText(page)).toContain(visible("evil\u202ename\u0000\u2028\u200b\u001b[2J"));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069]/);
  });

  test("that run from right to left are kept from reordering their neighbours", () => {
    const page = pageOf(reportOf("שלום"));
    const isolated = elementsOf(page).filter(({ tagName }) => tagName === "bdi");
    expect(isolated.some((element) => textOf(element).includes("שלום"))).toBe(true);
  });
});

describe("every page", () => {
  const all = LANGUAGES.flatMap((language) =>
    Object.values(ordinaryReports()).map((report) => ({
      kind: report.kind,
      language,
      page: pageOf(report, language),
    })),
  );

  test.each(all)("$kind in $language allows its own style and script, and nothing else", ({ page }) => {
    const elements = elementsOf(page);
    const only = (tag: string) => {
      const [element, ...more] = elements.filter(({ tagName }) => tagName === tag);
      if (element === undefined || more.length > 0) throw new Error(`one ${tag} was expected`);
      return element;
    };
    const hash = (tag: string) =>
      `'sha256-${createHash("sha256")
        .update(textOf(only(tag)), "utf8")
        .digest("base64")}'`;
    const policies = elements.filter((element) => attributeOf(element, "http-equiv") !== undefined);
    expect(policies.map((element) => attributeOf(element, "content"))).toEqual([
      `default-src 'none'; style-src ${hash("style")}; script-src ${hash("script")}; base-uri 'none'; form-action 'none'`,
    ]);
    const attributes = elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
    expect(
      attributes.filter((name) => name.startsWith("on") || ["src", "style", "srcset", "action"].includes(name)),
    ).toEqual([]);
    expect(
      elements.filter(({ tagName }) => ["img", "iframe", "object", "link", "base", "form", "svg"].includes(tagName)),
    ).toEqual([]);
  });

  test.each(all)("$kind in $language says what language it is in, and ends with a newline", ({ page, language }) => {
    const [root] = elementsOf(page);
    expect(root && attributeOf(root, "lang")).toBe(language === "en" ? "en" : "zh-CN");
    expect(page.endsWith("</html>\n")).toBe(true);
    expect(readableText(page)).not.toMatch(/undefined|\[object|NaN/);
  });

  test.each(all)("$kind in $language has links that lead somewhere", ({ page }) => {
    const elements = elementsOf(page);
    const ids = elements.flatMap((element) => attributeOf(element, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const element of elements.filter(({ tagName }) => tagName === "a")) {
      const href = attributeOf(element, "href") ?? "";
      if (href.startsWith("#")) expect(ids).toContain(href.slice(1));
      else expect(href).toMatch(/^https:\/\/forge\.example\/blob\/main\/[^"<>\s]+#L\d+$/);
    }
  });

  test.each(all)("$kind in $language has tables whose headers say what they head", ({ page }) => {
    const headers = elementsOf(page).filter(({ tagName }) => tagName === "th");
    expect(headers.filter((element) => !["row", "col"].includes(attributeOf(element, "scope") ?? ""))).toEqual([]);
  });
});

describe("addresses", () => {
  test.each([["javascript:alert(1)"], ["data:text/html,<script>"], ["//forge.example/x"], [""], [undefined]])(
    "%s is no link",
    (address) => {
      const page = reportHtml(ordinaryReports().plans, { ...pageOptions(), linkTo: () => address });
      const hrefs = elementsOf(page).flatMap((element) => attributeOf(element, "href") ?? []);
      expect(hrefs.filter((href) => !href.startsWith("#"))).toEqual([]);
    },
  );
});

describe("a plan", () => {
  const text = readableText(pageOf({ kind: "plans", plans: [knownPlan()] }));

  test("shows every member, with priorities before and after", () => {
    const page = pageOf({ kind: "plans", plans: [knownPlan()] });
    const rows = elementsOf(page)
      .filter((element) => element.tagName === "tr" && /^[jliop]$/.test(attributeOf(element, "class") ?? ""))
      .map((element) => textOf(element).trim().replaceAll(/\s+/g, " "));
    expect(rows).toEqual([
      "− removed80050–line 20",
      "− removed8002 Bo4–line 20",
      "← moved out8003 Cy to Joined5–line 20",
      "+ added8001 Ann–3line 20",
      "→ moved in8003 Cy from Left–7line 20",
      "± reprioritized8004 Di12line 20",
    ]);
  });

  test("shows guards, manual changes, API calls, hash and unmanaged groups", () => {
    for (const part of [
      "guard tripped, apply will not start",
      "would empty 1 group; the limit is 0",
      "--max-emptied 1",
      "The API cannot change these",
      "a.yaml:3",
      "4 writes, 5 reads",
      "sha256:0123456789abcdef",
      "Elsewhere 9 2 members",
      "1 member unchanged",
      "8004 (6)",
      "∅ nobody left",
      "1 left",
    ])
      expect(text).toContain(part);
  });

  test("without any change says so", () => {
    expect(readableText(pageOf({ kind: "plans", plans: [buildPlan({ unchanged: 60 })] }))).toContain(
      "No changes. The live account matches the files.",
    );
  });

  test("of several accounts has a part and a box for each", () => {
    const plans = ["prod", "test"].map((name) => ({ ...knownPlan(), account: { ...knownPlan().account, name } }));
    const elements = elementsOf(pageOf({ kind: "plans", plans }));
    const ids = elements.flatMap((element) => attributeOf(element, "id") ?? []);
    expect(ids).toEqual(expect.arrayContaining(["account-0", "account-1", "a-0", "a-1", "g0-0", "g1-0"]));
  });
});

describe("what became of a plan", () => {
  test.each(LANGUAGES)("stands at its groups, with the reasons and what to do next, in %s", (language) => {
    const text = readableText(pageOf(ordinaryReports().results, language));
    for (const part of language === "en"
      ? [
          "interrupted",
          "conflict, nothing written",
          "changed-underneath",
          "Run muster apply again",
          "2 writes sent",
          "problem",
        ]
      : ["执行被中断", "冲突，未写入", "changed-underneath", "重新运行 muster apply", "写请求发送 2 次", "有问题"])
      expect(text).toContain(part);
  });

  test("is not lost where the plan is not at hand", () => {
    const { results } = ordinaryReports();
    if (results.kind !== "results") throw new Error(results.kind);
    const text = readableText(pageOf({ ...results, plans: [] }));
    for (const { displayName } of results.results.flatMap(({ actions }) => actions))
      expect(text).toContain(displayName);
  });
});

describe("a dry run", () => {
  test("shows every request with its body", () => {
    const text = readableText(pageOf({ kind: "dry-runs", dryRuns: [DRY_RUN], plans: [] }));
    expect(text).toContain('"memoryTime": "1440"');
    expect(text).toContain("nothing is written");
  });

  test("leaves bodies that no one would read to the JSON", () => {
    const [request] = DRY_RUN.requests;
    if (request === undefined) throw new Error("no request");
    const requests = [request, { ...request, body: { displayName: "x".repeat(500_000) } }];
    const text = readableText(pageOf({ kind: "dry-runs", dryRuns: [{ ...DRY_RUN, requests }], plans: [] }));
    expect(text).toContain("see --format json");
    expect(text).not.toContain("memoryTime");
  });
});

describe("a failure", () => {
  test("shows the line it is about, with the place marked", () => {
    const page = pageOf(ordinaryReports().failure);
    const [frame] = elementsOf(page).filter(({ tagName }) => tagName === "pre");
    const [mark] = elementsOf(page).filter(({ tagName }) => tagName === "mark");
    expect(frame && textOf(frame).trim()).toBe("2    - li.an # 李娜");
    expect(mark && textOf(mark)).toBe("l");
    for (const part of [
      "Plan failed",
      "exit code 1",
      "Nobody is called li.an.",
      "Is li.na meant?",
      "groups/a.yaml:2:5",
    ])
      expect(readableText(page)).toContain(part);
  });

  test("of a plan that is known shows the plan", () => {
    const text = readableText(
      pageOf({
        kind: "failure",
        command: "apply",
        exitCode: 3,
        diagnostics: [],
        plans: [knownPlan()],
        texts: new Map(),
      }),
    );
    expect(text).toContain("Apply stopped");
    expect(text).toContain("moved out");
  });

  test("with a line of ten megabytes shows what is around the mark", () => {
    const { failure } = ordinaryReports();
    if (failure.kind !== "failure") throw new Error(failure.kind);
    const page = pageOf({ ...failure, texts: new Map([["groups/a.yaml", `a\n${"x".repeat(10_000_000)}`]]) });
    expect(page.length).toBeLessThan(40_000);
  });
});

describe("three thousand groups", () => {
  const plan = shiftPlan(3000);
  const page = pageOf({ kind: "plans", plans: [plan] });

  test("make a page of a few megabytes with every change of a member", () => {
    const bytes = Buffer.byteLength(page);
    expect(bytes / 9000).toBeLessThan(600);
    const rows = elementsOf(page).filter(
      (element) => element.tagName === "tr" && /^[jliop]$/.test(attributeOf(element, "class") ?? ""),
    );
    expect(rows).toHaveLength(9000);
  });

  test("count those who stay, whose lists would be most of the page", () => {
    expect(readableText(page)).toContain("25 members unchanged, not listed here");
  });

  test("a group of thousands costs what its changes cost", () => {
    const of = (staying: number) =>
      pageOf({
        kind: "plans",
        plans: [
          buildPlan({
            actions: [
              buildReplace("big", "1", {
                added: [joins("1")],
                removed: [leaves("2")],
                staying: Array.from({ length: staying }, (_, index) => ({
                  agentNumber: String(10_000 + index),
                  priority: 0,
                })),
              }),
            ],
          }),
        ],
      }).length;
    expect(of(50_000) - of(0)).toBeLessThan(500);
  });
});
