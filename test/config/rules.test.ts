import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/loadDesired.js";
import { brief, desiredOf, expectFindings, fileOf, relatedOf, unmark } from "./reading.js";

const V = "version: 1\n";
const G = `${V}groups:\n  - displayName: a\n`;

/** Reads several marked files together. */
function expectTogether(marked: readonly string[], ...codes: string[]) {
  const files = marked.map((text, index) => unmark(text, `${index}.yaml`));
  const { findings } = loadDesired(files.map(({ text }, index) => fileOf(text, `${index}.yaml`)));
  expect(findings.map(brief)).toEqual(
    files.flatMap(({ places }) => places).map((place, index) => `${place} ${codes[index]}`),
  );
  return findings;
}

describe("numbers", () => {
  it("are the same with quotes and without", () => {
    const { groups } = desiredOf(`${G}    exten: 10018578\n    members: [8000, "8001", { agent: 8002 }]\n`);
    expect(groups[0]?.exten).toBe("10018578");
    expect(groups[0]?.members?.map(({ agentNumber }) => agentNumber)).toEqual(["8000", "8001", "8002"]);
    expectFindings(`${G}    members: [8000, ‸"8000"]\n`, "agent-twice");
  });

  it("keep every digit and, in quotes, every zero", () => {
    const { groups } = desiredOf(
      `${G}    exten: "007"\n    members: [9007199254740993, 123456789012345678901234567890, "0800", 0]\n`,
    );
    expect(groups[0]?.exten).toBe("007");
    expect(groups[0]?.members?.map(({ agentNumber }) => agentNumber)).toEqual([
      "9007199254740993",
      "123456789012345678901234567890",
      "0800",
      "0",
    ]);
  });

  it.each([
    ["a member", "leading-zero", `${G}    members: [‸0800]\n`],
    ["a member with priority", "leading-zero", `${G}    members: [{ agent: ‸08 }]\n`],
    ["a pin", "leading-zero", `${G}    exten: ‸007\n`],
    ["an agent", "leading-zero", `${V}agents: { a: ‸00 }\n`],
    ["a named agent", "leading-zero", `${V}agents: { a: { number: ‸01 } }\n`],
    ["hexadecimal", "bad-number", `${G}    members: [‸0x1F]\n`],
    ["octal", "bad-number", `${G}    exten: ‸0o17\n`],
    ["an exponent", "bad-number", `${G}    members: [‸1e3]\n`],
    ["a fraction", "bad-number", `${G}    members: [‸80.5]\n`],
    ["a fraction of nothing", "bad-number", `${G}    members: [‸8000.0]\n`],
    ["below zero", "bad-number", `${G}    exten: ‸-1\n`],
    ["a plus", "bad-number", `${G}    members: [{ agent: ‸+8000 }]\n`],
    ["infinity", "bad-number", `${G}    members: [‸.inf]\n`],
    ["no number", "bad-number", `${G}    members: [‸.nan]\n`],
    ["text for a pin", "bad-number", `${G}    exten: ‸"1 0"\n`],
    ["nothing for a pin", "bad-number", `${G}    exten: ‸""\n`],
    ["text for an agent", "bad-number", `${V}agents: { a: ‸x8000 }\n`],
    ["full-width digits", "bad-number", `${V}agents: { a: ‸８０００ }\n`],
    ["full-width digits for a member", "bad-number", `${G}    members: [‸８０００]\n`],
    ["a blank before it", "bad-number", `${G}    members: [‸" 8000"]\n`],
    ["a no-break space before it", "bad-number", `${G}    members: [‸"\\u00a08000"]\n`],
    ["a byte order mark before it", "bad-number", `${G}    members: [‸"\\ufeff8000"]\n`],
    ["a character of no width behind it", "unknown-agent-name", `${G}    members: [‸"8000\\u200b"]\n`],
    ["an address", "unknown-agent-name", `${G}    members: [‸"8000@acme"]\n`],
    ["a time, which was a number once", "unknown-agent-name", `${G}    members: [‸12:30]\n`],
    ["digits in threes, which were a number once", "bad-number", `${G}    members: [‸8_000]\n`],
    ["a date", "unknown-agent-name", `${G}    members: [‸2026-01-01]\n`],
    ["binary", "unknown-agent-name", `${G}    members: [‸0b11]\n`],
    ["a tilde", "wrong-type", `${G}    members: [‸~]\n`],
  ] as const)("%s: %s", (_what, code, marked) => {
    const [finding] = expectFindings(marked, code);
    expect(finding?.severity).toBe("error");
  });

  it("say why they are none", () => {
    const faultOf = (written: string) => expectFindings(`${G}    exten: ‸${written}\n`, "bad-number")[0]?.args;
    expect(faultOf("-1")).toEqual({ written: "-1", fault: "sign" });
    expect(faultOf("80.5")).toEqual({ written: "80.5", fault: "fraction" });
    expect(faultOf("0x1F")).toEqual({ written: "0x1F", fault: "notation", digits: "31" });
    expect(faultOf("1e3")).toEqual({ written: "1e3", fault: "notation", digits: "1000" });
    expect(faultOf("8000.0")).toEqual({ written: "8000.0", fault: "fraction", digits: "8000" });
    expect(faultOf("８０００")).toEqual({ written: "８０００", fault: "text", digits: "8000" });
    expect(faultOf("8_000")).toEqual({ written: "8_000", fault: "text", digits: "8000" });
    expect(faultOf("x1")).toEqual({ written: "x1", fault: "text" });
  });
});

