import type { Source } from "../model/source.js";
import type { ConfigFinding } from "./findings.js";
import { fieldsOf, type TreeNode } from "./yaml/tree.js";

/** Where a top-level field of a file begins. */
interface Section {
  readonly at: Source;
  readonly isGroups: boolean;
}

/**
 * The part of an account's files that a run is about: the groups of some files. Definitions count wherever they are, so what
 * is wrong with them is reported, too; what is wrong with other groups is not.
 */
export class Scope {
  readonly #chosen: ReadonlySet<string>;
  readonly #sections = new Map<string, Section[]>();
  /** Files that could not be read whole: nobody knows what else is in them. */
  readonly #unread = new Set<string>();

  /** @param chosen the files whose groups are meant */
  constructor(chosen: ReadonlySet<string>) {
    this.#chosen = chosen;
  }

  /** Takes in which parts a file has. */
  see(file: string, documents: readonly TreeNode[], broken: boolean): void {
    if (broken) this.#unread.add(file);
    const sections = documents.flatMap((document) =>
      fieldsOf(document).map(({ key, keyAt }): Section => ({ at: keyAt, isGroups: key === "groups" })),
    );
    this.#sections.set(
      file,
      sections.sort((a, b) => compare(a.at, b.at)),
    );
  }

  /** Is the run about this file's groups? */
  has({ file }: Pick<Source, "file">): boolean {
    return this.#chosen.has(file);
  }

  /** Is a finding about a chosen group, a definition, or a file as a whole? A name that is there twice is about both. */
  isAbout({ source, related = [] }: Pick<ConfigFinding, "source" | "related">): boolean {
    if (source === undefined || this.has(source) || this.#unread.has(source.file) || !this.#isInGroup(source))
      return true;
    return related.some((one) => one.note !== "definition" && this.has(one.source) && this.#isInGroup(one.source));
  }

  #isInGroup(place: Source): boolean {
    return this.#sections.get(place.file)?.findLast(({ at }) => compare(at, place) <= 0)?.isGroups === true;
  }
}

function compare(a: Source, b: Source): number {
  return a.line - b.line || a.column - b.column;
}
