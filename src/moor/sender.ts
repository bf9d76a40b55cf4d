/** Bytes of a reply that are read, counted after decompression. A page of 500 groups with 200 members each has about 10 MiB. */
export const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The text of a reply, as far as it may be long. What is longer is not read to its end: a few hundred KB can unpack to
 * gigabytes.
 *
 * @returns `undefined` where it is longer
 */
export async function readBody(body: ReadableStream<Uint8Array> | null | undefined): Promise<string | undefined> {
  if (body === null || body === undefined) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new TextDecoder().decode(Buffer.concat(chunks, bytes));
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
}