describe("agents", () => {
  const meantBy = (written: string) =>
    expectFindings(
      `${V}agents: { zhang.wei: "1" }\n${G.slice(V.length)}    members: [‸${JSON.stringify(written)}]\n`,
      "unknown-agent-name",
    )[0]?.args;

  it.each([
    ["8001 张伟", { agents: ["8001"], remark: "张伟" }],
    ["8001# 张伟", { agents: ["8001"], remark: "张伟" }],
    ["张伟(8001)", { agents: ["8001"], remark: "张伟" }],
    ["张伟（８００１）", { agents: ["8001"], remark: "张伟" }],
    ["8001-张伟", { agents: ["8001"], remark: "张伟" }],
    ["8001:张伟", { agents: ["8001"], remark: "张伟" }],
    ["工号8001", { agents: ["8001"] }],
    ["8001，8002", { agents: ["8001", "8002"] }],
    ["8001、8002", { agents: ["8001", "8002"] }],
    ["8001,8002", { agents: ["8001", "8002"] }],
    ["8001/8002", { agents: ["8001", "8002"] }],
    ["8001 8002;zhang.wei", { agents: ["8001", "8002", "zhang.wei"] }],
    ["8001:5", { agents: ["8001"], priority: "5" }],
    ["8001（5）", { agents: ["8001"], priority: "5" }],
    ["“zhang.wei”", { agents: ["zhang.wei"] }],
  ])("that are written with something else are told what to write: %s", (written, meant) => {
    expect(meantBy(written)).toEqual({ name: written, meant });
  });

  it.each(["zhang8001", "张伟2", "8001 张伟 8002", "li.na", "8001\u0007x"])("are not guessed from %j", (written) => {
    expect(meantBy(written)).not.toHaveProperty("meant");
  });

  it("are defined once in all files", () => {
    const [finding] = expectTogether([`${V}agents: { a: 1 }\n`, `${V}agents: { ‸a: 1 }\n`], "duplicate-agent");
    expect(finding && relatedOf(finding)).toEqual(["first 0.yaml:2:11"]);
    expectFindings(`${V}agents: { a: 1 }\n---\n${V}agents: { ‸a: 2 }\n`, "duplicate-agent");
  });

  it("have names that are no numbers", () => {
    expectFindings(`${V}agents: { ‸"8000": 1, ‸"": 2 }\n`, "numeric-alias", "numeric-alias");
  });

  it("may have two names, with a warning", () => {
    const [finding] = expectTogether([`${V}agents: { a: 1 }\n`, `${V}agents: { ‸b: "1" }\n`], "agent-number-shared");
    expect(finding?.severity).toBe("warning");
    expect(finding?.args).toEqual({ agentNumber: "1", alias: "b", other: "a" });
    expect(finding && relatedOf(finding)).toEqual(["first 0.yaml:2:11"]);
  });

  it("are known by the names of any file", () => {
    expectTogether(
      [`${G}    members: [zhang.wei, ‸zhang.wie]\n`, `${V}agents: { zhang.wei: 1 }\n`],
      "unknown-agent-name",
    );
  });

  it("that are not known get the nearest name, if it is near", () => {
    const argsOf = (name: string) =>
      expectFindings(
        `${V}agents: { li.na: 1, zhang.wei: 2 }\ngroups: [{ displayName: a, members: [{ agent: ‸${name} }] }]\n`,
        "unknown-agent-name",
      )[0]?.args;
    expect(argsOf("zhang.wie")).toEqual({ name: "zhang.wie", suggestion: "zhang.wei" });
    expect(argsOf("LI.NA")).toEqual({ name: "LI.NA", suggestion: "li.na" });
    expect(argsOf("wang.fang")).toEqual({ name: "wang.fang" });
  });

  it("are unknown in teams too, used or not", () => {
    expectFindings(`${V}teams: { t: [‸x] }\n`, "unknown-agent-name");
  });

  it("are not called unknown when a file that cannot be read may define them", () => {
    const user = `${G}    members: [li.na, ‸nobody, { team: night }, { team: ‸day }]\n`;
    const broken = `${V}agents:\n  li.na: 1\n‸\tx: 2\nteams: { night: [] }\n`;
    expectTogether([user, broken], "unknown-agent-name", "unknown-team", "yaml-tab");
    const { findings } = loadDesired([
      fileOf(unmark(user).text, "0.yaml"),
      {
        path: "1.yaml",
        bytes: Buffer.concat([Buffer.from("agents: { li.na: 1 }\nteams: { night: [] } # "), Buffer.from([0xff])]),
      },
    ]);
    expect(findings.map(brief)).toEqual([
      "0.yaml:4:22 unknown-agent-name",
      "0.yaml:4:55 unknown-team",
      "1.yaml:2:24 not-utf8",
    ]);
  });
});

