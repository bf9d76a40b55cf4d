import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type ConfigFinding, FindingList } from "../../src/config/findings.js";
import { addedRemarks, Judge } from "../../src/config/judge.js";
import { changedLevels, isLevelled, LEVELLED, type Levels, levelOf, raisedIn } from "../../src/config/levels.js";
import { loadDesired, loadDesiredAt } from "../../src/config/loadDesired.js";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { remarksIn } from "../../src/config/remarks.js";
import { foldUnusedNames, reportUnused } from "../../src/config/rules/unused.js";
import { CATALOGUES } from "../../src/report/messages/formatFinding.js";
import { brief, fileOf, unmark } from "./reading.js";

async function levelsIn(findings: string): Promise<Levels> {
  const { musterFile } = await loadMusterFile(fileOf(`version: 1\nfindings: ${findings}\n`, "muster.yaml"));
  if (!musterFile) throw new Error("refused");
  return musterFile.levels;
}

/** Warnings whose level is fixed, and why. */
const FIXED: Readonly<Record<string, string>> = {
  "after-merge": "says which settings count",
  "guard-changed": "says which guard counts",
  "level-changed": "says which level counts",
  "remark-added": "says which warnings are not shown",
  "waiver-changed": "says which waiver counts",
  "waiver-in-force": "says which limit counts",
  "revert-of": "says what the plan is",
  "revert-conflict": "is what the plan leaves out",
  "revert-creation": "is what the plan leaves out",
  "paths-without-groups": "keeps an empty choice from looking calm",
  "nothing-desired": "keeps an empty plan from looking calm",
  "base-unusable": "is why no difference has an origin",
  "creation-open": "keeps a group from being made twice",
  "stored-differently": "keeps a group from being made twice",
  "near-miss": "keeps a mistyped group from being made; `distinct` is its way",
  "state-untrusted": "is why a run does not remember",
  "store-unset": "is why machines do not remember together",
  "store-unusable": "is why machines do not remember together",
  "plan-differs": "explains an error",
  "beside-team": "answers an edit",
  "stays-live": "answers an edit",
  "cover-idle": "answers an edit",
  "cover-follows": "answers an edit",
  "tables-name": "answers an edit",
  "excepted-roster": "answers an edit",
  "priority-kept": "answers an edit",
  "changes-account": "answers an edit",
  excepted: "answers an edit",
  "export-left-out": "answers an export",
  "roster-table-drops": "answers an import",
  "roster-table-shared": "answers an import",
};
/** Answers to `pull`, `import` and `export`. */
const isAnswer = (code: string) => /^(?:pull|table)-/.test(code);

