import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { SECRET as API_SECRET, groupsYaml, world } from "../support/simulated.js";
import { githubStandIn } from "./githubStandIn.js";
import { runStep, TOKEN } from "./step.js";

const spellings = (secret: string) => [
  secret,
  secret.toUpperCase(),
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
];

/** A comment, and what it keeps as data. */
const withData = (body: string) =>
  [body, ...Array.from(body.matchAll(/muster:kept \w+ (\S+)/g), ([, data = ""]) => unpacked(data))].join("\n");
const unpacked = (data: string) => brotliDecompressSync(Buffer.from(data, "base64")).toString();

test("whatever the account and the files are called, no secret gets into comment, issue, summary, outputs or log", async () => {
  const names = [API_SECRET, TOKEN].flatMap(spellings).map((spelled, at) => `组${at} ${spelled}`);
  const live = names.map((displayName, at) => ({ exten: String(1001 + at), displayName, members: ["8000"] }));
  const desired = Object.fromEntries(names.map((name) => [name, ["8001"]]));
  const [one, github] = [await world(live, groupsYaml(desired)), await githubStandIn()];
  const planned = await runStep(one, github, { inputs: { out: "plan.json", args: "--verbose" } });
  expect(planned.code).toBe(0);
  await runStep(one, github, { inputs: { issue: "on" }, event: { name: "schedule", payload: {} } });
  const applied = await runStep(one, github, { inputs: { command: "apply", args: "--max-removals=100%" } });
  const said = [
    ...(github.comments.get(7) ?? []).map(({ body }) => withData(body)),
    ...github.issues.map(({ title = "", body }) => `${title}\n${withData(body)}`),
    ...[planned, applied].flatMap(({ log, summary, outputs }) => [log, summary, JSON.stringify(outputs)]),
  ].join("\n");
  expect(said).toContain("组0");
  for (const secret of [API_SECRET, TOKEN])
    for (const spelled of spellings(secret))
      expect(said.toLowerCase().includes(spelled.toLowerCase()), spelled).toBe(false);
  for (const secret of [API_SECRET, TOKEN]) expect(planned.masked).toContain(secret);
});