describe("priorities", () => {
  it.each(["010", "0x10", "0o10", "1e1", "+5", "-0", "1.0", "00"])(
    "are refused where they are written %s",
    (written) => {
      expectFindings(`${G}    members: [{ agent: 1, priority: ‸${written} }]\n`, "priority-notation");
      expectFindings(
        `${G}    members:\n      - team: t\n        priority: ‸${written}\n${"teams: { t: [] }\n"}`,
        "priority-notation",
      );
    },
  );
});

describe("names of groups", () => {
  it.each(["\\u200b", "\\u3164", " \\u2800 ", "\\u202e\\ufe0f"])("show something: %j does not", (name) => {
    expectFindings(`${V}groups:\n  - displayName: ‸"${name}"\n`, "empty-value");
  });

  it.each([
    ["A\\u200bB", ["U+200B"]],
    ["pay\\u202egnp", ["U+202E"]],
    ["A\\u2028B", ["U+2028"]],
    ["\\u3164x\\u2800", ["U+3164", "U+2800"]],
    ["x\\U000e0100", ["U+E0100"]],
  ])("that hide something are warned of: %j", (name, characters) => {
    const [finding] = expectFindings(`${V}groups:\n  - displayName: ‸"${name}"\n`, "hidden-character");
    expect(finding).toMatchObject({ severity: "warning", args: { characters } });
  });

  it.each([
    "😀👨‍👩‍👧",
    "❤️ 售后",
    "1️⃣ 组",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 组",
    "售前 咨询",
    "售前“VIP”组",
    "“甲”和“乙”",
    "【VIP】",
    '24\\"',
    "$5",
    "50%",
    "VIP #1",
  ])("may be %s", (name) => {
    expectFindings(`${V}groups:\n  - displayName: "${name}"\n`);
  });

  it.each([
    ...`“发票” ”发票” ‘发票’ 「发票」 ＂发票＂ «发票» “「发票」” “发票 发票” '"发票"' "'发票'" '\`发票\`'`.split(" "),
  ])("do not stand in quotes that YAML does not know: %s", (name) => {
    const [finding] = expectFindings(`${V}groups:\n  - displayName: ‸${name}\n`, "quotes-in-name");
    expect(finding).toMatchObject({ severity: "warning", args: { bare: "发票" } });
    expectFindings(`${V}groups:\n  - displayName: ${name}\n    distinct: [${name}]\n`);
  });

  it.each(["a  b", "a　b", "a\u00a0b"])("have plain spaces inside: %j", (name) => {
    expectFindings(`${V}groups:\n  - displayName: ‸${name}\n`, "odd-space");
  });

  it.each([
    [`groups:\n  - displayName: VIP客服\n  - displayName: ‸vip客服\n`, "case"],
    [`groups:\n  - displayName: 售前（北京）\n  - displayName: ‸售前(北京)\n`, "width"],
    [`groups:\n  - displayName: 售前北京网页\n  - displayName: ‸售前-北京-网页\n`, "punctuation"],
    [`agents:\n  zhang.wei: "1"\n  ‸Zhang.Wei: "2"\n`, "case"],
    [`teams:\n  夜班A: ["1"]\n  ‸夜班Ａ: ["2"]\n`, "width"],
  ])("are told apart at a glance: %j", (yaml, difference) => {
    const [finding] = expectFindings(`${V}${yaml}`, "alike-names");
    expect(finding).toMatchObject({ severity: "warning", args: { difference } });
  });

  it.each([
    `groups:\n  - { displayName: VIP, distinct: [vip] }\n  - displayName: vip\n`,
    `groups:\n  - { displayName: VIP, exten: "1" }\n  - displayName: vip\n`,
    `groups:\n  - displayName: 退款\n  - displayName: 退货\n  - displayName: 售前咨询\n  - displayName: 售前资询\n`,
    `agents:\n  zhang.wei: "1"\n  zhang.wei.2: "2"\n`,
  ])("may be two of a kind: %j", (yaml) => void expectFindings(`${V}${yaml}`));

  it.each([
    ..."${NAME} '{{name}}' 售前-${} $GROUP_NAME $(name) <%=name%> '%NAME%' <组名> TODO 待定 undefined '???'".split(" "),
  ])("are no template: %s", (name) => {
    const [finding] = expectFindings(`${V}groups:\n  - displayName: ‸${name}\n`, "placeholder-in-name");
    expect(finding?.severity).toBe("warning");
  });
});

