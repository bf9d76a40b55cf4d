// The main job against the built-in simulator: validate, plan, apply, and the empty plan after. Run by `npm run demo`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const MUSTER = "dist/muster.js";
const FILES = "examples/sixty-groups";
// The vendor counts calls a minute; the demo's minute has four seconds, so that the wait can be seen and borne.
const LIMITS = "addQueue=20/4s,updateQueueAssignMembers=20/4s,queueQueue=20/4s,queueQueueAgentClaimStatus=100/4s";

const say = (text) => process.stdout.write(`${text}\n`);

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
};

/** Shows the command, runs it on this very terminal, and ends the demo where it does not end as it should. */
async function muster(args, expected = 0) {
  const command = `$ muster ${args.join(" ")}`;
  say(process.stdout.isTTY ? `\n\x1b[1m${command}\x1b[0m` : `\n${command}`);
  const child = spawn(process.execPath, [MUSTER, ...args], { stdio: "inherit", env });
  const [status] = await once(child, "exit");
  if (status === expected) return;
  say(`\nThe demo stopped: expected exit code ${expected}, got ${status}.`);
  simulator.kill();
  process.exit(1);
}

/** What the vendor's console is for: through the simulator's own door, not through the API. */
async function changeInConsole(changes) {
  const { accounts } = await (await fetch(`${url}/__simulator/state`)).json();
  const [{ accountId, groups }] = accounts;
  for (const [displayName, change] of Object.entries(changes)) {
    const { exten } = groups.find((group) => group.displayName === displayName);
    const body = JSON.stringify({ accountId, exten, ...change });
    await fetch(`${url}/__simulator/edit`, { method: "POST", body });
  }
}

say("A made-up account of 7moor with 58 skill groups, served on this machine; a minute of its rate limits lasts 4 s.");
await muster(["validate", FILES]);
await muster(["plan", FILES]);
await muster(["apply", FILES, "--auto-approve"]);
say("\nTwo settings are left for a person: the API cannot change them. Somebody does it in the console …");
await changeInConsole({ 发票与退款: { assignRule: "random" }, "夜班-全渠道": { memory: "off" } });
await muster(["plan", FILES, "--detailed-exitcode"]); // exit 0: the account is what the files say
simulator.kill();

say(`
That was the whole road: YAML, plan, apply, verified, nothing left to apply.
Change a member in ${FILES}/teams.yaml, or take your own account:

  export MUSTER_HOST=https://… MUSTER_ACCOUNT_ID=N… MUSTER_API_SECRET=…
  node ${MUSTER} plan examples/small-team
`);