describe("levels", () => {
  it("are there for every warning but those that are fixed", () => {
    const sources = join(import.meta.dirname, "../../src");
    const warned = new Set<string>();
    for (const path of readdirSync(sources, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith(".ts") || /^(?:report|simulator|cli)\b/.test(path)) continue;
      const text = readFileSync(join(sources, path), "utf8");
      for (const [, code = ""] of text.matchAll(/\.warning\(\s*"([a-z-]+)"/g)) warned.add(code);
      for (const [, before = "", after = ""] of text.matchAll(
        /(?:code: "([a-z-]+)"[^{}]{0,40})?severity: "warning"(?:[^{}]{0,40}code: "([a-z-]+)")?/g,
      ))
        for (const code of [before, after]) if (code !== "") warned.add(code);
    }
    expect(warned.size).toBeGreaterThan(30);
    expect([...warned].filter((code) => !isLevelled(code) && !(code in FIXED) && !isAnswer(code))).toEqual([]);
    expect(Object.keys(LEVELLED).filter((code) => !(code in CATALOGUES.en) || code in FIXED)).toEqual([]);
  });

  it("are read, with a default", async () => {
    const levels = await levelsIn('{ surrounding-space: "off", unknown-agent: error, unused-agent-name: warning }');
    expect(
      ["surrounding-space", "unknown-agent", "unused-agent-name", "agent-twice", "duplicate-key"].map((code) =>
        levelOf(code, levels),
      ),
    ).toEqual(["off", "error", "warning", "warning", undefined]);
    expect(levelOf("unused-agent-name", new Map())).toBe("off");
  });

  it.each([
    ["{ ‸surrounding-spce: off }", "unknown-level", "surrounding-space"],
    ["{ ‸unknown-team: off }", "unknown-level", "unknown-agent"],
    ["{ ‸near-miss: off }", "unknown-level", undefined],
    ["{ ‸policy-min-members: off }", "unknown-level", undefined],
    ["{ ‸__proto__: off }", "unknown-level", undefined],
    ["{ surrounding-space: ‸ignore }", "bad-value", undefined],
    ["{ surrounding-space: ‸false }", "bad-value", undefined],
    ["‸[surrounding-space]", "wrong-type", undefined],
  ])("refuse %s", async (marked, code, suggestion) => {
    const { text, places } = unmark(`version: 1\nfindings: ${marked}\n`, "muster.yaml");
    const { musterFile, findings } = await loadMusterFile(fileOf(text, "muster.yaml"));
    expect(findings.map(brief)).toEqual([`${places[0]} ${code}`]);
    expect(musterFile).toBeUndefined();
    expect(findings.map(({ args }) => ("suggestion" in args ? args.suggestion : undefined))).toEqual([suggestion]);
  });

  it("that a change sets are shown, the old beside the new", async () => {
    const base = await levelsIn("{ agent-twice: error, surrounding-space: off, unused-team: warning }");
    const head = await levelsIn("{ surrounding-space: off, unknown-agent: off, unused-agent-name: off }");
    expect(changedLevels(base, head).map(({ code, before, level }) => `${code} ${before} ${level}`)).toEqual([
      "agent-twice error warning",
      "unknown-agent warning off",
    ]);
  });

  it("change severities, take findings away, and leave the others alone", async () => {
    const judge = await Judge.of(await levelsIn("{ surrounding-space: off, unknown-agent: error }"));
    const source = { file: "a.yaml", line: 1, column: 1 };
    const left = judge.judge([
      { code: "surrounding-space", severity: "warning", source },
      { code: "unknown-agent", severity: "warning", source },
      { code: "agent-twice", severity: "warning", source },
      { code: "duplicate-key", severity: "error", source },
      { code: "policy-name", severity: "error", source },
    ]);
    expect(left.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "unknown-agent error",
      "agent-twice warning",
      "duplicate-key error",
      "policy-name error",
    ]);
    expect(raisedIn(left).map(({ code }) => code)).toEqual(["unknown-agent"]);
    expect(judge.judge(left)).toEqual(left);
  });
});

function remarks(text: string) {
  const sink = new FindingList();
  const found = remarksIn("a.yaml", text, sink);
  return { found, faults: sink.sorted() };
}

