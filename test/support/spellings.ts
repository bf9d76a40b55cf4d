/** A text in all encodings in which a program could let it out, to search for each of them. */
export function spellingsOf(text: string): [how: string, spelled: string][] {
  const bytes = Buffer.from(text);
  const base64 = (shift: number) => Buffer.concat([Buffer.from("ab".slice(0, shift)), bytes]).toString("base64");
  const all = (spell: (character: string) => string) => [...text].map(spell).join("");
  const code = (character: string) => character.codePointAt(0) ?? 0;
  return [
    ["as it is", text],
    ["in lower case", text.toLowerCase()],
    ["in upper case", text.toUpperCase()],
    ["URL-encoded", encodeURIComponent(text)],
    ["URL-encoded, every character", [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")],
    ["URL-encoded twice", encodeURIComponent(encodeURIComponent(text))],
    ["in base64", base64(0).replace(/=+$/, "")],
    ["in base64 with padding", base64(0)],
    ["in base64 after one byte", base64(1)],
    ["in base64 after two bytes", base64(2)],
    ["in base64 for addresses", bytes.toString("base64url")],
    ["HTML-escaped", text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("'", "&#39;")],
    ["HTML-escaped, decimal entities", all((one) => `&#${code(one)};`)],
    ["HTML-escaped, hexadecimal entities", all((one) => `&#x${code(one).toString(16)};`)],
    ["JSON-escaped, every character", all((one) => `\\u${code(one).toString(16).padStart(4, "0")}`)],
    ["with Markdown's backslashes", text.replace(/[^A-Za-z0-9é]/g, "\\$&")],
  ];
}
