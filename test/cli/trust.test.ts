import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { groupsYaml, membersOf, SECRET, world } from "../support/simulated.js";

const JSON_APPLY = ["apply", "--auto-approve", "--format", "json"];

describe("an agent who moves", () => {
  it.each(["ignore-write@1", "skip-agent=8001@1"])(
    "stays in the old group when the new one says success and does not have them (%s)",
    async (fault) => {
      const { simulator, run } = await world(
        [
          { displayName: "a", members: ["8000", "8001"] },
          { displayName: "b", members: ["8002"] },
        ],
        groupsYaml({ a: ["8000"], b: ["8001", "8002"] }),
        { faults: [`updateQueueAssignMembers:${fault}`] },
      );
      const { code, stdout } = await run(JSON_APPLY, { env: { MUSTER_SETTLE: "300ms" } });
      expect(code).toBe(1);
      expect(JSON.parse(stdout).actions[0]).toMatchObject({
        status: "skipped",
        error: { code: "waits-for", args: { agents: ["8001"], other: "b" } },
      });
      expect(membersOf(simulator)["a"]).toEqual(["8000", "8001"]);
      simulator.setFaults([]);
      expect(await run(JSON_APPLY)).toMatchObject({ code: 0 });
      expect(membersOf(simulator)).toEqual({ a: ["8000"], b: ["8001", "8002"] });
    },
  );

  it("a group that waits for one in conflict does not turn exit 3 into 1", async () => {
    const { simulator, run } = await world(
      [
        { displayName: "a", exten: "1", members: ["8000", "8001"] },
        { displayName: "b", exten: "2", members: ["8002"] },
      ],
      groupsYaml({ a: ["8000"], b: ["8001", "8002"] }),
    );
    simulator.onCall("queueQueue", 2, (editor) => editor.editGroup("2", { members: ["8002", "8007"] }));
    expect((await run(JSON_APPLY)).code).toBe(3);
    expect(membersOf(simulator)).toEqual({ a: ["8000", "8001"], b: ["8002", "8007"] });
  });
});

describe("what changes while the queue waits", () => {
  it("a name that somebody creates between two of our creates is not created again", async () => {
    const names = Object.fromEntries(["甲", "乙", "丙", "丁", "戊", "己", "庚"].map((name) => [name, ["8000"]]));
    const { simulator, run } = await world([], groupsYaml(names));
    simulator.onCall("addQueue", 1, (editor) => void editor.createGroup({ displayName: "戊", members: [] }));
    const { stdout } = await run(JSON_APPLY);
    const all = simulator.state().groups.map((group) => group.displayName);
    const unlucky = JSON.parse(stdout).actions.find((action: { displayName: string }) => action.displayName === "戊");
    // Either it was seen in time, or the very same moment is told: never a silent second group.
    if (unlucky.status === "conflict") expect(all.filter((name) => name === "戊")).toHaveLength(1);
    else expect(unlucky.error.code).toBe("name-not-alone");
  });

  it("a group renamed in the console is left alone", async () => {
    const { simulator, run } = await world(
      [{ displayName: "旧名", exten: "1", members: ["8000"] }],
      groupsYaml({ 旧名: ["8001"] }),
    );
    simulator.onCall("queueQueue", 2, (editor) => editor.editGroup("1", { displayName: "别的组" }));
    const { code, stdout } = await run(JSON_APPLY);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).actions).toMatchObject([{ status: "conflict", error: { code: "renamed-underneath" } }]);
    expect(membersOf(simulator)).toEqual({ 别的组: ["8000"] });
  });
});

describe("a replacement whose answer is lost", () => {
  const LIVE = [{ displayName: "a", members: ["8000"] }];
  const WANTED = groupsYaml({ a: ["8001"] });

  it("is looked at in the end: it was carried out", async () => {
    const { run } = await world(LIVE, WANTED, { faults: ["updateQueueAssignMembers:http-500-after"] });
    const { code, stdout } = await run(JSON_APPLY);
    expect(JSON.parse(stdout).actions).toMatchObject([{ status: "applied", verified: true }]);
    expect(code).toBe(0);
  });

  it("is unknown when nothing can be read afterwards", async () => {
    const { run } = await world(LIVE, WANTED, {
      faults: [
        "updateQueueAssignMembers:http-500-after",
        "queueQueueAgentClaimStatus:drop-before",
        "queueQueue:drop-before@3+",
      ],
    });
    const { code, stdout } = await run(JSON_APPLY);
    expect(JSON.parse(stdout).actions).toMatchObject([{ status: "unknown", error: { code: "write-unknown" } }]);
    expect(code).toBe(1);
  });
});