describe("a remark", () => {
  it.each([
    ["surrounding-space — the console has it", ["surrounding-space"], "the console has it"],
    ["surrounding-space -- the console has it", ["surrounding-space"], "the console has it"],
    ["surrounding-space: the console has it", ["surrounding-space"], "the console has it"],
    ["surrounding-space, the console has it", ["surrounding-space"], "the console has it"],
    ["surrounding-space the console has it", ["surrounding-space"], "the console has it"],
    ["surrounding-space because of this: the console", ["surrounding-space"], "because of this: the console"],
    ["surrounding-space - well-known name", ["surrounding-space"], "well-known name"],
    ["surrounding-space——后台就是这样", ["surrounding-space"], "后台就是这样"],
    ["surrounding-space：后台就是这样", ["surrounding-space"], "后台就是这样"],
    ["surrounding-space，后台就是这样", ["surrounding-space"], "后台就是这样"],
    ["surrounding-space, hidden-character — a, b: c", ["surrounding-space", "hidden-character"], "a, b: c"],
    ["surrounding-space hidden-character: x", ["surrounding-space", "hidden-character"], "x"],
    ["surrounding-space、hidden-character —— 原因", ["surrounding-space", "hidden-character"], "原因"],
    ["policy-min-members — two of us", ["policy-min-members"], "two of us"],
  ])("%s", (said, codes, reason) => {
    for (const written of [`# muster: allow ${said}`, `#muster:allow ${said}`, `## muster : allow  ${said} `]) {
      const { found, faults } = remarks(`a: b ${written}\n`);
      const beside = `a: b ${written.trimEnd()}`;
      expect([faults, found]).toEqual([
        [],
        [{ codes, reason, line: 1, beside, at: { file: "a.yaml", line: 1, column: 6 } }],
      ]);
    }
  });

  it.each([
    ["surrounding-space", "remark-reason"],
    ["surrounding-space — ", "remark-reason"],
    ["surrounding-space — …", "remark-reason"],
    ["", "remark-code"],
    [" — because", "remark-code"],
    ["后台就是这样", "remark-code"],
    ["surounding-space — x", "remark-code"],
    ["unknown-team — x", "remark-code"],
    ["remark-unused — x", "remark-code"],
    ["__proto__ — x", "remark-code"],
  ])("is none with %j", (said, code) => {
    const { found, faults } = remarks(`a: b\n  # muster: allow ${said}\n`);
    expect([found, faults.map(brief)]).toEqual([[], [`a.yaml:2:3 ${code}`]]);
  });

  it("is a comment, and nothing else", () => {
    const said = "# muster: allow agent-twice — x";
    for (const text of [
      `a: "${said}"\n`,
      `a: '\n  ${said}\n  '\n`,
      `a: |\n  ${said}\n`,
      `a: >-\n  b\n  ${said}\n`,
      `a: b${said}\n`,
      `a: b # as in # muster: allow CODE — why\n`,
      `a: b # muster: allowed agent-twice — x\n`,
      `a: b # muster: allow-all — x\n`,
    ])
      expect([text, remarks(text)]).toEqual([text, { found: [], faults: [] }]);
  });

  it("shares its line with a name, as pull writes it, and with others", () => {
    const { found, faults } = remarks(
      "- 1 # 孙洋 # muster: allow agent-twice — a #1 # muster: allow unknown-agent - b\n# muster: allow odd-space # muster: allow ends — x\n",
    );
    expect(found.map(({ codes, reason, at }) => [...codes, reason, at.column])).toEqual([
      ["agent-twice", "a #1", 10],
      ["unknown-agent", "b", 45],
    ]);
    expect(faults.map(brief)).toEqual(["a.yaml:2:1 remark-reason"]);
  });

  it("is shown where a change brings it or puts it at another line, whatever moves around it", () => {
    const said = "# muster: allow unknown-agent — x";
    const base = remarks(`- 1 ${said}\n${said}\n- 2\n`).found;
    const added = (text: string) => addedRemarks(base, remarks(text).found).map(brief);
    expect(added(`- 0\n\n${said}\n- 2\n  - 1 ${said}\r\n`)).toEqual([]);
    expect(added(`- 1 ${said}\n- 1 ${said}\n- 3 ${said}\n`)).toEqual([
      "a.yaml:2:5 remark-added",
      "a.yaml:3:5 remark-added",
    ]);
  });

  it("is about its line, or alone about the next that is no comment", () => {
    const said = "# muster: allow agent-twice — x";
    const lines = (text: string) => remarks(text).found.map(({ line }) => line);
    expect(lines(`a: b ${said}\nc: d\n`)).toEqual([1]);
    expect(lines(`a:\n  ${said}\n  # more\n  ${said}\n  - b ${said}\n`)).toEqual([5, 5, 5]);
    expect(lines(`${said}\n\na: b\n`)).toEqual([2]);
    expect(lines(`\ufeff${said}\r\na: b\r\n${said}\r\nc: d`)).toEqual([2, 4]);
    expect(lines(`a: |\n  x\n${said}\nb: "c\n  d"\n---\n${said}\ne: f # g\n`)).toEqual([4, 8]);
    expect(lines(`a: [b, # c\n  ${said}\n  d] ${said}\n`)).toEqual([3, 3]);
  });

  it("is found where it stands, whatever the rest of the file is", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.stringMatching(/^(?:[#:"'|> \n-]|\w){0,20}$/),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.boolean(), (values, quoted) => {
        const text = stringify(values, quoted ? { defaultStringType: "QUOTE_DOUBLE" } : {});
        const lines = text.split("\n").length;
        const { found } = remarks(`${text}# muster: allow agent-twice — x\n`);
        expect(found.map(({ at }) => [at.line, at.column])).toEqual([[lines, 1]]);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 100) },
    );
  });
});

