import { formatPatch, OMIT_HEADERS, structuredPatch } from "diff";
import { visible } from "../../report/text/visible.js";

/**
 * A unified diff of a file, as `git apply` takes it; what it contains is shown, never obeyed. The name is written as it is, since git reads UTF-8 and
 * people do, too: the library would write octal.
 *
 * @param before absent for a new file
 */
export function patchOf(path: string, before: string | undefined, text: string): string {
  const patch = structuredPatch(path, path, before ?? "", text);
  const head = `--- ${before === undefined ? "/dev/null" : `a/${path}`}\n+++ b/${path}\n`;
  return `${head}${formatPatch(patch, OMIT_HEADERS)}`.split("\n").map(visible).join("\n");
}
