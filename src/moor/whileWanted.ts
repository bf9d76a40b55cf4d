/**
 * A reading of several calls. Once it is over, for better or worse, what is left of them is not sent any more: pages that
 * nobody waits for would stand before the calls of whoever goes on by another way.
 *
 * @param read makes the calls, with this signal
 */
export async function whileWanted<T>(read: (over: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  try {
    return await read(end.signal);
  } finally {
    end.abort();
  }
}
