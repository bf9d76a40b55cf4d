import { readdirSync, readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import type { ConfigFindingArgs } from "../../src/config/findings.js";
import type { ShiftTableFindingArgs } from "../../src/config/time/tableFindings.js";
import type { FileKind } from "../../src/config/yaml/foreign.js";
import type { Prose } from "../../src/report/messages/catalogue.js";
import { configMessages as en } from "../../src/report/messages/en/config.js";
import { configMessages as zh } from "../../src/report/messages/zh/config.js";
import { POLICY_SAMPLES } from "./policyCases.js";

const SPOT = { field: "displayName", part: "value" } as const;

/** Particulars of every code; by type none can be left out. */
const GAP = { from: "12:00", until: "13:30", daysLater: 0, first: "2026-09-28", last: "2026-10-28", staffed: 0 };

const SAMPLES: {
  readonly [Code in Exclude<keyof ConfigFindingArgs, keyof ShiftTableFindingArgs>]: readonly [
    ConfigFindingArgs[Code],
    ...ConfigFindingArgs[Code][],
  ];
} = {
  "path-missing": [{ path: "grups" }, { path: "grups", in: "settings" }, { path: "a.csv", in: "roster" }],
  "path-not-a-file": [{ path: "/dev/null" }],
  "path-outside": [{ path: "../x.yaml" }],
  "submodule-missing": [{ path: "groups/shared" }],
  "settings-file-name": [{ path: "muster.yml" }],
  "folder-without-yaml": [{ path: "groups" }],
  "file-unreadable": [{ path: "a.yaml", detail: "EACCES" }],
  "file-too-large": [{ bytes: 11_010_049, limit: 10_485_760 }],
  "too-much-text": [{ limit: 41_943_040 }],
  "not-utf8": [{ byte: "0xCA" }, { byte: "0xFF", encoding: "UTF-16" }],
  "empty-file": [{}],
  "yaml-tab": [{}],
  "yaml-indent": [{}],
  "yaml-unclosed": [{ closer: '"' }, { closer: "]" }],
  "yaml-missing-colon": [{}, { fullWidth: "：" }],
  "yaml-missing-dash": [{}],
  "yaml-nested-colon": [{}],
  "yaml-reserved-character": [{ character: "@" }],
  "yaml-escape": [{ sequence: "\\q" }],
  "yaml-tag": [{ tag: "!!set" }],
  "yaml-directive": [{ directive: "%FOO" }],
  "yaml-syntax": [{ detail: "Unexpected ," }, { detail: "Missing ,", fullWidth: "，" }],
  "unknown-anchor": [{ name: "al" }, { name: "al", suggestion: "all" }],
  "alias-cycle": [{ name: "a" }],
  "alias-bomb": [{ limit: 1_000_000 }],
  "too-deep": [{ limit: 64 }],
  "not-checked-out": [{ as: "lfs-pointer" }, { as: "link", target: "../a.yaml" }],
  "merge-conflict": [
    {},
    { ours: { from: 4, to: 6, name: "HEAD" }, theirs: { from: 8, to: 8, name: "feature" } },
    { ours: { from: 4, to: 3 }, theirs: { from: 5, to: 6 } },
  ],
  "not-yaml": (
    [
      ...["excel", "zip", "gzip", "pdf", "image", "shortcut", "html", "xml", "rtf"],
      ...["git-crypt", "sops", "ansible-vault", "pgp", "age"],
    ] as FileKind[]
  ).map((kind) => ({ kind })) as [{ kind: FileKind }],
  "line-ends": [{}],
  "priority-notation": [{ written: "0x10", value: 16 }],
  "hidden-character": [
    { field: "displayName", part: "value", value: "a\u200b", characters: ["U+200B"] },
    { field: "agents", part: "entry", value: "a\u200b", characters: ["U+200B"] },
  ],
  "odd-space": [
    { field: "displayName", part: "value", value: "a b", characters: [] },
    { field: "teams", part: "entry", value: "a\u3000b", characters: ["U+3000"] },
  ],
  "placeholder-in-name": [
    { field: "displayName", part: "value", value: "${NAME}", variable: true },
    { field: "displayName", part: "value", value: "TODO", variable: false },
  ],
  "quotes-in-name": [
    { field: "displayName", part: "value", value: "“发票”", bare: "发票" },
    { field: "agents", part: "entry", value: "「li.na」", bare: "li.na" },
  ],
  "alike-names": [
    { of: "groups", name: "VIP", other: "vip", difference: "case" },
    { of: "agents", name: "zhang.wei", other: "zhang-wei", difference: "punctuation" },
    { of: "teams", name: "é", other: "e\u0301", difference: "composition" },
  ],
  "too-many-documents": [{ limit: 10_000 }],
  "duplicate-key": [{ key: "memory" }],
  "merge-key": [{}],
  "non-text-key": [{ key: "123" }, { key: "" }, { key: "{ name }" }, { key: "null" }],
  "newer-version": [{ version: 2 }],
  "bad-version": [{ written: "0" }],
  "unknown-field": [
    { field: "prio", allowed: ["agent", "priority"] },
    { field: "agnet", allowed: ["agent"], suggestion: "agent" },
  ],
  "missing-field": [{ field: "displayName" }, { field: "version" }],
  "wrong-type": [
    { ...SPOT, expected: ["text"], actual: "list" },
    { field: "", part: "value", expected: ["map"], actual: "text" },
    { field: "members", part: "entry", expected: ["text", "whole-number", "map"], actual: "yes-or-no" },
    { field: "exten", part: "value", expected: ["text", "whole-number"], actual: "map" },
    { field: "members", part: "value", expected: ["list"], actual: "nothing" },
    { field: "priority", part: "value", expected: ["whole-number"], actual: "number" },
    { field: "priority", part: "value", expected: ["whole-number"], actual: "text", digits: "1" },
    { field: "retired", part: "value", expected: ["yes-or-no"], actual: "text" },
    { field: "maxRemovals", part: "value", expected: ["whole-number", "text"], actual: "yes-or-no" },
    { field: "minMembers", part: "value", expected: ["whole-number", "map"], actual: "text" },
  ],
  "unquoted-text": [
    { ...SPOT, written: "123", actual: "whole-number" },
    { ...SPOT, written: "null", actual: "nothing" },
  ],
  "bad-value": [
    { field: "memory", value: "1w", allowed: ["off", "2h"] },
    { field: "memory", value: "24h", allowed: ["off", "1d"], meant: "1d" },
    { field: "assignRule", value: "轮流", allowed: ["random", "queue"], meant: "queue" },
    { field: "memory", value: "2hh", allowed: ["off", "2h"], suggestion: "2h" },
    { field: "addQueue", value: "20", allowed: [], rule: 'pattern: "^[0-9]+/[0-9]+s$"' },
  ],
  "empty-value": [SPOT, { field: "previously", part: "entry" }],
  "too-long": [{ field: "description", length: 1001, most: 1000 }],
  "too-many-entries": [{ field: "pattern", most: 366 }],
  "out-of-range": [
    { field: "priority", value: "-1", minimum: 0 },
    { field: "priority", value: "9007199254740993", maximum: 9007199254740991 },
  ],
  "member-shape": [{ names: "both" }, { names: "neither" }],
  "leading-zero": [{ written: "0800" }],
  "bad-number": [
    { written: "-1", fault: "sign" },
    { written: "1.5", fault: "fraction" },
    { written: "0x1F", fault: "notation" },
    { written: "x", fault: "text" },
    { written: "８０００", fault: "text", digits: "8000" },
    { written: "8e3", fault: "notation", digits: "8000" },
  ],
  "duplicate-agent": [{ alias: "li.na" }],
  "numeric-alias": [{ alias: "8000" }, { alias: "" }],
  "agent-number-shared": [{ agentNumber: "8000", alias: "a", other: "b" }],
  "unknown-agent-name": [
    { name: "li.n" },
    { name: "li.n", suggestion: "li.na" },
    { name: "night", isTeam: true },
    { name: "night", isTeam: true, isException: true },
    { name: "li.na - wang" },
    { name: "8001 张伟", meant: { agents: ["8001"], remark: "张伟" } },
    { name: "8001，8002", meant: { agents: ["8001", "8002"] } },
    { name: "8001:5", meant: { agents: ["8001"], priority: "5" } },
    { name: "“li.na”", meant: { agents: ["li.na"] } },
  ],
  "duplicate-team": [{ team: "night" }],
  "unknown-team": [{ team: "nigth", suggestion: "night" }, { team: "day" }, { team: "li.na", isAgent: true }],
  "team-cycle": [{ path: ["a", "b", "a"] }],
  "agent-twice": [{ agents: ["8000"] }, { agents: ["1", "2", "3", "4", "5", "6", "7"] }],
  "except-not-in-team": [{ agent: "wang.jie", team: "day" }],
  "except-twice": [{ agent: "8007" }],
  "except-everyone": [
    { team: "day", members: 1 },
    { team: "day", members: 2 },
  ],
  "priority-conflict": [
    { agent: "li.na (8001)", priority: 2, otherPriority: 0, other: "a.yaml:16" },
    { agent: "li.na (8001)", priority: 2, otherPriority: 0, other: "a.yaml:16", at: "2026-12-01T18:00" },
  ],
  "bad-time": [
    { field: "from", value: "明天", zone: "Asia/Shanghai", fault: "shape" },
    { field: "until", value: "2026/12/1", zone: "Asia/Shanghai", fault: "shape", meant: "2026-12-01" },
    {
      field: "until",
      value: "2026-12-01T18:00+08:00",
      zone: "Asia/Shanghai",
      fault: "zone",
      meant: "2026-12-01T18:00",
    },
    { field: "until", value: "2026-02-30", zone: "Asia/Shanghai", fault: "no-such-day" },
    { field: "from", value: "2026-12-01T24:00", zone: "Asia/Shanghai", fault: "no-such-time", meant: "2026-12-02" },
    { field: "from", value: "2026-12-01T25:00", zone: "Asia/Shanghai", fault: "no-such-time" },
  ],
  "until-not-after-from": [{ from: "2026-12-05", until: "2026-12-01" }],
  "bad-day": [
    { field: "to", value: "2026-02-30", fault: "no-such-day" },
    { field: "makeup", value: "2026/10/1", fault: "shape", meant: "2026-10-01" },
  ],
  "holiday-reversed": [{ from: "2026-10-07", to: "2026-10-01" }],
  "makeup-is-holiday": [{ date: "2026-10-01" }],
  "calendar-until-early": [{ calendar: "cn", until: "2026-12-31" }],
  "calendar-ends": [{ calendar: "cn", until: "2026-12-31", date: "2027-01-01" }],
  "calendar-ended": [{ calendar: "cn", until: "2026-12-31", date: "2027-01-01" }],
  "calendar-missing": [{ on: ["workdays"] }],
  "calendar-unclear": [{ calendars: ["cn", "us"] }],
  "defined-twice": (["calendar", "shift", "roster"] as const).map((kind) => ({ kind, name: "早班" })) as never,
  "unknown-name": (["calendar", "shift", "roster"] as const).map((kind) => ({ kind, name: "早" })) as never,
  "shift-alias-twice": [{ alias: "早", shift: "早班", other: "早中班" }],
  "shift-name-off": [{ name: "休" }],
  "too-many-stretches": [{ limit: 4_000_000 }],
  "bad-interval": [
    { field: "早班", value: "8-16", meant: "08:00-16:00" },
    { field: "at", value: "morning" },
  ],
  "intervals-overlap": [{ field: "行政" }],
  "bad-lead": [{ value: "2" }],
  "when-both": [{}],
  "roster-in-roster": [{ team: "day-shift", roster: "aftersales" }],
  "shift-empty": [
    { roster: "aftersales", shifts: ["晚班"] },
    { roster: "aftersales", shifts: [] },
  ],
  "absence-expired": [{ agent: "li.na", until: "2026-12-05" }],
  "cover-self": [{ agent: "li.na (8001)" }],
  "cover-absent": [{ agent: "li.na (8001)", by: "8002", at: "2026-12-03T18:00" }],
  "cover-without-effect": [{ agent: "li.na (8001)", by: "8002" }],
  "member-expired": [
    { name: "8005", kind: "agent", until: "2026-12-04" },
    { name: "night", kind: "team", until: "2026-12-04T18:00" },
  ],
  "coverage-gap": [
    { displayName: "售后", min: 2, staffed: 0, days: 31, times: [] },
    { displayName: "售后", min: 1, staffed: 0, days: 1, times: [] },
    {
      displayName: "售后",
      min: 2,
      staffed: 0,
      days: 31,
      times: [
        { ...GAP, days: { on: "workdays" }, times: 21 },
        {
          ...GAP,
          days: { on: "weekdays", weekdays: ["mon", "tue", "wed"] },
          from: "22:00",
          until: "08:00",
          daysLater: 1,
          times: 9,
        },
        { ...GAP, days: { on: "weekdays", weekdays: ["sat"] }, until: "24:00", daysLater: 1, times: 4 },
        { ...GAP, days: { on: "dates", dates: ["2026-09-28"] }, until: "24:00", daysLater: 6, times: 1 },
        { ...GAP, days: { on: "dates", dates: ["2026-09-28", "2026-10-01"] }, times: 2 },
        { ...GAP, days: { on: "dates", dates: ["2026-09-28", "2026-10-01", "2026-10-04"] }, times: 12 },
      ],
      more: 3,
    },
  ],
  "until-without-effect": [{ displayName: "全员广播", until: "2026-12-04" }],
  "unknown-timezone": [{ zone: "China" }, { zone: "Asia/Shanghia", suggestion: "Asia/Shanghai" }],
  "timezone-twice": [{ zone: "Asia/Tokyo", other: "Asia/Shanghai" }],
  "timezone-sign": [
    { zone: "Etc/GMT+8", opposite: "Etc/GMT-8", isChina: true },
    { zone: "Etc/GMT-5", opposite: "Etc/GMT+5", isChina: false },
  ],
  "timezone-missing": [{ zone: "Asia/Shanghai", other: "America/New_York" }],
  "bad-instant": [
    { written: "明天" },
    { written: "2026/12/1", meant: "2026-12-01" },
    { written: "2026-12-01", zones: ["America/New_York", "Asia/Shanghai"] },
  ],
  "too-many-members": [{ limit: 1_000_000 }],
  "unused-team": [
    { team: "night", members: 1 },
    { team: "day", members: 3 },
  ],
  "unused-roster": [{ roster: "aftersales" }],
  "unused-shift": [{ shift: "早班" }],
  "unused-calendar": [{ calendar: "cn" }],
  "unused-agent-name": [
    { names: ["a"], count: 1 },
    { names: ["a", "b"], count: 30 },
  ],
  "remark-code": [
    { code: "" },
    { code: "unknown-team" },
    { code: "surounding-space", suggestion: "surrounding-space" },
  ],
  "remark-reason": [{ codes: ["surrounding-space"] }],
  "remark-unused": [{ codes: ["surrounding-space", "agent-twice"] }],
  "unknown-level": [
    { code: "unknown-team", allowed: ["agent-twice", "unused-team"] },
    { code: "unused-tean", allowed: ["agent-twice", "unused-team"], suggestion: "unused-team" },
  ],
  "remark-added": [{ codes: ["unknown-agent"], reason: "下周到岗" }],
  "level-changed": [
    { code: "agent-twice", before: "warning", level: "off" },
    { code: "unknown-agent", before: "warning", level: "error" },
  ],
  "duplicate-name": [{ displayName: "售前" }],
  "duplicate-pin": [{ exten: "10018578" }],
  "control-character": [{ ...SPOT, character: "U+0007" }],
  "surrounding-space": [
    { ...SPOT, value: " a" },
    { field: "agents", part: "entry", value: " a" },
  ],
  "previously-own-name": [{ displayName: "a" }],
  "previously-in-use": [{ name: "a", other: "b" }],
  "additive-without-members": [{ displayName: "a" }],
  "retired-conflict": [
    { displayName: "a", field: "members" },
    { displayName: "a", field: "membership" },
    { displayName: "a", field: "coverage" },
  ],
  "several-documents": [{}],
  "literal-secret": [{}],
  "bad-reference": [{ field: "host" }],
  "reference-not-here": [{ field: "groups" }],
  "undefined-variable": [{ variable: "A", field: "host", account: "prod" }],
  "missing-environment": [{ variables: ["MUSTER_HOST"] }, { variables: ["MUSTER_HOST", "MUSTER_API_SECRET"] }],
  "host-invalid": [
    { written: "a", fault: "not-a-url" },
    { written: "a", fault: "not-http" },
    { written: "a", fault: "credentials" },
    { written: "a", fault: "query" },
  ],
  "host-insecure": [{ written: "http://a" }],
  "host-not-allowed": [{ written: "https://a", allowed: ["*.7moor.com"] }],
  "account-id-invalid": [{}],
  "account-id-is-secret": [{}],
  "account-id-odd": [{}],
  "variable-refused": [
    { variable: "A", field: "host", because: "not-open" },
    { variable: "A", field: "host", because: "secret" },
    { variable: "A", field: "store", because: "not-open" },
    { variable: "A", field: "store", because: "secret" },
  ],
  "literal-store": [{}],
  "store-invalid": (["not-a-url", "scheme", "user-alone", "encoding", "database", "query", "space"] as const).map(
    (fault) => ({ variable: "MUSTER_STORE", fault }),
  ) as [ConfigFindingArgs["store-invalid"]],
  "variable-in-path": [{}],
  "bad-rate": [{ value: "20" }, { value: "20", setting: "MUSTER_LIMITS" }],
  "limit-above-documented": [{ operation: "addQueue", value: "20/1s", documented: "20/60s" }],
  "after-merge": [
    { setting: "accounts.prod.host", change: "added", ref: "origin/main" },
    { setting: "accounts.prod.host", change: "changed", ref: "origin/main" },
    { setting: "unmanaged", change: "removed", ref: "origin/main" },
  ],
  "guard-changed": [{ guard: "maxRemovals", before: "30%", limit: "100%" }],
  "unknown-operation": [{ operation: "addQeue", allowed: ["addQueue"], suggestion: "addQueue" }],
  "waiver-in-force": [{ guard: "maxRemovals", limit: "60%", until: "2026-12-01", reason: "合并两个夜班组" }],
  "waiver-ended": [{ guard: "maxRemovals", limit: "60%", until: "2026-12-01", reason: "合并两个夜班组" }],
  "waiver-long": [{ guard: "maxEmptied", limit: "1", until: "2027-12-01", reason: "合并两个夜班组" }],
  "waiver-twice": [{ guard: "maxEmptied" }],
  "waiver-changed": [
    { guard: "maxEmptied", limit: "0", before: [], after: [{ limit: "1", until: "2026-12-01", reason: "合并" }] },
    { guard: "maxEmptied", limit: "0", before: [{ limit: "1", until: "2026-12-01", reason: "合并" }], after: [] },
    {
      guard: "maxRemovals",
      limit: "30%",
      before: [{ limit: "60%", until: "2026-12-01", reason: "合并" }],
      after: [
        { limit: "60%", until: "2026-12-09", reason: "合并" },
        { limit: "70%", until: "2026-12-01", reason: "拆分" },
      ],
    },
  ],
  "bad-date": [{ field: "until", value: "2026-02-30" }],
  "bad-guard": [
    { field: "maxRemovals", value: "130%" },
    { field: "maxEmptied", value: "5%" },
  ],
  "bad-pattern": (["syntax", "backtracking", "too-large"] as const).map((fault) => ({
    field: "namePattern",
    value: "(",
    fault,
  })) as [ConfigFindingArgs["bad-pattern"]],
  ...POLICY_SAMPLES,
  "agent-not-found": [
    { agent: "8000", asked: "files" },
    { agent: "8000", asked: "offline" },
    { agent: "赵新", asked: "files-and-groups" },
    { agent: "li.n", asked: "files-and-live", suggestion: "li.na" },
  ],
};

/** Every sample with its prose in both languages. */
const SAID = Object.entries(SAMPLES).flatMap(([code, samples]) =>
  samples.map((args) => {
    const say = (catalogue: typeof en) => (catalogue[code as keyof typeof catalogue] as (args: unknown) => Prose)(args);
    return [code, args, say(en), say(zh)] as const;
  }),
);

it("says of a file a little over the limit that it is larger", () => {
  const one = { bytes: 10_485_761, limit: 10_485_760 };
  expect(en["file-too-large"](one).message).toBe("The file is 10.1 MiB; the limit is 10 MiB.");
  expect(zh["file-too-large"](one).message).toBe("文件大小为 10.1 MiB，超过上限 10 MiB。");
});

describe("messages", () => {
  it.each(SAID)("%s %j", (_code, _args, english, chinese) => {
    for (const text of [english.message, english.help, chinese.message, chinese.help]) {
      expect(text).not.toMatch(/undefined|\[object|NaN|\s{2}|^\s|\s$/);
    }
    expect(english.message).toMatch(/^\S.*\.$/s);
    expect(english.help).toMatch(/^[A-Z].*\.$/s);
    expect(chinese.message).toMatch(/\p{Script=Han}.*。$/su);
    expect(chinese.help).toMatch(/\p{Script=Han}.*。$/su);
    // Between Chinese and other letters stands a space, except in what is quoted.
    for (const text of [chinese.message, chinese.help])
      expect(text?.replace(/“[^”]*”/g, "“”")).not.toMatch(/\p{Script=Han}["{\w]|["}%\w]\p{Script=Han}/u);
  });

  it("quote what was meant", () => {
    expect(en["unknown-field"]({ field: "prioriti", allowed: ["agent", "priority"], suggestion: "priority" })).toEqual({
      message: 'The field "prioriti" is unknown here.',
      help: 'Did you mean "priority"? Valid fields: agent and priority.',
    });
    expect(zh["unknown-field"]({ field: "prioriti", allowed: ["agent", "priority"], suggestion: "priority" })).toEqual({
      message: "此处不能使用字段“prioriti”。",
      help: "是否想写“priority”？可用的字段：agent、priority。",
    });
  });
});

describe("codes", () => {
  const tests = [...readdirSync(import.meta.dirname), "../cli/settingsFrom.test.ts"]
    .filter((file) => /(\.test|^policyCases)\.ts$/.test(file) && file !== "messages.test.ts")
    .map((file) => readFileSync(`${import.meta.dirname}/${file}`, "utf8"))
    // Without comments: what is only mentioned is not tested.
    .map((text) => transformSync(text, { loader: "ts", charset: "utf8", legalComments: "none" }).code)
    .join("\n");

  it.each(Object.keys(SAMPLES))("%s is tested for its place", (code) => {
    expect(tests).toMatch(new RegExp(`[" ]${code}"`));
  });

  it("are kebab-case", () => {
    for (const code of Object.keys(SAMPLES)) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});
