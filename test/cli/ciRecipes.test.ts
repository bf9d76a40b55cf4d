import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse, parseDocument } from "yaml";
import { main } from "../../src/cli/main.js";
import { systemsOf } from "../../src/cli/starter/ciSystems.js";
import { starterFiles } from "../../src/cli/starter/starterFiles.js";
import { ROOT } from "../support/cli.js";
import { workflowFindings } from "../support/githubParsers.js";
import { commandHost } from "./commandHost.js";

const [ENGLISH, CHINESE] = ["CI.md", "CI.zh-CN.md"].map((name) => readFileSync(join(ROOT, ".github", name), "utf8"));

interface Fence {
  readonly language: string;
  readonly text: string;
}

const fencesIn = (page = ""): Fence[] =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({ language, text }));
const fences = fencesIn(ENGLISH);
const recipe = (language: string, begins: string) =>
  fences.find((fence) => fence.language === language && fence.text.startsWith(begins))?.text ?? "";

/** Every string of a document, wherever it stands. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** The command lines of muster in a text, each as its words. */
function commands(text: string): string[][] {
  return [...text.matchAll(/npx --no-install muster ([^\n|;&']+)/g)].map(([, words = ""]) =>
    words
      .replace(/<[^>]+>|"\$(?:MUSTER_)?PLAN_HASH"|"\$\{PLAN_HASH\}"/g, `sha256:${"0".repeat(64)}`)
      .replace(/\s\d?>.*/, "")
      .replace('"$@"', "")
      .replace('${base:+--base "$base"}', "--base main")
      .trim()
      .split(/\s+/),
  );
}

/** In prose, a command line is code that begins with one. */
const inProse = (page = "") =>
  [...page.matchAll(/`muster ((?:apply|plan|validate) -[^`\n]+)`/g)].map(
    ([, code]) => `npx --no-install muster ${code}`,
  );

const scripts: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    starterFiles(systemsOf("all"))
      .filter(({ path }) => /\.ya?ml$/.test(path) && path.startsWith("."))
      .map(({ path, text }) => [path, strings(parse(text))]),
  ),
  "the recipes": fences.flatMap(({ language, text }) => (language === "yaml" ? strings(parse(text)) : [text])),
  "the prose": inProse(ENGLISH),
  "the Chinese prose": inProse(CHINESE),
};

/** What the real parser of the command line says of the words: nothing, or what it expected. */
async function refusal(words: readonly string[]): Promise<string | undefined> {
  // They are carried out, in a folder without files: nothing else may be.
  expect(["validate", "plan", "apply", "pull"]).toContain(words[0]);
  const { host, stdout } = await commandHost({});
  await main({ ...host, argv: [...words, "--format", "json"] });
  const document = JSON.parse(stdout());
  const finding = document.diagnostics?.find(({ code }: { code: string }) => ["usage", "flags-clash"].includes(code));
  return finding?.message;
}

describe("the recipes", () => {
  it("are the same in both languages", () => {
    expect(fencesIn(CHINESE)).toEqual(fences);
    expect(fences.map(({ language }) => language)).toEqual([
      ...Array(11).fill("yaml"),
      "groovy",
      ...Array(4).fill("yaml"),
      "sh",
      // Members by the clock: script, units, crontab, and the call that starts GitHub's workflow.
      "sh",
      "ini",
      "sh",
      "sh",
      "yaml",
      "sh",
      "sh",
      "sh",
    ]);
  });

  it("parse, without a warning", () => {
    for (const { text } of fences.filter(({ language }) => language === "yaml")) {
      const { errors, warnings } = parseDocument(text);
      expect([...errors, ...warnings], text.slice(0, 40)).toEqual([]);
    }
  });

  it.each(["apply", "live", "plan"])("for GitHub are accepted by its parser: muster %s", async (name) => {
    expect(await workflowFindings(recipe("yaml", `name: muster ${name}`))).toEqual([]);
  });

  it("for pull requests without a secret have none, and take snapshots of main's schedule alone", () => {
    const plan = recipe("yaml", "name: muster plan");
    expect(plan).not.toContain("secrets.");
    expect(plan).toContain("--workflow muster-live.yml --event schedule --status success");
    expect(Object.keys(parse(recipe("yaml", "name: muster live")).on)).toEqual(["schedule"]);
  });

  it("for Jenkins have balanced braces and approve before they apply", () => {
    const groovy = recipe("groovy", "pipeline {");
    const code = groovy.replace(/\/\/.*|'[^']*'|"[^"]*"/g, "");
    expect(code.match(/\{/g)).toHaveLength(code.match(/\}/g)?.length ?? -1);
    expect(groovy.indexOf("input {")).toBeLessThan(groovy.indexOf("apply --plan plan.json"));
  });

  it("apply nothing that was not planned and approved", () => {
    const applies = fences.flatMap(({ language, text }) =>
      (language === "yaml" ? strings(parse(text)) : [text]).flatMap(commands).filter(([verb]) => verb === "apply"),
    );
    expect(applies).toHaveLength(9);
    // The hash goes another way than the file, whose author it would otherwise trust.
    for (const words of applies) {
      // Where only the pipeline can write the file, the file is enough.
      const [flag, file] = words.slice(1);
      if (flag === "--plan" && file === "plan.json" && words.length === 4) continue;
      expect(words, words.join(" ")).toContain("--expect-hash");
    }
    for (const { text } of fences) expect(text).not.toMatch(/\$\{?\w*PLAN_HASH\}?(?!["}\w])/);
  });
});

describe("the timer of one's own", () => {
  const due = fences.find(({ text }) => text.includes("/usr/local/bin/muster-due, mode"))?.text ?? "";
  const crontab = fences.find(({ text }) => text.startsWith("# /etc/cron.d/"))?.text ?? "";

  it("has a script and a crontab that a shell can read, and a command that is understood", async () => {
    for (const text of [due, crontab.replace(/^(?:#|MAILTO).*$/gm, "").replace("*/5 * * * * muster ", "")])
      execFileSync("sh", ["-n"], { input: text });
    // In a crontab it is a line break.
    expect(crontab).not.toContain("%");
    // By itself cron looks in /usr/bin and /bin alone, and the single program is not there.
    expect(crontab).toMatch(/^PATH=\/usr\/local\/bin:/m);
    const [, words = ""] = /^exec muster (.+)$/m.exec(due) ?? [];
    expect(words).toContain("apply --due --auto-approve");
    expect(await refusal(words.split(" "))).toBeUndefined();
  });

  it("runs one at a time, goes on without git, and ends as muster does", async () => {
    const folder = await mkdtemp(join(tmpdir(), "muster-due-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const bin = join(folder, "bin");
    await mkdir(bin);
    const program = async (name: string, text: string) =>
      writeFile(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    await program("git", 'case "$1" in pull) exit 1 ;; *) echo "abc1234, yesterday" ;; esac');
    await program("muster", 'echo "$@"; [ -z "$SLOW" ] || sleep "$SLOW"; exit 3');
    const run = (env: Readonly<Record<string, string>>) =>
      new Promise<{ readonly code: unknown; readonly said: string }>((resolve) => {
        const child = execFile(
          "sh",
          ["-c", due.replace("/srv/skill-groups", folder)],
          { env: { PATH: `${bin}:${process.env["PATH"]}`, STATE_DIRECTORY: folder, ...env } },
          (_, stdout) => resolve({ code: child.exitCode, said: stdout }),
        );
      });
    expect(await run({})).toEqual({
      code: 3,
      said: "git pull failed: the files are those of abc1234, yesterday\napply --due --auto-approve --lock-timeout 120\n",
    });
    const slow = run({ SLOW: "1" });
    await setTimeout(400);
    expect(await run({})).toEqual({ code: 0, said: "" });
    expect((await slow).code).toBe(3);
  });
});

describe("the command lines", () => {
  it.each(Object.keys(scripts).filter((place) => !place.startsWith(".github/") && place !== ".gitlab-ci.yml"))(
    "of %s are understood",
    async (place) => {
      const lines = scripts[place]?.flatMap(commands) ?? [];
      expect(lines.length).toBeGreaterThan(2);
      for (const words of lines) expect(await refusal(words), words.join(" ")).toBeUndefined();
    },
  );

  it("would not be understood if they were wrong", async () => {
    expect(await refusal(["plan", "--out", "plan.json", "--reports", "junit=junit.xml"])).toContain("--reports");
    expect(await refusal(["apply", "--plan", "plan.json", "groups"])).toContain("--plan");
    expect(await refusal(["plan", "--report", "gitlab-terraform=x.json"])).toContain("gitlab-plan");
    expect(commands("npx --no-install muster plan --out plan.json && node x")).toEqual([
      ["plan", "--out", "plan.json"],
    ]);
  });
});