async function judged(text: string, findings = "{}") {
  const { findings: found, texts } = loadDesired([fileOf(text, "a.yaml")]);
  const judge = await Judge.of(await levelsIn(findings), texts);
  const left: ConfigFinding[] = judge.judge(found);
  left.push(...(await judge.remarkFindings("a.yaml", true)));
  return { left: left.map(brief), accepted: judge.accepted };
}

describe("a warning", () => {
  const group = (rest: string) => `version: 1\ngroups:\n  - displayName: " a"${rest}\n`;

  it("is accepted on its line, with its reason kept", async () => {
    expect(await judged(group(" # muster: allow surrounding-space — as in the console"))).toEqual({
      left: [],
      accepted: [
        {
          code: "surrounding-space",
          reason: "as in the console",
          source: { file: "a.yaml", line: 3, column: 18 },
        },
      ],
    });
    const above = group("").replace("  - disp", "  # muster: allow surrounding-space — x\n  - disp");
    expect((await judged(above)).left).toEqual([]);
  });

  it("stays where the remark is another's or stands elsewhere, and that is said", async () => {
    expect((await judged(group(" # muster: allow agent-twice — x"))).left).toEqual([
      "a.yaml:3:18 surrounding-space",
      "a.yaml:3:23 remark-unused",
    ]);
    expect((await judged(group("\n    members: [] # muster: allow surrounding-space — x"))).left).toEqual([
      "a.yaml:3:18 surrounding-space",
      "a.yaml:4:17 remark-unused",
    ]);
  });

  it("is accepted even where muster.yaml makes it an error", async () => {
    const text = group(" # muster: allow surrounding-space — x");
    expect((await judged(text, "{ surrounding-space: error }")).left).toEqual([]);
    expect((await judged(text, "{ surrounding-space: off }")).left).toEqual(["a.yaml:3:23 remark-unused"]);
    expect((await judged(text, "{ surrounding-space: off, remark-unused: off }")).left).toEqual([]);
  });

  it("that only the account shows leaves its remark alone", async () => {
    expect((await judged(group("\n    members: ['1'] # muster: allow unknown-agent — joins tomorrow"))).left).toEqual([
      "a.yaml:3:18 surrounding-space",
    ]);
  });

  it("of a policy is accepted, and its error is not", async () => {
    const judge = await Judge.of(new Map(), new Map([["a.yaml", "a: b # muster: allow policy-name — x\n"]]));
    const source = { file: "a.yaml", line: 1, column: 1 };
    expect(judge.judge([{ code: "policy-name", severity: "error", source }])).toHaveLength(1);
    expect((await judge.remarkFindings("a.yaml", true)).map(brief)).toEqual(["a.yaml:1:6 remark-unused"]);
    expect(judge.judge([{ code: "policy-name", severity: "warning", source }])).toEqual([]);
    expect(await judge.remarkFindings("a.yaml", true)).toEqual([]);
  });
});

const ALL = { teams: true, names: true, rosters: true, shifts: true, calendars: true };

