import { decoded, nameOfStore, parseStoreAddress } from "../model/storeAddress.js";
import type { FindingSink } from "./findings.js";
import type { Written } from "./musterFile.js";
import type { StoreSetting } from "./settings.js";
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
  const parsed = parseStoreAddress(address);
  if ("fault" in parsed) {
    sink.error("store-invalid", { variable, fault: parsed.fault }, at);
    return undefined;
  }
  return { url: address, variable, shown: nameOfStore(parsed), isEncrypted: parsed.tls };
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
