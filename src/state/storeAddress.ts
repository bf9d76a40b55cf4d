import { StoreError } from "./storeError.js";

/** Where a store is, and how one signs in. */
export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
}

/**
 * Reads `redis[s]://[[user]:password@]host[:port][/database]`. User and password are URL-encoded where they hold `@`, `/`,
 * `:` or `%`.
 *
 * @throws {StoreError} `bad-address`. Its detail names the part: `url`, `protocol`, `host`, `credentials`, `path`, `query`
 */
export function parseStoreAddress(text: string): StoreAddress {
  // The error of `new URL` holds the whole address, so it goes no further.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw fault("url");
  const { protocol, hostname, port, pathname, search, hash } = url;
  if (protocol !== "redis:" && protocol !== "rediss:") throw fault("protocol");
  if (hostname === "") throw fault("host");
  if (search !== "" || hash !== "") throw fault("query");
  if (!/^\/?$|^\/\d{1,5}$/.test(pathname)) throw fault("path");
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? 6379 : Number(port),
    tls: protocol === "rediss:",
    username: decoded(url.username),
    password: decoded(url.password),
    database: Number(pathname.slice(1)),
  };
}

/** A store as people name it: without user and password. */
export function nameOfStore({ host, port, database }: StoreAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}/${database}`;
}

function decoded(part: string): string | undefined {
  try {
    return part === "" ? undefined : decodeURIComponent(part);
  } catch {
    throw fault("credentials");
  }
}

function fault(part: string): StoreError {
  return new StoreError("bad-address", "ERR_STORE_ADDRESS", "", part);
}