describe("what nothing uses", () => {
  function unused(marked: string, names = true) {
    const { text, places } = unmark(marked);
    const sink = new FindingList();
    reportUnused(loadDesired([fileOf(text)]).declared, { ...ALL, names, isShared: () => false }, sink);
    return { found: sink.sorted(), places };
  }

  it("is each team that no group has, by itself or through others that are used", () => {
    const { found, places } = unused(
      `version: 1\nteams:\n  used: [1]\n  outer: [{ team: inner }]\n  inner: [2]\n  ‸idle: [{ team: idler }, 3]\n  ‸idler: [4]\ngroups:\n  - { displayName: a, members: [{ team: used }, { team: outer, except: [2] }] }\n`,
    );
    expect(found.map(brief)).toEqual(places.map((place) => `${place} unused-team`));
    expect(found[0]?.args).toEqual({ team: "idle", members: 2 });
  });

  it("is each name that no list, exception or owner says, one finding a file", () => {
    const agents = "{ a: 1, b: 2, c: 3, ‸d: 4, e: 5, ‸f: 6, g: 7 }";
    const { found, places } = unused(
      `version: 1\nagents: ${agents}\nteams: { t: [a, 7] }\ngroups:\n  - { displayName: a, owner: e, members: [{ team: t, except: [c] }, "2"] }\n`,
    );
    expect(found.map(brief)).toEqual(places.map((place) => `${place} unused-agent-name`));
    // Each is found by itself, so that a remark can accept it.
    expect(foldUnusedNames(found)).toMatchObject([{ args: { names: ["d", "f"], count: 2 }, source: { column: 29 } }]);
  });

  it("is each roster, shift and calendar that nothing names, and nobody whom rosters and absences name", async () => {
    const marked = `version: 1
agents: { a: 1, b: 2, c: 3, ‸d: 4, e: 5 }
teams: { t: [e] }
calendars: { cn: { until: 2030-12-31 }, ‸us: { until: 2030-12-31 } }
shifts: { 早班: 08:00-16:00, 晚班: 22:00-08:00, 行政: 09:00-18:00, ‸空班: 10:00-11:00 }
rosters:
  used: { calendar: cn, week: [{ shift: 早班, agents: [a, { team: t }] }] }
  ‸idle: { calendar: cn, cycle: [{ agents: ["2"], from: 2026-01-01, pattern: [晚班, 休] }] }
absences: [{ agent: a, from: 2026-01-01, until: 2030-01-02, by: c }]
groups:
  - { displayName: a, members: [{ roster: used }, { agent: "9", when: { shift: 行政, calendar: cn } }] }
`;
    const { text, places } = unmark(marked);
    const { declared } = await loadDesiredAt([fileOf(text)], { now: Date.UTC(2026, 5, 1) });
    const sink = new FindingList();
    reportUnused(declared, { ...ALL, isShared: () => false }, sink);
    const codes = ["unused-agent-name", "unused-calendar", "unused-shift", "unused-roster"];
    expect(sink.sorted().map(brief)).toEqual(places.map((place, index) => `${place} ${codes[index]}`));
  });

  it("is nothing where no group is, and of shared files", () => {
    expect(unused("version: 1\nagents: { a: 1 }\nteams: { t: [a] }\n").found).toEqual([]);
    const sink = new FindingList();
    const { declared } = loadDesired([
      fileOf("version: 1\nagents: { a: 1 }\nteams: { t: [2] }\n", "shared/t.yaml"),
      fileOf("version: 1\nteams: { u: [2] }\ngroups: [{ displayName: a }]\n", "own/g.yaml"),
    ]);
    reportUnused(
      declared,
      {
        ...ALL,
        isShared: (file) => file.startsWith("shared/"),
      },
      sink,
    );
    expect(sink.sorted().map(brief)).toEqual(["own/g.yaml:2:10 unused-team"]);
  });
});
