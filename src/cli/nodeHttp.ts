import { Agent, EnvHttpProxyAgent, fetch as undiciFetch } from "undici";

/**
 * The real `fetch`, with a connection of its own for every call. At twenty calls a minute reuse gains little and costs
 * much: between bursts servers close idle connections, a creation sent on a dead one is a lost answer, and undici
 * itself has stalled on reused sockets (its issue 5600). Without pipelining it sends `Connection: close`.
 *
 * Node's own `fetch` cannot be asked for that nor, on Node 20, for a proxy, and its bundled undici does not take the
 * agents of another; so undici's own pair is used.
 *
 * @param proxied `HTTPS_PROXY` and its kin are set
 */
export function nodeHttp(proxied: boolean): typeof globalThis.fetch {
  const dispatcher = proxied ? new EnvHttpProxyAgent({ pipelining: 0 }) : new Agent({ pipelining: 0 });
  return ((input: string, init: object) => undiciFetch(input, { ...init, dispatcher })) as unknown as typeof fetch;
}
