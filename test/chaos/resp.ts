/** One value of the Redis protocol (RESP2): a line that says its type, then bytes or further values. */
export interface Resp {
  /** `+OK`, `-ERR …`, `:1`, `$5`, `*2`: without the line break. */
  readonly line: string;
  readonly bytes?: Buffer;
  readonly items?: readonly Resp[];
}

const CRLF = Buffer.from("\r\n");

/** The first value of a stream, and how many bytes it takes; `undefined`: it is not there whole. */
export function readResp(stream: Buffer, from = 0): { readonly value: Resp; readonly end: number } | undefined {
  const eol = stream.indexOf(CRLF, from);
  if (eol < 0) return undefined;
  const line = stream.toString("latin1", from, eol);
  const size = Number(line.slice(1));
  let end = eol + 2;
  if (line.startsWith("$") && size >= 0) {
    if (stream.length < end + size + 2) return undefined;
    return { value: { line, bytes: stream.subarray(end, end + size) }, end: end + size + 2 };
  }
  if (!line.startsWith("*") || size < 0) return { value: { line }, end };
  const items: Resp[] = [];
  while (items.length < size) {
    const item = readResp(stream, end);
    if (item === undefined) return undefined;
    items.push(item.value);
    end = item.end;
  }
  return { value: { line, items }, end };
}

export function printResp({ line, bytes, items = [] }: Resp): Buffer {
  const tail = bytes === undefined ? [] : [bytes, CRLF];
  return Buffer.concat([Buffer.from(line, "latin1"), CRLF, ...tail, ...items.map(printResp)]);
}

export function bulk(text: string): Resp {
  const bytes = Buffer.from(text);
  return { line: `$${bytes.length}`, bytes };
}

export function command(...words: readonly string[]): Buffer {
  return printResp({ line: `*${words.length}`, items: words.map(bulk) });
}
