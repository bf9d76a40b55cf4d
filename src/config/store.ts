import type { FindingSink, StoreFault } from "./findings.js";
import type { Written } from "./musterFile.js";
import type { StoreServer, StoreSetting } from "./settings.js";
import { type Environment, fillIn, isOpenToFiles, variablesIn } from "./variables.js";

/** Wins over `store` of `muster.yaml`. */
const STORE_VARIABLE = "MUSTER_STORE";

/**
 * The store of a run: `MUSTER_STORE`, or the variable that `muster.yaml` names.
 *
 * @param written `store` of `muster.yaml`, one whole `${VAR}`
 * @returns `undefined` if no store is asked for, or if there is an error finding
 */
export function resolveStore(
  written: Written | undefined,
  env: Environment,
  sink: FindingSink,
): StoreSetting | undefined {
  const source = sourceOf(written, env);
  if (source === undefined) return undefined;
  const { variable, address, at } = source;
  if (at !== undefined && !isOpenToFiles(variable, env)) {
    sink.error("variable-refused", { variable, field: "store", because: "not-open" }, at);
    return undefined;
  }
  if (address === "") return { missing: variable };
  const checked = checkStore(address);
  if ("fault" in checked) {
    sink.error("store-invalid", { variable, fault: checked.fault }, at);
    return undefined;
  }
  return { url: address, variable, ...checked };
}

/**
 * Everything of a store's address that must not be shown, even if the address is wrong: it may hold a password all the
 * same.
 */
export function storeSecrets(written: Written | undefined, env: Environment): string[] {
  const address = sourceOf(written, env)?.address ?? "";
  return address === "" ? [] : secretsIn(address);
}

function sourceOf(
  written: Written | undefined,
  env: Environment,
): { readonly variable: string; readonly address: string; readonly at?: Written["at"] } | undefined {
  const own = env[STORE_VARIABLE]?.trim() ?? "";
  if (own !== "") return { variable: STORE_VARIABLE, address: own };
  const [variable] = variablesIn(written?.value ?? "");
  if (written === undefined || variable === undefined) return undefined;
  return { variable, address: fillIn(written.value, env).value, at: written.at };
}

/** The address itself, and the password as it is meant: the redactor knows each encoding of that. */
function secretsIn(address: string): string[] {
  const userInfo = /^[^:]*:\/\/(.*)@/s.exec(address)?.[1] ?? "";
  const password = userInfo.replace(/^[^:]*:/, "");
  return [address, decoded(password) ?? password].filter((one) => one !== "");
}

/** What of an address may be shown, or why it is none. */
type CheckedStore = Pick<StoreServer, "shown" | "isEncrypted"> | { readonly fault: StoreFault };

/** `redis://[user:password@]host[:port][/database]`, or the same with `rediss://` for TLS. */
function checkStore(address: string): CheckedStore {
  // `URL` drops some of these without a word.
  if (/[\s\p{Cc}]/u.test(address)) return { fault: "space" };
  if (!/^rediss?:\/\//i.test(address)) return { fault: "scheme" };
  if (/[?#]/.test(address)) return { fault: "query" };
  if (!URL.canParse(address)) return { fault: "not-a-url" };
  const { protocol, hostname, port, username, password, pathname } = new URL(address);
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?)$/i.test(hostname) || port === "0")
    return { fault: "not-a-url" };
  if (username !== "" && password === "") return { fault: "user-alone" };
  if (decoded(username) === undefined || decoded(password) === undefined) return { fault: "encoding" };
  const [, database = "0"] = /^\/(\d{1,5})$/.exec(pathname) ?? [];
  if (!/^(?:\/\d{0,5})?$/.test(pathname)) return { fault: "database" };
  return { shown: `${hostname}:${port || "6379"}/${Number(database)}`, isEncrypted: protocol === "rediss:" };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
