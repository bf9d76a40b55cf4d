import { crc32, inflateRawSync } from "node:zlib";
import { TableFault, unreadable } from "./findings.js";
import { MAX_UNPACKED_BYTES } from "./sheet.js";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const HEAD = 0x04034b50;
const MAX_ENTRIES = 10_000;
/** The end record, before the longest comment. */
const MAX_TAIL = 22 + 0xffff;

/** An entry of an archive, by its central directory. */
interface Entry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly sum: number;
  readonly head: number;
}

/**
 * The XML parts of an archive. The sizes that it states are not believed: what comes out is counted, so that nothing can grow
 * without end.
 *
 * @throws {TableFault} it is damaged, or larger than the limit
 */
export function unzipXml(bytes: Uint8Array): {
  readonly names: readonly string[];
  readonly parts: Map<string, string>;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const entries = entriesOf(bytes, view);
    const parts = new Map<string, string>();
    let left = MAX_UNPACKED_BYTES;
    for (const entry of entries) {
      if (!/\.(?:xml|xml\.rels)$/.test(entry.name)) continue;
      if (parts.has(entry.name)) throw unreadable("damaged", entry.name);
      const content = contentOf(entry, bytes, view, left);
      left -= content.length;
      parts.set(entry.name, new TextDecoder().decode(content));
    }
    return { names: entries.map(({ name }) => name), parts };
  } catch (error) {
    if (error instanceof TableFault) throw error;
    // A place outside of the file.
    throw unreadable("damaged");
  }
}

function entriesOf(bytes: Uint8Array, view: DataView): Entry[] {
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) {
    if (bytes.length - end > MAX_TAIL) throw unreadable("damaged");
    end -= 1;
  }
  if (end < 0) throw unreadable("damaged");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MAX_ENTRIES || at === 0xffffffff) throw unreadable("damaged");
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== ENTRY) throw unreadable("damaged");
    const length = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      sum: view.getUint32(at + 16, true),
      head: view.getUint32(at + 42, true),
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function contentOf(
  { name, encrypted, method, packed, size, sum, head }: Entry,
  bytes: Uint8Array,
  view: DataView,
  left: number,
): Uint8Array {
  if (encrypted) throw unreadable("password");
  if (size > left) throw tooLarge();
  if (view.getUint32(head, true) !== HEAD) throw unreadable("damaged", name);
  const start = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
  const data = bytes.subarray(start, start + packed);
  if (method !== 0 && method !== 8) throw unreadable("damaged", name);
  let content = data;
  try {
    if (method === 8) content = inflateRawSync(data, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw unreadable("damaged", name);
  }
  if (content.length !== size || crc32(content) !== sum) throw unreadable("damaged", name);
  return content;
}

function tooLarge(): TableFault {
  const args = { part: "unpacked", limit: MAX_UNPACKED_BYTES } as const;
  return new TableFault({ code: "table-too-large", severity: "error", args });
}

/**
 * The same archive with one fixed time on all of its entries, so that equal contents give equal bytes.
 *
 * @param bytes changed in place
 */
export function withoutTimes(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = view.getUint32(bytes.length - 22 + 16, true);
  while (view.getUint32(at, true) === ENTRY) {
    const head = view.getUint32(at + 42, true);
    // 1980-01-01, the first day that the format knows.
    for (const place of [at + 12, head + 10]) {
      view.setUint16(place, 0, true);
      view.setUint16(place + 2, 0x21, true);
    }
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return bytes;
}
