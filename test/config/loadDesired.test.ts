import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadDesired } from "../../src/config/loadDesired.js";
import { ASSIGN_RULES, MEMORIES } from "../../src/model/skillGroup.js";
import { brief, fileOf } from "./reading.js";

describe("loadDesired", () => {
  it("reports every problem of every file in one run, in reading order", () => {
    const files = [
      fileOf("version: 1\ngroups:\n  - displayName: a\n    memory: 1w\n    members: [x]\n", "b.yaml"),
      fileOf("version: 1\ngroups:\n\t- displayName: b\n", "a.yaml"),
      fileOf("", "c.yaml"),
      { path: "d.yaml", bytes: Uint8Array.of(0xff) },
    ];
    const { desired, findings } = loadDesired(files);
    expect(desired).toBeUndefined();
    expect(findings.map(brief)).toEqual([
      "a.yaml:3:1 yaml-tab",
      "b.yaml:4:13 bad-value",
      "b.yaml:5:15 unknown-agent-name",
      "c.yaml:1:1 empty-file",
      "d.yaml:1:1 not-utf8",
    ]);
  });

  it("gives each file's text, for showing lines of it", () => {
    const { texts } = loadDesired([
      fileOf("\uFEFFversion: 1\r\n", "a.yaml"),
      { path: "b.yaml", bytes: Uint8Array.of(0xff) },
    ]);
    expect([...texts]).toEqual([["a.yaml", "version: 1\r\n"]]);
  });

  it("gives the state with its warnings, and none with an error", () => {
    const warned = loadDesired([fileOf('version: 1\ngroups: [{ displayName: a, members: [1, "1"] }]\n')]);
    expect(warned.findings.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(warned.desired?.groups).toHaveLength(1);
    const wrong = loadDesired([fileOf("version: 1\ngroups: [{ displayName: a, x: 1 }]\n")]);
    expect(wrong.desired).toBeUndefined();
  });

  it("reads documents and files as one", () => {
    const { desired } = loadDesired([
      fileOf("version: 1\ngroups: [{ displayName: a }]\n---\nversion: 1\ngroups: [{ displayName: b }]\n", "a.yaml"),
      fileOf("version: 1\ngroups: [{ displayName: c }]\n", "b.yaml"),
    ]);
    expect(desired?.groups.map(({ displayName }) => displayName)).toEqual(["a", "b", "c"]);
  });

  it("finds nothing wrong with no file at all", () => {
    expect(loadDesired([])).toEqual({
      desired: { groups: [], agentNames: new Map() },
      declared: { agents: [], teams: [], groups: [], times: [], zones: [], sections: [] },
      findings: [],
      texts: new Map(),
    });
  });
});

/** Names that YAML, terminals and JavaScript might trip over, beside random ones. */
const hostileName = fc.constantFrom(
  "yes",
  "null",
  "0800",
  "1e3",
  "- a",
  "a: b",
  "# a",
  "a #b",
  "*a",
  "&a",
  "!a",
  "@",
  "{}",
  "[a]",
  "~",
  "<<",
  "__proto__",
  "售前 咨询",
  "👩‍💻",
  "'",
  '"',
  "\\",
  "a'b\"c",
  "%a",
  "=",
  "|",
  ">",
);
const name = fc.oneof(
  hostileName,
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((text) => text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text)),
);
const digits = fc.stringMatching(/^[0-9]{1,12}$/);
const priority = fc.nat({ max: 99 });
const alias = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 }).filter((text) => /[^0-9]/.test(text));

