import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import Draft04 from "ajv-draft-04";
import formats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sarif } from "../../../src/report/ci/sarif.js";
import type { Report } from "../../../src/report/report.js";
import { at, buildPlan } from "../fakes/buildPlan.js";
import { hostileText } from "../fakes/hostileText.js";
import { everyReport, failure, hostileReports, hugePlan, optionsFor, problems, said, validation } from "./fakes.js";

interface Message {
  readonly text: string;
}
interface Location {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
}
interface Rule {
  readonly id: string;
  readonly shortDescription: Message;
  readonly fullDescription: Message;
  readonly help: Message;
}
interface Run {
  readonly tool: {
    readonly driver: { readonly version?: string; readonly rules: Rule[]; readonly notifications?: Rule[] };
  };
  readonly automationDetails: { readonly id: string };
  readonly invocations: [
    {
      readonly executionSuccessful: boolean;
      readonly exitCode?: number;
      readonly toolExecutionNotifications: {
        readonly level: string;
        readonly message: Message;
        readonly descriptor?: { readonly id: string; readonly index: number };
      }[];
    },
  ];
  readonly results: {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: Message;
    readonly locations: Location[];
    readonly relatedLocations?: Location[];
    readonly partialFingerprints: Record<string, string>;
  }[];
}

const ajv = new Draft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
formats.default(ajv);
const isSarif = ajv.compile(schema);

/** The one run of a document that keeps to the schema and to what GitHub asks for beyond it. */
function read(report: Report, language: "en" | "zh" = "en"): Run {
  const document = JSON.parse(sarif(report, optionsFor(language))) as { $schema: string; runs: Run[] };
  isSarif(document);
  expect(isSarif.errors ?? []).toEqual([]);
  expect(document.runs).toHaveLength(1);
  const [run] = document.runs as [Run];
  const { rules, notifications = [] } = run.tool.driver;
  for (const { ruleId, ruleIndex, message, locations, relatedLocations = [] } of run.results) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(message.text).not.toBe("");
    // A result without a place makes GitHub reject the file, and so does an empty address.
    expect(locations).toHaveLength(1);
    for (const { physicalLocation } of [...locations, ...relatedLocations]) {
      expect(physicalLocation.artifactLocation.uri).not.toBe("");
    }
  }
  for (const { descriptor } of run.invocations[0].toolExecutionNotifications) {
    if (descriptor !== undefined) expect(notifications[descriptor.index]?.id).toBe(descriptor.id);
  }
  for (const { shortDescription, fullDescription, help } of rules) {
    for (const { text } of [shortDescription, fullDescription, help]) {
      expect(text).not.toBe("");
      expect(text.length).toBeLessThanOrEqual(1024);
    }
  }
  const prints = run.results.map(({ partialFingerprints }) => partialFingerprints["musterProblem/v1"]);
  expect(new Set(prints).size).toBe(prints.length);
  return run;
}

test("the schema is one that says no", () => {
  expect(isSarif({ version: "2.1.0", runs: [{ tool: { driver: {} } }] })).toBe(false);
  expect(isSarif({ version: "2.1.0", runs: [{ tool: { driver: { name: "m" } }, results: [{ message: {} }] }] })).toBe(
    false,
  );
});

describe.each(["en", "zh"] as const)("is SARIF that code scanning takes, in %s", (language) => {
  test.each(Object.entries(everyReport(language)))("%s", (_name, report) => {
    read(report, language);
  });
});

test("places a problem, links what belongs to it, and says what to do", () => {
  const run = read(validation(problems("en"), []));
  const [finding] = run.results;
  const [, duplicate] = problems("en");
  expect(finding).toMatchObject({
    ruleId: "duplicate-name",
    level: "error",
    message: { text: `${duplicate?.message}\n${duplicate?.help}\n[first seen here](1)` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "callcentre/groups/b.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 9, startColumn: 18 },
        },
      },
    ],
    relatedLocations: [{ id: 1, physicalLocation: { region: { startLine: 4, startColumn: 18 } } }],
  });
  expect(run.results.map(({ level }) => level)).toEqual(["error", "error", "error", "warning"]);
  expect(run.tool.driver.rules.map(({ id, shortDescription }) => `${id}: ${shortDescription.text}`)).toEqual([
    "agent-twice: Agent twice",
    "duplicate-name: Duplicate name",
    "yaml-tab: Yaml tab",
  ]);
  expect(read(validation(problems("zh"), []), "zh").tool.driver.rules[1]?.shortDescription.text).toBe("Duplicate name");
});

test("tells of what is nowhere in the files as a notification", () => {
  const { results, invocations } = read(failure(problems("en")));
  expect(results.map(({ ruleId }) => ruleId)).not.toContain("unreachable");
  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    exitCode: 1,
    toolExecutionNotifications: [{ level: "error", descriptor: { id: "unreachable", index: 0 } }],
  });
});

