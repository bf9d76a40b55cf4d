import { describe, expect, test } from "vitest";
import type { ApplyFindingArgs } from "../../src/apply/findings.js";
import type { CalendarFindingArgs } from "../../src/engine/calendarFindings.js";
import type { RunFindingArgs } from "../../src/engine/findings.js";
import type { MoorFindingArgs } from "../../src/moor/findings.js";
import type { PlanFindingArgs } from "../../src/plan/findings.js";
import { agentMessages } from "../../src/report/messages/en/agent.js";
import { calendarMessages } from "../../src/report/messages/en/calendar.js";
import { configMessages } from "../../src/report/messages/en/config.js";
import { moorMessages } from "../../src/report/messages/en/moor.js";
import { applyMessages, planMessages } from "../../src/report/messages/en/plan.js";
import { runMessages } from "../../src/report/messages/en/run.js";
import { tableMessages } from "../../src/report/messages/en/tables.js";
import { CATALOGUES, type Finding, formatFinding } from "../../src/report/messages/formatFinding.js";
import type { TableFindingArgs } from "../../src/tables/findings.js";
import type { AgentFindingArgs } from "../../src/writeback/findings.js";

const UNREACHABLE = { host: "https://h.example", operation: "queueQueue", detail: "ECONNRESET", attempts: 4 };
const ANSWER = { operation: "queueQueue", status: 500, detail: "server error", attempts: 3 };
const NATIONAL_DAY = { en: "National Day", zh: "国庆节" };
const CALENDAR_DAYS = { calendar: "cn", country: "CN", from: "2026-10-01", to: "2026-10-07", days: 7 } as const;
const CALENDAR_DAY = { ...CALENDAR_DAYS, from: "2026-10-10", to: "2026-10-10", days: 1 } as const;
const GROUP = { displayName: "售后", exten: "10018578" };
const NOBODY = { joined: [], left: [], reprioritized: [] };

type Samples<Args> = { readonly [Code in keyof Args]: readonly Args[Code][] };

const DIFFERENCES = [
  "case",
  "width",
  "composition",
  "space",
  "invisible",
  "punctuation",
  "character",
  "beginning",
] as const;
const NEAR_MISSES = [
  ...DIFFERENCES.map((difference) => ({ ...GROUP, other: "售 后", difference })),
  { displayName: "售后", other: "售 后", where: { kind: "in-flight" as const }, difference: "space" as const },
  {
    displayName: "售后",
    other: "售 后",
    where: { kind: "previously" as const, of: "旧组" },
    difference: "space" as const,
  },
  { displayName: "Café", other: "Cafe\u0301", difference: "composition" as const },
];
const STORED = [
  { ...GROUP, live: "售后服务" },
  { displayName: "售后 ", exten: "10018578", live: "售后" },
];

/** Every code, with all forms that its particulars take. (The files' own codes are tried with the files, in test/config.) */
const SAMPLES: Samples<
  PlanFindingArgs &
    MoorFindingArgs &
    ApplyFindingArgs &
    RunFindingArgs &
    AgentFindingArgs &
    CalendarFindingArgs &
    TableFindingArgs
