// The main job against the built-in simulator: validate, plan, apply, and the empty plan after. Run by `npm run demo`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const MUSTER = "dist/muster.js";
const FILES = "examples/sixty-groups";
// The vendor counts calls a minute; the demo's minute has four seconds, so that the wait can be seen and borne.
const MINUTE = process.argv[2] ?? "4";
const LIMITS = Object.entries({
  addQueue: 20,
  updateQueueAssignMembers: 20,
  queueQueue: 20,
  queueQueueAgentClaimStatus: 100,
})
  .map(([operation, calls]) => `${operation}=${calls}/${MINUTE}s`)
  .join(",");

const { MUSTER_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
const CHINESE = /^(zh|cn)/i.test(MUSTER_LANG || LC_ALL || LC_MESSAGES || LANG || "");
const say = (english, chinese) => process.stdout.write(`${CHINESE ? chinese : english}\n`);

const simulator = spawn(
  process.execPath,
  [MUSTER, "simulate", "--seed", `${FILES}/seed.json`, "--limits", LIMITS, "--latency", "120"],
  { stdio: ["ignore", "pipe", "ignore"] },
);
const [url] = await once(createInterface({ input: simulator.stdout }), "line");

const env = {
  ...process.env,
  MUSTER_HOST: url,
  MUSTER_ACCOUNT_ID: "N00000000556",
  MUSTER_API_SECRET: "demo-secret-not-real",
  MUSTER_LIMITS: LIMITS,
  MUSTER_SETTLE: "1s", // the simulator shows a new group at once
};

function stop(english, chinese) {
  say(`\nThe demo stopped: ${english}`, `\n演示中断：${chinese}`);
  simulator.kill();
  process.exit(1);
}

/** Shows the command, runs it on this very terminal, and ends the demo where it does not end as it should. */
async function muster(args, expected = 0) {
  const command = `$ muster ${args.join(" ")}`;
  process.stdout.write(process.stdout.isTTY ? `\n\x1b[1m${command}\x1b[0m\n` : `\n${command}\n`);
  const child = spawn(process.execPath, [MUSTER, ...args], { stdio: "inherit", env });
  const [status] = await once(child, "exit");
  if (status !== expected)
    stop(`expected exit code ${expected}, got ${status}.`, `退出码应为 ${expected}，实际为 ${status}。`);
}

/** What the vendor's console is for: through the simulator's own door, not through the API. */
async function changeInConsole(changes) {
  const { accounts } = await (await fetch(`${url}/__simulator/state`)).json();
  const [{ accountId, groups }] = accounts;
  for (const [displayName, change] of Object.entries(changes)) {
    const { exten } = groups.find((group) => group.displayName === displayName);
    const body = JSON.stringify({ accountId, exten, ...change });
    const headers = { "Content-Type": "application/json" };
    const { ok, status } = await fetch(`${url}/__simulator/edit`, { method: "POST", headers, body });
    if (!ok) stop(`the simulator answered ${status} to an edit.`, `模拟器对修改返回了 ${status}。`);
  }
}

say(
  `A made-up account of 7moor with 58 skill groups, served on this machine; a minute of its rate limits lasts ${MINUTE} s.`,
  `本机模拟的七陌账号，有 58 个技能组；为便于演示，接口频次限制的“一分钟”只有 ${MINUTE} 秒。`,
);
await muster(["validate", FILES]);
await muster(["plan", FILES]);
await muster(["apply", FILES, "--auto-approve"]);
say(
  "\nTwo settings are left for a person: the API cannot change them. Somebody does it in the console …",
  "\n还有两项设置接口无法修改，需要人工处理。假设有人在七陌后台改好了……",
);
await changeInConsole({ 发票与退款: { assignRule: "random" }, "夜班-全渠道": { memory: "off" } });
await muster(["plan", FILES, "--detailed-exitcode"]); // exit 0: the account is what the files say
simulator.kill();

const NEXT = `
  export MUSTER_HOST=https://… MUSTER_ACCOUNT_ID=N… MUSTER_API_SECRET=…
  node ${MUSTER} plan examples/small-team
`;
say(
  `
That was the whole road: YAML, plan, apply, verified, nothing left to apply.
Change a member in ${FILES}/teams.yaml, or take your own account:
${NEXT}`,
  `
以上就是完整流程：编写 YAML、plan、apply、回读核对，最后没有剩余变更。
可以在 ${FILES}/teams.yaml 中改动一名坐席再试，或换成自己的账号：
${NEXT}`,
);
