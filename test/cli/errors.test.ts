import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { ACCOUNT, groupsYaml, SECRET, world } from "../support/simulated.js";

const YAML = groupsYaml({ a: ["8000"] });

/** One paragraph: what is wrong, and what to do. No stack, no secret. */
function expectPlainWords(stderr: string): void {
  expect(stderr).not.toContain(SECRET);
  expect(stderr).not.toMatch(/\n\s+at .*\(|node:internal|sig=/);
  expect(stderr.trim().split("\n").length).toBeLessThan(12);
}

describe("when the connection is not right, one paragraph says what to do", () => {
  it("wrong secret", async () => {
    const { run } = await world([], YAML);
    const { code, stderr, stdout } = await run(["plan"], { env: { MUSTER_API_SECRET: "another" } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("wrong-credentials");
    expect(stderr).toContain(ACCOUNT);
    expect(stderr).toMatch(/secret/i);
    expectPlainWords(stderr);
  });

  it("wrong host: a server that is not the API", async () => {
    const server = createServer((_, response) =>
      response.writeHead(404, { "content-type": "text/html" }).end("<html><h1>Not Found</h1></html>"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { run } = await world([], YAML);
    const { code, stderr } = await run(["plan"], {
      env: { MUSTER_HOST: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("not-json");
    expect(stderr).toMatch(/host/i);
    expectPlainWords(stderr);
  });

  it("HTML instead of JSON", async () => {
    const { run } = await world([], YAML, { faults: ["queueQueue:html-200"] });
    const { code, stderr } = await run(["plan"]);
    expect(code).toBe(1);
    expect(stderr).toContain("not-json");
    expectPlainWords(stderr);
  });

  it("a host that cannot be reached", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { run } = await world([], YAML);
    const { code, stderr } = await run(["plan"], { env: { MUSTER_HOST: `http://127.0.0.1:${port}` } });
    expect(code).toBe(1);
    expect(stderr).toContain("unreachable");
    expect(stderr).toContain("ECONNREFUSED");
    expectPlainWords(stderr);
  });

  it("a host that does not exist", async () => {
    const { run } = await world([], YAML);
    const { code, stderr } = await run(["plan"], {
      env: { MUSTER_HOST: "https://no-such-host.invalid", MUSTER_ALLOWED_HOSTS: "*.invalid" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("no-such-host.invalid");
    expectPlainWords(stderr);
  });

  it("plain http to another machine", async () => {
    const { simulator, run } = await world([], YAML);
    const { code, stderr } = await run(["plan"], {
      env: { MUSTER_HOST: "http://api.example.com", MUSTER_ALLOWED_HOSTS: "*.example.com" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("host-insecure");
    expect(stderr).toContain("--insecure-http");
    expect(simulator.requests).toEqual([]);
    expectPlainWords(stderr);
  });

  it("missing variables, all of them at once", async () => {
    const { simulator, run } = await world([], YAML);
    const { code, stderr } = await run(["plan"], { env: { MUSTER_HOST: undefined, MUSTER_API_SECRET: undefined } });
    expect(code).toBe(1);
    expect(stderr).toContain("MUSTER_HOST");
    expect(stderr).toContain("MUSTER_API_SECRET");
    expect(simulator.requests).toEqual([]);
    expectPlainWords(stderr);
  });

  it("a server that never answers", async () => {
    const { run } = await world([], YAML, { faults: ["queueQueue:hang-before"] });
    const { code, stderr } = await run(["plan", "--timeout", "0.3"]);
    expect(code).toBe(1);
    expect(stderr).toContain("unreachable");
    expectPlainWords(stderr);
  });
});

describe("a read that fails for a moment", () => {
  it.each([
    "drop-before@1-2",
    "drop-after@1",
    "http-500-before@1-3",
    "html-502-before@1",
    "cut-after@1",
    "garbled-after@1-2",
    "code-500-before@1",
    "limit-http-429@1",
    "limit-html-503@1",
  ])("%s: is tried again", async (fault) => {
    const { run } = await world([{ displayName: "a", members: ["8000"] }], YAML, { faults: [`queueQueue:${fault}`] });
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });
});

describe("nothing is sent while a file is wrong", () => {
  it("all problems of all files are reported, and the exit code is 1", async () => {
    const { simulator, run } = await world(
      [],
      "version: 1\ngroups:\n  - displayNme: a\n  - displayName: b\n    members: [0800, nobody]\n",
    );
    const { code, stderr } = await run(["apply", "--auto-approve"]);
    expect(code).toBe(1);
    expect(stderr).toContain("groups.yaml:3:5: error[unknown-field]");
    expect(stderr).toContain("groups.yaml:5:15: error[leading-zero]");
    expect(stderr).toContain("groups.yaml:5:21: error[unknown-agent-name]");
    expect(simulator.requests).toEqual([]);
  });
});

describe("arguments are strict", () => {
  it.each([
    [["aply"], /unknown command 'aply'.*apply/],
    [["plan", "--dry-rum"], /unknown option '--dry-rum'/],
    [["--quiet", "plan"], /Flags follow the command: muster plan --quiet/],
    [["apply", "--dry-rum"], /--dry-run/],
    [["plan", "--format", "xml"], /text, json/],
    [["plan", "--format", "jso"], /Did you mean json/],
    [["plan", "--lang", "fr"], /Expected one of en, zh\.$/m],
    [["destroy"], /unknown command 'destroy'.*Expected a command: validate/],
    [["plan", "--timeout", "9999999"], /up to 86400/],
    [["simulate", "--port", "99999"], /65535/],
    [["simulate", "--limits", "addQeue=1/60s"], /"addQeue" in --limits is not an interface.*Did you mean "addQueue"\?/],
    [
      ["simulate", "--limits", "addQueue=1"],
      /"1" in --limits is not a valid rate\. Write calls per window, like 20\/60s/,
    ],
    [["plan", "--out", "--format", "json"], /--out/],
    [["plan", "--out"], /argument missing/],
    [["plan", "--timeout", "soon"], /positive number/],
    [["plan", "--max-removals", "110%"], /30%/],
    [[], /Expected a command/],
  ])("muster %j", async (args, expected) => {
    const { simulator, run } = await world([], YAML);
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stdout === "" ? stderr : JSON.parse(stdout).diagnostics[0].message).toMatch(expected);
    expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(1);
    expect(simulator.requests).toEqual([]);
  });
});
