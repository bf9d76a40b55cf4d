import { type DefaultTreeAdapterTypes, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Every element of a page as a browser would read it, in order. */
export function elementsOf(page: string): Element[] {
  const found: Element[] = [];
  const walk = (node: Node) => {
    if ("tagName" in node) found.push(node);
    if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  walk(parse(page));
  return found;
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** The text of an element and of everything in it. */
export function textOf(node: Node): string {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

/** The text that a reader sees, without the style and the script. */
export function readableText(page: string): string {
  const [body] = elementsOf(page).filter(({ tagName }) => tagName === "main");
  return body === undefined ? "" : textOf(body);
}

/**
 * Elements and the names of their attributes, in order, without any text: what a name must not be able to change.
 * `bdi` is left out, as it stands only around names that need it.
 */
export function skeletonOf(page: string): string[] {
  return elementsOf(page)
    .filter(({ tagName }) => tagName !== "bdi")
    .map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(" "));
}