describe("verification", () => {
  it("does not call a memory verified that it could not read", async () => {
    const { run } = await world([], "version: 1\ngroups:\n  - { displayName: a, memory: 1d, members: ['8000'] }\n", {
      faults: ["queueQueue:refuse@3+"],
    });
    const { code, stdout } = await run(JSON_APPLY);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).actions).toMatchObject([
      { status: "applied", verified: false, error: { code: "verification-failed" } },
    ]);
  });
});

describe("secrets and names", () => {
  it("a page that echoes the request shows nothing of the signature, wherever it is cut", async () => {
    for (const padding of [0, 20, 40, 60, 80, 90, 100]) {
      const seen: string[] = [];
      const server = createServer((request, response) => {
        seen.push(/sig=([0-9A-F]{32})/.exec(request.url ?? "")?.[1] ?? "", request.headers.authorization ?? "");
        response
          .writeHead(404, { "content-type": "text/html" })
          .end(`<p>${"x".repeat(padding)} ${request.url} ${request.headers.authorization}</p>`);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const { run } = await world([], groupsYaml({ a: ["8000"] }));
      const { stdout, stderr } = await run(["plan", "--verbose"], {
        env: { MUSTER_HOST: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
      });
      for (const secret of [...seen, SECRET]) {
        expect(secret).not.toBe("");
        expect(stdout + stderr).not.toContain(secret.slice(0, 8));
      }
    }
  });

  const HOSTILE = "\u001b]0;owned\u0007\u001b[31m::error::x\n## [link](http://e) <img src=x> \u202e";

  it.each([
    ["plan"],
    ["plan", "--verbose"],
    ["plan", "--lang", "zh"],
    ["apply", "--dry-run"],
    ["apply", "--auto-approve", "--verbose"],
    ["plan", "--format", "json"],
    ["apply", "--auto-approve", "--format", "json"],
  ])(
    "hostile names are shown, never obeyed, and no secret, password or telephone number is shown: muster %s %s",
    async (...args) => {
      const yaml = `version: 1\nunmanaged: {}\ngroups: []\n`;
      const { simulator, run, write } = await world(
        [
          { displayName: HOSTILE, members: ["8000"] },
          { displayName: "a", members: ["8000"] },
        ],
        yaml,
      );
      await write(
        `version: 1\nagents: { ${JSON.stringify("li [x](y)")}: "8001" }\ngroups:\n  - { displayName: a, members: [${JSON.stringify("li [x](y)")}] }\n  - { displayName: "::warning::b", members: ["8002"] }\n`,
      );
      const { stdout, stderr } = await run(args.filter((arg) => arg !== undefined));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(stdout + stderr).not.toMatch(/^::/m);
      expect(stdout + stderr).not.toContain(SECRET);
      for (const agent of simulator.state().agents) expect(stdout + stderr).not.toContain(agent.phone);
      expect(stdout + stderr).not.toMatch(/password|Authorization|sig=/i);
    },
  );
});

describe("two runs on one machine", () => {
  const names = Array.from({ length: 12 }, (_, index) => `组${index}`);
  const LIVE = names.map((displayName) => ({ displayName, members: ["8000"] }));
  const WANTED = groupsYaml(Object.fromEntries(names.map((name) => [name, ["8001"]])));
  const FORCED = ["apply", "--auto-approve", "--max-removals", "100%"];

  it("plan, apply, plan, one right after the other, never go over a limit together", async () => {
    const tight = { calls: 3, windowMs: 1_000 };
    const limits = {
      addQueue: tight,
      updateQueueAssignMembers: tight,
      queueQueue: tight,
      queueQueueAgentClaimStatus: tight,
    };
    const { simulator, run } = await world(LIVE, WANTED, { limits });
    const env = {
      MUSTER_LIMITS: "addQueue=3/1s,updateQueueAssignMembers=3/1s,queueQueue=3/1s,queueQueueAgentClaimStatus=3/1s",
    };
    await Promise.all([
      run(["plan"], { env }),
      run(["plan"], { env }),
      run(["plan"], { env }),
      run(["plan"], { env }),
      run(["plan"], { env }),
    ]);
    expect(await run(FORCED, { env })).toMatchObject({ code: 0 });
    expect(await run(["plan", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
    expect(simulator.overruns()).toEqual([]);
    expect(simulator.requests.filter((request) => request.limited)).toEqual([]);
  });

  it("the second apply says who holds the account; with --lock-timeout it waits, and finds nothing left", async () => {
    const { simulator, run } = await world(LIVE, WANTED, {
      limits: { updateQueueAssignMembers: { calls: 4, windowMs: 1_000 } },
    });
    const env = { MUSTER_LIMITS: "updateQueueAssignMembers=4/1s" };
    const begun = new Promise<void>((resolve) => simulator.onCall("updateQueueAssignMembers", 1, () => resolve()));
    const first = run(FORCED, { env });
    await begun;
    const refused = await run(FORCED, { env });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/error\[locked\].*process\s+\d+/s) });
    const waited = await run([...FORCED, "--lock-timeout", "20"], { env });
    expect(waited).toMatchObject({ code: 0 });
    expect(waited.stdout).toContain("No changes.");
    expect(await first).toMatchObject({ code: 0 });
  });

  it("a run that waits for what another has spent says so", async () => {
    const { run } = await world(LIVE, groupsYaml({ 组0: ["8001"] }));
    const env = { MUSTER_LIMITS: "queueQueue=1/5s" };
    expect(await run(["plan"], { env })).toMatchObject({ code: 0 });
    const { code, stderr } = await run(["plan"], { env });
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/queueQueue: 1 left, next in \d s \(rate limit, shared with/),
    ]);
  });

  it("a state folder that cannot be written stops nothing", async () => {
    const { run } = await world(LIVE, groupsYaml({ 新: ["8000"] }));
    expect(await run(["apply", "--auto-approve"], { env: { MUSTER_STATE_DIR: "/dev/null/nowhere" } })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Could not lock the account"),
    });
  });

  it.each(["/dev/null/nowhere", "/proc/muster"])(
    "calls that cannot be recorded (%s) are said, once",
    async (folder) => {
      const { run } = await world(LIVE, groupsYaml({ 组0: ["8001"], 组1: ["8001"] }));
      const { code, stderr } = await run(["plan"], { env: { MUSTER_STATE_DIR: folder } });
      expect([code, stderr.match(/API calls cannot be recorded/g)]).toEqual([0, ["API calls cannot be recorded"]]);
    },
  );
});