describe("teams", () => {
  it("are defined once in all files", () => {
    const [finding] = expectTogether([`${V}teams: { t: [] }\n`, `${V}teams: { ‸t: [] }\n`], "duplicate-team");
    expect(finding && relatedOf(finding)).toEqual(["first 0.yaml:2:10"]);
  });

  it("that are not known get the nearest name", () => {
    const [finding] = expectFindings(
      `${V}teams: { night-shift: [] }\ngroups: [{ displayName: a, members: [{ team: ‸nightshift }] }]\n`,
      "unknown-team",
    );
    expect(finding?.args).toEqual({ team: "nightshift", suggestion: "night-shift" });
    expectFindings(`${V}teams: { t: [{ team: ‸u }] }\n`, "unknown-team");
  });

  it("do not hold themselves", () => {
    const argsOf = (marked: string, count = 1) =>
      expectFindings(marked, ...Array(count).fill("team-cycle")).map(({ args }) => args);
    expect(argsOf(`${V}teams: { t: [‸{ team: t }] }\n`)).toEqual([{ path: ["t", "t"] }]);
    expect(argsOf(`${V}teams:\n  a: [{ team: b }]\n  b: ["1", { team: c }]\n  c: [‸{ team: a }]\n`)).toEqual([
      { path: ["a", "b", "c", "a"] },
    ]);
    expect(
      argsOf(`${V}teams:\n  x: [{ team: a }]\n  a: [{ team: b }]\n  b: [‸{ team: a }, ‸{ team: b }]\n`, 2),
    ).toEqual([{ path: ["a", "b", "a"] }, { path: ["b", "b"] }]);
  });

  it("may be held by several others", () => {
    expectFindings(`${V}teams:\n  a: [{ team: c }]\n  b: [{ team: c }]\n  c: ["1"]\n`);
  });

  it("may nest as deeply as they like, and a cycle of many is named by its ends", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `  t${index}: [{ team: t${index + 1} }]\n`).join("");
    expect(
      desiredOf(`${V}teams:\n${chain}  t20000: ["1"]\ngroups: [{ displayName: a, members: [{ team: t0 }] }]\n`)
        .groups[0]?.members,
    ).toMatchObject([{ agentNumber: "1", source: { team: "t20000", line: 20_003 } }]);
    const { findings } = loadDesired([fileOf(`${V}teams:\n${chain}  t20000: [{ team: t0 }]\n`)]);
    expect(findings.map(({ args }) => args)).toEqual([
      { path: ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "…", "t20000", "t0"] },
    ]);
  });

  it("cannot blow up", () => {
    const levels = Array.from(
      { length: 40 },
      (_, index) => `  t${index + 1}: [{ team: t${index} }, { team: t${index}, priority: ${index} }]\n`,
    );
    const { findings } = loadDesired([
      fileOf(`${V}teams:\n  t0: ["1", { agent: "1", priority: 1 }]\n${levels.join("")}`),
    ]);
    expect(findings.length).toBeLessThan(200);
    const big = Array.from({ length: 2_000 }, (_, index) => `"${index}"`).join(", ");
    const groups = Array.from(
      { length: 600 },
      (_, index) => `  - { displayName: g${index}, members: [{ team: big }] }\n`,
    ).join("");
    const { findings: tooMany } = loadDesired([fileOf(`${V}teams:\n  big: [${big}]\ngroups:\n${groups}`)]);
    expect(tooMany.map(brief)).toEqual(["groups.yaml:504:36 too-many-members"]);
  });
});

