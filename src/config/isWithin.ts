import { isAbsolute, relative, sep } from "node:path";

/** Is a real path a root, or below it? */
export function isWithin(root: string, place: string): boolean {
  const way = relative(root, place);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
