import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { ACCOUNT, groupsYaml, membersOf, SECRET, type World, world } from "../support/simulated.js";
import { temporaryFolder } from "../support/temporaryFolder.js";
import { HAS_TERMINAL, onTerminal, type Terminal } from "../support/terminal.js";

/** Chinese, emoji of one and of several characters, and a name longer than a narrow terminal. */
const names = Array.from({ length: 50 }, (_, index) =>
  index % 7 === 0 ? `全国统一客户服务热线夜间值班组👨‍👩‍👧${index}` : `组${index}`,
);
const NEW = Array.from({ length: 10 }, (_, index) => `新建的技能组${index}`);
const LIVE = names.map((displayName) => ({ displayName, members: ["8000", "8001"] }));
const SIXTY = groupsYaml(Object.fromEntries([...names, ...NEW].map((name) => [name, ["8001"]])));
const ONE = groupsYaml({ 组1: ["8001"] });
const ONE_LIVE = [{ displayName: "组1", members: ["8000", "8001"] }];

/** `muster` on a terminal, against a world's simulator. */
function typed(one: World, args: readonly string[], columns: number, more: Record<string, string> = {}): Terminal {
  return onTerminal(args, {
    columns,
    cwd: one.folder,
    env: {
      MUSTER_HOST: one.simulator.url,
      MUSTER_ACCOUNT_ID: ACCOUNT,
      MUSTER_API_SECRET: SECRET,
      MUSTER_LANG: "en",
      MUSTER_STATE_DIR: temporaryFolder("muster-terminal-"),
      MUSTER_SETTLE: "1s",
      MUSTER_LIMITS: "addQueue=20/1s,updateQueueAssignMembers=20/1s,queueQueue=20/1s,queueQueueAgentClaimStatus=100/1s",
      ...more,
    },
  });
}

const writes = (one: World): number =>
  one.simulator.requests.filter(({ operation }) => operation === "updateQueueAssignMembers").length;

describe.skipIf(!HAS_TERMINAL)("the question", () => {
  test("is answered with no by Enter alone: exit 3, nothing written", async () => {
    const one = await world(ONE_LIVE, ONE);
    const terminal = typed(one, ["apply"], 80);
    await terminal.sees("Apply these changes");
    terminal.type("\r");
    expect(await terminal.ended).toBe(3);
    expect(writes(one)).toBe(0);
  });

  test("goes on at y", async () => {
    const one = await world(ONE_LIVE, ONE);
    const terminal = typed(one, ["apply", "--lang", "zh"], 40);
    await terminal.sees("取消");
    terminal.type("y");
    expect(await terminal.ended).toBe(0);
    expect(membersOf(one.simulator)["组1"]).toEqual(["8001"]);
  });

  test("is whether a group may be created whose name looks like another's", async () => {
    const one = await world([{ displayName: "VIP客服", members: ["8000"] }], groupsYaml({ vip客服: ["8001"] }));
    const terminal = typed(one, ["apply"], 120, { MUSTER_SETTLE: "200ms" });
    await terminal.sees("near-miss");
    await terminal.sees("Apply these changes");
    terminal.type("y");
    expect(await terminal.ended).toBe(0);
    expect(membersOf(one.simulator)).toEqual({ VIP客服: ["8000"], vip客服: ["8001"] });
  });

  test.each([
    ["Ctrl-C", "\u0003", "en", "Apply these changes", "Yes, apply"],
    // The word for the yes is in the question as well, and stays there.
    ["Escape", "\u001b", "zh", "应用到账号 default？", "│  应用"],
  ])("is interrupted by %s: exit 130, nothing written, and nothing that reads as a yes", async (...given) => {
    const [, typing, language, question, yes] = given;
    const one = await world(ONE_LIVE, ONE);
    const terminal = typed(one, ["apply", "--lang", language], 80);
    await terminal.sees(question);
    terminal.type(typing);
    expect(await terminal.ended).toBe(130);
    expect(writes(one)).toBe(0);
    const seen = terminal.lines().join("\n");
    expect(seen).toContain(question);
    expect(seen).not.toContain(yes);
  });
});

describe.skipIf(!HAS_TERMINAL)("Ctrl-C", () => {
  test("while the limit is waited for: what was done is printed, exit 130", async () => {
    const one = await world(LIVE, SIXTY);
    const terminal = typed(one, ["apply", "--auto-approve", "--max-removals", "100%"], 80, {
      MUSTER_LIMITS: "addQueue=20/1s,updateQueueAssignMembers=5/60s,queueQueue=20/1s,queueQueueAgentClaimStatus=100/1s",
    });
    // The wait shows as soon as the fifth has its place, before it is sent.
    await vi.waitFor(() => expect(writes(one)).toBe(5), { timeout: 20_000 });
    await terminal.sees("(rate limit)");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
    const shown = terminal.lines().join("\n");
    expect(shown).toMatch(/Result: \d+ applied, .*skipped/);
    // What was not started is not done.
    expect(shown).not.toContain("60/60");
    expect(writes(one)).toBe(5);
  });

  test("while a call is under way: its answer is awaited", async () => {
    const one = await world(ONE_LIVE, ONE, { faults: ["updateQueueAssignMembers:slow=1500@1"] });
    const terminal = typed(one, ["apply", "--auto-approve"], 80);
    one.simulator.onCall("updateQueueAssignMembers", 1, () => terminal.type("\u0003"));
    // One reading after that proves it: nothing was interrupted.
    expect(await terminal.ended).toBe(0);
    expect(terminal.lines().join("\n")).toContain("1 applied");
    expect(membersOf(one.simulator)["组1"]).toEqual(["8001"]);
  });
});