> = {
  "ambiguous-name": [
    { displayName: "售后", extens: ["1", "2"] },
    { displayName: "售后", extens: ["1", "2"], made: ["2"] },
  ],
  "pin-not-live": [GROUP],
  "name-pinned-elsewhere": [{ ...GROUP, pinnedBy: "售后二组" }],
  "previously-ambiguous": [{ displayName: "售后", previously: "旧名", extens: ["1", "2"] }],
  "live-claimed-twice": [{ ...GROUP, other: "售后二组" }],
  "odd-group-left": [{ expected: "list[3]" }, { ...GROUP, exten: "10018579", expected: "assignMembers" }],
  "odd-group-managed": [
    { ...GROUP, expected: "exten" },
    { ...GROUP, exten: "10018579", expected: "assignMembers" },
  ],
  "odd-group-nameless": [
    { ...GROUP, expected: "exten" },
    { ...GROUP, exten: "10018579", expected: "displayName" },
  ],
  "retired-live": [
    { ...GROUP, members: 0 },
    { ...GROUP, members: 3 },
    { ...GROUP, members: 3, stay: true },
  ],
  "retired-gone": [GROUP, { displayName: "售后" }],
  "near-miss": NEAR_MISSES,
  "creation-open": [
    { ...GROUP, madeAt: "2026-11-28T06:02:00Z" },
    { displayName: "售后", madeAt: "2026-11-28T06:02:00Z" },
  ],
  "stored-differently": STORED,
  "would-empty": [
    { ...GROUP, groups: 1, limit: 0 },
    { ...GROUP, groups: 2, limit: 0, min: 2 },
    { ...GROUP, groups: 3, limit: 1, min: 1 },
    { ...GROUP, groups: 1, limit: 0, min: 1, others: 1 },
    { ...GROUP, groups: 1, limit: 0, others: 2 },
  ],
  "waits-for-stopped": [
    { ...GROUP, agents: ["8000"], other: "售后二组" },
    { ...GROUP, agents: ["8000", "8001"], other: "售后二组" },
    { ...GROUP, agents: ["8000"], other: "售后二组", uncreated: true },
    { ...GROUP, agents: ["8000"], other: "售后二组", uncreated: true, due: true },
  ],
  "plan-stale-undone": (["create", "replaceMembers"] as const).map((action) => ({
    displayName: "售后",
    appliedAt: "2026-11-28T06:02:00Z",
    action,
  })),
  "creation-not-shown": [{ ...GROUP, madeAt: "2026-11-28T06:02:00Z" }],
  "name-stored-differently": STORED,
  "look-alike": NEAR_MISSES.slice(-2),
  "doubtful-name": [
    { displayName: "“发票”", doubts: ["quotes"] },
    { displayName: "${X}\u200b", doubts: ["hidden", "placeholder"] },
  ],
  "create-without-members": [{ displayName: "售后" }],
  "unknown-agent": [{ agentNumber: "8099", displayName: "售后" }],
  "name-differs": [
    { agentNumber: "8001", accountName: "胡娟", written: "李娜", others: [] },
    { agentNumber: "8001", accountName: "胡娟", written: "李娜", others: ["8017", "8018"] },
    { agentNumber: "8100", accountName: "王五", written: "赵新", others: ["8200"], isAlias: true },
  ],
  "agent-disabled": [
    { agentNumber: "8195", agentName: "王杰", groups: ["售后"] },
    { agentNumber: "8195", groups: ["售前", "售后", "夜班", "发票", "投诉", "回访"] },
  ],
  "agent-locked": [{ agentNumber: "8195", agentName: "王杰", groups: ["售后", "夜班"] }],
  "disabled-members": [
    { agents: [{ agentNumber: "8195", agentName: "王杰", groups: 1 }], groups: 1 },
    {
      agents: Array.from({ length: 12 }, (_, index) => ({ agentNumber: String(8180 + index), groups: 2 })),
      groups: 3,
      unmanaged: 1,
    },
  ],
  "unlisted-members": [
    { agents: [{ agentNumber: "8195", agentName: "王杰", groups: 1 }], groups: 1, of: 500 },
    {
      agents: [
        { agentNumber: "8195", groups: 1 },
        { agentNumber: "8196", groups: 2 },
      ],
      groups: 2,
      unmanaged: 2,
    },
  ],
  "left-without-group": [
    {
      agents: [
        { agentNumber: "8042", agentName: "王杰", groups: 3 },
        { agentNumber: "8055", groups: 1 },
      ],
    },
    { agents: [{ agentNumber: "8055", groups: 1 }] },
  ],
  "nobody-claiming": [
    { ...GROUP, members: 2, unknown: 0, before: 2 },
    { ...GROUP, members: 2, unknown: 0, before: 1 },
    { ...GROUP, members: 2, unknown: 1, before: 0 },
    { displayName: "售后", members: 1, unknown: 1 },
  ],
  "plan-stale-name": [
    { displayName: "售后", extens: ["10018579"] },
    { displayName: "售后", extens: ["10018579"], lastEdit: { at: "2026-11-27T19:12:00.000Z" } },
  ],
  "plan-expired": [{ validUntil: "2026-12-04T00:00:00+08:00", account: "prod" }],
  "plan-of-instant": [{ at: "2026-12-04T00:00:00+08:00" }],
  "plan-stale-gone": [{ displayName: "售后", exten: "10018579" }],
  "plan-stale-group": [
    {
      displayName: "售后",
      exten: "10018579",
      nameNow: "售后二",
      joined: ["8003 李娜 (5)"],
      left: ["8001"],
      reprioritized: [],
    },
    {
      ...GROUP,
      nameNow: "售后",
      joined: [],
      left: [],
      reprioritized: ["8009 李娜 (0 → 2)"],
      lastEdit: { at: "2026-11-28T03:12:00Z" },
    },
    {
      ...GROUP,
      nameNow: "售后",
      joined: [],
      left: Array.from({ length: 51 }, (_, index) => `${8000 + index}`),
      reprioritized: [],
    },
  ],
  "plan-differs": [
    {
      ...GROUP,
      kind: "live",
      action: "replaceMembers",
      nameThen: "售后一",
      joined: ["8003 李娜 (5)"],
      left: ["8001"],
      reprioritized: ["8009 李娜 (0 → 2)"],
      settings: [],
      lastEdit: { at: "2026-11-28T03:12:00Z", by: "8001", byName: "胡娟" },
    },
    { ...GROUP, kind: "wanted", action: "replaceMembers", ...NOBODY, joined: ["8003"], settings: [] },
    { displayName: "售后", kind: "wanted", action: "create", ...NOBODY, settings: ["memory → 1d"] },
    { displayName: "售后", kind: "new", action: "create", ...NOBODY, joined: ["8003"], settings: [] },
    { ...GROUP, kind: "dropped", action: "replaceMembers", ...NOBODY, left: ["8003"], settings: [] },
  ],
  "revert-of": [
    { startedAt: "2026-11-28T03:12:00Z" },
    { startedAt: "2026-11-28T03:12:00Z", commit: "0123456789abcdef0123456789abcdef01234567" },
  ],
  "revert-conflict": [
    { ...GROUP, fate: "changed", nameNow: "售后二", ...NOBODY, joined: ["8003 李娜 (5)"] },
    { ...GROUP, fate: "changed", ...NOBODY, left: ["8003"], lastEdit: { at: "2026-11-28T03:12:00Z", by: "8001" } },
    { ...GROUP, fate: "gone", ...NOBODY },
    { ...GROUP, fate: "unreadable", ...NOBODY },
    { ...GROUP, fate: "waits", other: "投诉", ...NOBODY, left: ["8003 李娜"] },
    { ...GROUP, fate: "waits", other: "投诉", ...NOBODY, left: ["8003 李娜", "8004"] },
  ],
  "revert-creation": [
    { ...GROUP, members: 1, sure: true },
    { ...GROUP, members: 2, sure: false },
  ],
  "nothing-desired": [{ groups: 1 }, { groups: 64 }],
  "unknown-group": [{ name: "售" }, { name: "售", suggestion: "售后" }, { name: "售", flag: "--to" }],

  "several-agents": [
    {
      agent: "张伟",
      matches: [{ agentNumber: "8005", alias: "zhang.wei", agentName: "张伟" }, { agentNumber: "8077" }],
    },
  ],
  "several-groups": [{ name: "售后", extens: ["10018579", "10018580"] }],
  "in-shared-list": [
    { agent: "8042", groups: ["夜班"], others: ["投诉"] },
    { agent: "8042", groups: ["夜班"], others: [], roster: "售后" },
  ],
  "members-not-managed": [{ displayName: "售后" }],
  "not-a-member": [{ agent: "8042", displayName: "售后" }],
  "member-already": [
    { agent: "8042", displayName: "售后", until: "2026-12-05" },
    { agent: "8042", displayName: "售后", until: "2026-12-05", ends: "2026-12-04T18:00" },
    { agent: "8042", displayName: "售后", ends: "2026-12-04T18:00" },
    { agent: "8042", displayName: "售后", begins: "2026-12-04T18:00" },
  ],
  "bad-end": [{ until: "明天" }, { until: "2020-01-01", isOver: true }, { until: "明天", flag: "--from" }],
  "never-away": [{ from: "2026-12-05", until: "2026-12-03T18:00" }],
  "absent-already": [
    { agent: "8042", from: "2026-12-03", until: "2026-12-05" },
    { agent: "8042", from: "2026-12-03", until: "2026-12-05", by: "8001" },
  ],
  "cover-away": [{ by: "8001", from: "2026-12-03", until: "2026-12-05" }],
  "covers-then": [{ agent: "8042", other: "8001", from: "2026-12-03", until: "2026-12-05" }],
  "covers-own-place": [{ agent: "8042" }],
  "away-now": [{ agent: "8042", until: "2026-12-05" }],
  "there-as-cover": [{ agent: "8042", displayName: "售后", other: "8001" }],
  "cycle-order": [{ agent: "8042", roster: "night" }],
  "cycle-place": [{ agent: "8042", roster: "night" }],
  "in-roster-already": [{ agent: "8042", roster: "night" }],
  "in-table": [{ agent: "8042", roster: "night", file: "rosters/2026-12.csv" }],
  "moves-by-roster": [{ agent: "8042", displayName: "售后", roster: "night" }],
  "changes-others": [
    { agents: ["8001"], groups: ["售后"] },
    { agents: ["8001", "8002"], groups: ["售后", "售前"] },
  ],
  "cover-follows": [
    { agents: ["8001"], groups: ["售后"] },
    { agents: ["8001", "8002"], groups: ["售后", "售前"] },
  ],
  "excepted-roster": [{ agent: "8042", displayName: "售后", roster: "night" }],
  "tables-name": [{ alias: "li.na", paths: ["rosters/2026-12.csv"] }],
  "not-there-then": [{ agent: "8042", from: "2026-12-03", until: "2026-12-05" }],
  "cover-idle": [{ agent: "8042", by: "8001" }],
  "in-no-group": [{ agent: "8042" }],
  "priorities-differ": [{ agent: "8042", priorities: [1, 3] }],
  "moved-to-itself": [{ displayName: "售后" }],
  "no-alias": [{ agent: "8042" }],
  "alias-unfit": [
    { alias: "li.na", reason: "taken", agentNumber: "8001" },
    { alias: "8042", reason: "number" },
    { alias: " ", reason: "characters" },
    { alias: "<<", reason: "reserved" },
  ],
  "edit-failed": [{ paths: ["a.yaml"] }],
  "breaks-account": [{ account: "test", paths: ["shared/agents.yaml"], first: "test/a.yaml:3 unknown-agent-name" }],
  "changes-account": [
    { account: "test", paths: ["shared/teams.yaml"], groups: ["夜班"] },
    { account: "test", paths: ["shared/teams.yaml"], groups: ["夜班", "售后"] },
  ],
  "beside-team": [{ agent: "8042", displayName: "夜班", team: "night", others: ["投诉"] }],
  excepted: [
    { agent: "8042", displayName: "夜班", team: "night", others: ["投诉"] },
    { agent: "8042", displayName: "夜班", team: "night", others: [] },
  ],
  "stays-live": [{ agent: "8042", displayName: "售后" }],
  "priority-kept": [{ agent: "8042", displayName: "售后", priority: 0, other: 3 }],

  "holidays-unknown": [
    { country: "CN", year: 2027, first: 2004, last: 2026 },
    { country: "CN", year: 1999, first: 2004, last: 2026 },
  ],
  "calendar-gap": [
    { calendar: "cn", country: "CN", year: 2028, next: 2027 },
    { calendar: "总部 1", country: "CN", year: 2028, next: 2027 },
  ],
  "calendar-elsewhere": [{ calendar: "cn", path: "b.yaml", file: "calendars.yaml" }],
  "calendar-file-unread": [{ path: "docs/calendars.yaml", folders: ["groups", "shared"] }],
  "calendar-differs": [
    { ...CALENDAR_DAYS, written: "none", published: "holiday", holiday: NATIONAL_DAY },
    { ...CALENDAR_DAY, written: "none", published: "makeup", holiday: NATIONAL_DAY },
    { ...CALENDAR_DAYS, written: "holiday", published: "none" },
    { ...CALENDAR_DAY, written: "makeup", published: "none" },
    { ...CALENDAR_DAY, written: "holiday", published: "makeup", holiday: NATIONAL_DAY },
    { ...CALENDAR_DAY, written: "makeup", published: "holiday", holiday: NATIONAL_DAY },
  ],
  "calendar-unchecked": [
    { calendar: "cn", country: "CN", years: [{ from: 2027, to: 2027 }], first: 2004, last: 2026 },
    {
      calendar: "cn",
      country: "CN",
      years: [
        { from: 2002, to: 2003 },
        { from: 2027, to: 2029 },
      ],
      first: 2004,
      last: 2026,
    },
  ],
  "calendar-ends-soon": [
    { calendar: "cn", country: "CN", until: "2026-12-31", days: 32, next: 2027, isKnown: false },
    { calendar: "cn", country: "CN", until: "2026-12-31", days: 1, next: 2027, isKnown: true },
    { calendar: "cn", country: "CN", until: "2026-12-31", days: 0, next: 2027, isKnown: true },
    { calendar: "cn", country: "CN", until: "2026-12-31", days: -3, next: 2027, isKnown: true },
  ],

  unreachable: [
    ...(
      [
        "dns",
        "refused",
        "reset",
        "no-route",
        "timeout",
        "certificate-authority",
        "certificate-expired",
        "certificate-not-yet-valid",
        "certificate-name",
        "certificate",
        "not-tls",
        "port",
        "other",
      ] as const
    ).flatMap((reason) => [
      { ...UNREACHABLE, reason },
      { ...UNREACHABLE, reason, detail: "", attempts: 1 },
    ]),
    ...(
      [
        "proxy-dns",
        "proxy-refused",
        "proxy-reset",
        "proxy-timeout",
        "proxy-certificate",
        "proxy-auth",
        "proxy-denied",
        "proxy-failed",
        "proxy-other",
      ] as const
    ).map((reason) => ({ ...UNREACHABLE, reason, proxy: "proxy.example:3128" })),
  ],
  "clock-off": [613, -613].map((secondsAhead) => ({
    operation: "queueQueue",
    host: "https://h.example",
    secondsAhead,
  })),
  "wrong-credentials": [{ detail: "" }, { detail: "signature error" }, { detail: "HTTP 403", bare: true as const }].map(
    (said) => ({ operation: "queueQueue", host: "https://h.example", accountId: "N1", ...said }),
  ),
  "not-json": ["", "<!DOCTYPE html><html>", "Bad gateway"].map((excerpt, index) => ({
    operation: "queueQueue",
    host: "https://h.example",
    status: 200,
    excerpt,
    attempts: index + 1,
  })),
  "api-refused": [ANSWER, { ...ANSWER, detail: "" }, { ...ANSWER, status: 404 }],
  "api-error": [ANSWER, { ...ANSWER, detail: "", attempts: 1 }],
  "reply-too-large": [
    { operation: "queueQueue", what: "bytes", most: 16 * 1024 * 1024 },
    { operation: "queueQueue", what: "groups", most: 100_000 },
    { operation: "queueQueue", what: "pages", most: 100_000 },
  ],
  "bad-reply": [1, 3].map((attempts) => ({ operation: "queueQueue", expected: "data.list", attempts })),
  "incomplete-read": [{}, { constant: true as const }].flatMap((seen) =>
    [null, 60].map((count) => ({ operation: "queueQueue", tries: 3, listed: 58, count, ...seen })),
  ),
  "still-limited": ["", "请求过于频繁"].map((detail) => ({ operation: "queueQueue", answers: 10, detail })),
  "long-wait": ["", "请求过于频繁"].map((detail) => ({ operation: "queueQueue", seconds: 86_400, detail })),

  "changed-underneath": [
    { ...GROUP, added: ["8001"], removed: ["8002", "8003"], reprioritized: ["8004"] },
    { ...GROUP, added: [], removed: [], reprioritized: [], lastEdit: { at: "2026-11-27T19:12:00.000Z", by: "8001" } },
  ],
  "renamed-underneath": [
    { ...GROUP, nameNow: "投诉" },
    { ...GROUP, nameNow: "投诉", lastEdit: { at: "2026-11-27T19:12:00.000Z", by: "8001", byName: "胡娟" } },
  ],
  "write-unknown": [{ displayName: "售后", detail: "api-error" }],
  "name-not-alone": [{ displayName: "售后", extens: ["1", "2"] }],
  "name-appeared": [{ displayName: "售后", extens: ["1"] }],
  "group-vanished": [GROUP],
  "waits-for": [["8001"], ["8001", "8002"]].map((agents) => ({ displayName: "售后", agents, other: "售前" })),
  interrupted: [{ displayName: "售后" }],
  "lock-lost": [{ displayName: "售后" }],
  "creation-unrecorded": [{ displayName: "售后", detail: "ECONNREFUSED: 10.0.0.7:6379/0" }],
  "interrupted-in-flight": [{ displayName: "售前" }],
  "agents-skipped": [["8001"], ["8001", "8002"]].map((agents) => ({ displayName: "售后", agents })),
  "members-not-as-written": [{ displayName: "售后", missing: ["1"], unexpected: ["2"], reprioritized: ["3"] }],
  "setting-not-as-written": [
    { displayName: "售后", attribute: "memory", wanted: "1d", live: "off" },
    { displayName: "售后", attribute: "assignRule", wanted: "priority", live: "一种新的" },
  ],
  "not-visible": [{ ...GROUP, seconds: 60 }],
  "verification-failed": ["", "unreachable"].map((detail) => ({ displayName: "售后", detail })),
  "create-unknown": ["", "unreachable"].map((detail) => ({ displayName: "售后", detail })),
  "create-unclear": [
    { displayName: "售后🔥", groups: [{ exten: "1", live: "售后????" }] },
    {
      displayName: "售后",
      groups: [
        { exten: "1", live: "默认技能组" },
        { exten: "2", live: "默认技能组" },
      ],
    },
  ],
  "create-ambiguous": [{ displayName: "售后", extens: ["1", "2"] }],

  "unknown-account": [
    { name: "prd", known: ["prod", "test"], suggestion: "prod" },
    { name: "x", known: ["prod"] },
  ],
  "same-account": [{ names: ["prod", "live"], accountId: "N1" }],
  "several-accounts": [{ known: ["prod", "test"] }],
  "path-not-chosen": [
    { path: "docs/a.yaml", is: "elsewhere", accounts: ["prod"], folders: ["groups"] },
    {
      path: "groups/nigt.yaml",
      is: "missing",
      accounts: ["prod", "test"],
      folders: ["groups", "shared"],
      suggestion: "groups/night.yaml",
    },
    {
      path: "groups/售*/**",
      is: "missing",
      accounts: ["prod"],
      folders: ["groups"],
      candidates: ["groups/售前.yaml"],
      more: 3,
    },
  ],
  "paths-without-groups": [{ account: "prod", files: 1 }],
  "definitions-left-out": [
    { files: ["groups/agents.yaml", "groups/teams.yaml"], names: ["a", "b", "c", "d", "e", "f"], isChoice: true },
    { files: ["../agents.yaml"], names: ["li.na"], isChoice: false },
  ],
  "config-not-yours": [{ path: "../muster.yaml" }],
  declined: [{}],
  "needs-approval": [{}],
  "findings-stop": [{ account: "prod", codes: ["unknown-agent"] }],
  "guard-tripped": [
    { account: "prod", guard: "maxRemovals", limit: "30%", actual: 12, of: 20, madeAt: "2026-11-28T16:30:00Z" },
    { account: "prod", guard: "maxEmptied", limit: "0", actual: 1, madeAt: "2026-11-28T06:02:00Z" },
    { account: "prod", guard: "minClaiming", limit: "2", actual: 1, of: 3, madeAt: "2026-11-28T06:02:00Z" },
  ],
  "no-such-group": [{ name: "售" }, { name: "售", suggestion: "售后" }],
  "plan-unreadable": [
    { path: "plan.json", detail: "ENOENT" },
    { path: "plan.json", detail: "EACCES" },
  ],
  "snapshot-unreadable": [{ path: "live.json", detail: "ENOENT" }],
  "snapshot-lacks": [
    { part: "account", account: "prod" },
    { part: "claims", account: "prod" },
  ],
  "format-newer": [{ path: "plan.json", formatVersion: "2.0" }],
  "plan-tampered": [{ path: "plan.json" }],
  "result-unreadable": [
    { path: "result.json", detail: "ENOENT" },
    { path: "result.json", detail: "/actions/0/before" },
  ],
  "result-other-account": [{ planned: "N1 (https://a.example)", accountId: "N2 (https://b.example)" }],
  "plan-other-account": [{ planned: "N1 (https://a.example)", accountId: "N2 (https://b.example)" }],
  "hash-differs": [{ expected: "sha256:aa", actual: "sha256:bb" }],
  locked: [
    { account: "prod", pid: 4711, host: "ci-1", since: "2026-11-23T00:00:00.000Z" },
    {
      account: "prod",
      pid: 4711,
      host: "ci-1",
      since: "2026-11-23T00:00:00.000Z",
      job: "https://ci.example/jobs/1",
    },
  ],
  "store-unusable": [
    ...(["apply", "read"] as const).flatMap((use) => [
      { where: "10.0.0.7:6379/0", reason: "unreachable" as const, detail: "ECONNREFUSED", use },
      { where: "", reason: "bad-address" as const, detail: "", use },
    ]),
    ...(["unreachable", "timeout", "tls", "auth", "not-allowed", "read-only", "full", "not-ready"] as const).map(
      (reason) => ({ where: "10.0.0.7:6379/0", reason, detail: "E_WORD", use: "check" as const }),
    ),
    ...(["not-redis", "too-old", "busy", "too-large", "refused"] as const).map((reason) => ({
      where: "10.0.0.7:6379/0",
      reason,
      detail: "",
      use: "check" as const,
    })),
  ],
  "store-unset": (["apply", "read", "check"] as const).map((use) => ({ variable: "MUSTER_STORE", use })),
  "lease-lost": [
    { account: "prod" },
    { account: "prod", by: { pid: 4711, host: "ci-2", since: "2026-11-23T00:00:00.000Z" } },
  ],
  "flags-clash": [{ flags: ["--plan", "--group"] }, { flags: ["--split", "--out"] }],
  "bad-setting": [{ name: "MUSTER_LIMITS", value: "addQueue=x", expected: "addQueue=20/60s" }],
  "config-missing": [{ path: "muster.yaml" }],
  "unknown-ref": [
    { ref: "origin/main", shallow: true },
    { ref: "origin/main", shallow: false },
  ],
  "flag-needs": [
    { command: "apply", flag: "--only change", needs: "--base" },
    { command: "import", flag: "--roster", needs: "--out" },
  ],
  "base-unusable": [
    { ref: "origin/main", account: "prod", reason: "no-account" },
    { ref: "origin/main", account: "prod", reason: "errors", errors: 2, first: "groups/a.yaml:3 unknown-agent" },
    { ref: "origin/main", account: "prod", reason: "errors", errors: 1, only: "change" },
  ],
  "git-unusable": [
    { ref: "main", missing: true, detail: "" },
    { ref: "main", missing: false, detail: "not a git repository" },
  ],
  "output-lost": [{ detail: "ENOSPC" }],
  "state-untrusted": [
    { folder: "/state", fault: "missing-home" },
    { folder: "/state", fault: "owner" },
    { folder: "/state", fault: "writable" },
    { folder: "/state", fault: "not-a-folder" },
  ],
  "replaces-input": [{ path: "groups/a.yaml" }],
  "cannot-write": [{ path: "plan.json", detail: "EACCES" }],
  "file-changed": [{ paths: ["groups/a.yaml"] }, { paths: ["a.yaml", "b.yaml"] }],
  stopped: [{}],
  internal: [{ detail: "boom" }],
  "table-unreadable": [
    { reason: "xls" },
    { reason: "password" },
    { reason: "xlsb" },
    { reason: "ods" },
    { reason: "numbers" },
    { reason: "html" },
    { reason: "not-a-table" },
    { reason: "damaged", detail: "xl/workbook.xml" },
    { reason: "entities", detail: "xl/workbook.xml" },
    { reason: "encoding" },
    { reason: "quotes", detail: "3" },
  ],
  "table-too-large": [
    { part: "file", limit: 10_485_760 },
    { part: "unpacked", limit: 52_428_800 },
    { part: "rows", limit: 20_000 },
    { part: "columns", limit: 420 },
    { part: "cells", limit: 850_000 },
  ],
  "table-sheets": [
    { sheets: ["11月", "12月"] },
    { sheets: ["11月", "12月"], asked: "13月", suggestion: "12月" },
    { sheets: ["一"], asked: "Sheet1" },
    { sheets: [], asked: "12月" },
  ],
  "table-without-head": [{ matrix: ["工号", "姓名"], list: ["工号", "姓名", "技能组", "优先级"] }],
  "table-column-twice": [{ written: "坐席工号" }],
  "table-column-unnamed": [{}],
  "table-merged": [{ range: "B3:B4" }],
  "table-cell-fault": [
    { written: "#N/A", fault: "error" },
    { written: "", fault: "formula" },
  ],
  "table-number": [
    { written: "800", of: "agent", fault: "zero", meant: "0800" },
    { written: "8042.5", of: "agent", fault: "fraction" },
    { written: "8.0E+03", of: "agent", fault: "exponent" },
    { written: "8,042", of: "agent", fault: "grouped", meant: "8042" },
    { written: "2026-08-01", of: "agent", fault: "date" },
    { written: "1234567890123456", of: "group", fault: "long" },
    { written: "-1", of: "priority", fault: "sign" },
    { written: "高", of: "priority", fault: "text" },
  ],
  "table-agent-missing": [{}],
  "table-agent-unknown": [{ written: "王洁", suggestion: "王杰" }, { written: "x" }],
  "table-agent-several": [{ written: "张伟", numbers: ["8005", "8077"] }],
  "table-name-differs": [
    { agentNumber: "8042", written: "王洁", name: "王杰" },
    { agentNumber: "8042", written: "李娜", name: "王杰", owner: "0801" },
    { agentNumber: "8003", written: "王杰", owner: "8042" },
  ],
  "table-group-missing": [{}],
  "table-group-unknown": [
    { written: "售钱", suggestion: "售前" },
    { written: "x" },
    { written: "2026-12-01", days: 31 },
  ],
  "table-group-several": [{ written: "双", extens: ["1", "2"] }],
  "table-group-differs": [{ written: "售后", displayName: "售前" }],
  "table-group-closed": [
    { displayName: "售前", reason: "not-managed" },
    { displayName: "旧组", reason: "retired" },
  ],
  "table-mark": [{ written: "?" }, { written: "0", why: "zero" }, { written: "x", why: "cross" }],
  "table-twice": [
    { what: "agent", name: "8042" },
    { what: "group", name: "售前" },
    { what: "membership", name: "8042" },
    { what: "day", name: "2026-12-01" },
  ],
  "roster-table-head": [{ days: 5 }],
  "roster-table-month": [
    { fault: "month", hints: [] },
    { fault: "year", hints: [{ month: 12 }] },
    { fault: "several", hints: [{ year: 2026, month: 11 }, { year: 2026 }] },
    { fault: "other", hints: [{ year: 2026, month: 12 }], day: "11/1" },
  ],
  "roster-day-unknown": (["no-day", "no-such-day", "order"] as const).map((fault) => ({ written: "12/32", fault })),
  "roster-weekday": [1, 2, 3].map((count) => ({ written: "周一", date: "2026-12-01", is: 2, count })),
  "roster-cell-unknown": [
    { written: "?", shifts: [] },
    { written: "?", shifts: ["早班", "晚班"] },
    { written: "早般", shifts: ["早班"], suggestion: "早班" },
    { written: "早+夜", part: "夜", shifts: ["早班"] },
  ],
  "roster-table-empty": [{}],
  "roster-table-other": [
    { path: "rosters/12.csv", reason: "not-a-table" },
    { path: "rosters/12.csv", reason: "other-days", days: ["2026-11-01", "2026-11-30"] },
  ],
  "roster-table-drops": [
    { path: "rosters/12.csv", agents: ["8000"], days: [] },
    { path: "rosters/12.csv", agents: [], days: ["2026-12-31"] },
    { path: "rosters/12.csv", agents: ["8000", "8001"], days: ["2026-12-30", "2026-12-31"] },
  ],
  "roster-table-shared": [
    { path: "rosters/12.csv", rosters: ["night"] },
    { path: "rosters/12.csv", rosters: ["night", "weekend"] },
  ],
  "roster-month-empty": [{ roster: "aftersales", month: "2026-12" }],
  "roster-tables-differ": [1, 2, 3].map((count) => {
    return { roster: "售后", agentNumber: "8000", date: "2026-12-01", other: "rosters/12.csv:3", count };
  }),
  "roster-table-format": [{ path: "rosters/12月.xlsx" }],
  "table-empties": [
    { displayName: "售前", members: 2, limit: 0 },
    { displayName: "售前", members: 1, limit: 1 },
  ],
  "table-hidden": [
    { rows: [3], columns: [] },
    { rows: [], columns: ["C", "D"] },
    { rows: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], columns: ["C"] },
  ],
  "table-columns-ignored": [{ columns: ["备注"] }],
  "table-new-agents": [{ agents: ["9001"] }, { agents: ["9001", "9002"] }],
  "table-absent-agents": [{ agents: ["8003"] }, { agents: ["8003", "8004"] }],
  "table-priorities-kept": [{ memberships: 1 }, { memberships: 2 }],
  "table-ones": [{ memberships: 1 }, { memberships: 2 }],
  "table-team": [{ displayName: "夜班", team: "night" }],
  "export-left-out": [
    { groups: ["未纳管"], reason: "not-managed" },
    { groups: ["旧组"], reason: "retired" },
    { groups: ["100"], reason: "ambiguous" },
  ],
  "export-too-large": [{ rows: 30_000, columns: 5 }],
  "export-exists": [{ path: "roster.xlsx" }],
  "export-needs-file": [{}],
};

