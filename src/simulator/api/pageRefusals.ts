import { type Reply, SERVER_ERROR } from "./answers.js";

/**
 * What a server may do with a page larger than it grants: cut it down without a word, fall back to the documented default of
 * ten, refuse it in one of several words, or answer with a count and an empty list.
 */
export const PAGE_REFUSALS = ["clamp", "default", "limit-words", "chinese", "error", "code-500", "empty"] as const;
export type PageRefusal = (typeof PAGE_REFUSALS)[number];

const refused = (message: string): Reply => ({ code: 400, success: false, message });

/** @returns the refusal; none where the page is answered, `empty` ones without their entries */
export function refusePage(kind: PageRefusal, granted: number): Reply | undefined {
  switch (kind) {
    case "limit-words":
      return refused(`pageSize exceeds the limit of ${granted}`);
    case "chinese":
      return refused("每页条数超过限制");
    case "error":
      return refused("pageSize error");
    case "code-500":
      return SERVER_ERROR;
    case "clamp":
    case "default":
    case "empty":
      return undefined;
  }
}
