import type { Source } from "../../model/source.js";
import { visible } from "./visible.js";

/** `groups/a.yaml:9`: where to look; short, as columns matter to no reader of a plan. */
export function lineText(source: Source): string {
  return `${visible(source.file)}:${source.line}`;
}

/** `groups/a.yaml:9:7`: what editors jump to. */
export function placeText(source: Source): string {
  return `${lineText(source)}:${source.column}`;
}
