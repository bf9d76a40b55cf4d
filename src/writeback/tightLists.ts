import { visit } from "yaml";
import { documentsOf } from "./reading.js";

/**
 * Lists on one line without spaces inside of their brackets, `[8000, 8001]`, as everybody writes them; maps keep theirs,
 * `{ agent: li.na }`. The library knows both or none.
 */
export function tightLists(text: string): string {
  if (!/\[ | \]/.test(text)) return text;
  const padding = new Set<number>();
  for (const document of documentsOf(text)) {
    visit(document, {
      Seq: (_, { flow, range }) => {
        if (flow !== true || !range) return;
        const [start, end] = range;
        if (/^\[ \S/.test(text.slice(start, start + 3))) padding.add(start + 1);
        if (/^\S \]$/.test(text.slice(end - 3, end))) padding.add(end - 2);
      },
    });
  }
  let tight = "";
  let from = 0;
  for (const at of [...padding].sort((a, b) => a - b)) {
    tight += text.slice(from, at);
    from = at + 1;
  }
  return tight + text.slice(from);
}
