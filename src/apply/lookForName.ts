import type { NamedGroups } from "../moor/live.js";
import { MoorError } from "../moor/errors.js";
import type { ApplyClient } from "./ports.js";

/**
 * Groups that bear a name, and perhaps others that the server's filter takes for it, in one call of the query.
 *
 * @param onSend called as the call leaves
 * @returns `undefined` where the filter does not tell: it turns the name down, or counts more than it shows
 */
export async function lookForName(
  client: Pick<ApplyClient, "lookForName">,
  displayName: string,
  onSend?: () => void,
): Promise<NamedGroups | undefined> {
  try {
    const named = await client.lookForName(displayName, onSend);
    return named.whole ? named : undefined;
  } catch (error) {
    if (error instanceof MoorError && error.fault.code === "api-refused") return undefined;
    throw error;
  }
}
