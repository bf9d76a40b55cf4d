/** Elements with their attributes and what is inside, as lines that can be read. Text is never cut or wrapped. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly Element[];
  /** Written as it is: white space counts in XML. */
  readonly text?: string;
}

/**
 * All that XML 1.0 has no way to write, not even as a reference: most control characters, halves of surrogate pairs, U+FFFE
 * and U+FFFF. Source: XML 1.0, production 2, `Char`.
 */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  // Only `]]>` would end something, but then always.
  ">": "&gt;",
  '"': "&quot;",
  // Parsers turn these into spaces or newlines where they stand for themselves.
  "\r": "&#13;",
};
const IN_ATTRIBUTES: Readonly<Record<string, string>> = { ...REFERENCES, "\t": "&#9;", "\n": "&#10;" };

/** A document of one element, in UTF-8, that ends with a newline. Attributes without a value are left out. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementLines(root, "").join("\n")}\n`;
}

function elementLines({ name, attributes, children = [], text }: Element, indent: string): string[] {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value), IN_ATTRIBUTES)}"`)
    .join("");
  if (text !== undefined) return [`${indent}<${name}${written}>${escaped(text, REFERENCES)}</${name}>`];
  if (children.length === 0) return [`${indent}<${name}${written}/>`];
  return [
    `${indent}<${name}${written}>`,
    ...children.flatMap((child) => elementLines(child, `${indent}  `)),
    `${indent}</${name}>`,
  ];
}

function escaped(text: string, references: Readonly<Record<string, string>>): string {
  return text
    .replaceAll(FORBIDDEN, "\ufffd")
    .replaceAll(/[&<>"\t\n\r]/g, (character) => references[character] ?? character);
}
