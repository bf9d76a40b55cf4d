import type { SaidFinding } from "../messages/formatFinding.js";
import { wordsOf } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import { placeText } from "../text/place.js";
import { visible } from "../text/visible.js";

/** A finding as a compiler would say it, in lines that are not wrapped: place, what is wrong, what to do, other places. */
export function findingLines(finding: SaidFinding, { language }: Pick<RenderOptions, "language">): string[] {
  const words = wordsOf(language);
  const { severity, code, message, help, source, related } = finding;
  const place = source === undefined ? "" : `${placeText(source)}: `;
  return [
    `${place}${words.severity(severity)}[${visible(code)}]${words.colon}${visible(message)}`,
    ...(help === undefined || help === "" ? [] : [`  ${words.help}${words.colon}${visible(help)}`]),
    ...(related ?? []).map(({ note, source: other }) => `  ${placeText(other)}: ${words.related(note)}`),
  ];
}
