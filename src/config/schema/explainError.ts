import type { DefinedError } from "ajv";
import type { Source } from "../../model/source.js";
import { suggest } from "../../model/suggest.js";
import type { Shape, ShapeSink } from "../findings.js";
import { plainDigits } from "../numbers.js";
import { fieldOf, shapeOf, type TreeNode } from "../yaml/tree.js";
import { fieldPathOf } from "./fieldPath.js";
import { valueMeant } from "./settingWords.js";

/** The schema's names of types, in the words of findings. */
const SHAPES: Readonly<Record<string, Shape>> = {
  string: "text",
  integer: "whole-number",
  number: "number",
  boolean: "yes-or-no",
  array: "list",
  object: "map",
  null: "nothing",
};

/** Fields whose values are judged as they are written, so that quotes are no help. */
const TIMES: ReadonlySet<string> = new Set(["from", "to", "until", "makeup", "at", "lead", "timezone"]);

/**
 * Reports a validator's error at the node that it is about. No error is skipped. Where a rule or a reader checks the same
 * and can say more, it is reported as a refusal, which gives way to theirs.
 */
export function explain(error: DefinedError, node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  // Errors about a key stand beside one of `propertyNames`.
  if (error.propertyName !== undefined && error.keyword !== "propertyNames") return;
  switch (error.keyword) {
    case "additionalProperties": {
      const allowed = Object.keys(error.parentSchema?.["properties"] ?? {});
      const key = error.params.additionalProperty;
      if (path.length === 1 && path[0] === "findings") explainUnknownLevel(key, allowed, node, sink);
      else explainUnknownField(key, allowed, node, sink);
      break;
    }
    case "required":
      sink.error("missing-field", { field: error.params.missingProperty }, node.at);
      break;
    case "type":
      explainType([error.params.type].flat(), node, path, sink);
      break;
    case "enum":
      explainChoice(error.params.allowedValues.map(String), node, path, sink);
      break;
    case "const":
      explainVersion(node, sink);
      break;
    case "minLength":
    case "minItems":
    case "minProperties":
      sink.error("empty-value", fieldPathOf(path), node.at);
      break;
    case "maxLength": {
      const { limit: most } = error.params;
      const length = node.kind === "scalar" ? [...node.written].length : 0;
      sink.error("too-long", { field: fieldPathOf(path).field, length, most }, node.at);
      break;
    }
    case "maxItems":
      sink.error("too-many-entries", { field: fieldPathOf(path).field, most: error.params.limit }, node.at);
      break;
    case "minimum":
    case "maximum": {
      const value = node.kind === "scalar" ? node.written : "";
      const args = { field: fieldPathOf(path).field, value, [error.keyword]: error.params.limit };
      // Numbers that may be text too (agents, pins, guards) are judged as they are written.
      if (Array.isArray(error.parentSchema?.["type"])) sink.refuse("out-of-range", args, node.at);
      else sink.error("out-of-range", args, node.at);
      break;
    }
    case "propertyNames": {
      const { propertyName } = error.params;
      refuseName(propertyName, fieldPathOf(path).field, fieldOf(node, propertyName)?.keyAt ?? node.at, sink);
      break;
    }
    default: {
      const rule = `${error.keyword}: ${JSON.stringify(error.schema)}`;
      const value = node.kind === "scalar" ? node.written : "";
      sink.refuse("bad-value", { field: fieldPathOf(path).field, value, allowed: [], rule }, node.at);
    }
  }
}

/** A key that the schema's `propertyNames` refuses. */
export function refuseName(key: string, field: string, keyAt: Source, sink: ShapeSink): void {
  sink.refuse("bad-value", { field, value: key, allowed: [], rule: "propertyNames" }, keyAt);
}

/** A field that the map has and should not. */
export function explainUnknownField(key: string, allowed: readonly string[], node: TreeNode, sink: ShapeSink): void {
  const field = node.kind === "map" ? node.fields.get(key) : undefined;
  const args = { field: key, allowed, ...suggest(key, allowed) };
  // A key that is no text has been reported as such.
  if (field?.isText) sink.error("unknown-field", args, field.keyAt);
  else sink.refuse("unknown-field", args, field?.keyAt ?? node.at);
}

/** `findings` has no fields but the codes of warnings. */
function explainUnknownLevel(code: string, allowed: readonly string[], node: TreeNode, sink: ShapeSink): void {
  sink.error("unknown-level", { code, allowed, ...suggest(code, allowed) }, fieldOf(node, code)?.keyAt ?? node.at);
}

function explainType(types: readonly string[], node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  const expected = types.map((type) => SHAPES[type] ?? "text");
  const actual = shapeOf(node);
  // Text or a number where one of the two is allowed is judged as it is written, by its reader.
  if (types.length > 1 && (actual === "number" || actual === "text")) {
    sink.refuse("wrong-type", { ...fieldPathOf(path), expected, actual }, node.at);
  } else if (types.length === 1 && expected[0] === "text" && node.kind === "scalar" && node.written !== "") {
    const args = { ...fieldPathOf(path), written: node.written, actual };
    if (TIMES.has(fieldPathOf(path).field)) sink.refuse("unquoted-text", args, node.at);
    else sink.error("unquoted-text", args, node.at);
  } else {
    const isNumber = types.length === 1 && expected[0] === "whole-number" && actual === "text";
    const digits = isNumber && node.kind === "scalar" ? plainDigits(node.written)?.replace(/^0+(?=\d)/, "") : undefined;
    const args = { ...fieldPathOf(path), expected, actual, ...(digits === undefined ? {} : { digits }) };
    sink.error("wrong-type", args, node.at);
  }
}

function explainChoice(allowed: readonly string[], node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  const { field } = fieldPathOf(path);
  if (node.kind === "scalar" && node.value !== null) {
    const { written: value, at } = node;
    const meant = valueMeant(field, value);
    const hint = meant === undefined || !allowed.includes(meant) ? suggestValue(value, allowed) : { meant };
    sink.error("bad-value", { field, value, allowed, ...hint }, at);
  } else {
    sink.error("wrong-type", { field, part: "value", expected: ["text"], actual: shapeOf(node) }, node.at);
  }
}

/** Words are misspelt, numbers are not: `1w` is not a typo of `1d`. The unit may be spelt in another way: `7 Days`. */
function suggestValue(written: string, allowed: readonly string[]): { suggestion?: string } {
  if (!/^\d/.test(written)) return suggest(written, allowed);
  const plain = written.toLowerCase().replace(/\s/g, "");
  const suggestion = allowed.find((value) => plain.startsWith(value));
  return suggestion === undefined ? {} : { suggestion };
}

function explainVersion(node: TreeNode, sink: ShapeSink): void {
  if (node.kind !== "scalar" || !Number.isInteger(node.value)) {
    // Reported for its type, too.
    const expected = ["whole-number"] as const;
    sink.refuse("wrong-type", { field: "version", part: "value", expected, actual: shapeOf(node) }, node.at);
    return;
  }
  const version = Number(node.value);
  if (version > 1) sink.error("newer-version", { version }, node.at);
  else sink.error("bad-version", { written: node.written }, node.at);
}
