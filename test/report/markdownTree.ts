import MarkdownIt from "markdown-it";
import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** The document as GitHub's dialect reads it. */
export function parse(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** Every node, in the order of the document. */
export function nodesOf(node: Nodes): Nodes[] {
  return [node, ...("children" in node ? node.children.flatMap((child) => nodesOf(child)) : [])];
}

/** What a document is made of besides words: no name may change it. */
export function skeleton(markdown: string): string[] {
  return nodesOf(parse(markdown)).flatMap((node) => {
    if (node.type === "text" || node.type === "inlineCode") return [];
    if (node.type === "code") return [`code ${node.lang} ${node.value.split("\n").length}`];
    if (node.type === "html") return [`html ${node.value}`];
    if (node.type === "heading") return [`heading ${node.depth}`];
    if (node.type === "listItem") return [`item ${node.checked ?? "plain"}`];
    return [node.type];
  });
}

/** The same as another parser reads it, one that makes links of everything that looks like one. */
export function otherSkeleton(markdown: string): string[] {
  const parser = new MarkdownIt({ html: true, linkify: true });
  return parser
    .parse(markdown, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .flatMap(({ type, content }) => {
      if (type === "text" || type === "text_special" || type === "code_inline" || type === "inline") return [];
      return type === "html_block" || type === "html_inline" ? [`${type} ${content}`] : [type];
    });
}

/** The text that a forge searches for mentions and references: all that is not code. */
export function plainTexts(markdown: string): string[] {
  return nodesOf(parse(markdown)).flatMap((node) => (node.type === "text" ? [node.value] : []));
}

/** The code spans; neighbours that a table's cell keeps apart are what they show. */
export function spans(markdown: string): string[] {
  return nodesOf(parse(markdown)).flatMap((node) => {
    if (!("children" in node)) return [];
    const found: string[] = [];
    let last = "";
    for (const child of node.children) {
      if (child.type === "inlineCode") last += child.value;
      else if (child.type === "text" && /^\|+$/.test(child.value)) last += child.value;
      else if (last !== "") {
        found.push(last);
        last = "";
      }
    }
    return last === "" ? found : [...found, last];
  });
}

/** The document without what is folded away. */
export function inTheOpen(markdown: string): string {
  return markdown.replace(/^<details(?: open)?>\n[\s\S]*?^<\/details>$/gm, "");
}

/** The code blocks of a language. */
export function fences(markdown: string, language: string): string[] {
  return nodesOf(parse(markdown)).flatMap((node) =>
    node.type === "code" && node.lang === language ? [node.value] : [],
  );
}
