import type { Report, Spot } from "./findings.js";
import type { Located } from "./tree.js";

/**
 * A name that goes to the API and to people's screens. Control characters are refused, and so are halves of surrogate
 * pairs, which `"\ud800"` can write; white space around it is most likely a slip.
 */
export function checkName(name: Located<string>, spot: Spot, report: Report): void {
  const control = /[\p{Cc}\p{Cs}]/u.exec(name.value)?.[0];
  if (control !== undefined) {
    report.error("control-character", { ...spot, character: codePoint(control) }, name.at);
  } else if (name.value.trim() === "") {
    report.error("empty-value", spot, name.at);
  } else if (name.value.trim() !== name.value) {
    report.warning("surrounding-space", { ...spot, value: name.value }, name.at);
  }
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
