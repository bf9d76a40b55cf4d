/*
 * The form of iCalendar (RFC 5545): lines of at most 75 octets, ended by CRLF, and texts in which a few characters are
 * escaped. What an event says is for others.
 */

/** A line of a calendar. Values of texts go through `icalText` before; all others are muster's own. */
export interface Property {
  /** With its parameters: `DTSTART;VALUE=DATE`. */
  readonly name: string;
  readonly value: string;
}

/** A component with its properties, and the components in it. */
export interface Component {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly children?: readonly Component[];
}

const OCTETS_AT_MOST = 75;

/** What TEXT has no way to write. Source: RFC 5545, 3.1, `CONTROL`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A text as a property's value. What cannot be written in it becomes a replacement character. */
export function icalText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n|\r|\n/g, "\n")
    .replaceAll(CONTROL, "\ufffd")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** `20260928T010000Z`. @param instant ISO 8601 */
export function icalInstant(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

/** `20260928`. */
export function icalDate(date: string): string {
  return date.replaceAll("-", "");
}

/** The component as text that ends with a line's end. */
export function icalDocument(component: Component): string {
  return `${linesOf(component)
    .map((line) => folded(line))
    .join("\r\n")}\r\n`;
}

function linesOf({ name, properties, children = [] }: Component): string[] {
  return [
    `BEGIN:${name}`,
    ...properties.map((property) => `${property.name}:${property.value}`),
    ...children.flatMap(linesOf),
    `END:${name}`,
  ];
}

/** Long lines go on after a space on the next; no character is cut. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= OCTETS_AT_MOST) return line;
  let text = "";
  let octets = 0;
  for (const character of line) {
    const more = Buffer.byteLength(character);
    if (octets + more > OCTETS_AT_MOST) {
      text += "\r\n ";
      octets = 1;
    }
    text += character;
    octets += more;
  }
  return text;
}
