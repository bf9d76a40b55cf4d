import { closest, distance } from "fastest-levenshtein";
import { type SeedSchemaName, validatorFor } from "./seedValidators.js";

/** Every problem of a JSON value, each with its path: `$.groups[0].memory: expected "off" or "2h", got "1h"`. */
export function problemsOf(schema: SeedSchemaName, value: unknown): readonly string[] {
  const validate = validatorFor(schema);
  validate(value);
  return (validate.errors ?? []).map((error) => {
    const path = pathOf(error.instancePath);
    const { missingProperty, additionalProperty } = error.params;
    const schema: Schema =
      error.parentSchema === undefined ? {} : { ...error.parentSchema, type: error.parentSchema["type"] };
    const fields = schema.properties ?? {};
    switch (error.keyword) {
      case "required":
        return `${path}.${missingProperty}: expected ${expectedBy(fields[missingProperty] ?? {})}, got nothing`;
      case "additionalProperties":
        return `${path}.${additionalProperty}: unknown field; ${suggest(additionalProperty, namesOf(fields))}`;
      default:
        return `${path}: expected ${expectedBy(schema)}, got ${brief(error.data)}`;
    }
  });
}

/** As much of a schema as a sentence needs. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly properties?: Fields;
}

type Fields = Readonly<Record<string, Schema>>;

function expectedBy(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((word) => `"${word}"`).join(" or ");
  if (schema.pattern !== undefined) return "a text of 1 to 15 digits";
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.map((type) => WORDS[type]?.(schema) ?? type).join(" or ");
}

const WORDS: Readonly<Record<string, (schema: Schema) => string>> = {
  string: ({ minLength = 0 }) => (minLength > 0 ? "a text that is not empty" : "a text"),
  integer: () => "a whole number from 0",
  boolean: () => "true or false",
  array: () => "a list",
  object: ({ properties }) => (properties ? `an object with ${namesOf(properties).join(", ")}` : "an object"),
};

/** The fields that a seed is about; `$schema` is for editors. */
function namesOf(fields: Fields): readonly string[] {
  return Object.keys(fields).filter((name) => !name.startsWith("$"));
}

/** `/groups/0/memory` as `$.groups[0].memory`. */
function pathOf(pointer: string): string {
  const steps = pointer.split("/").slice(1);
  return `$${steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join("")}`;
}

function suggest(word: string, known: readonly string[]): string {
  const nearest = closest(word, known);
  return distance(word, nearest) <= 2 ? `did you mean ${nearest}?` : `expected ${known.join(", ")}`;
}

function brief(value: unknown): string {
  if (value === undefined) return "nothing";
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 40 ? `${json.slice(0, 39)}…` : json;
}
