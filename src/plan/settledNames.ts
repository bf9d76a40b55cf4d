import type { ConfigFindingArgs } from "../config/findings.js";
import type { LiveState } from "../moor/live.js";

/** What `validate` doubts of a group's name, as it cannot know whether the account has it. */
const ABOUT_NAMES: ReadonlySet<string> = new Set<keyof ConfigFindingArgs>([
  "surrounding-space",
  "odd-space",
  "hidden-character",
  "placeholder-in-name",
  "quotes-in-name",
]);

/**
 * The findings without those that the live account answers: a name that is live exactly as the files write it is no slip, and
 * which names are too alike is said anew for the groups to create.
 */
export function withoutSettledNames<F extends { readonly code: string; readonly args?: object }>(
  findings: readonly F[],
  { groups, odd }: Pick<LiveState, "groups" | "odd">,
): F[] {
  const live = new Set([...groups, ...odd].map(({ displayName }) => displayName));
  return findings.filter(({ code, args }) => {
    const { of, field, value } = { ...args } as { of?: string; field?: string; value?: string };
    if (code === "alike-names") return of !== "groups";
    return !(ABOUT_NAMES.has(code) && field === "displayName" && value !== undefined && live.has(value));
  });
}
