import { hasVisible, hiddenCharacters } from "../../model/hiddenCharacters.js";
import type { Report, Spot } from "../findings.js";
import type { Located } from "../yaml/tree.js";

/**
 * A name that goes to the API and to people's screens. Control characters are refused, and so are halves of surrogate
 * pairs, which `"\ud800"` can write. White space around it, characters that nobody sees, and what other tools would fill
 * in are most likely slips; and a creation cannot be undone.
 */
export function checkName(name: Located<string>, spot: Spot, report: Report): void {
  const control = /[\p{Cc}\p{Cs}]/u.exec(name.value)?.[0];
  if (control !== undefined) {
    report.error("control-character", { ...spot, character: codePoint(control) }, name.at);
    return;
  }
  if (!hasVisible(name.value)) {
    report.error("empty-value", spot, name.at);
    return;
  }
  if (name.value.trim() !== name.value) report.warning("surrounding-space", { ...spot, value: name.value }, name.at);
  const hidden = hiddenCharacters(name.value).map(codePoint);
  if (hidden.length > 0) report.warning("hidden-character", { ...spot, characters: hidden }, name.at);
  if (/\$\{\w*\}|\{\{.*?\}\}/.test(name.value))
    report.warning("placeholder-in-name", { ...spot, value: name.value }, name.at);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
