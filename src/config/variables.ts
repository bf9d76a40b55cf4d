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

/**
 * Puts values in the places of their variables; white space around them, which shells and secret stores like to add,
 * is dropped. A variable that is empty is as good as missing: CI systems give that for a secret they do not have.
 */
export function fillIn(text: string, env: Environment): { value: string; missing: readonly string[] } {
  const missing: string[] = [];
  const value = text.replace(REFERENCE, (_reference, variable: string) => {
    const found = env[variable]?.trim() ?? "";
    if (found === "") missing.push(variable);
    return found;
  });
  return { value: value.trim(), missing };
}
