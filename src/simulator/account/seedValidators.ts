import seedSchema from "../../../schemas/seed.schema.json" with { type: "json" };
import { compileOnDemand, type SchemaSet } from "../../model/schemaSet.js";

/** What the simulator takes as JSON: seeds, what is kept of accounts, and what the admin interface is sent. */
export type SeedSchemaName = "account" | "accounts" | "state" | "edit" | "faults";

const { displayName, exten, assignRule, memory, members, claiming, raw } = seedSchema.definitions.group.properties;
const inSeed = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"seed.schema.json#'));

/** What only the simulator itself writes, or a test sends, and so no editor needs to know. */
const OWN = {
  definitions: {
    state: objectOf({
      accounts: {
        type: "array",
        items: objectOf({
          accountId: { type: "string", minLength: 1 },
          nextExten: { type: "integer", minimum: 0 },
          groups: { type: "array", items: { $ref: "seed.schema.json#/definitions/group" } },
        }),
      },
    }),
    edit: {
      ...objectOf({
        accountId: { type: "string", minLength: 1 },
        exten,
        displayName,
        assignRule,
        memory,
        members: inSeed(members),
        claiming: inSeed(claiming),
        raw,
        delete: { type: "boolean" },
      }),
      required: ["accountId"],
    },
    faults: objectOf({ faults: { type: "array", items: { type: "string", minLength: 1 } } }),
  },
};

/** An object with all of these fields and no others. */
function objectOf(properties: Readonly<Record<string, object>>) {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

export const SCHEMA_SET: SchemaSet<SeedSchemaName> = {
  options: { allErrors: true, verbose: true, allowUnionTypes: true },
  schemas: { "seed.schema.json": seedSchema, own: OWN },
  pointers: {
    account: "seed.schema.json#/definitions/account",
    accounts: "seed.schema.json#/definitions/accounts",
    state: "own#/definitions/state",
    edit: "own#/definitions/edit",
    faults: "own#/definitions/faults",
  },
};

/** The validator of a schema. Replaced by the build: see {@link compileOnDemand}. */
export const validatorFor = compileOnDemand(SCHEMA_SET);
