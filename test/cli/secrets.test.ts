import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/cli/commands/check.js";
import { validate } from "../../src/cli/commands/validate.js";
import { muster } from "../support/cli.js";
import { spellingsOf } from "../support/spellings.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const SECRET = "S3cr3t-Qz81/vv+w==";
const ACCOUNT = "N00000000556";
const GROUPS = "version: 1\ngroups:\n  - { displayName: a, members: ['8000'] }\n";

/** What a server saw of each call, and could write into anything. */
interface Seen {
  readonly sigs: string[];
  readonly authorizations: string[];
}

interface Attack {
  readonly how: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the server answers; it has seen the call. */
  readonly answer?: (spelled: readonly string[]) => { readonly status: number; readonly body: string };
  /** Is the server allowed to be called? */
  readonly called: boolean;
  readonly args?: readonly (readonly string[])[];
}

const account = (host: string, accountId: string, more = "") =>
  `version: 1\naccounts:\n  prod:\n    host: ${host}\n    accountId: ${accountId}\n    apiSecret: \${MUSTER_API_SECRET}\n${more}`;
const HOST = "${MUSTER_HOST}";
const REPORTS = [
  "json",
  "markdown",
  "html",
  "junit",
  "sarif",
  "gitlab-plan",
  "gitlab-codequality",
  "wecom",
  "dingtalk",
  "feishu",
  "slack",
];
const PLAN = ["plan", "--verbose", "--out", "out.json", ...REPORTS.flatMap((one) => ["--report", `${one}=out.${one}`])];
const EVERY = [
  PLAN,
  ["apply", "--dry-run", "--format", "json"],
  ["check"],
  ["pull", "--dry-run"],
  ["status"],
  ["who", "8000"],
];

const page = (words: readonly string[]) => ({
  status: 404,
  body: `<html><title>${words.join(" ")}</title>${words.join("\n")}</html>`,
});
const refusal = (words: readonly string[]) => ({
  status: 200,
  body: JSON.stringify({ code: 400, success: false, message: words.join(" | ") }),
});
const names = (words: readonly string[]) => ({
  status: 200,
  body: JSON.stringify({
    success: true,
    data: {
      count: words.length,
      list: words.map((word, index) => ({
        exten: `${index}`,
        displayName: `${index} ${word}`,
        assignRule: "random",
        isMemory: false,
        assignMembers: [{ agentNumber: "8000", agentName: word, priority: "0" }],
      })),
    },
  }),
});

const ATTACKS: readonly Attack[] = [
  {
    how: "the secret as account number",
    files: { "muster.yaml": account(HOST, "${MUSTER_API_SECRET}") },
    called: false,
    args: EVERY,
  },
  {
    how: "the secret's copy as account number",
    files: { "muster.yaml": account(HOST, "${MUSTER_COPY}") },
    called: false,
  },
  { how: "written into the file", files: { "muster.yaml": account(HOST, `"${SECRET}"`) }, called: false },
  {
    how: "the secret as a host",
    files: { "muster.yaml": account("https://${MUSTER_API_SECRET}.7moor.com", ACCOUNT) },
    called: false,
  },
  { how: "in a host's path", files: { "muster.yaml": account(`${HOST}/\${MUSTER_COPY}`, ACCOUNT) }, called: false },
  { how: "another variable", files: { "muster.yaml": account(HOST, "${OTHER}") }, called: false },
  { how: "another host", env: { MUSTER_ALLOWED_HOSTS: "openapis.7moor.com" }, called: false, args: EVERY },
  {
    how: "swapped",
    env: { MUSTER_ACCOUNT_ID: SECRET, MUSTER_API_SECRET: ACCOUNT },
    called: false,
    args: [PLAN, ["check"]],
  },
  { how: "in both places", env: { MUSTER_ACCOUNT_ID: SECRET }, called: false, args: [PLAN, ["check"]] },
  {
    how: "pasted into the files",
    files: {
      "muster.yaml": `${account(HOST, ACCOUNT)}    api_secret: ${SECRET}\n`,
      "groups.yaml": `${GROUPS}  - { displayName: "${SECRET}", memers: [] }\n  - displayName: b\n    password: ${SECRET}\n`,
    },
    called: false,
    args: [PLAN, ["validate", "--format", "json"], ["fmt", "--check"]],
  },
  { how: "a page that echoes the call", answer: page, called: true, args: EVERY },
  { how: "a refusal that echoes the call", answer: refusal, called: true, args: EVERY },
  { how: "names that echo the call", answer: names, called: true, args: EVERY },
  { how: "names of files that echo the call", answer: names, called: true, args: [["pull", "--split"]] },
  { how: "a page that echoes, under GitHub Actions", answer: page, env: { GITHUB_ACTIONS: "true" }, called: true },
  { how: "names that echo, under GitHub Actions", answer: names, env: { GITHUB_ACTIONS: "true" }, called: true },
  { how: "what Node itself prints of a call", answer: refusal, env: { NODE_DEBUG: "undici,fetch" }, called: true },
];

