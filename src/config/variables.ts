import { namesSecret } from "./maskSecrets.js";

/** The values of environment variables, brought by the shell. */
export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Is the text one `${VAR}` and nothing else? */
export function isReference(text: string): boolean {
  return /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
}

/** Is every `${` the beginning of a `${VAR}`? */
export function hasSoundReferences(text: string): boolean {
  return !text.replace(REFERENCE, "").includes("${");
}

/** The variables that a text names, in order. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, variable = ""]) => variable);
}

/** Does a variable stand behind the host of an address? Its value would be sent and shown as part of the path. */
export function hasVariableInPath(text: string): boolean {
  const [before = "", ...others] = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").split("${");
  return others.length > 0 && [before, ...others.slice(0, -1)].join("").includes("/");
}

/**
 * Puts values in the places of their variables; white space around them, which shells and secret stores like to add,
 * is dropped. An empty variable counts as missing: CI systems set that for a secret they do not have.
 */
export function fillIn(text: string, env: Environment): { value: string; missing: readonly string[] } {
  const missing: string[] = [];
  const value = text.replace(REFERENCE, (_reference, variable: string) => {
    const found = valueIn(variable, env);
    if (found === "") missing.push(variable);
    return found;
  });
  return { value: value.trim(), missing };
}

/**
 * Why a variable may not stand where its value is sent and shown. The files name the variable, and the author of a pull
 * request writes the files, so the environment says which variables are open to files.
 *
 * @param secretText what the account's secret is written as
 * @returns `undefined` where it may
 */
export function refusalOf(variable: string, secretText: string, env: Environment): "not-open" | "secret" | undefined {
  const value = valueIn(variable, env);
  if (variablesIn(secretText).includes(variable)) return "secret";
  if (!isListed(variable, env) && namesSecret(variable) === "surely") return "secret";
  const isSecret = (name: string) =>
    name !== variable && namesSecret(name) === "surely" && valueIn(name, env) === value;
  if (value !== "" && (value === fillIn(secretText, env).value || Object.keys(env).some(isSecret))) return "secret";
  return isOpenToFiles(variable, env) ? undefined : "not-open";
}

/** May a file name the variable? By its name, or because `MUSTER_VARIABLES` lists it. */
export function isOpenToFiles(variable: string, env: Environment): boolean {
  return isListed(variable, env) || /^(?:MUSTER|MOOR)_/.test(variable);
}

function isListed(variable: string, env: Environment): boolean {
  return (env["MUSTER_VARIABLES"] ?? "").split(/[\s,]+/).includes(variable);
}

function valueIn(variable: string, env: Environment): string {
  return env[variable]?.trim() ?? "";
}
