import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import musterSchema from "../../schemas/muster.schema.json" with { type: "json" };
import skillGroupsSchema from "../../schemas/skill-groups.schema.json" with { type: "json" };
import { FindingList } from "../../src/config/findings.js";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { reportErrors } from "../../src/config/schema/checkShape.js";
import { SCHEMA_SET } from "../../src/config/schema/validators.js";
import { parseYaml } from "../../src/config/yaml/parseYaml.js";
import { sourceText } from "../../src/config/yaml/sourceText.js";
import { plainData } from "../../src/config/yaml/tree.js";
import { brief, fileOf } from "./reading.js";

type Schema = { readonly [keyword: string]: unknown };

describe("a policy that no code reads", () => {
  const forbidAgents = {
    type: ["array", "object"],
    items: { type: "string", pattern: "^[0-9]+$" },
    additionalProperties: false,
    required: ["value"],
    properties: { value: { type: "array", items: { type: "string", pattern: "^[0-9]+$" }, uniqueItems: true } },
  };
  const schema = structuredClone(musterSchema) as { properties: { policies: { properties: Schema } } };
  schema.properties.policies.properties = { ...schema.properties.policies.properties, forbidAgents };
  const validate = new Ajv(SCHEMA_SET.options).compile(schema);

  it.each([
    ["text", '"8009"', "3:17", "wrong-type"],
    ["a number", "8009", "3:17", "wrong-type"],
    ["a fraction", "1.5", "3:17", "wrong-type"],
    ["a switch", "true", "3:17", "wrong-type"],
    ["text under value", '{ value: "8009" }', "3:26", "wrong-type"],
    ["a name", "[li.na]", "3:18", "bad-value"],
    ["a number twice", '{ value: ["1", "1"] }', "3:26", "bad-value"],
  ])("refuses %s", (_what, written, place, code) => {
    const sink = new FindingList();
    const [root] = parseYaml(
      sourceText("muster.yaml", `version: 1\npolicies:\n  forbidAgents: ${written}\n`),
      sink,
    ).documents;
    if (root && !validate(plainData(root))) reportErrors(validate, root, sink);
    expect(sink.sorted().map(brief)).toEqual([`muster.yaml:${place} ${code}`]);
    expect(sink.hasError).toBe(true);
  });
});

const WRONG = [
  ...[null, true, false, "", " ", "x", "8009", "-1", "1.5", "0800", "１", "30 %"],
  ...[0, -1, 1.5, 8009, 1e21, [], ["8009"], [[]], {}, { value: "x" }, { value: null }, { x: 1 }],
];

/** Every path of a schema at which it says something, with the schemas there; `*` for a name, a number for a list place. */
function* pathsOf(schema: Schema, root: Schema, path: readonly string[] = []): Generator<[readonly string[], Schema]> {
  if (typeof schema["$ref"] === "string") {
    const [, , name = ""] = schema["$ref"].split("/");
    yield* pathsOf((root["definitions"] as Record<string, Schema>)[name] ?? {}, root, path);
    return;
  }
  yield [path, schema];
  for (const [name, inner] of Object.entries((schema["properties"] ?? {}) as Record<string, Schema>))
    yield* pathsOf(inner, root, [...path, name]);
  if (typeof schema["additionalProperties"] === "object")
    yield* pathsOf(schema["additionalProperties"] as Schema, root, [...path, "*"]);
  if (schema["items"]) yield* pathsOf(schema["items"] as Schema, root, [...path, "0"]);
  for (const inner of [...((schema["anyOf"] ?? []) as Schema[]), ...((schema["allOf"] ?? []) as Schema[])])
    yield* pathsOf(inner, root, path);
}

function isUnion(schema: Schema): boolean {
  return Array.isArray(schema["type"]) || "anyOf" in schema;
}

/** A document that is right, but for the value at a path. */
function documentWith(path: readonly string[], value: unknown, needed: (path: readonly string[]) => object): unknown {
  const build = (at: number): unknown => {
    const step = path[at];
    if (step === undefined) return value;
    if (step === "0") return [build(at + 1)];
    return { ...needed(path.slice(0, at)), [step === "*" ? "a" : step]: build(at + 1) };
  };
  return build(0);
}

const NEEDED: Readonly<Record<string, object>> = {
  "": { version: 1 },
  "groups/0": { displayName: "售前" },
  "groups/0/coverage": { min: 1 },
  "groups/0/coverage/0": { min: 1 },
  "calendars/*": { until: "2026-12-31" },
  "calendars/*/holidays/0": { from: "2026-10-01", to: "2026-10-07" },
  "shifts/*": { at: "08:00-16:00" },
  "rosters/*/week/0": { shift: "a", agents: ["8009"] },
  "rosters/*/week/0/agents/0": { team: "a" },
  "rosters/*/cycle/0": { agents: ["8009"], from: "2026-09-28", pattern: ["a"] },
  "rosters/*/cycle/0/agents/0": { team: "a" },
  "absences/0": { agent: "8009", from: "2026-12-03", until: "2026-12-05" },
  "accounts/*": {
    host: "https://openapis.7moor.com",
    accountId: "${MOOR_ACCOUNT}",
    apiSecret: "${MOOR_SECRET}",
  },
};
const neededAt = (path: readonly string[]) => NEEDED[path.join("/")] ?? {};

const readTable = async () => ({ cells: [], findings: [] });

const KINDS = [
  [
    "skill-groups",
    skillGroupsSchema as Schema,
    (yaml: string) => loadDesiredAt([fileOf(yaml, "a.yaml")], { now: 0, readTable }),
  ],
  ["muster", musterSchema as Schema, (yaml: string) => loadMusterFile(fileOf(yaml, "muster.yaml"))],
] as const;

describe.each(KINDS)("what %s.schema.json refuses", (_name, schema, load) => {
  const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(schema);
  const paths = new Map([...pathsOf(schema, schema)].map(([path, one]) => [path.join("/"), { path, one }]));
  const unions = [...pathsOf(schema, schema)].filter(([, one]) => isUnion(one)).map(([path]) => path.join("/"));

  it("has unions", () => {
    expect(unions.length).toBeGreaterThan(5);
  });

  it.each([...paths.keys()])("is refused at %j", async (key) => {
    const path = paths.get(key)?.path ?? [];
    let refused = 0;
    for (const value of WRONG) {
      const data = documentWith(path, value, neededAt);
      if (validate(data)) continue;
      refused += 1;
      const yaml = JSON.stringify(data);
      const { findings } = await load(yaml);
      expect([yaml, findings.some(({ severity }) => severity === "error")]).toEqual([yaml, true]);
    }
    expect(refused).toBeGreaterThan(2);
  });
});
