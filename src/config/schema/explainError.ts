import type { DefinedError } from "ajv";
import { suggest } from "../../model/suggest.js";
import type { Report, Shape } from "../findings.js";
import { shapeOf, type TreeNode } from "../yaml/tree.js";
import { spotOf } from "./spots.js";

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

/** Says what a validator's error means at the node that it is about. */
export function explain(error: DefinedError, node: TreeNode, path: readonly string[], report: Report): void {
  switch (error.keyword) {
    case "additionalProperties": {
      const allowed = Object.keys(error.parentSchema?.["properties"] ?? {});
      explainUnknownField(error.params.additionalProperty, allowed, node, report);
      break;
    }
    case "required":
      report.error("missing-field", { field: error.params.missingProperty }, node.at);
      break;
    case "type":
      explainType([error.params.type].flat(), node, path, report);
      break;
    case "enum":
      explainChoice(error.params.allowedValues.map(String), node, path, report);
      break;
    case "const":
      explainVersion(node, report);
      break;
    case "minLength":
    case "minItems":
    case "minProperties":
      report.error("empty-value", spotOf(path), node.at);
      break;
    case "minimum":
    case "maximum":
      // Numbers that may be text too (agents, pins, guards) are judged as they are written, by the rules.
      if (node.kind === "scalar" && !Array.isArray(error.parentSchema?.["type"])) {
        const bound = { [error.keyword]: error.params.limit };
        report.error("out-of-range", { field: spotOf(path).field, value: node.written, ...bound }, node.at);
      }
      break;
    // `pattern` and `propertyNames` are for editors: the rules judge the same, with more to say.
  }
}

/** A field that the map has and should not. */
export function explainUnknownField(key: string, allowed: readonly string[], node: TreeNode, report: Report): void {
  const field = node.kind === "map" ? node.fields.get(key) : undefined;
  if (field?.isText) report.error("unknown-field", { field: key, allowed, ...suggest(key, allowed) }, field.keyAt);
}

function explainType(types: readonly string[], node: TreeNode, path: readonly string[], report: Report): void {
  const expected = types.map((type) => SHAPES[type] ?? "text");
  const actual = shapeOf(node);
  if (types.length > 1 && (actual === "number" || actual === "text")) return;
  if (types.length === 1 && expected[0] === "text" && node.kind === "scalar" && node.written !== "") {
    report.error("unquoted-text", { ...spotOf(path), written: node.written, actual }, node.at);
  } else {
    report.error("wrong-type", { ...spotOf(path), expected, actual }, node.at);
  }
}

function explainChoice(allowed: readonly string[], node: TreeNode, path: readonly string[], report: Report): void {
  const { field } = spotOf(path);
  if (node.kind === "scalar" && node.value !== null) {
    report.error("bad-value", { field, value: node.written, allowed, ...suggestValue(node.written, allowed) }, node.at);
  } else {
    report.error("wrong-type", { field, part: "value", expected: ["text"], actual: shapeOf(node) }, node.at);
  }
}

/** Words are misspelt, numbers are not: `1w` is no slip for `1d`. What follows the number may be spelt otherwise: `7 Days`. */
function suggestValue(written: string, allowed: readonly string[]): { suggestion?: string } {
  if (!/^\d/.test(written)) return suggest(written, allowed);
  const plain = written.toLowerCase().replace(/\s/g, "");
  const suggestion = allowed.find((value) => plain.startsWith(value));
  return suggestion === undefined ? {} : { suggestion };
}

function explainVersion(node: TreeNode, report: Report): void {
  // Anything but a whole number is reported for its type.
  if (node.kind !== "scalar" || !Number.isInteger(node.value)) return;
  const version = Number(node.value);
  if (version > 1) report.error("newer-version", { version }, node.at);
  else report.error("bad-version", { written: node.written }, node.at);
}
