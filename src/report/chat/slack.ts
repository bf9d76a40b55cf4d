import type { RenderOptions, Report } from "../report.js";
import { fitted, type Sent } from "./fit.js";
import { inert, withoutMarkup } from "./inert.js";
import { messageOf } from "./message.js";

/** https://docs.slack.dev/reference/block-kit: blocks of a message, characters of a header, characters of a text. */
const BLOCKS = 50;
const HEADER_UNITS = 150;
const TEXT_UNITS = 3000;

/**
 * The body of a message for a Slack incoming webhook: blocks, with a `text` for notifications. What comes from outside stands in
 * `plain_text`, where `<!channel>` is letters; `text` and titles are mrkdwn, so nothing in them is left that means something.
 * Pure.
 */
export function slack(report: Report, options: RenderOptions): string {
  return fitted(messageOf(report, options), options.language, (sent) => {
    const blocks = blocksOf(sent);
    const fits =
      blocks.length <= BLOCKS &&
      blocks.every(({ type, text }) => text.text.length <= (type === "header" ? HEADER_UNITS : TEXT_UNITS));
    return fits ? `${JSON.stringify({ text: mrkdwn(sent.heading), blocks })}\n` : undefined;
  });
}

interface Block {
  readonly type: "header" | "section";
  readonly text:
    | { readonly type: "plain_text"; readonly text: string; readonly emoji: false }
    | { readonly type: "mrkdwn"; readonly text: string; readonly verbatim: true };
}

function blocksOf({ heading, facts, sections, links }: Sent): Block[] {
  const listed = links.map(({ label, address }) => `<${address.replaceAll("&", "&amp;")}|${mrkdwn(label)}>`);
  return [
    plain("header", heading),
    ...(facts.length === 0 ? [] : [plain("section", facts.join("\n"))]),
    ...sections.flatMap(({ title, lines }) => [
      marked(`*${mrkdwn(title)}*`),
      ...(lines.length === 0 ? [] : [plain("section", lines.map((line) => `• ${line}`).join("\n"))]),
    ]),
    ...(listed.length === 0 ? [] : [marked(listed.join(" · "))]),
  ];
}

function plain(type: Block["type"], text: string): Block {
  return { type, text: { type: "plain_text", text: inert(text), emoji: false } };
}

function marked(text: string): Block {
  return { type: "section", text: { type: "mrkdwn", text, verbatim: true } };
}

/** Text in mrkdwn that is nothing but text: `:fire:` would be an emoji. */
function mrkdwn(text: string): string {
  return withoutMarkup(text).replace(/:(?=[\w+'-]+:)/g, "：");
}
