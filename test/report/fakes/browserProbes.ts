/**
 * What the tests ask of a page in a browser. Texts, since they run there: the compiler knows this side only, and to
 * teach it a browser's names would let the rest of the code use them.
 */

/** Before the page: keeps what its policy forbids. */
export const NOTE_VIOLATIONS = `
globalThis.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => globalThis.__violations.push(event.blockedURI));`;

/** What a name that was obeyed would leave behind, once the pointer has been everywhere. */
export const TRACES = `(() => {
  for (const one of document.querySelectorAll("*")) {
    for (const kind of ["mouseover", "pointerover", "focus"]) one.dispatchEvent(new Event(kind, { bubbles: kind !== "focus" }));
  }
  return {
    pwned: globalThis.__pwned,
    violations: globalThis.__violations,
    elements: document.querySelectorAll("img, iframe, svg, link, base, object, script:not(body > script)").length,
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll("*")].filter((one) =>
      one.getAttributeNames().some((name) => name.startsWith("on") || name === "autofocus")).length,
  };
})()`;

/** Puts into the page what no name can, to see the policy hold. */
export const BREAK_IN = `(async () => {
  const script = document.createElement("script");
  script.textContent = "globalThis.__pwned = 1";
  const image = document.createElement("img");
  const refused = new Promise((resolve) => image.addEventListener("error", resolve));
  image.src = "https://evil.example/x.png";
  document.body.append(script, image);
  await refused;
  return { pwned: globalThis.__pwned, seen: globalThis.__violations };
})()`;

/** The matrix as a reader finds it: group, agent, class of the mark, its text. */
export const CELLS = `[...document.querySelectorAll(".r")].flatMap((row) => {
  let column = 0;
  return [...row.cells].flatMap((cell) => {
    const head = row.closest("table").tHead.rows[0].cells[column].textContent;
    column += cell.colSpan;
    const mark = cell.matches("td") ? cell.firstElementChild : null;
    if (mark === null) return [];
    return [[row.cells[0].querySelector("a").textContent, head, mark.className, cell.textContent.trim()].join(" | ")];
  });
})`;

/** How each mark is drawn, colours left aside. */
export const SHAPES = `["j", "l", "i", "o", "p"].map((name) => {
  const style = getComputedStyle(document.querySelector(".matrix span." + name));
  return [style.borderTopStyle, style.borderTopLeftRadius, style.borderBottomWidth].join(" ");
})`;

export interface Legibility {
  /** How many elements with a text of their own were looked at. */
  readonly texts: number;
  /** Relative luminance, 0 to 1. */
  readonly background: number;
  /** Texts of a contrast under 4.5 to 1 (WCAG, AA). */
  readonly faint: readonly { readonly text: string; readonly ratio: number }[];
}

export const LEGIBILITY = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((value) =>
      value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element === null) return "rgb(255, 255, 255)";
    const colour = getComputedStyle(element).backgroundColor;
    return channels(colour)[3] === 0 ? behind(element.parentElement) : colour;
  };
  const texts = [...document.querySelectorAll("main *")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "") &&
    element.getClientRects().length > 0);
  const ratios = texts.map((element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    return { text: element.textContent, ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
  });
  return { texts: ratios.length, background: light(behind(document.body)), faint: ratios.filter(({ ratio }) => ratio < 4.5) };
})()`;