test("notes what waits for a person, and no change of a plan", () => {
  const { results } = read(everyReport("en")["an ordinary plan"] as Report);
  expect(results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
    "warning near-miss",
    "warning unknown-agent",
    "warning guard-tripped",
    "note by-hand",
    "note by-hand",
    "note by-hand",
  ]);
});

test.each([
  ["valid files", "muster/validate/"],
  ["an ordinary plan", "muster/plan/"],
  ["two plans", "muster/plan/"],
  ["a troubled result", "muster/apply/"],
  ["a dry run", "muster/dry-run/"],
  ["a tripped guard", "muster/apply/"],
  ["a failed plan", "muster/plan/"],
])("has a category of its own: %s", (name, id) => {
  expect(read(everyReport("en")[name] as Report).automationDetails.id).toBe(id);
});

test("a plan that fails and the one that works afterwards are of one category, the account's where one was asked for", () => {
  for (const report of [{ kind: "plans", plans: [buildPlan()] } as const, failure(problems("en"))]) {
    const { runs } = JSON.parse(sarif(report, { ...optionsFor("en"), scope: "prod/eu" })) as { runs: [Run] };
    expect(runs[0].automationDetails.id).toBe("muster/plan/prod-eu/");
  }
});

test.each([
  ["a troubled result", false],
  ["an empty result", true],
  ["an ordinary plan", true],
  ["invalid files", true],
  ["an interruption", false],
])("says whether muster did its work: %s", (name, executionSuccessful) => {
  expect(read(everyReport("en")[name] as Report).invocations[0].executionSuccessful).toBe(executionSuccessful);
});

test.each([
  ["groups/售 前#1?.yaml", { uri: "callcentre/groups/%E5%94%AE%20%E5%89%8D%231%3F.yaml", uriBaseId: "%SRCROOT%" }],
  ["a:b.yaml", { uri: "callcentre/a%3Ab.yaml", uriBaseId: "%SRCROOT%" }],
  ["100%.yaml", { uri: "callcentre/100%25.yaml", uriBaseId: "%SRCROOT%" }],
  ["/tmp/a b.yaml", { uri: "file:///tmp/a%20b.yaml" }],
  ["D:/a b.yaml", { uri: "file:///D:/a%20b.yaml" }],
  ["./a.yaml", { uri: "a.yaml", uriBaseId: "%SRCROOT%" }],
])("names %s so that it can be found", (file, artifact) => {
  const diagnostic = said({ severity: "error", code: "yaml-tab", args: {}, source: at(file, 2, 1) }, "en");
  const fromRoot = (path: string) => (/^[./D]/.test(path) ? path : `callcentre/${path}`);
  const document = JSON.parse(sarif(validation([diagnostic], []), { ...optionsFor("en"), fromRoot })) as {
    runs: [Run];
  };
  expect(document.runs[0].results[0]?.locations[0]?.physicalLocation.artifactLocation).toEqual(artifact);
  isSarif(document);
  expect(isSarif.errors ?? []).toEqual([]);
});

test("lets no name be a link", () => {
  const name = "[售后](https://evil.example)";
  const diagnostic = said(
    { severity: "error", code: "duplicate-name", args: { displayName: name }, source: at("a.yaml", 2) },
    "en",
  );
  const [result] = read(validation([diagnostic], [])).results;
  expect(result?.message.text).toContain("\\[售后\\](https://evil.example)");
});

test("takes any name", () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      for (const report of hostileReports(name)) {
        const run = read(report, "zh");
        const texts = [...run.results, ...run.invocations[0].toolExecutionNotifications].map(
          ({ message }) => message.text,
        );
        expect(texts.join("").replaceAll("\n", "")).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u,
        );
        for (const { locations } of run.results) {
          expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[\w\-.!~*'()%/:]+$/);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("keeps to GitHub's limit, gravest first, and says how many there are besides", () => {
  const warnings = Array.from({ length: 25_010 }, (_, index) =>
    said(
      { severity: "warning", code: "agent-twice", args: { agents: [String(index)] }, source: at("a.yaml", index + 1) },
      "en",
    ),
  );
  const error = said({ severity: "error", code: "yaml-tab", args: {}, source: at("z.yaml", 1) }, "en");
  const document = JSON.parse(sarif(validation([...warnings, error], []), optionsFor("en"))) as { runs: [Run] };
  const [{ results, invocations }] = document.runs;
  expect(results).toHaveLength(25_000);
  expect(results[0]?.ruleId).toBe("yaml-tab");
  expect(invocations[0].toolExecutionNotifications).toMatchObject([
    { level: "warning", message: { text: "11 more problems not listed: see the output of the run." } },
  ]);
});

test("takes 3,000 problems", () => {
  expect(read(hugePlan(3000), "zh").results).toHaveLength(3000);
});

test("says the version where it is known", () => {
  expect(read({ kind: "plans", plans: [buildPlan()] }).tool.driver.version).toBe("0.1.0");
  expect(read(failure([])).tool.driver).not.toHaveProperty("version");
});
