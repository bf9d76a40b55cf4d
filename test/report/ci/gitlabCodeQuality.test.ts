import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gitlabCodeQuality } from "../../../src/report/ci/gitlabCodeQuality.js";
import type { Report } from "../../../src/report/report.js";
import { hostileText } from "../fakes/hostileText.js";
import { everyReport, hostileReports, hugePlan, optionsFor, problems, validation } from "./fakes.js";

interface Entry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** What GitLab's documentation asks for ("Code Quality report format"), and its parser, which takes entries up to the first bad one. */
const isReport = new Ajv({ allErrors: true, strict: true }).compile({
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string" },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{64}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        additionalProperties: false,
        required: ["path", "lines"],
        properties: {
          path: { type: "string", minLength: 1, pattern: "^(?!\\./)" },
          lines: {
            type: "object",
            additionalProperties: false,
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
});

function read(report: Report, language: "en" | "zh" = "en"): Entry[] {
  const text = gitlabCodeQuality(report, optionsFor(language));
  expect(text.endsWith("]\n")).toBe(true);
  const entries = JSON.parse(text) as Entry[];
  isReport(entries);
  expect(isReport.errors ?? []).toEqual([]);
  // GitLab keeps entries by fingerprint: one of two alike would be lost.
  expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length);
  return entries;
}

describe.each(["en", "zh"] as const)("is what GitLab takes, in %s", (language) => {
  test.each(Object.entries(everyReport(language)))("%s", (_name, report) => {
    read(report, language);
  });
});

test("says what is wrong, what to do, and where", () => {
  const invalid = validation(problems("en"), []);
  const [unreachable, duplicate] = read(invalid);
  expect(duplicate).toMatchObject({
    check_name: "duplicate-name",
    severity: "critical",
    location: { path: "callcentre/groups/b.yaml", lines: { begin: 9 } },
  });
  const [, finding] = problems("en");
  expect(duplicate?.description).toBe(`${finding?.message} ${finding?.help}`);
  // Nowhere in the files: where hosts are written down.
  expect(unreachable?.location).toEqual({ path: "callcentre/muster.yaml", lines: { begin: 1 } });
  const [, chinese] = problems("zh");
  expect(read(validation(problems("zh"), []), "zh")[1]?.description).toBe(`${chinese?.message}${chinese?.help}`);
});

test("lists problems and what waits for a person, and no change of a plan", () => {
  const entries = read(everyReport("en")["an ordinary plan"] as Report);
  expect(entries.map(({ check_name, severity }) => `${severity} ${check_name}`)).toEqual([
    "minor near-miss",
    "minor unknown-agent",
    "minor guard-tripped",
    "info by-hand",
    "info by-hand",
    "info by-hand",
  ]);
  // The group that would be emptied.
  expect(entries[2]?.location).toEqual({ path: "callcentre/groups/a.yaml", lines: { begin: 40 } });
});

test("says which account it means where there are several", () => {
  const entries = read(everyReport("en")["two plans"] as Report);
  expect(entries.filter(({ description }) => description.startsWith("[prod] "))).toHaveLength(6);
  expect(entries.filter(({ description }) => description.startsWith("[test] "))).toHaveLength(6);
});

describe("fingerprints", () => {
  const prints = (report: Report, language: "en" | "zh" = "en") =>
    read(report, language).map((entry) => entry.fingerprint);

  test("outlast moved lines and another language", () => {
    const moved = problems("zh").map((problem) =>
      problem.source === undefined
        ? problem
        : { ...problem, source: { ...problem.source, line: problem.source.line + 30 } },
    );
    expect(prints(validation(moved, []), "zh")).toEqual(prints(validation(problems("en"), [])));
  });

  test("outlast other problems that come and go", () => {
    const before = prints(validation(problems("en"), []));
    const after = prints(validation(problems("en").slice(1), []));
    expect(before.slice(1)).toEqual(after);
  });

  test("differ by file, code and what the problem is about", () => {
    const [, duplicate] = problems("en");
    if (duplicate?.source === undefined) throw new Error("the fake has lost its place");
    const others = [
      { ...duplicate, source: { ...duplicate.source, file: "groups/c.yaml" } },
      { ...duplicate, code: "duplicate-pin" },
      { ...duplicate, args: { displayName: "售前" } },
    ];
    expect(new Set(prints(validation([duplicate, ...others], []))).size).toBe(4);
    const alone = prints(validation([duplicate], []));
    for (const other of others) expect(prints(validation([other], []))).not.toEqual(alone);
  });
});

test("takes any name", () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      for (const report of hostileReports(name)) {
        for (const { description, check_name } of read(report)) {
          expect(description + check_name).not.toMatch(
            /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u,
          );
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("takes 3,000 problems", () => {
  expect(read(hugePlan(3000))).toHaveLength(3000);
});
