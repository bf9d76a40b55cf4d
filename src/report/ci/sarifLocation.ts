import type { Source } from "../../model/source.js";
import type { RenderOptions } from "../report.js";
import { repositoryPath } from "./problems.js";

/** A place as SARIF has it. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Location {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
  readonly message?: { readonly text: string };
}

/** The name that viewers know for the repository's root. */
export const ROOT = "%SRCROOT%";

/** A place in a file; the region is the rest of the line, as nobody noted where the trouble ends. */
export function locationOf({ file, line, column }: Source, options: Pick<RenderOptions, "fromRoot">): Location {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(repositoryPath(file, options)),
      region: { startLine: line, startColumn: column },
    },
  };
}

/** Relative to the repository, or absolute for a file outside of it. Any character may be in a file's name. */
function artifactOf(path: string): Location["physicalLocation"]["artifactLocation"] {
  const drive = /^[A-Za-z]:\//.test(path);
  if (drive) return { uri: `file:///${path.slice(0, 2)}${encoded(path.slice(2))}` };
  if (path.startsWith("/")) return { uri: `file://${encoded(path)}` };
  return { uri: encoded(path), uriBaseId: ROOT };
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