describe("several accounts", () => {
  it("stopped while they are read: 130, like one", async () => {
    const { simulator, folder, run } = await world([], groupsYaml({ a: ["8000"] }), {
      faults: ["queueQueue:limit-http-429"],
    });
    const account = (name: string) =>
      `  ${name}: { host: "\${MUSTER_HOST}", accountId: "\${MOOR_ID_${name}}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`;
    await writeFile(`${folder}/muster.yaml`, `version: 1\naccounts:\n${account("p")}${account("s")}`);
    const { code, stderr } = await run(["plan"], {
      env: { MOOR_ID_p: "N00000000556", MOOR_ID_s: "N00000000557" },
      whileRunning: (child) => simulator.onCall("queueQueue", 2, () => void child.kill("SIGINT")),
    });
    expect(stderr).not.toContain("internal");
    expect([1, 130]).toContain(code); // the second account does not exist: it may say so first
  });
});

describe("one live account under two names", () => {
  it("is refused: two plans by halves would know nothing of each other", async () => {
    const { simulator, folder, run } = await world([], groupsYaml({ a: ["8000"] }));
    const entry = '{ host: "${MUSTER_HOST}", accountId: "${MUSTER_ACCOUNT_ID}", apiSecret: "${MUSTER_API_SECRET}" }';
    await writeFile(`${folder}/muster.yaml`, `version: 1\naccounts:\n  p: ${entry}\n  s: ${entry}\n`);
    expect(await run(["plan"])).toMatchObject({ code: 1, stderr: expect.stringContaining("same-account") });
    expect(simulator.requests).toEqual([]);
  });
});

it("one account under two of the vendor's hosts is one account", async () => {
  const { folder, run } = await world([], groupsYaml({ a: ["8000"] }));
  const entry = (host: string) =>
    `{ host: "https://${host}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}" }`;
  const accounts = `  p: ${entry("apis.7moor.com")}\n  s: ${entry("openapis.7moor.com")}\n`;
  await writeFile(`${folder}/muster.yaml`, `version: 1\naccounts:\n${accounts}`);
  expect(await run(["plan"])).toMatchObject({ code: 1, stderr: expect.stringContaining("same-account") });
});

describe("apply --dry-run", () => {
  it("stops where the apply would: at a guard, and at another hash", async () => {
    const { run } = await world([{ displayName: "a", members: ["8000", "8001"] }], groupsYaml({ a: [] }));
    expect(await run(["apply", "--dry-run"])).toMatchObject({
      code: 3,
      stdout: "",
      stderr: expect.stringContaining("guard-tripped"),
    });
    expect(
      await run(["apply", "--dry-run", "--max-emptied", "1", "--expect-hash", `sha256:${"0".repeat(64)}`]),
    ).toMatchObject({ code: 3 });
  });
});
