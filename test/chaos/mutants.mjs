// `node test/chaos/mutants.mjs [part of a name]`: undoes each fix by a small change of the source, and checks that a
// test notices. Each mutant is made in place and undone afterwards; start it in a clean checkout, and let nothing else
// run there. Exit 1: a mutant survived, or its test fails without it, or its place in the source is gone (then correct
// the table).
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const VITEST = "node_modules/vitest/vitest.mjs";
/** A test file. */
const tests = (...files) => [VITEST, "run", ...files];
/** Cases of one theme of the chaos test. */
const chaos = (theme, cases = 60, ...flags) => [
  ...["test/chaos/run.mjs", "--theme", theme, "--cases", String(cases), "--first"],
  ...flags,
];
/** The same on machines that share a store. */
const shared = (theme, cases) => chaos(theme, cases, "--machines", "3", "--store", "redis");

/** Each `from` is in its file exactly once; `by` is what must fail. */
const MUTANTS = [
  {
    name: "a creation counts as seen when its answer arrives",
    file: "src/apply/createGroup.ts",
    from: `        newcomers.ended(action, exten);
        await journal.made(displayName, exten);`,
    to: `        newcomers.ended(action, exten);
        await journal.end(displayName, "not-made");`,
    by: tests("test/cli/createStopped.test.ts"),
  },
  {
    name: "a name that was stored differently is forgotten",
    file: "src/apply/createGroup.ts",
    from: "  const stored = await journal.storedAs(displayName);",
    to: "  await journal.end(displayName, 'not-made');\n  const stored = undefined;",
    by: chaos("stored names"),
  },
  {
    name: "a name that looks like another is created unattended",
    file: "src/apply/createGroup.ts",
    from: '  if (heldBack !== undefined) return ended("conflict", heldBack);\n',
    to: "",
    by: tests("test/cli/createNames.test.ts"),
  },
  {
    name: "a machine without a record looks once",
    file: "src/apply/createGroup.ts",
    from: "  await waitForOthers();\n",
    to: "",
    by: chaos("fresh disks"),
  },
  {
    name: "a gateway's end is the server's end",
    file: "src/apply/createGroup.ts",
    from: "(error) ? ports.settleMs + workMs(ports) : ports.settleMs;",
    to: "(error) ? ports.settleMs : ports.settleMs;",
    by: tests("test/cli/createNames.test.ts"),
  },
  {
    name: "a short patience shortens the watch",
    file: "src/apply/createGroup.ts",
    from: "  return Math.max(timeoutMs, 3 * settleMs);",
    to: "  return timeoutMs + 0 * settleMs;",
    by: tests("test/cli/createNames.test.ts"),
  },
  {
    name: "a lost creation is looked for only under its own name",
    file: "src/apply/createGroup.ts",
    from: "    if (only === undefined) return undefined;",
    to: "    if (only !== undefined || only === undefined) return undefined;",
    by: tests("test/cli/createStoredLost.test.ts"),
  },
  {
    name: "what a lost creation may have become is forgotten",
    file: "src/apply/newcomers.ts",
    from: "      if (earlier?.maybe?.includes(exten)) return [{ group, isSure: false }];\n",
    to: "",
    by: tests("test/cli/createStoredLost.test.ts"),
  },
  {
    name: "any group of the name is taken for the lost creation",
    file: "src/apply/newcomers.ts",
    from: "  return added.length === 0 && reprioritized.length === 0;",
    to: "  return added.length >= 0 || reprioritized.length === 0;",
    by: tests("test/apply/createGroup.test.ts"),
  },
  {
    name: "the number of another group is believed in an account of many pages",
    file: "src/apply/createGroup.ts",
    from: "!ports.before.has(exten) && ",
    to: "",
    by: tests("test/apply/createGroup.test.ts"),
  },
  {
    name: "a write leaves whenever its connection stands",
    file: "src/moor/transport.ts",
    from: "mayLeave: () => !isStopped() && !isLate(),",
    to: "mayLeave: () => true,",
    by: tests("test/network/leaving.test.ts"),
  },
  {
    name: "a write leaves after a stop, its look having begun before",
    file: "src/moor/transport.ts",
    from: "    const isStopped = (): boolean => looks && this.#options.stop.aborted;",
    to: "    const isStopped = (): boolean => false && looks && this.#options.stop.aborted;",
    by: tests("test/cli/stopping.test.ts"),
  },
  {
    name: "a creation is proved only by its number",
    file: "src/apply/verify.ts",
    from: '    action.action === "create" ? ((await lookForName(client, action.displayName))?.groups ?? (await readAll())) : [];',
    to: "    [];",
    by: tests("test/apply/verifyCreation.test.ts"),
  },
  {
    name: "a write is proved by either interface",
    file: "src/apply/verify.ts",
    from: 'await client.readGroup(result.exten, "queueQueue");',
    to: 'await client.readGroup(result.exten, "either");',
    by: chaos("shows late in one", 100),
  },
  {
    name: "the last look goes through the claim status",
    file: "src/moor/client.ts",
    from: "    return this.#sound(exten, QUERY, { onSend });",
    to: "    return this.#sound(exten, CLAIM_STATUS, { onSend });",
    by: chaos("lying claims"),
  },
  {
    name: "a last look is good for minutes",
    file: "src/plan/budget.ts",
    from: "export const LOOK_FRESH_MS = 2_000;",
    to: "export const LOOK_FRESH_MS = 200_000;",
    by: tests("test/apply/lastLook.test.ts"),
  },
  {
    name: "an additive group is read only once",
    file: "src/apply/replaceMembers.ts",
    from: '  if (live === undefined || membership === "exact") return live;',
    to: '  if (live === undefined || membership !== "none") return live;',
    by: tests("test/apply/replaceMembers.test.ts"),
  },
  {
    name: "an arrival is missing by the claim status's word",
    file: "src/apply/confirmArrivals.ts",
    from: 'isLast ? "queueQueue" : "either"',
    to: '"either"',
    by: chaos("lying claims", 100),
  },
  {
    name: "exit 0 though an action was skipped",
    file: "src/cli/output/endings.ts",
    from: "result.actions.filter((outcome) => !endedWell(outcome));",
    to: 'result.actions.filter((outcome) => !endedWell(outcome) && outcome.status !== "skipped");',
    by: chaos("everyday", 300),
  },
  {
    name: "an agent who is listed twice is listed once",
    file: "src/plan/actions.ts",
    from: "    reprioritized: sortMembers(live).flatMap(",
    to: "    reprioritized: sortMembers([...new Map([...live].reverse().map((one) => [one.agentNumber, one])).values()]).flatMap(",
    by: tests("test/plan/listedTwice.test.ts"),
  },
  {
    name: "an odd group that a file names is no error",
    file: "src/plan/matchGroups.ts",
    from: "    const meant = odd.find((one) => means(match, one));",
    to: "    const meant = undefined;",
    by: tests("test/plan/oddGroups.test.ts"),
  },
  {
    name: "the word limit is the rate limit",
    file: "src/moor/answer.ts",
    from: "  if (LIMIT_WORDS.some((words) => words.test(message))) return true;",
    to: "  if (LIMIT_WORDS.some((words) => words.test(message)) || /limit/i.test(message)) return true;",
    by: tests("test/moor/answer.test.ts"),
  },
  {
    name: "another code without success is no answer",
    file: "src/moor/answer.ts",
    from: " || (code !== undefined && code !== 200 && success !== true);",
    to: ";",
    by: tests("test/moor/answer.test.ts"),
  },
  {
    name: "only a refusal makes pages smaller",
    file: "src/moor/pages.ts",
    from: "(once ? FIRST_CONTACT : REFUSALS)",
    to: "REFUSALS",
    by: chaos("everyday"),
  },
  {
    name: "a reply may be as large as it likes",
    file: "src/moor/sender.ts",
    from: "    if (bytes > MOST_BYTES) {",
    to: "    if (bytes < 0) {",
    by: tests("test/moor"),
  },
  {
    name: "an account may claim as many groups as it likes",
    file: "src/moor/replies.ts",
    from: "  if (count > MOST_GROUPS)",
    to: "  if (count < 0)",
    by: tests("test/moor"),
  },
  {
    name: "a server may ask for any wait",
    file: "src/moor/limiter/rateState.ts",
    from: "export const LONGEST_WAIT_MS = 10 * 60 * 1000;",
    to: "export const LONGEST_WAIT_MS = 1e15;",
    by: tests("test/moor"),
  },
  {
    name: "a permit is kept without a margin",
    file: "src/moor/limiter/rateState.ts",
    from: "  return Math.min(250, Math.max(15, limit.windowMs * 0.02)) + skewMs;",
    to: "  return limit.windowMs * 0 + skewMs;",
    by: tests("test/moor/limiter/limiter.test.ts"),
  },
  {
    name: "a permit is free a window after the call was sent",
    file: "src/moor/limiter/storedRates.ts",
    from: "      const settled = withSettled(state, id, this.#terms, now);",
    to: "      const settled = withSettled(state, id, this.#terms, since);",
    by: tests("test/moor/limiter/limiter.test.ts"),
  },
  {
    name: "no lease: runs on several machines apply at the same time",
    file: "src/engine/applyAccounts.ts",
    from: "if (session.store !== undefined) await this.#takeLease(session, session.store, until);",
    to: "if (session.store !== undefined) await session.journal.keep();",
    by: shared("at once", 20),
  },
  {
    name: "no store clock: machines that share a store go by their own",
    file: "src/state/redisStore.ts",
    from: "    now: () => time.now(),",
    to: "    now: () => clock.now(),",
    by: shared("at once", 40),
  },
  {
    name: "a permit is kept without what the store's clock may be off",
    file: "src/moor/limiter/rateState.ts",
    from: "  return Math.min(250, Math.max(15, limit.windowMs * 0.02)) + skewMs;",
    to: "  return Math.min(250, Math.max(15, limit.windowMs * 0.02)) + 0 * skewMs;",
    by: tests("test/moor/limiter/rateState.test.ts"),
  },
  {
    name: "no store clock: processes that share a store go by their own",
    file: "src/state/redisStore.ts",
    from: "    now: () => time.now(),",
    to: "    now: () => clock.now(),",
    by: tests("test/state/skewedMachines.test.ts"),
  },
  {
    name: "the simulator serves any Host",
    file: "src/simulator/server.ts",
    from: "  if (!isLoopbackName(name) && name !== served)",
    to: "  if (name === served)",
    by: tests("test/simulator/admission.test.ts"),
  },
];

