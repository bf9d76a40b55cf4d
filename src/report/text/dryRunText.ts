import type { DryRun, DryRunRequest } from "../dryRun.js";
import { flow } from "./flow.js";
import { jsonBody } from "./jsonBody.js";
import type { TextOptions } from "./options.js";
import { accountHeading, labelled, type Page, pageOf, paragraph, stack } from "./page.js";
import { visible } from "./visible.js";

/** The very requests that an apply would send, in order, with what they cost. Pure. */
export function dryRunText(dryRun: DryRun, options: TextOptions): string {
  const page = pageOf(options);
  const { requests, account } = dryRun;
  const heading = accountHeading(page, account, []);
  if (requests.length === 0) return stack([heading, paragraph(page, page.words.dryRunEmpty, "", page.palette.good)]);
  const width = String(requests.length).length;
  return stack([
    heading,
    paragraph(page, page.words.dryRun(requests.length), "", page.palette.heading),
    ...requests.map((request) => requestBlock(request, width, page)),
    [
      ...paragraph(page, page.words.planCost(dryRun.budget), "", page.palette.heading),
      ...(page.verbose ? labelled(page, page.words.planHash, dryRun.planHash, "", page.palette.quiet) : []),
    ],
  ]);
}

function requestBlock({ order, operation, note, actionId, body }: DryRunRequest, width: number, page: Page): string[] {
  const { words, palette } = page;
  const paint = note === "write" || note === undefined ? palette.change : palette.plain;
  const hanging = " ".repeat(width + 2);
  return [
    ...flow(
      [
        { text: `${String(order).padStart(width)}.` },
        { text: visible(operation), paint: (text) => palette.heading(paint(text)), gap: " " },
        ...(note === undefined ? [] : [{ text: words.request(note), paint }]),
        ...(actionId === undefined ? [] : [{ text: visible(actionId), paint: palette.quiet }]),
      ],
      { columns: page.columns, indent: "", hanging },
    ),
    ...jsonBody(body, page.columns, hanging),
  ];
}