async function serving(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Everything that a run left: its streams and its files, but for those that were there before. */
async function leftBy(folder: string, given: ReadonlySet<string>, said: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && !given.has(entry.name),
  );
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "latin1")));
  return [said, ...files.map(({ name }) => name), ...texts].join("\n");
}

function expectNothingOf(seen: Seen, text: string): void {
  for (const [how, spelled] of spellingsOf(SECRET)) {
    // Cut at the ends, which neighbours share in base64.
    expect(text.toLowerCase().includes(spelled.slice(3, -3).toLowerCase()), `the secret ${how}`).toBe(false);
  }
  for (const value of [...seen.sigs, ...seen.authorizations]) {
    for (const [how, spelled] of spellingsOf(value).filter(([, one]) => !/[&\\%]/.test(one)))
      expect(text.toLowerCase().includes(spelled.slice(4, 28).toLowerCase()), `${value} ${how}`).toBe(false);
  }
}

describe("no output has the secret or a signature in any spelling", { timeout: 120_000 }, () => {
  it.concurrent.for(ATTACKS)(
    "$how",
    async ({ files = {}, env = {}, answer = refusal, called, args = [PLAN] }, { onTestFinished }) => {
      const seen: Seen = { sigs: [], authorizations: [] };
      const server = await serving((request, response) => {
        const sig = /sig=([0-9A-F]{32})/.exec(request.url ?? "")?.[1] ?? "";
        const authorization = request.headers.authorization ?? "";
        seen.sigs.push(sig);
        seen.authorizations.push(authorization);
        const words = [SECRET, sig, authorization].flatMap((one) => spellingsOf(one).map(([, spelled]) => spelled));
        const { status, body } = answer(words);
        response.writeHead(status, { "content-type": "text/html" }).end(body);
      });
      const folder = await mkdtemp(join(tmpdir(), "muster-secrets-"));
      onTestFinished(async () => {
        server.close();
        await rm(folder, { recursive: true, force: true });
      });
      const all: Record<string, string> = { "groups.yaml": GROUPS, ...files };
      for (const [path, text] of Object.entries(all)) await writeFile(join(folder, path), text);
      let said = "";
      for (const words of args) {
        const { code, stdout, stderr } = await muster(
          [...words, ...(words.includes("--verbose") || words[0] === "fmt" ? [] : ["--verbose"])],
          {
            cwd: folder,
            env: {
              MUSTER_HOST: server.url,
              MUSTER_ACCOUNT_ID: ACCOUNT,
              MUSTER_API_SECRET: SECRET,
              MUSTER_COPY: SECRET,
              OTHER: SECRET,
              MUSTER_STATE_DIR: join(folder, "state"),
              GITHUB_OUTPUT: join(folder, "github-output"),
              GITHUB_STEP_SUMMARY: join(folder, "github-summary"),
              ...env,
            },
          },
        );
        if (!called) expect(code, words[0]).toBe(1);
        said += stdout + stderr;
      }
      expect(seen.sigs.length > 0).toBe(called);
      expect(said).not.toBe("");
      expectNothingOf(seen, await leftBy(folder, new Set(Object.keys(all)), said));
    },
  );

  it("nor has a failure that nobody foresaw, with its stack", async () => {
    const run = await commandHost(
      { "groups.yaml": GROUPS },
      { MUSTER_API_SECRET: SECRET, MUSTER_HOST: "http://127.0.0.1:1", MUSTER_ACCOUNT_ID: ACCOUNT },
    );
    const host = {
      ...run.host,
      http: async () => {
        throw new Error(`boom\u001b[31m\n::error::${SECRET}`);
      },
    };
    expect(await check({ ...OPTIONS, verbose: true }, host)).toBe(1);
    expect((await validate([], { ...OPTIONS, verbose: true }, host)).exitCode).toBe(0);
    const said = run.stdout() + run.stderr();
    expect(said).toContain("boom\\u001b[31m");
    expect(said).toContain("secrets.test.ts");
    expectNothingOf({ sigs: [], authorizations: [] }, said);
  });
});
