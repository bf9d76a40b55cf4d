/** Where a store is, and how one signs in. */
export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
}

/** Why an address is none of a store. */
export type StoreFault = "not-a-url" | "scheme" | "user-alone" | "encoding" | "database" | "query" | "space";

/**
 * Reads `redis[s]://[[user]:password@]host[:port][/database]`; `rediss://` is TLS. User and password are URL-encoded where
 * they hold `@`, `/`, `:` or `%`.
 */
export function parseStoreAddress(text: string): StoreAddress | { readonly fault: StoreFault } {
  // `URL` drops some of these without a word.
  if (/[\s\p{Cc}]/u.test(text)) return { fault: "space" };
  if (!/^rediss?:\/\//i.test(text)) return { fault: "scheme" };
  if (/[?#]/.test(text)) return { fault: "query" };
  // The error of `new URL` holds the whole address, so it goes no further.
  if (!URL.canParse(text)) return { fault: "not-a-url" };
  const url = new URL(text);
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?)$/i.test(url.hostname) || url.port === "0")
    return { fault: "not-a-url" };
  if (url.username !== "" && url.password === "") return { fault: "user-alone" };
  const username = decoded(url.username);
  const password = decoded(url.password);
  if (username === undefined || password === undefined) return { fault: "encoding" };
  if (!/^(?:\/\d{0,5})?$/.test(url.pathname)) return { fault: "database" };
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? 6379 : Number(url.port),
    tls: url.protocol === "rediss:",
    username: username === "" ? undefined : username,
    password: password === "" ? undefined : password,
    database: Number(url.pathname.slice(1)),
  };
}

/** A store as people name it: without user and password. */
export function nameOfStore({ host, port, database }: StoreAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}/${database}`;
}

/** A part of an address as it is meant; `undefined` where it is not encoded as addresses are. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
