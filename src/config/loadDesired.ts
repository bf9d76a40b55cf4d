import { checkShape } from "./checkShape.js";
import { readDeclarations } from "./declarations.js";
import type { DesiredState } from "./desired.js";
import type { SourceFile } from "./files.js";
import { type ConfigFinding, FindingList } from "./findings.js";
import { parseYaml } from "./parseYaml.js";
import { resolve } from "./resolve.js";
import { applyRules } from "./rules.js";
import { decode, decodeLoosely } from "./sourceText.js";
import type { TreeNode } from "./tree.js";

export interface LoadedDesired {
  /** Absent when any finding is an error. */
  readonly desired?: DesiredState;
  /** Every problem of every file, in reading order. */
  readonly findings: readonly ConfigFinding[];
  /** Each file's text by its path, for showing the lines that findings point at. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads the files of one account: all of them share `agents` and `teams`. */
export function loadDesired(files: readonly SourceFile[]): LoadedDesired {
  const report = new FindingList();
  const texts = new Map<string, string>();
  const documents: TreeNode[] = [];
  const unread: string[] = [];
  for (const file of files) {
    const source = decode(file, report);
    if (source) texts.set(source.file, source.text);
    const parsed = source && parseYaml(source, report);
    if (parsed) documents.push(...parsed.documents);
    if (!parsed || parsed.broken) unread.push(source?.text ?? decodeLoosely(file));
  }
  for (const document of documents) checkShape("skillGroups", document, report);

  const declared = readDeclarations(documents, report);
  applyRules({ declared, mayBeDeclared: occursIn(unread) }, report);
  const desired = resolve(declared, report);

  return { ...(!report.hasError && { desired }), findings: report.sorted(), texts };
}

/** Does a name occur, word for word, in texts that could not be read? It may well be declared there. */
function occursIn(texts: readonly string[]): (name: string) => boolean {
  const wordsOf = (text: string) => text.split(/[\s"':,{}[\]]+/);
  const words = new Set(texts.flatMap(wordsOf));
  return (name) => words.size > 0 && wordsOf(name).every((word) => words.has(word));
}
