import type { FindingSink, Shape } from "../findings.js";
import type { Policy, PolicySettings } from "../settings.js";
import { type Field, fieldOf, itemsOf, type ScalarNode, shapeOf, type TreeNode, textOf } from "../yaml/tree.js";
import { compilePattern, type Pattern } from "./linearPattern.js";

/** The least that makes sense: nobody means a group for no one. */
const LEAST = { minMembers: 0, maxMembers: 1, maxGroupsPerAgent: 1 } as const;

/** The `policies` of `muster.yaml`; what it leaves out is not asked for. */
export function readPolicies(node: TreeNode | undefined, sink: FindingSink): PolicySettings {
  const count = (name: keyof typeof LEAST) => readCount(fieldOf(node, name), LEAST[name], sink);
  const [minMembers, maxMembers] = [count("minMembers"), count("maxMembers")];
  const maxGroupsPerAgent = count("maxGroupsPerAgent");
  const namePattern = readPattern(fieldOf(node, "namePattern"), sink);
  const requireAlias = readSwitch(fieldOf(node, "requireAlias"), sink);
  return {
    ...(minMembers && { minMembers }),
    ...(maxMembers && { maxMembers }),
    ...(maxGroupsPerAgent && { maxGroupsPerAgent }),
    ...(namePattern && { namePattern }),
    ...(requireAlias?.value && { requireAlias }),
  };
}

function readCount(field: Field | undefined, least: number, sink: FindingSink): Policy<number> | undefined {
  const node = stated(field);
  if (!field || node?.kind !== "scalar") return undefined;
  if (typeof node.value === "number" && Number.isSafeInteger(node.value)) {
    if (node.value >= least) return policyOf(field, node.value);
    // With its own map, the schema has said so.
    if (node === field.value)
      sink.error("out-of-range", { field: field.key, value: node.written, minimum: least }, node.at);
  } else refuse(field, node, "whole-number", ["text", "number"], sink);
  return undefined;
}

function readPattern(field: Field | undefined, sink: FindingSink): Policy<Pattern> | undefined {
  const node = stated(field);
  if (!field || node?.kind !== "scalar") return undefined;
  if (typeof node.value !== "string") refuse(field, node, "text", ["number"], sink);
  else if (node.value === "") {
    if (node === field.value) sink.error("empty-value", { field: field.key, part: "value" }, node.at);
  } else {
    const pattern = compilePattern(node.value);
    if (typeof pattern !== "string") return policyOf(field, pattern);
    sink.error("bad-pattern", { field: field.key, value: node.value, fault: pattern }, node.at);
  }
  return undefined;
}

function readSwitch(field: Field | undefined, sink: FindingSink): Policy<boolean> | undefined {
  const node = stated(field);
  if (!field || node?.kind !== "scalar") return undefined;
  if (typeof node.value === "boolean") return policyOf(field, node.value);
  refuse(field, node, "yes-or-no", ["text", "number"], sink);
  return undefined;
}

/** A policy is its value, or a map that has it. */
function stated(field: Field | undefined): TreeNode | undefined {
  return field?.value.kind === "map" ? fieldOf(field.value, "value")?.value : field?.value;
}

/** The schema's finding for one of two shapes passes over text and fractions: they are judged here, where written bare. */
function refuse(field: Field, node: ScalarNode, expected: Shape, left: readonly Shape[], sink: FindingSink): void {
  const actual = shapeOf(node);
  if (node !== field.value || !left.includes(actual)) return;
  sink.error("wrong-type", { field: field.key, part: "value", expected: [expected, "map"], actual }, node.at);
}

function policyOf<T>({ keyAt, value: node }: Field, value: T): Policy<T> {
  return {
    value,
    level: textOf(fieldOf(node, "level")?.value)?.value === "warning" ? "warning" : "error",
    ignore: itemsOf(fieldOf(node, "ignore")?.value).flatMap((item) => textOf(item)?.value ?? []),
    source: keyAt,
  };
}
