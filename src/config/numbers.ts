import type { FindingSink, NumberFault } from "./findings.js";
import type { TreeNode } from "./yaml/tree.js";

/** Is it digits and nothing else, as the number of an agent or a pin? */
export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/**
 * The digits of a number, quoted or not, exactly as written: `8000` and `"8000"` are one number, and one too long for
 * a double keeps its digits. A number that YAML reads otherwise than it looks is reported. Values that are neither
 * text nor number are reported by the schema.
 */
export function readDigits(node: TreeNode | undefined, sink: FindingSink): string | undefined {
  if (node?.kind !== "scalar") return undefined;
  const { value, written, at } = node;
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  if (isDigits(written)) {
    if (typeof value === "string" || written === "0" || !written.startsWith("0")) return written;
    sink.error("leading-zero", { written }, at);
  } else {
    const fault = typeof value === "string" ? "text" : faultOf(written);
    sink.error("bad-number", { written, fault }, at);
  }
  return undefined;
}

/**
 * A priority, in decimal digits as numbers of agents are: YAML reads `010` and `0x10` as 10 and 16, other tools read
 * other numbers. Anything but a whole number from 0 is reported by the schema.
 */
export function readPriority(node: TreeNode | undefined, sink: FindingSink): number | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "number") return undefined;
  const { value, written, at } = node;
  const isDecimal = written === "0" || (isDigits(written) && !written.startsWith("0"));
  if (!isDecimal && Number.isSafeInteger(value) && value >= 0) sink.error("priority-notation", { written }, at);
  // Adding zero turns -0, which YAML can write, into 0.
  return value + 0;
}

function faultOf(written: string): NumberFault {
  if (/^[-+]/.test(written)) return "sign";
  return /^[0-9]*\.[0-9]*$/.test(written) ? "fraction" : "notation";
}
