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
    const digits = typeof value === "number" ? wholeDigits(value) : plainDigits(value);
    sink.error("bad-number", { written, fault, ...(digits === undefined ? {} : { digits }) }, at);
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
  if (!isDecimal && Number.isSafeInteger(value) && value >= 0)
    sink.error("priority-notation", { written, value: value + 0 }, at);
  // Adding zero turns -0, which YAML can write, into 0.
  return value + 0;
}

function wholeDigits(value: number): string | undefined {
  return Number.isSafeInteger(value) && value >= 0 ? String(value + 0) : undefined;
}

/** The digits of a text that is a number but for width, quotes, spaces and signs between thousands; `undefined` for other texts. */
export function plainDigits(text: string): string | undefined {
  const digits = text.normalize("NFKC").replace(/[\s"'“”‘’「」]/gu, "");
  const joined = /^[1-9]\d{0,2}(?:[_,]\d{3})+$/.test(digits) ? digits.replace(/\D/g, "") : digits;
  return isDigits(joined) ? joined : undefined;
}

function faultOf(written: string): NumberFault {
  if (/^[-+]/.test(written)) return "sign";
  return /^[0-9]*\.[0-9]*$/.test(written) ? "fraction" : "notation";
}
