import { isAbsolute, relative, sep } from "node:path";

/** Is a real path a root, or below it? What is git's own is not: `.git/config` holds tokens on many a CI machine. */
export function isWithin(root: string, place: string): boolean {
  const way = relative(root, place);
  const parts = way.toLowerCase().split(sep);
  return parts[0] !== ".." && !isAbsolute(way) && !parts.includes(".git");
}