describe.skipIf(!HAS_TERMINAL)("sixty writes", () => {
  test.each([
    [80, "en"],
    [40, "en"],
    [80, "zh"],
    [40, "zh"],
  ])("at %i columns, %s: a line for each action, none wrapped, and no trace of the bar", async (columns, language) => {
    const one = await world(LIVE, SIXTY);
    const flags = ["--auto-approve", "--max-removals", "100%", "--lang", language];
    const terminal = typed(one, ["apply", ...flags], columns);
    expect(await terminal.ended).toBe(0);
    const lines = terminal.lines();
    const last = lines.findLastIndex((line) => line.includes("60/60 ✔"));
    const progress = lines.slice(
      lines.findIndex((line) => line.includes(" 1/60 ✔")),
      last + 1,
    );
    expect(progress.filter((line) => line.startsWith("↪"))).toEqual([]);
    expect(progress).toHaveLength(60);
    const counts = lines.flatMap((line) => /^ ?(\d+)\/60 ✔ /.exec(line)?.[1] ?? []).map(Number);
    expect(counts).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(lines.filter((line) => /[█░]|of 60 done|已完成 \d+\/60/.test(line))).toEqual([]);
    expect(terminal.raw()).toContain("█");
  });
});

/** Just after the seconds have changed nothing else is drawn for a while: what is under way cannot be resized. */
async function stillness(terminal: Terminal): Promise<void> {
  const waiting = (): string | undefined => terminal.lines().findLast((line) => line.includes("next in"));
  const before = waiting();
  await vi.waitFor(() => expect([undefined, before]).not.toContain(waiting()), { timeout: 15_000, interval: 20 });
  await sleep(150);
}

describe.skipIf(!HAS_TERMINAL)("a window that is resized", () => {
  test.each([[[40]], [[40, 100, 50]]])(
    "to %j while the limit is waited for leaves nothing of the bar",
    async (sizes) => {
      const one = await world(LIVE, SIXTY);
      const terminal = typed(one, ["apply", "--auto-approve", "--max-removals", "100%"], 80, {
        MUSTER_LIMITS:
          "addQueue=20/1s,updateQueueAssignMembers=20/5s,queueQueue=20/1s,queueQueueAgentClaimStatus=100/1s",
      });
      await terminal.sees("next in");
      for (const size of sizes) {
        await stillness(terminal);
        terminal.resize(size);
        await sleep(250);
      }
      expect(await terminal.ended).toBe(0);
      const lines = terminal.lines();
      expect(lines.filter((line) => /[█░]|of 60 done|next in/.test(line))).toEqual([]);
      const text = lines.map((line) => (line.startsWith("↪") ? line.slice(1) : `\n${line}`)).join("");
      const counts = [...text.matchAll(/^ ?(\d+)\/60 ✔ /gm)].map(([, count]) => Number(count));
      expect(counts).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    },
  );
});

describe.skipIf(!HAS_TERMINAL)("terminals that can do less", () => {
  test.each([
    ["y\r", 0, ["8001"]],
    ["\r", 3, ["8000", "8001"]],
    ["\u0003", 130, ["8000", "8001"]],
  ])("TERM=dumb is asked on one line: %j", async (keys, code, members) => {
    const one = await world(ONE_LIVE, ONE);
    const terminal = typed(one, ["apply"], 80, { TERM: "dumb" });
    await terminal.sees("[y/N]");
    terminal.type(keys);
    expect(await terminal.ended).toBe(code);
    expect(terminal.raw()).not.toContain("\u001b");
    expect(membersOf(one.simulator)["组1"]).toEqual(members);
  });

  test("TERM=dumb gets plain lines", async () => {
    const one = await world(ONE_LIVE, ONE);
    const terminal = typed(one, ["apply", "--auto-approve"], 80, { TERM: "dumb" });
    expect(await terminal.ended).toBe(0);
    expect(terminal.raw()).not.toContain("\u001b");
    expect(terminal.raw()).toContain("1/1 ✔ update members 组1");
  });

  test("NO_COLOR takes the colours, not the bar", async () => {
    const one = await world(ONE_LIVE, ONE);
    const terminal = typed(one, ["apply", "--auto-approve"], 80, { NO_COLOR: "1" });
    expect(await terminal.ended).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    expect(terminal.raw()).not.toMatch(/\u001b\[(3\d|9\d|1|2)m/);
    expect(terminal.raw()).toContain("░");
  });

  test("--quiet leaves the plan and the result", async () => {
    const one = await world(ONE_LIVE, ONE);
    const terminal = typed(one, ["apply", "--auto-approve", "--quiet"], 80);
    expect(await terminal.ended).toBe(0);
    expect(terminal.raw()).not.toContain("░");
    expect(terminal.lines().join("\n")).toContain("Result: 1 applied");
  });

  test("--quiet prints no plan that has nothing to say: a cron job mails what is printed", async () => {
    const one = await world(ONE_LIVE, groupsYaml({ [ONE_LIVE[0]?.displayName ?? ""]: ONE_LIVE[0]?.members ?? [] }));
    const args = ["plan", "--detailed-exitcode"];
    expect((await one.run(args)).stdout).not.toBe("");
    expect(await one.run([...args, "--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