const FINDINGS = Object.entries(SAMPLES).flatMap(([code, samples]) =>
  samples.map((args): Finding => ({ code, args, severity: "error" }) as Finding),
);

describe.each(["en", "zh"] as const)("in %s", (language) => {
  test.each(FINDINGS.map((finding) => [finding.code, finding] as const))(
    "%s is one paragraph and says what to do",
    (_code, finding) => {
      const { message, help } = formatFinding(finding, language);
      for (const text of [message, ...(help === undefined ? [] : [help])]) {
        expect(text).toMatch(/\S/);
        expect(text).not.toMatch(/undefined|null|NaN|\[object|\n| {2}|\.\.$|。。| [，。）]|[（“] /);
        if (language === "zh") expect(text).toMatch(/\p{Script=Han}/u);
        // Between Chinese and other letters stands a space, except in what is quoted.
        if (language === "zh")
          expect(text.replace(/“[^”]*”|"[^"]*"/g, "“”")).not.toMatch(/\p{Script=Han}[{\w]|[}%\w]\p{Script=Han}/u);
      }
      // Nothing is left to be done about a stop that was asked for.
      if (finding.code !== "stopped") expect(help).toMatch(/\S/);
    },
  );

  test("wrong credentials: three things to check", () => {
    const [finding] = FINDINGS.filter(({ code }) => code === "wrong-credentials") as [Finding];
    const { help = "" } = formatFinding(finding, language);
    expect(help).toMatch(
      language === "en"
        ? /account number.*secret.*MUSTER_API_SECRET.*clock.*5 minutes/
        : /账户编号.*密钥.*MUSTER_API_SECRET.*时间.*5 分钟/,
    );
  });

  test("HTML instead of JSON: the host may be wrong", () => {
    const finding = FINDINGS.filter(({ code }) => code === "not-json")[1] as Finding;
    const { message, help } = formatFinding(finding, language);
    expect(message).toContain("HTML");
    expect(help).toContain("对接数据");
  });
});

test("all prose, read by eye", async () => {
  const lines = FINDINGS.flatMap((finding) => {
    const [en, zh] = [formatFinding(finding, "en"), formatFinding(finding, "zh")];
    return [`## ${finding.code}`, en.message, `  ${en.help ?? ""}`, zh.message, `  ${zh.help ?? ""}`, ""];
  });
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("expected/messages.txt");
});

test.each(FINDINGS.map((finding) => [finding.code, finding] as const))(
  "%s: Chinese prose has Chinese full stops",
  (_, finding) => {
    const { message, help = "" } = formatFinding(finding, "zh");
    for (const text of [message, help]) expect(text).not.toMatch(/[.,;](?=\p{Script=Han})|\d\.$/u);
  },
);

test("a finding keeps its data", () => {
  const source = { file: "a.yaml", line: 1, column: 2 };
  const finding: Finding = {
    code: "pin-not-live",
    severity: "error",
    args: GROUP,
    source,
    related: [{ note: "first", source }],
  };
  expect(formatFinding(finding, "en")).toMatchObject(finding);
  expect(Object.keys(formatFinding({ code: "stopped", severity: "error", args: {} }, "en"))).toEqual([
    "severity",
    "code",
    "message",
    "args",
  ]);
});

test("a code belongs to one room, and both languages have them all", () => {
  const rooms = [
    configMessages,
    planMessages,
    moorMessages,
    applyMessages,
    runMessages,
    agentMessages,
    calendarMessages,
    tableMessages,
  ];
  const codes = rooms.flatMap((room) => Object.keys(room));
  expect(new Set(codes).size).toBe(codes.length);
  expect(Object.keys(CATALOGUES.en).sort()).toEqual([...codes].sort());
  expect(Object.keys(CATALOGUES.zh).sort()).toEqual([...codes].sort());
  for (const code of codes) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
