import type { DryRun } from "../dryRun.js";
import { jsonBody } from "../text/jsonBody.js";
import { fence, prose } from "./escape.js";
import { bullets, folded, markdownTable, type Sheet } from "./sheet.js";

/** Bodies are read beside a plan, not on a terminal. */
const BODY_COLUMNS = 100;

/** The requests that an apply would send, in order; their bodies fold away. */
export function requestBlocks({ requests }: DryRun, sheet: Sheet): string[] {
  const { md, words, rung } = sheet;
  if (requests.length === 0) return [prose(words.dryRunEmpty)];
  const title = `**${md.requests(requests.length)}**`;
  if (rung.groups === 0) return [title];
  const shown = requests.slice(0, rung.groups);
  const rest = requests.length - shown.length;
  const rows = shown.map(({ order, operation, note, actionId }) => [
    String(order),
    sheet.name(operation, "cell"),
    note === undefined ? "" : words.request(note),
    actionId === undefined ? "" : sheet.name(actionId, "cell"),
  ]);
  const bodies = requests.flatMap(({ order, operation, body }) => [
    `// ${order}. ${operation}`,
    ...jsonBody(body, BODY_COLUMNS, ""),
  ]);
  return [
    title,
    markdownTable(["#", md.column.call, md.column.purpose, md.column.group], rows),
    ...(rest > 0 ? [bullets([md.more(rest)])] : []),
    ...(rung.detail ? [folded(md.bodies(requests.length), fence(bodies, "jsonc").join("\n"))] : []),
  ];
}
