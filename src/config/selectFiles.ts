import { isAbsolute, posix, relative, sep } from "node:path";
import type { FilePort } from "./files.js";
import { isWithin } from "./files.js";
import { isPathPattern, literalPattern, pathPattern } from "./pathPattern.js";

/**
 * Which of an account's files a path means: the file itself, the files of a folder, or those that a pattern fits. A path that
 * exists is what it says, whatever signs of a pattern are in its name.
 *
 * @param files as `findFiles` found them
 */
export async function filesOf(path: string, files: readonly string[], port: FilePort): Promise<readonly string[]> {
  const kind = await port.kind(path).catch(() => "other" as const);
  if (kind === "missing") return isPathPattern(path) ? files.filter(pathPattern(await fromHere(path, port))) : [];
  const name = normalized(path);
  const named = files.filter((file) => isAt(name, normalized(file)));
  if (named.length > 0) return named;
  // By another way: an absolute path, a link, another spelling where the disk takes it for the same.
  const place = await placeOf(path, port);
  if (place === undefined) return [];
  const places = await Promise.all(files.map((file) => placeOf(file, port)));
  return files.filter((_, at) => {
    const own = places[at];
    return own !== undefined && isWithin(place, own);
  });
}

/** A pattern that begins elsewhere (`/…`, `../…`), as files are named: from the working folder. */
async function fromHere(pattern: string, port: FilePort): Promise<string> {
  if (!isAbsolute(pattern) && !pattern.startsWith("../")) return pattern;
  const parts = pattern.split("/");
  const first = parts.findIndex(isPathPattern);
  const [place, here] = [await placeOf(parts.slice(0, first).join("/") || "/", port), await placeOf(".", port)];
  if (place === undefined || here === undefined) return pattern;
  const folder = relative(here, place).replaceAll(sep, "/");
  return posix.join(literalPattern(folder), ...parts.slice(first));
}

/** Is a file, as found from the working folder, the one at a path or below it? By their names alone. */
export function isNamedBy(path: string, file: string): boolean {
  return isAt(normalized(path), normalized(file));
}

function isAt(name: string, file: string): boolean {
  return name === "."
    ? !file.startsWith("../") && !posix.isAbsolute(file)
    : file === name || file.startsWith(`${name}/`);
}

function normalized(path: string): string {
  return posix
    .normalize(path)
    .replace(/(?<=.)\/$/, "")
    .normalize("NFC");
}

function placeOf(path: string, port: FilePort): Promise<string | undefined> {
  return port.placeOf(path).catch(() => undefined);
}
