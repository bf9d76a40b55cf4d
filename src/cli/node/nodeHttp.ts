import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import {
  Agent,
  type buildConnector,
  DecoratorHandler,
  type Dispatcher,
  EnvHttpProxyAgent,
  Pool,
  fetch as undiciFetch,
} from "undici";
import { ProxyFailure } from "../../moor/errors.js";
import type { LeavingCall } from "../../moor/sender.js";
import { addressFor, type Proxies, proxyName } from "./proxies.js";

/** What `localhost` is, no matter what a hosts file or a name server says: calls to it may use plain http. */
const LOCALHOST: readonly LookupAddress[] = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/**
 * How a connection is made. By default Node tries a host's next address after 250 ms, which is less than an answer
 * takes from one continent to another. A connection that is not open after eight seconds will not open. TLS is always
 * checked, even if NODE_TLS_REJECT_UNAUTHORIZED or NODE_OPTIONS turn it off: an unknown certificate belongs into
 * NODE_EXTRA_CA_CERTS.
 */
const CONNECTING = {
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: 1_000,
  timeout: 8_000,
  rejectUnauthorized: true,
  minVersion: "TLSv1.2",
  lookup: ((hostname, options, found) => {
    if (hostname !== "localhost") return lookup(hostname, options, found as never);
    const { all, family } = options;
    const addresses = LOCALHOST.filter((one) => (family !== 4 && family !== 6 ? true : one.family === family));
    if (all === true) found(null, [...addresses]);
    else found(null, addresses[0]?.address ?? "127.0.0.1", addresses[0]?.family ?? 4);
  }) satisfies LookupFunction,
} as const;
/** Without pipelining undici sends `Connection: close`. */
const OWN_CONNECTION = { pipelining: 0 };

/**
 * The real `fetch`, with a new connection for every call. At twenty calls a minute, reuse gains little and costs much:
 * between bursts servers close idle connections, the answer to a creation sent on a dead one is lost, and undici itself
 * has stalled on reused sockets (its issue 5600).
 *
 * Node's own `fetch` has no option for this nor, on Node 20, for a proxy, and its bundled undici does not take the
 * agents of another undici; so we use undici's own pair. Trouble with a proxy rejects with a {@link ProxyFailure}. A
 * call may be held back to the last moment: see {@link LeavingCall}.
 *
 * @param proxies `false` or absent: none
 */
export function nodeHttp(proxies?: Proxies | false): typeof globalThis.fetch {
  const direct = new Agent({ ...OWN_CONNECTION, connect: CONNECTING });
  const proxied = proxies ? throughProxies(proxies) : undefined;
  const call = (input: string, { mayLeave, ...init }: LeavingCall): Promise<unknown> => {
    const address = proxies ? addressFor(input, proxies) : "";
    const dispatcher = address === "" || proxied === undefined ? direct : proxied;
    const held = mayLeave === undefined ? dispatcher : dispatcher.compose(heldBack(mayLeave));
    return undiciFetch(input, { ...init, dispatcher: held }).catch((error: unknown) => {
      throw address === "" ? error : (answerOfProxy(error, address) ?? error);
    });
  };
  return call as unknown as typeof fetch;
}

/** Asks once the connection is open, right before the request is written to it. */
function heldBack(mayLeave: () => boolean): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const asking = new DecoratorHandler(handler) as Dispatcher.DispatchHandler;
    const start = asking.onRequestStart?.bind(asking);
    asking.onRequestStart = (controller, context) => {
      if (mayLeave()) start?.(controller, context);
      else controller.abort(new Error("held back"));
    };
    return dispatch(options, asking);
  };
}

function throughProxies({ https, http, none }: Proxies): EnvHttpProxyAgent {
  const origins = new Map(
    [https, http].filter((one) => one !== "").map((one) => [new URL(one).origin, proxyName(one)]),
  );
  const pool = (origin: string | URL, options: object): Pool => {
    const proxy = origins.get(new URL(origin).origin);
    return proxy === undefined ? new Pool(origin, { ...options, ...OWN_CONNECTION }) : poolOf(origin, options, proxy);
  };
  return new EnvHttpProxyAgent({
    ...OWN_CONNECTION,
    httpsProxy: https,
    httpProxy: http,
    noProxy: none,
    // Plain http is sent to the proxy as a whole request: many proxies allow tunnels to port 443 only.
    proxyTunnel: false,
    connect: CONNECTING,
    requestTls: CONNECTING,
    proxyTls: CONNECTING,
    factory: pool,
    clientFactory: pool,
  });
}

/** Connections to a proxy. Every error on them says that it was the proxy. */
function poolOf(origin: string | URL, options: { connect?: buildConnector.connector }, proxy: string): Pool {
  const { connect } = options;
  const told: buildConnector.connector = (target, callback) =>
    connect?.(target, (error, socket) => {
      if (error === null) callback(null, socket);
      else callback(new ProxyFailure(proxy, { cause: error }), null);
    });
  const pool = new Pool(origin, { ...options, ...OWN_CONNECTION, connect: told });
  // If a proxy hangs up on a CONNECT, undici asks again at once and for ever, thousands of times a second, unless
  // the error is not one of undici's own (its issue 3897; fixed in a version that needs a newer Node).
  const tunnel = pool.connect.bind(pool);
  pool.connect = ((target: Dispatcher.ConnectOptions) =>
    tunnel(target).catch((error: unknown) => {
      throw error instanceof ProxyFailure ? error : new ProxyFailure(proxy, { cause: error });
    })) as Pool["connect"];
  return pool;
}

/** The proxy was there but let nothing through: undici gives its answer in words only, and some causes deep inside. */
function answerOfProxy(error: unknown, address: string): ProxyFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(error.message)?.[1];
  return status === undefined
    ? answerOfProxy(error.cause, address)
    : new ProxyFailure(proxyName(address), { status: Number(status) });
}
