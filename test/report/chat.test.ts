import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dingtalk } from "../../src/report/chat/dingtalk.js";
import { feishu } from "../../src/report/chat/feishu.js";
import { slack } from "../../src/report/chat/slack.js";
import { wecom } from "../../src/report/chat/wecom.js";
import type { Language } from "../../src/report/messages/catalogue.js";
import type { Renderer, RenderOptions, Report } from "../../src/report/report.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";
import { at, buildPlan, buildReplace, joins, leaves, ORDINARY_PLAN } from "./fakes/buildPlan.js";
import { buildOutcome, buildResult, TROUBLED_RESULT } from "./fakes/buildResult.js";
import { hostileText } from "./fakes/hostileText.js";
import { ASKED, bigPlan, consoleEditPlan, withOrigins, withOriginsNamed } from "./fakes/originPlans.js";

const CHATS = { wecom, dingtalk, feishu, slack } as const;
type Chat = keyof typeof CHATS;
const NAMES = Object.keys(CHATS) as Chat[];
const options = (language: Language = "zh", more: Partial<RenderOptions> = {}): RenderOptions => ({
  language,
  colour: false,
  columns: 100,
  nonce: "n",
  ...more,
});

interface Block {
  readonly type: string;
  readonly text: { readonly type: string; readonly text: string };
}
interface Body {
  readonly markdown: { readonly content: string; readonly title: string; readonly text: string };
  readonly card: {
    readonly header: { readonly template: string; readonly title: { readonly content: string } };
    readonly elements: readonly {
      readonly tag: string;
      readonly text?: { readonly content: string };
      readonly actions?: readonly { readonly url: string; readonly text: { readonly content: string } }[];
    }[];
  };
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** All that a reader sees, in order. */
function shown(chat: Chat, { markdown, card, blocks }: Body): string {
  if (chat === "wecom") return markdown.content;
  if (chat === "dingtalk") return markdown.text;
  if (chat === "slack") return blocks.map(({ text }) => text.text).join("\n");
  const texts = card.elements.flatMap(({ text, actions = [] }) => [
    ...(text === undefined ? [] : [text.content]),
    ...actions.map((one) => one.text.content),
  ]);
  return [card.header.title.content, ...texts].join("\n");
}

/** The body as it is written, checked against what the chat takes. */
function rendered(chat: Chat, report: Report, language: Language = "zh", more: Partial<RenderOptions> = {}): Body {
  const document = (CHATS[chat] as Renderer)(report, options(language, more));
  expect(document.endsWith("}\n")).toBe(true);
  expect(document.includes("\n")).toBe(true);
  expect(document.indexOf("\n")).toBe(document.length - 1);
  const body = JSON.parse(document) as Body;
  const bytes = Buffer.byteLength(document);
  if (chat === "wecom") {
    expect(Object.keys(body)).toEqual(["msgtype", "markdown"]);
    expect(Buffer.byteLength(body.markdown.content)).toBeLessThanOrEqual(4096);
  } else if (chat === "dingtalk") {
    // No `at`: nobody is called.
    expect(Object.keys(body)).toEqual(["msgtype", "markdown"]);
    expect(bytes).toBeLessThanOrEqual(20_000);
  } else if (chat === "feishu") {
    expect(Object.keys(body)).toEqual(["msg_type", "card"]);
    expect(bytes).toBeLessThanOrEqual(20_000);
  } else {
    expect(Object.keys(body)).toEqual(["text", "blocks"]);
    expect(body.blocks.length).toBeLessThanOrEqual(50);
    for (const { type, text } of body.blocks) {
      expect(text.text.length).toBeGreaterThan(0);
      expect(text.text.length).toBeLessThanOrEqual(type === "header" ? 150 : 3000);
    }
  }
  // The keyword that 钉钉 and 飞书 may ask for.
  expect(shown(chat, body)).toContain("muster");
  return body;
}

const LONG = "华东大区售前咨询及网页在线接待技能组（含夜班、周末与节假日轮值）第二分组";
const HOSTILE = `<@all>@all[点此](https://evil.example)<font color="warning">x</font><at id=all></at><!channel>*b*\`c\`\n# h`;

function plansOf(groups: number, name: (index: number) => string) {
  const plan = bigPlan(groups, true);
  return {
    ...plan,
    account: { ...plan.account, name: name(0) },
    actions: plan.actions.map((action, index) => ({
      ...action,
      displayName: name(index),
      added: action.added.map((agent) => ({ ...agent, agentName: name(index) })),
    })),
  };
}

const KINDS: Readonly<Record<string, (groups: number, name: (index: number) => string) => Report>> = {
  plans: (groups, name) => ({ kind: "plans", plans: [plansOf(groups, name)] }),
  "plans of forty accounts": (groups, name) => ({
    kind: "plans",
    plans: Array.from({ length: 40 }, () => plansOf(Math.ceil(groups / 40), name)),
    failures: [
      { formatVersion: "1.0", kind: "error", account: ORDINARY_PLAN.account, diagnostics: ORDINARY_PLAN.diagnostics },
    ],
  }),
  results: (groups, name) => ({
    kind: "results",
    plans: [plansOf(groups, name)],
    results: [
      buildResult(
        plansOf(groups, name).actions.map(({ id, displayName }, index) =>
          buildOutcome(displayName, {
            id,
            ...(index % 3 === 0 ? { status: "failed" as const, attempts: 5 } : {}),
          }),
        ),
      ),
    ],
  }),
  "a failure": (groups, name) => ({
    kind: "failure",
    command: "apply",
    exitCode: 3,
    texts: new Map(),
    plans: [plansOf(groups, name)],
    diagnostics: Array.from({ length: groups }, (_, index) => ({
      severity: "error" as const,
      code: "of-another-muster",
      message: name(index).repeat(20),
      help: name(index),
      source: at(name(index), 3),
    })),
  }),
  "a validation": (groups, name) => ({
    kind: "validation",
    texts: new Map(),
    validation: {
      formatVersion: "1.0",
      kind: "validation",
      valid: false,
      accounts: [],
      diagnostics: Array.from({ length: groups }, (_, index) => ({
        severity: "error" as const,
        code: "of-another-muster",
        message: name(index),
      })),
    },
  }),
  "dry runs": (groups, name) => ({ kind: "dry-runs", dryRuns: [DRY_RUN], plans: [plansOf(groups, name)] }),
};

const made = new Map<string, readonly Report[]>();

/** Every size with long names, and with names that are an attack or a whole page. All chats are given the same. */
function reportsOf(kind: string): readonly Report[] {
  const names = [(index: number) => `${LONG}${index}`, () => HOSTILE.repeat(3), () => "字".repeat(10_000)];
  const reports =
    made.get(kind) ??
    (kind.includes("forty") ? [500] : [1, 60, 500]).flatMap((groups) =>
      names.flatMap((name) => KINDS[kind]?.(groups, name) ?? []),
    );
  made.set(kind, reports);
  return reports;
}

describe.each(NAMES)("%s", (chat) => {
  it.each(Object.keys(KINDS))("takes %s of every size", { timeout: 30_000 }, (kind) => {
    for (const report of reportsOf(kind)) {
      for (const language of ["zh", "en"] as const) expectInert(chat, rendered(chat, report, language));
    }
  });

  it("obeys no text from outside", { timeout: 30_000 }, () => {
    const tricks = fc.constantFrom(
      ...(HOSTILE.match(/<[^>]*>|[^<]+/g) ?? []),
      "www.evil.example",
      ":fire:",
      "- x",
      "1. x",
    );
    const property = fc.property(fc.oneof(hostileText, tricks), fc.boolean(), (name, only) => {
      const plan = withOriginsNamed(
        { ...ORDINARY_PLAN, account: { name, host: name, accountId: name } },
        name,
        only ? "change" : undefined,
      );
      const named = { ...plan, actions: plan.actions.map((action) => ({ ...action, displayName: name })) };
      expectInert(chat, rendered(chat, { kind: "plans", plans: [named] }));
    });
    fc.assert(property, { numRuns: 40 });
  });
});

/** What is left of a message without the marks that it is made of has nothing that its syntax knows. */
function expectInert(chat: Chat, body: Body): void {
  const everything = shown(chat, body);
  // No control character, no line that a name began.
  expect(everything.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
  expect(everything.replace(/https:\/\/forge\.example[^)|\s]*/g, "")).not.toMatch(/@|:\/\/|www\.|evil\.example/);
  if (chat === "wecom" || chat === "dingtalk") {
    for (const line of everything.split("\n")) {
      const rest = line
        .replace(/^(?:### |• |- )/, "")
        .replace(/^\*\*(.*)\*\*$/, "$1")
        .replace(/\[([^\]]*)\]\(https?:\/\/[A-Za-z0-9\-._~:/?#+,=%&]+\)/g, "$1");
      expect(rest).not.toMatch(/[<>@*`~|[\]\\&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u);
      expect(rest).not.toMatch(/^\s*(?:[#+=-]|\d+[.)])/);
    }
  } else if (chat === "slack") {
    for (const { text } of body.blocks) {
      if (text.type !== "mrkdwn") continue;
      const rest = text.text
        .replace(/^\*(.*)\*$/, "$1")
        .replace(/<https?:\/\/[A-Za-z0-9\-._~:/?#+,=%&;]+\|([^<>|]*)>/g, "$1");
      expect(rest).not.toMatch(/[<>@*`~|[\]\\&]|:\w+:/);
    }
    expect(body.text).not.toMatch(/[<>@*`~|[\]\\&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u);
  } else {
    const tags = [...JSON.stringify(body.card).matchAll(/"tag":"([^"]*)"/g)].map(([, tag]) => tag);
    const known = ["div", "plain_text", "hr", "action", "button"];
    expect(tags.filter((tag) => !known.includes(tag ?? ""))).toEqual([]);
  }
}

describe("what a message says", () => {
  const said = (report: Report, language: Language = "zh") => shown("wecom", rendered("wecom", report, language));

  it("of a change and of drift apart, with who leaves, and where to look", () => {
    const plan = { ...consoleEditPlan(ASKED), guards: [] };
    expect(said({ kind: "plans", plans: [plan] })).toBe(`### 🕒 muster · prod：有变更待执行

调整坐席 1 个，将加入 1 人次
合并请求 #12 售后加人：欧阳明月 · 发起人 li．na · 提交 aaaaaaaaaaaa

**有变更的技能组（1 个）**
• 售后 (10018578)：坐席数 2 → 3 · 加入 8004 欧阳明月

**变更之前已有的偏差：apply 会按文件改回（调整坐席 1 个，将移出 1 人次，将加入 1 人次）**
• 投诉 (10018580)：2 名坐席 · 移出 8009 王五 · 加入 8001 胡娟 · 最近修改：11-22 03:12，8001 胡娟

[合并请求 #12](https://forge.example/a/b/pull/12) · [运行记录](https://forge.example/a/b/actions/runs/7)`);
    expect(said({ kind: "plans", plans: [plan] }, "en")).toBe(`### 🕒 muster · prod: changes to apply

1 to update members, 1 to add
Pull request #12 售后加人：欧阳明月 · by li．na · commit aaaaaaaaaaaa

**Changed groups (1)**
• 售后 (10018578): 2 → 3 members · added 8004 欧阳明月

**Already different before this change: an apply sets it back (1 to update members, 1 to remove, 1 to add)**
• 投诉 (10018580): 2 members · removed 8009 王五 · added 8001 胡娟 · last edited 11-22 03:12 by 8001 胡娟

[Pull request #12](https://forge.example/a/b/pull/12) · [run](https://forge.example/a/b/actions/runs/7)`);
  });

  it.each<[string, Report, string]>([
    ["no changes", { kind: "plans", plans: [buildPlan({ unchanged: 3 })] }, "✅ muster · prod: no changes"],
    ["a guard", { kind: "plans", plans: [ORDINARY_PLAN] }, "✋ muster · prod: A guard tripped: apply will not start"],
    [
      "a difference of unknown origin",
      { kind: "plans", plans: [{ ...ORDINARY_PLAN, guards: [] }] },
      "⚠️ muster · prod: the account differs from the files",
    ],
    [
      "drift alone",
      { kind: "plans", plans: [{ ...withOriginsNamed(ORDINARY_PLAN, "x"), guards: [] }] },
      "⚠️ muster · prod: already different before this change",
    ],
    [
      "too few agents",
      {
        kind: "plans",
        plans: [{ ...ORDINARY_PLAN, guards: [{ guard: "minClaiming", limit: "1", actual: 1, of: 2, tripped: true }] }],
      },
      "✋ muster · prod: too few agents would take conversations, so apply will not start",
    ],
    [
      "manual work alone",
      { kind: "plans", plans: [buildPlan({ manual: ORDINARY_PLAN.manual })] },
      "⚠️ muster · prod: only manual changes",
    ],
    [
      "all applied",
      { kind: "results", results: [buildResult([buildOutcome("售后")])], plans: [ORDINARY_PLAN] },
      "✅ muster · prod: applied and verified",
    ],
    [
      "not verified",
      { kind: "results", results: [buildResult([buildOutcome("售后", { verified: false })])], plans: [ORDINARY_PLAN] },
      "⚠️ muster · prod: applied, but not verified",
    ],
    [
      "a failed write",
      { kind: "results", results: [buildResult([buildOutcome("售后", { status: "failed" })])], plans: [ORDINARY_PLAN] },
      "❌ muster · prod: not completely applied",
    ],
    [
      "an interrupted run",
      {
        kind: "results",
        results: [buildResult([buildOutcome("售后", { status: "unknown" })], { interrupted: true })],
        plans: [ORDINARY_PLAN],
      },
      "⚠️ muster · prod: interrupted before the end",
    ],
    [
      "a failed run",
      {
        kind: "failure",
        command: "plan",
        exitCode: 1,
        plans: [],
        texts: new Map(),
        diagnostics: [{ severity: "error", code: "of-another-muster", message: "Said." }],
      },
      "❌ muster · plan failed",
    ],
    [
      "a stale plan",
      {
        kind: "failure",
        command: "apply",
        exitCode: 3,
        plans: [ORDINARY_PLAN],
        texts: new Map(),
        diagnostics: [{ severity: "error", code: "hash-differs", message: "Said." }],
      },
      "✋ muster · prod: Not applied: the plan has changed",
    ],
  ])("heads %s", (_, report, heading) => {
    expect(said(report, "en").split("\n")[0]).toBe(`### ${heading}`);
    expect(rendered("dingtalk", report, "en").markdown.title).toBe(heading);
    expect(rendered("slack", report, "en").text).toBe(heading);
    expect(rendered("feishu", report, "en").card.header.title.content).toBe(heading);
  });

  it("puts groups left with nobody first, then those with one, then by share lost, also where the plan has them last", () => {
    const staying = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ agentNumber: String(8100 + index), priority: 0 }));
    const losing = (name: string, lost: number, left: number, gained = 0) =>
      buildReplace(name, `100${name.length}`, {
        removed: Array.from({ length: lost }, (_, index) => leaves(String(8000 + index))),
        added: Array.from({ length: gained }, (_, index) => joins(String(8200 + index))),
        staying: staying(left),
      });
    const actions = [
      losing("a", 0, 2, 1),
      losing("bb", 1, 9),
      losing("ccc", 1, 1),
      losing("dddd", 9, 3),
      losing("eeeee", 1, 0),
    ];
    const lines = said({ kind: "plans", plans: [buildPlan({ actions })] }, "en").split("\n");
    expect(lines.filter((line) => line.startsWith("•"))).toEqual([
      "• ⚠️ eeeee (1005): 1 → 0 members, nobody left · removed 8000",
      "• ⚠️ ccc (1003): 2 → 1 member, 1 left · removed 8000",
      "• dddd (1004): 12 → 3 members · removed 8000, 8001, 8002, 8003, 8004, 8005, and 3 more",
      "• bb (1002): 10 → 9 members · removed 8000",
      "• a (1001): 2 → 3 members · added 8200",
    ]);
    expect(lines[2]).toBe("Shortened: the run's page and reports have the rest.");
  });

  it("says at the top that it was shortened, keeps the worst, and counts the rest", () => {
    for (const chat of NAMES) {
      const text = shown(chat, rendered(chat, { kind: "plans", plans: [bigPlan(60, true)] }, "en"));
      expect(text.indexOf("Shortened")).toBeGreaterThan(0);
      expect(text.indexOf("Shortened")).toBeLessThan(120);
      expect(text).toMatch(/6 → 1 member, 1 left/);
      expect(text).toMatch(/and \d+ more/);
    }
    const small = said({ kind: "plans", plans: [buildPlan({ actions: ORDINARY_PLAN.actions.slice(0, 2) })] }, "en");
    expect(small).not.toContain("Shortened");
  });

  it("of an apply: what went wrong, the gravest first, then who moved", () => {
    const result = { ...TROUBLED_RESULT, manual: ORDINARY_PLAN.manual };
    const text = said({ kind: "results", results: [result], plans: [ORDINARY_PLAN] }, "en");
    const order = [
      "failed ·",
      "conflict, nothing",
      "unknown: the group",
      "skipped ·",
      "**Next**",
      "**Applied and verified",
    ];
    const places = order.map((one) => text.indexOf(one));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(text).toContain("removed 8009 王五");
    expect(text).toContain("Manual (3;");
  });

  it("of equal failures once, with some of their groups", () => {
    const failed = { status: "failed" as const, attempts: 5 };
    const error = { severity: "error", code: "of-another-muster", message: "The server refused.", args: {} } as const;
    const actions = Array.from({ length: 15 }, (_, index) =>
      buildOutcome(`组${index}`, { id: String(index), exten: String(1000 + index), ...failed, error }),
    );
    const text = said({ kind: "results", results: [buildResult(actions)], plans: [ORDINARY_PLAN] }, "en");
    expect(text).toContain(
      "**Not applied, or not verified (15 groups)**\n• 组0 (1000), 组1 (1001), 组2 (1002), 组3 (1003), and 11 more: failed · The server refused.",
    );
  });

  it("of several accounts, the worst first", () => {
    const plans = [
      buildPlan({ unchanged: 1 }, { account: { ...ORDINARY_PLAN.account, name: "staging" } }),
      { ...ORDINARY_PLAN, account: { ...ORDINARY_PLAN.account, name: "live" } },
    ];
    const text = said({ kind: "plans", plans }, "en");
    expect(text.split("\n")[0]).toBe("### ✋ muster · Plans for 2 accounts");
    expect(text.indexOf("✋ live")).toBeGreaterThan(0);
    expect(text.indexOf("✋ live")).toBeLessThan(text.indexOf("✅ staging"));
  });

  it.each([
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://user:pass@forge.example/",
    "not an address",
    `https://forge.example/${"a".repeat(400)}`,
  ])("links nothing to %s", (url) => {
    const plan = { ...ORDINARY_PLAN, pullRequest: { number: 1, url }, run: url };
    for (const chat of NAMES)
      expect(JSON.stringify(rendered(chat, { kind: "plans", plans: [plan] }))).not.toMatch(/https?:\/\/|"url"/);
  });

  it("escapes an address for its syntax", () => {
    const url = "https://forge.example/a(b)[c]|d>e*f@all?x=1&y=<z>";
    const safe = "https://forge.example/a%28b%29%5Bc%5D%7Cd%3Ee%2Af%40all?x=1&y=%3Cz%3E";
    const plan = { ...ORDINARY_PLAN, pullRequest: { number: 1, url } };
    const report = { kind: "plans", plans: [plan] } as const;
    expect(said(report)).toContain(`[合并请求 #1](${safe})`);
    expect(shown("slack", rendered("slack", report))).toContain(`<${safe.replace("&", "&amp;")}|合并请求 #1>`);
    expect(JSON.stringify(rendered("feishu", report))).toContain(`"url":"${safe}"`);
  });

  it("has no secret, not the beginning of one either, in characters that nobody looks for", () => {
    const secret = "pass_word-0123456789@abcdef";
    const name = `${"售".repeat(30)}${secret}`;
    const redact = (text: string) => text.replaceAll(secret, "***");
    const plan = withOrigins({ ...ORDINARY_PLAN, account: { name, host: name, accountId: name } });
    for (const chat of NAMES) {
      const document = JSON.stringify(rendered(chat, { kind: "plans", plans: [plan] }, "zh", { redact }));
      expect(document).not.toMatch(/pass.word/);
    }
  });
});