const wanted = process.argv[2] ?? "";
let wrong = 0;
let stopped = false;
// Delayed until the source is as it was: a signal ends the child, then this process.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopped = true;
  });
}
const run = (args) => spawnSync(process.execPath, args, { stdio: "ignore" }).status === 0;
/** Tests of the command line run the build. */
const build = () => run(["esbuild.config.mjs"]);
const passes = (by) => build() && run(by);
/** What passes with the source unchanged, by its command: a test that fails anyway catches nothing. */
const green = new Map();

for (const { name, file, from, to, by } of MUTANTS.filter((mutant) => mutant.name.includes(wanted))) {
  // Gives a signal that arrived meanwhile a chance to be handled.
  await new Promise((resolve) => setImmediate(resolve));
  if (stopped) process.exit(130);
  const original = readFileSync(file, "utf8");
  const command = by.join(" ");
  if (original.split(from).length !== 2) {
    wrong += 1;
    process.stdout.write(`stale   ${name}: its place in ${file} is gone\n`);
    continue;
  }
  if (!green.has(command)) green.set(command, passes(by));
  if (!green.get(command)) {
    wrong += 1;
    process.stdout.write(`red     ${name}: ${command} fails without it, too\n`);
    continue;
  }
  const begun = performance.now();
  let lives = false;
  try {
    writeFileSync(
      file,
      original.replace(from, () => to),
    );
    lives = passes(by);
  } finally {
    writeFileSync(file, original);
  }
  if (lives) wrong += 1;
  const seconds = Math.round((performance.now() - begun) / 1000);
  process.stdout.write(`${lives ? "LIVES " : "caught"}  ${name} (${seconds} s)\n`);
}
build();
process.exitCode = wrong === 0 ? 0 : 1;
