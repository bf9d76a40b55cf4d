/*
 * Text in a chat. Where a format has fields of plain text (飞书, Slack), all text goes there, and no syntax reads it. 企业微信
 * and 钉钉 take Markdown of their own and document no escape: there each character that means something is written as its
 * full-width form, which looks the same and means nothing. Chats also make links of what looks like an address, in plain
 * text too.
 */

/** ASCII's distance to its full-width forms: `<` is U+003C, `＜` is U+FF1C. */
const TO_FULL_WIDTH = 0xfee0;

/** Text that no chat makes a link or a mention of, for fields of plain text. */
export function inert(text: string): string {
  return text
    .replace(/@/g, fullWidth)
    .replace(/:(?=\/\/)/g, fullWidth)
    .replace(/\b(?:mailto|tel|javascript):/gi, (scheme) => `${scheme.slice(0, -1)}：`)
    .replace(/(?<=[\p{L}\p{N}_-])\.(?=\p{L})(?!(?:ya?ml|json)\b)/gu, fullWidth);
}

/** Text that Markdown and mrkdwn take for nothing but text, on one line and behind a bullet. */
export function withoutMarkup(text: string): string {
  return (
    inert(text)
      .replace(/[<>*`~|[\]\\&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, fullWidth)
      // A line in a line: `# `, `- `, `1. `.
      .replace(
        /^(\s*)([#+=-]|\d+(?=[.)]))/,
        (_, space: string, mark: string) => `${space}${mark.replace(/./g, fullWidth)}`,
      )
  );
}

function fullWidth(character: string): string {
  return String.fromCodePoint((character.codePointAt(0) ?? 0) + TO_FULL_WIDTH);
}
