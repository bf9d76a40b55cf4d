import { readFileSync } from "node:fs";
import fc from "fast-check";
import { XmlDocument, type XmlElement, XsdValidator } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import { junit } from "../../../src/report/ci/junit.js";
import { formatFinding } from "../../../src/report/messages/formatFinding.js";
import type { Report } from "../../../src/report/report.js";
import { ORDINARY_PLAN } from "../fakes/buildPlan.js";
import { buildOutcome, buildResult } from "../fakes/buildResult.js";
import { hostileText } from "../fakes/hostileText.js";
import { everyReport, failure, hostileReports, hugePlan, optionsFor, problems, validation } from "./fakes.js";

const jenkins = XsdValidator.fromDoc(
  XmlDocument.fromString(readFileSync(new URL("schemas/jenkins-junit.xsd", import.meta.url), "utf8")),
);

interface Test {
  readonly name: string;
  readonly classname: string;
  readonly file: string | undefined;
  readonly outcome: string;
  readonly message: string;
  readonly body: string;
  readonly out: string;
}

/** The tests of a document that libxml2 can read, that keeps to Jenkins' schema, and whose counts are right. */
function read(report: Report, language: "en" | "zh" = "en"): Test[] {
  const text = junit(report, optionsFor(language));
  expect(text.endsWith("</testsuites>\n")).toBe(true);
  // The one thing that GitLab reads and this schema does not know. No other text can look like it: `"` is escaped.
  using strict = XmlDocument.fromString(text.replaceAll(/ file="[^"]*"/g, ""));
  jenkins.validate(strict);
  using document = XmlDocument.fromString(text);
  const cases = elements(document.root, "//testcase");
  // Jenkins takes a report without a test for a broken build.
  expect(cases).not.toHaveLength(0);
  for (const holder of [document.root, ...elements(document.root, "//testsuite")]) {
    const counted = {
      tests: elements(holder, ".//testcase").length,
      failures: elements(holder, ".//testcase[failure]").length,
      errors: elements(holder, ".//testcase[error]").length,
    };
    for (const [key, count] of Object.entries(counted)) expect(holder.attr(key)?.value).toBe(String(count));
    if (holder.name === "testsuite") {
      expect(holder.attr("skipped")?.value).toBe(String(elements(holder, ".//testcase[skipped]").length));
      expect(counted.tests).toBeGreaterThan(0);
    }
  }
  return cases.map((one) => {
    const [outcome, ...others] = elements(one, "failure|error|skipped");
    expect(others).toEqual([]);
    return {
      name: one.attr("name")?.value ?? "",
      classname: one.attr("classname")?.value ?? "",
      file: one.attr("file")?.value,
      outcome: outcome?.name ?? "passed",
      message: outcome?.attr("message")?.value ?? "",
      body: outcome?.content ?? "",
      out: elements(one, "system-out")
        .map(({ content }) => content)
        .join(""),
    };
  });
}

function elements(of: XmlElement, path: string): XmlElement[] {
  return of.find(path) as XmlElement[];
}

const titles = (tests: readonly Test[]) => tests.map(({ outcome, name }) => `${outcome}: ${name}`);

test("the schema is one that says no", () => {
  using document = XmlDocument.fromString("<testsuites><testsuite><testcase/></testsuite></testsuites>");
  expect(() => jenkins.validate(document)).toThrow();
});

describe.each(["en", "zh"] as const)("is JUnit that Jenkins takes, in %s", (language) => {
  test.each(Object.entries(everyReport(language)))("%s", (_name, report) => {
    read(report, language);
  });
});

test("a file is a test: it fails with all of its errors, and warnings are told besides", () => {
  const tests = read(everyReport("en")["invalid files"] as Report);
  expect(titles(tests)).toEqual([
    "failure: unreachable",
    "passed: groups/a.yaml",
    "failure: groups/b.yaml",
    "passed: groups/c.yaml",
  ]);
  const [, first, second] = tests;
  expect(second).toMatchObject({ classname: "muster.validate", file: "callcentre/groups/b.yaml", message: "3 errors" });
  const [, duplicate] = problems("en");
  expect(second?.body.split("\n").slice(0, 3)).toEqual([
    `groups/b.yaml:9:18: error[duplicate-name]: ${duplicate?.message}`,
    `  help: ${duplicate?.help}`,
    "  groups/a.yaml:4:18: first seen here",
  ]);
  expect(first?.out).toContain("groups/a.yaml:7:9: warning[agent-twice]");
});

test("a changed group passes, a guard that stops the apply fails, and manual work is skipped", () => {
  const tests = read(everyReport("en")["an ordinary plan"] as Report);
  expect(titles(tests)).toEqual([
    "passed: guard maxRemovals",
    "failure: guard maxEmptied",
    "passed: guard maxCreates",
    "passed: near-miss VIP 客户 🌟",
    "passed: unknown-agent 售前咨询",
    "passed: create 售前咨询",
    "passed: create VIP 客户 🌟",
    "passed: update members 售后 (10018578)",
    "passed: update members 投诉处理 (10018580)",
    "passed: update members 夜班 (10018590)",
    "skipped: assignRule 售后 (10018578)",
    "skipped: memory 技术支持一线 (10018601)",
    "skipped: displayName 旧名 (10018602)",
  ]);
  expect(new Set(tests.map(({ classname }) => classname))).toEqual(new Set(["muster.plan.prod"]));
  expect(tests[7]).toMatchObject({
    file: "callcentre/groups/a.yaml",
    out: "groups/a.yaml:18: update members 售后 (10018578): 1 added, 1 removed, 1 reprioritized, 5 members",
  });
  expect(tests[1]?.body).toContain("--max-emptied 1");
  expect(tests.at(-3)?.body).toContain("random → priority, manual: change it in the console");
});

test("an action passes, fails or errs as it ended", () => {
  const report = everyReport("en")["a troubled result"] as Extract<Report, { kind: "results" }>;
  const tests = read(report);
  expect(titles(tests).slice(0, 8)).toEqual([
    "passed: create 售前咨询",
    "passed: create VIP 客户 🌟",
    "failure: create 夜班二组",
    "passed: update members 售后 (10018578)",
    "failure: update members 投诉处理 (10018580)",
    "failure: update members 技术支持一线 (10018581)",
    "failure: update members 技术支持二线 (10018582)",
    "error: create 周末值班",
  ]);
  const [said] = report.results.map(({ actions }) =>
    actions.map(({ error }) => (error === undefined ? undefined : formatFinding(error, "en").message)),
  );
  expect(tests[4]).toMatchObject({
    message: said?.[4],
    file: "callcentre/groups/after-sales.yaml",
  });
  // The place is the group's, as the error itself has none.
  expect(tests[4]?.body).toMatch(/^groups\/after-sales\.yaml:31:5: error\[changed-underneath\]: /);
  // Not tried is not done.
  expect(tests[6]?.message).toBe(said?.[6]);
});

test("what was written and not verified does not pass, whatever the reason", () => {
  const result = buildResult([buildOutcome("售后", { verified: false })]);
  expect(titles(read({ kind: "results", results: [result], plans: [] }))).toEqual([
    "failure: update members 售后 (10018578)",
  ]);
});

test("a run tells its length", () => {
  const report = everyReport("en")["a troubled result"] as Report;
  expect(junit(report, optionsFor("en"))).toContain(' time="80.000"');
});

test("what a stopped apply had planned is skipped, and says why", () => {
  const tests = read(everyReport("en")["a tripped guard"] as Report);
  expect(titles(tests).slice(0, 3)).toEqual([
    "failure: guard-tripped",
    "skipped: create 售前咨询",
    "skipped: create VIP 客户 🌟",
  ]);
  expect(tests[1]?.body).toBe(tests[0]?.message);
});

test("what could not be found out is an error, and a file with problems a failure", () => {
  expect(titles(read(failure(problems("en"))))).toEqual([
    "error: unreachable",
    "passed: groups/a.yaml",
    "failure: groups/b.yaml",
  ]);
});

test("a run that stopped without a word still does not pass", () => {
  expect(titles(read(everyReport("en")["an interruption"] as Report))).toEqual(["error: muster apply"]);
});

test.each([
  ["a validation of nothing", "en", ["passed: no problems"]],
  ["no plan", "en", ["passed: no problems"]],
  ["an empty plan", "en", ["passed: No changes. The live account matches the files."]],
  ["an empty plan", "zh", ["passed: 无变更，线上账号与文件一致。"]],
  ["an empty result", "en", ["passed: There was nothing to apply."]],
  ["no result", "zh", ["passed: 没有需要执行的变更。"]],
] as const)("%s has a test that passes (%s)", (name, language, expected) => {
  expect(titles(read(everyReport(language)[name] as Report, language))).toEqual(expected);
});

test("names hold no lines: a test keeps its history when lines move", () => {
  const names = (report: Report) => read(report).map(({ classname, name }) => `${classname} ${name}`);
  const plan = ORDINARY_PLAN;
  const moved = JSON.parse(JSON.stringify(plan), (key, value) => (key === "line" ? value + 100 : value)) as typeof plan;
  expect(names({ kind: "plans", plans: [moved] })).toEqual(names({ kind: "plans", plans: [plan] }));
});

test("takes any name, and loses none of the document", () => {
  const shapeOf = (name: string) =>
    hostileReports(name).map((report) => read(report, "zh").map(({ outcome }) => outcome));
  const ordinary = shapeOf("a");
  fc.assert(
    fc.property(hostileText, (name) => {
      expect(shapeOf(name)).toEqual(ordinary);
    }),
    { numRuns: 60 },
  );
});

test.each(["]]>", "</testcase>", "\ufffe\uffff", "\u0000\u0008\u001b", "\ud800", '" file="x', "&#0;&lt;", "<![CDATA["])(
  "shows %j as text",
  (name) => {
    for (const report of hostileReports(name)) {
      for (const { name: title, body, out } of read(report)) {
        expect(title + body + out).not.toMatch(/(?!\n)\p{Cc}|[\ufffd\ufffe\uffff]/u);
      }
    }
    const [test] = read(validation([{ severity: "error", code: "c", message: `<${name}>` }], []));
    if (/^[\x20-\x7e]+$/.test(name)) expect(test?.message).toBe(`<${name}>`);
  },
);

test("takes 3,000 changed groups", () => {
  expect(read(hugePlan(3000), "zh")).toHaveLength(6000);
});