/** A state as data, and what must come of it. */
const state = fc
  .record({
    agents: fc.uniqueArray(fc.tuple(alias, digits), { selector: ([key]) => key, maxLength: 5 }),
    groups: fc.uniqueArray(
      fc.record(
        {
          displayName: name,
          exten: digits,
          description: name,
          owner: name,
          assignRule: fc.constantFrom(...ASSIGN_RULES),
          memory: fc.constantFrom(...MEMORIES),
          membership: fc.constantFrom("exact" as const, "additive" as const),
          members: fc.uniqueArray(fc.record({ agentNumber: digits, priority }), {
            selector: (member) => member.agentNumber,
            maxLength: 6,
          }),
          /** Agents of a team that the group takes without them. */
          excepted: fc.uniqueArray(digits, { minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: ["displayName"] },
      ),
      { selector: (group) => group.displayName, maxLength: 6 },
    ),
    style: fc.record({
      flow: fc.boolean(),
      indentSeq: fc.boolean(),
      quotes: fc.constantFrom("QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const, "PLAIN" as const),
      crlf: fc.boolean(),
      mark: fc.boolean(),
    }),
    spelling: fc.array(fc.nat(3), { minLength: 1, maxLength: 10 }),
  })
  .filter(({ groups }) => {
    const pins = groups.flatMap(({ exten }) => exten ?? []);
    return new Set(pins).size === pins.length;
  })
  .map(({ groups, ...rest }) => ({
    ...rest,
    groups: groups.map(({ excepted, ...group }) => ({
      ...group,
      ...(excepted && { excepted: excepted.filter((one) => group.members?.every((each) => each.agentNumber !== one)) }),
    })),
  }));

describe("any state", () => {
  it("written as YAML reads back equal", () => {
    fc.assert(
      fc.property(state, ({ agents, groups, style, spelling }) => {
        const names = new Map(agents.map(([key, number]) => [number, key]));
        let turn = 0;
        const nameOf = (agentNumber: string, way = spelling[turn++ % spelling.length]) => {
          if (way === 1) return names.get(agentNumber) ?? agentNumber;
          return way === 2 && /^(0|[1-9]\d{0,9})$/.test(agentNumber) ? Number(agentNumber) : agentNumber;
        };
        const spell = (member: { agentNumber: string; priority: number }) => {
          const way = spelling[turn++ % spelling.length];
          const agent = nameOf(member.agentNumber, way);
          return member.priority === 0 && way !== 3 ? agent : { agent, priority: member.priority };
        };
        const data = {
          version: 1,
          agents: Object.fromEntries(agents),
          teams: Object.fromEntries(
            groups.map(({ members = [], excepted = [] }, index) => [
              `t${index}`,
              [
                ...excepted,
                ...members.map(({ agentNumber, priority: own }) => ({ agent: agentNumber, priority: own })),
              ],
            ]),
          ),
          groups: groups.map(({ members, excepted, ...group }, index) => ({
            ...group,
            ...(members && {
              members: excepted
                ? [{ team: `t${index}`, except: excepted.map((one) => nameOf(one)) }]
                : members.map(spell),
            }),
          })),
        };
        fc.pre(!agents.some(([key]) => key === "__proto__"));
        let text = stringify(data, {
          collectionStyle: style.flow ? "flow" : "any",
          indentSeq: style.indentSeq,
          defaultStringType: style.quotes,
          lineWidth: 0,
        });
        if (style.crlf) text = text.replaceAll("\n", "\r\n");
        const { desired, findings } = loadDesired([fileOf((style.mark ? "\uFEFF" : "") + text)]);

        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(
          desired?.groups.map(({ source, settingSources, previously, owner, members, ...group }) => ({
            ...group,
            ...(owner && { owner: owner.written }),
            ...(members && {
              members: members.map(({ agentNumber, priority: own }) => ({ agentNumber, priority: own })),
            }),
          })),
        ).toEqual(groups.map(({ excepted, ...group }) => ({ membership: "exact", ...group })));
        const lines = text.split("\n");
        for (const { source, members = [] } of desired?.groups ?? []) {
          for (const at of [source, ...members.map((member) => member.source)]) {
            expect(lines[at.line - 1]?.slice(at.column - 1)).toMatch(/^\S/);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** A sound file with all that the format has, to be spoilt. */
const SOUND = `# yaml-language-server: $schema=../schemas/skill-groups.schema.json
version: 1
agents:
  zhang.wei: "8000"
  li.na: { number: "8001", name: 李娜 }
teams:
  night: &night
    - zhang.wei
    - { agent: li.na, priority: 2 }
  small: [{ team: night, except: [zhang.wei] }]
groups:
  - displayName: '售前 咨询'
    exten: "10018578"
    assignRule: priority
    members: *night
    description: |
      工作日
      9 到 18 点
    owner: zhang.wei
  - displayName: |-
      b
    previously: ["旧\\u540d", x]
    members:
      - 8003
      - { team: night, priority: 1 }
---
version: 1
`;

describe("any bytes", () => {
  it("of a sound file are sound", () => {
    expect(loadDesired([fileOf(SOUND)]).findings).toEqual([]);
  });

  /** Reads without a crash, and points into the file. */
  function expectCalm(bytes: Uint8Array) {
    const { desired, findings, texts } = loadDesired([{ path: "a.yaml", bytes }]);
    expect(desired === undefined).toBe(findings.some(({ severity }) => severity === "error"));
    const lines = texts.get("a.yaml")?.split("\n");
    for (const { source, related = [] } of findings) {
      for (const place of [source, ...related.map((one) => one.source)]) {
        expect(place?.line).toBeGreaterThanOrEqual(1);
        expect(place?.column).toBeGreaterThanOrEqual(1);
        if (lines && place) {
          expect(place.line).toBeLessThanOrEqual(lines.length);
          expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? "").length + 1);
        }
      }
    }
  }

  it("are read without a crash", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectCalm), { numRuns: 500 });
  });

  it("that look like YAML are read without a crash", () => {
    const token = fc.constantFrom(
      "a",
      "version: 1",
      "groups:",
      "members",
      ": ",
      ":",
      "- ",
      "-",
      "\n",
      "\n  ",
      "\n    ",
      "\t",
      "[",
      "]",
      "{",
      "}",
      ",",
      "&a ",
      "*a",
      "*b ",
      "!!str ",
      "!x ",
      "|",
      ">",
      "'",
      '"',
      "#",
      " # ",
      "? ",
      "---\n",
      "...\n",
      "%YAML 1.2\n",
      "%TAG ! x\n",
      "<<",
      "\\",
      "\\u12",
      "8000",
      "0800",
      "true",
      "null",
      "~",
      "售",
      "😀",
      "\uFEFF",
      "\0",
      "\r",
      "\r\n",
      "\u2028",
      "\u0085",
      "@",
      "`",
      "__proto__",
      "displayName: ",
      "agents",
      "team: ",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) =>
        expectCalm(new TextEncoder().encode(tokens.join(""))),
      ),
      { numRuns: 2000 },
    );
  });

  it("of a spoilt file are read without a crash", () => {
    const bytes = new TextEncoder().encode(SOUND);
    const edit = fc.record({
      at: fc.nat(bytes.length),
      remove: fc.nat(6),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc
          .constantFrom("\t", "  ", "\n", "- ", ": ", "[", '"', "*", "&", "!")
          .map((text) => new TextEncoder().encode(text)),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const spoilt = [...bytes];
        for (const { at, remove, insert } of edits) spoilt.splice(at, remove, ...insert);
        expectCalm(Uint8Array.from(spoilt));
      }),
      { numRuns: 1500 },
    );
  }, 60_000);
});
