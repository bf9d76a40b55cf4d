import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import musterSchema from "../../schemas/muster.schema.json" with { type: "json" };
import skillGroupsSchema from "../../schemas/skill-groups.schema.json" with { type: "json" };
import { parseGuardLimit, parseRate } from "../../src/config/limits.js";
import { DEFAULT_GUARDS } from "../../src/config/settings.js";
import { LIMITED_OPERATIONS } from "../../src/model/rates.js";
import { ASSIGN_RULES, MEMORIES } from "../../src/model/skillGroup.js";

const SCHEMAS = { "skill-groups": skillGroupsSchema, muster: musterSchema };

/** Every subschema with the pointer to it. */
function* subschemas(schema: object, pointer = ""): Generator<[string, Record<string, unknown>]> {
  yield [pointer, schema as Record<string, unknown>];
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties" || key === "definitions") {
      for (const [name, inner] of Object.entries(value as object))
        yield* subschemas(inner as object, `${pointer}/${key}/${name}`);
    } else if (key === "items" || (key === "additionalProperties" && typeof value === "object")) {
      yield* subschemas(value as object, `${pointer}/${key}`);
    } else if (key === "anyOf" || key === "allOf") {
      for (const [index, inner] of (value as object[]).entries())
        yield* subschemas(inner, `${pointer}/${key}/${index}`);
    }
  }
}

describe.each(Object.entries(SCHEMAS))("%s.schema.json", (name, schema) => {
  const ajv = new Ajv({ allowUnionTypes: true, schemas: { [name]: schema } });
  const all = [...subschemas(schema)];

  it("is a draft-07 schema that ajv accepts strictly", () => {
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    expect(ajv.getSchema(name)).toBeTypeOf("function");
  });

  it("describes every field in both languages", () => {
    const fields = all.filter(
      ([pointer, one]) => /\/properties\/[^/]+$/.test(pointer) && !("$ref" in one) && !pointer.includes("/limits/"),
    );
    expect(fields.length).toBeGreaterThan(5);
    for (const [pointer, { description }] of fields)
      expect(`${pointer} ${description}`).toMatch(/[A-Za-z]{3}.*\n.*\p{Script=Han}/su);
  });

  it("refuses unknown fields of every map", () => {
    for (const [pointer, one] of all) {
      if (one["type"] === "object") expect([pointer, one["additionalProperties"]]).not.toEqual([pointer, undefined]);
    }
  });

  it("gives examples and defaults that it accepts itself", () => {
    let count = 0;
    for (const [pointer, { examples = [], default: otherwise }] of all) {
      for (const value of [...(examples as unknown[]), ...(otherwise === undefined ? [] : [otherwise])]) {
        count++;
        expect([pointer, value, ajv.getSchema(`${name}#${pointer}`)?.(value)]).toEqual([pointer, value, true]);
      }
    }
    expect(count).toBeGreaterThan(5);
  });
});

describe("schemas and code", () => {
  it("name the same values", () => {
    const { assignRule, memory } = skillGroupsSchema.definitions.group.properties;
    expect(assignRule.enum).toEqual([...ASSIGN_RULES]);
    expect(memory.enum).toEqual([...MEMORIES]);
    expect(Object.keys(musterSchema.definitions.account.properties.limits.properties)).toEqual([...LIMITED_OPERATIONS]);
  });

  it("have the same defaults", () => {
    const { maxRemovals, maxEmptied, maxCreates, minClaiming } = musterSchema.properties.guards.properties;
    expect({
      maxRemovals: parseGuardLimit(maxRemovals.default),
      maxEmptied: maxEmptied.default,
      maxCreates: maxCreates.default,
      minClaiming: minClaiming.default,
    }).toEqual(DEFAULT_GUARDS);
  });

  it("agree on what is a rate", () => {
    const pattern = new RegExp(musterSchema.definitions.rate.pattern);
    for (const rate of ["20/60s", "1/2.5s", "5/500ms", "1/1m", " 20 / 60s "])
      expect([pattern.test(rate), parseRate(rate) !== undefined]).toEqual([true, true]);
    for (const rate of ["20", "20/60", "a/1s", "1/1h"])
      expect([pattern.test(rate), parseRate(rate) !== undefined]).toEqual([false, false]);
  });
});
