import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";

const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
const isPlan = ajv.compile(schema("plan"));
const isResult = ajv.compile(schema("result"));

const YAML = groupsYaml({ a: ["8001"], b: ["8000", { agent: "8002", priority: 3 }], c: [] });
const LIVE = [
  { displayName: "a", members: ["8000"] },
  { displayName: "x", members: ["8000"] },
];

describe("--format json", () => {
  it.each<[string, string[], number, Record<string, string>, typeof isPlan]>([
    ["a plan", ["plan"], 0, {}, isPlan],
    ["an empty plan", ["plan", "--group", "c"], 0, {}, isPlan],
    ["a plan that fails", ["plan"], 1, { MUSTER_API_SECRET: "wrong" }, isPlan],
    ["a plan of an unknown group", ["plan", "--group", "nobody"], 1, {}, isPlan],
    ["a flag that is unknown", ["plan", "--nope"], 1, {}, isPlan],
    ["a dry run", ["apply", "--dry-run"], 0, {}, isResult],
    ["an apply", ["apply", "--auto-approve"], 0, {}, isResult],
    ["an apply that fails", ["apply", "--auto-approve"], 1, { MUSTER_API_SECRET: "wrong" }, isResult],
    ["an apply stopped by a guard", ["apply", "--auto-approve", "--max-creates", "0"], 3, {}, isResult],
    ["an apply that nobody approved", ["apply"], 1, {}, isResult],
  ])("%s is exactly one document that fits its schema", async (_, args, expected, env, validate) => {
    const { run } = await world(LIVE, YAML);
    const { code, stdout } = await run([...args, "--format", "json"], { env });
    expect(code).toBe(expected);
    const document = JSON.parse(stdout);
    expect(validate(document) ? [] : validate.errors).toEqual([]);
  });

  it("never changes an exit code", async () => {
    const { run } = await world(LIVE, YAML);
    expect((await run(["plan", "--detailed-exitcode", "--format", "json"])).code).toBe(2);
    expect((await run(["plan", "--detailed-exitcode"])).code).toBe(2);
  });

  it("says the same as the file of --out", async () => {
    const { run, folder } = await world(LIVE, YAML);
    const { stdout } = await run(["plan", "--format", "json", "--out", "plan.json"]);
    expect(readFileSync(`${folder}/plan.json`, "utf8")).toBe(stdout);
  });
});
