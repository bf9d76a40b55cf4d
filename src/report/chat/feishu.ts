import type { RenderOptions, Report } from "../report.js";
import { fitted, type Sent, utf8Bytes } from "./fit.js";
import { inert } from "./inert.js";
import { messageOf } from "./message.js";
import type { Standing } from "./parts.js";

/** Of the whole body: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (error 9499 above it). */
const BODY_BYTES = 20_000;

/** The colour of a card's head. */
const TEMPLATES: Readonly<Record<Standing, string>> = {
  bad: "red",
  stopped: "orange",
  attention: "yellow",
  waiting: "blue",
  good: "green",
};

/**
 * The body of a message for a 飞书 (Lark) custom robot: a card whose texts are all `plain_text`, in which `<at id=all>` and
 * Markdown are letters. Pure.
 */
export function feishu(report: Report, options: RenderOptions): string {
  return fitted(messageOf(report, options), options.language, (sent) => {
    const body = `${JSON.stringify({ msg_type: "interactive", card: card(sent) })}\n`;
    return utf8Bytes(body) > BODY_BYTES ? undefined : body;
  });
}

function card({ standing, heading, facts, sections, links }: Sent): object {
  const buttons = links.map(({ label, address }) => ({
    tag: "button",
    text: plain(label),
    url: address,
    type: "default",
  }));
  const elements = [
    ...(facts.length === 0 ? [] : [block(facts)]),
    ...sections.flatMap(({ title, lines }) => [{ tag: "hr" }, block([title, ...lines.map((line) => `• ${line}`)])]),
    ...(buttons.length === 0 ? [] : [{ tag: "action", actions: buttons }]),
  ];
  return {
    config: { wide_screen_mode: true },
    header: { template: TEMPLATES[standing], title: plain(heading) },
    // A card must have one.
    elements: elements.length === 0 ? [block([heading])] : elements,
  };
}

function block(lines: readonly string[]): object {
  return { tag: "div", text: plain(lines.join("\n")) };
}

function plain(content: string): object {
  return { tag: "plain_text", content: inert(content) };
}
