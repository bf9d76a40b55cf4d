import type { RenderOptions, Report } from "../report.js";
import { fitted, type Sent, utf8Bytes } from "./fit.js";
import { inert, withoutMarkup } from "./inert.js";
import { messageOf } from "./message.js";

/** Of the whole body, in UTF-8: error 460101 above it. */
const BODY_BYTES = 20_000;

/**
 * The body of a message for a 钉钉 robot, `msgtype: markdown`: `title` is what the list of chats shows. It mentions nobody: that
 * takes the field `at`, which it does not have. Pure.
 */
export function dingtalk(report: Report, options: RenderOptions): string {
  return fitted(messageOf(report, options), options.language, (sent) => {
    const markdown = { title: inert(sent.heading), text: text(sent) };
    const body = `${JSON.stringify({ msgtype: "markdown", markdown })}\n`;
    return utf8Bytes(body) > BODY_BYTES ? undefined : body;
  });
}

function text({ heading, facts, sections, links }: Sent): string {
  const blocks = [
    `### ${withoutMarkup(heading)}`,
    // One line break is none here.
    ...facts.map((fact) => withoutMarkup(fact)),
    ...sections.flatMap(({ title, lines }) => [
      `**${withoutMarkup(title)}**`,
      lines.map((line) => `- ${withoutMarkup(line)}`).join("\n"),
    ]),
    links.map(({ label, address }) => `[${withoutMarkup(label)}](${address})`).join(" · "),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}