describe("groups", () => {
  it("of one name need pins, every one of them", () => {
    const [finding] = expectFindings(`${G}  - displayName: ‸a\n`, "duplicate-name");
    expect(finding && relatedOf(finding)).toEqual(["first groups.yaml:3:18"]);
    expectFindings(`${G}    exten: 1\n  - displayName: ‸a\n`, "duplicate-name");
    expectFindings(
      `${G}  - displayName: ‸a\n  - displayName: ‸a\n  - { displayName: a, exten: 1 }\n`,
      "duplicate-name",
      "duplicate-name",
    );
    expectFindings(`${G}    exten: 1\n  - { displayName: a, exten: 2 }\n`);
    const [first] = expectTogether(
      [`${V}groups: [{ displayName: ‸a }]\n`, `${V}groups: [{ displayName: a, exten: 1 }]\n`],
      "duplicate-name",
    );
    expect(first && relatedOf(first)).toEqual(["other 1.yaml:2:25"]);
  });

  it("have pins of their own", () => {
    const [finding] = expectTogether(
      [`${V}groups: [{ displayName: a, exten: 1 }]\n`, `${V}groups: [{ displayName: b, exten: ‸"1" }]\n`],
      "duplicate-pin",
    );
    expect(finding?.args).toEqual({ exten: "1" });
    expect(finding && relatedOf(finding)).toEqual(["first 0.yaml:2:35"]);
  });

  it("have names without control characters", () => {
    const findings = expectFindings(
      `${V}groups:\n  - displayName: ‸"a\\tb"\n    previously: [‸"a\\nb", ‸"\\ud800"]\n  - displayName: ‸"售\u0085"\n`,
      ...Array(4).fill("control-character"),
    );
    expect(findings.map(({ args }) => (args as { character: string }).character)).toEqual([
      "U+0009",
      "U+000A",
      "U+D800",
      "U+0085",
    ]);
    expectFindings(`${V}groups: [{ displayName: "👩‍💻 售前" }]\n`);
  });

  it("have names without white space around them", () => {
    const findings = expectFindings(
      `${V}groups:\n  - displayName: ‸" a"\n    previously: [‸"b\u3000", c d]\n`,
      "surrounding-space",
      "surrounding-space",
    );
    expect(findings.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    expect(desiredOf(`${V}groups: [{ displayName: " a" }]\n`).groups[0]?.displayName).toBe(" a");
  });

  it("have old names that are old, and theirs alone", () => {
    expectFindings(`${G}    previously: [b, ‸a]\n`, "previously-own-name");
    const [taken] = expectFindings(`${G}    previously: [‸b]\n  - displayName: b\n`, "previously-in-use");
    expect(taken?.args).toEqual({ name: "b", other: "b" });
    expect(taken && relatedOf(taken)).toEqual(["other groups.yaml:5:18"]);
    const [claimed] = expectFindings(
      `${G}    previously: [c]\n  - displayName: b\n    previously: [‸c]\n`,
      "previously-in-use",
    );
    expect(claimed?.args).toEqual({ name: "c", other: "a" });
    expect(claimed?.severity).toBe("warning");
  });

  it("that are retired keep nobody", () => {
    const [members] = expectFindings(`${G}    retired: true\n    ‸members: [8001]\n`, "retired-conflict");
    expect([members?.severity, members?.args]).toEqual(["error", { displayName: "a", field: "members" }]);
    expectFindings(`${G}    retired: true\n    ‸membership: additive\n`, "retired-conflict");
    expectFindings(`${G}    retired: true\n    members: []\n`);
    expectFindings(`${G}    retired: true\n`);
    expectFindings(`${G}    retired: false\n    members: [8001]\n    membership: additive\n`);
    expectFindings(`${G}    retired: ‸"yes"\n`, "wrong-type");
  });

  it("that are additive have members", () => {
    const [finding] = expectFindings(`${G}    ‸membership: additive\n`, "additive-without-members");
    expect(finding?.severity).toBe("warning");
    expectFindings(`${G}    membership: additive\n    members: []\n`);
    expectFindings(`${G}    membership: exact\n`);
  });
});
