import type { RenderOptions, Report } from "../report.js";
import { fitted, type Sent, utf8Bytes } from "./fit.js";
import { withoutMarkup } from "./inert.js";
import { messageOf } from "./message.js";

/** Of `markdown.content`, in UTF-8: https://developer.work.weixin.qq.com/document/path/91770 (error 40058 above it). */
const CONTENT_BYTES = 4096;

/**
 * The body of a message for a 企业微信 group robot, `msgtype: markdown`: at most 4096 bytes of headings, bold and links, which is
 * what its Markdown has (no lists). Pure.
 */
export function wecom(report: Report, options: RenderOptions): string {
  return fitted(messageOf(report, options), options.language, (sent) => {
    const content = markdown(sent);
    return utf8Bytes(content) > CONTENT_BYTES
      ? undefined
      : `${JSON.stringify({ msgtype: "markdown", markdown: { content } })}\n`;
  });
}

function markdown({ heading, facts, sections, links }: Sent): string {
  const blocks = [
    `### ${withoutMarkup(heading)}`,
    facts.map((fact) => withoutMarkup(fact)).join("\n"),
    ...sections.map(({ title, lines }) =>
      [`**${withoutMarkup(title)}**`, ...lines.map((line) => `• ${withoutMarkup(line)}`)].join("\n"),
    ),
    links.map(({ label, address }) => `[${withoutMarkup(label)}](${address})`).join(" · "),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}
