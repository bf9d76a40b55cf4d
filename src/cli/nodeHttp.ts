import { Agent, EnvHttpProxyAgent, fetch as undiciFetch } from "undici";
import type { Http } from "./shell.js";

/** Servers close idle connections after some seconds without telling; ours are closed first. */
const KEEP_ALIVE_MS = 4_000;

/**
 * The real HTTP stack. Node's own `fetch` has no way to ask for a connection of one's own or, on Node 20, for a proxy,
 * and mixing its bundled undici with another's agents breaks; so undici's own pair is used.
 *
 * @param proxied `HTTPS_PROXY` and its kin are set
 */
export function nodeHttp(proxied: boolean): Http {
  const options = { keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS };
  const shared = proxied ? new EnvHttpProxyAgent(options) : new Agent(options);
  // Without pipelining undici sends `Connection: close`: no request meets a connection that has died since the last.
  const fresh = proxied ? new EnvHttpProxyAgent({ pipelining: 0 }) : new Agent({ pipelining: 0 });
  const through = (dispatcher: Agent | EnvHttpProxyAgent): typeof globalThis.fetch =>
    ((input: string, init: object) =>
      undiciFetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch;
  return { fetch: through(shared), freshFetch: through(fresh) };
}
