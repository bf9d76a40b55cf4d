import { createHash } from "node:crypto";
import { type Content, html, raw } from "./markup.js";

/** A page and all that belongs to it. Style and script are muster's own, never text from outside. */
export interface PageParts {
  /** For the `lang` attribute. */
  readonly lang: string;
  /** Behind the program's name. */
  readonly title: Content;
  readonly style: string;
  readonly script: string;
  /** From `<main>` to `</main>`. */
  readonly main: Content;
}

/**
 * One page that needs nothing else: no file, no address, no script but its own, and even that only for comfort. It forbids
 * everything that is not its own style and script by their hashes, so that a name could do nothing even if it came through
 * unescaped.
 */
export function documentHtml({ lang, title, style, script, main }: PageParts): string {
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  const { markup } = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>muster · ${title}</title>
<style>${raw(style)}</style>
</head>
<body>
${main}
<script>${raw(script)}</script>
</body>
</html>
`;
  return markup;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
