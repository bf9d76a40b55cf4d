import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";

const CHINESE = /\p{Script=Han}/u;
/** All but JSON, whose dry run has no sentence. */
const FORMATS = [
  "text",
  "markdown",
  "html",
  "github",
  "junit",
  "sarif",
  "gitlab-codequality",
  "wecom",
  "dingtalk",
  "feishu",
  "slack",
];

/** A plan with a warning of the files' and one of the comparison: names are Latin, so that Chinese is muster's own. */
const YAML = `version: 1
groups:
  - { displayName: Sales, members: [] }
  - { displayName: " Support", members: ["8000"] }
`;

describe("a saved plan is shown in the language of whoever shows it", () => {
  it.each([
    ["en", "zh"],
    ["zh", "en"],
  ])("saved in %s, shown in %s", async (saved, shown) => {
    const { run, folder } = await world([], YAML);
    expect(await run(["plan", "--out", "p.json", "--lang", saved])).toMatchObject({ code: 0 });
    const document = await readFile(join(folder, "p.json"), "utf8");
    const { diagnostics } = JSON.parse(document);
    expect(diagnostics.map(({ code }: { code: string }) => code)).toContain("create-without-members");
    for (const { message, help, args } of diagnostics) {
      expect(CHINESE.test(`${message}${help}`)).toBe(saved === "zh");
      expect(args).toBeDefined();
    }
    const reports = FORMATS.flatMap((format) => ["--report", `${format}=r.${format}`]);
    const { code, stdout, stderr } = await run(["apply", "--plan", "p.json", "--dry-run", "--lang", shown, ...reports]);
    expect(code).toBe(0);
    const files = await Promise.all(
      FORMATS.map(async (format) => [format, await readFile(join(folder, `r.${format}`), "utf8")] as const),
    );
    for (const [format, text] of [["stdout", stdout], ["stderr", stderr], ...files] as const)
      expect([format, CHINESE.test(withoutData(text))]).toEqual([format, shown === "zh"]);
  });

  it("as it was saved, where its particulars are not what the code has, or are missing", async () => {
    const { run, folder } = await world([], YAML);
    await run(["plan", "--out", "p.json", "--lang", "en"]);
    const path = join(folder, "p.json");
    const plan = JSON.parse(await readFile(path, "utf8"));
    const [one] = plan.diagnostics;
    const stored: Record<string, unknown> = {
      severity: "warning",
      code: "create-without-members",
      message: "As it was said.",
      help: "Then.",
    };
    const found = [
      stored,
      { ...stored, args: {} },
      { ...stored, args: { displayName: { toString: "x" } } },
      { ...stored, code: "ambiguous-name", args: { displayName: "a", extens: "b" } },
      { ...stored, code: "unreachable", args: { host: "h", operation: "o", reason: "constructor", detail: "" } },
      { ...stored, code: "unreachable", args: { host: "h", operation: "o", reason: "__proto__", detail: "" } },
      { ...stored, code: "of-another-muster", args: { displayName: "a" } },
      { ...stored, code: "constructor", args: { displayName: "a" } },
    ].map((one, index) => ({ ...one, message: `As it was said, ${index}.` }));
    const edited = { ...one, message: "Edited." };
    await writeFile(path, JSON.stringify({ ...plan, diagnostics: [...found, edited] }));
    const { code, stderr } = await run(["apply", "--plan", "p.json", "--dry-run", "--lang", "zh"]);
    expect(code).toBe(0);
    for (const { message } of found) expect(stderr).toContain(message);
    expect(stderr).toContain("Then.");
    // What is right is said anew, whatever stands beside it.
    expect(stderr).not.toContain("Edited.");
    expect(stderr).toContain("“ Support”");
  });
});

describe("a tripped guard says of which account, in the language of the run", () => {
  it.each(["en", "zh"])("%s", async (lang) => {
    const { run, folder } = await world(
      [{ displayName: "Sales", exten: "7", members: ["8000", "8001"] }],
      groupsYaml({ Sales: [] }),
    );
    const reports = ["--report", "json=r.json", "--report", "markdown=r.md"];
    const { code, stderr } = await run(["apply", "--auto-approve", "--lang", lang, ...reports]);
    expect(code).toBe(3);
    const { diagnostics } = JSON.parse(await readFile(join(folder, "r.json"), "utf8"));
    expect(diagnostics[0]).toMatchObject({ code: "guard-tripped", args: { account: "default" } });
    for (const text of [stderr, diagnostics[0].message, await readFile(join(folder, "r.md"), "utf8")])
      expect(CHINESE.test(withoutData(text))).toBe(lang === "zh");
  });
});

/** Without the names that the account gives its agents. */
function withoutData(text: string): string {
  return text.replaceAll(/坐席\d+/g, "");
}
