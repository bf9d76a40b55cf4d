import { type Declarations, readDeclarations } from "./declarations.js";
import type { DesiredState } from "./desired.js";
import { discreet } from "./discreet.js";
import type { SourceFile } from "./files.js";
import { type ConfigFinding, FindingList } from "./findings.js";
import { resolve } from "./resolve.js";
import { applyRules } from "./rules/rules.js";
import { checkGroupFile } from "./schema/checkGroupFile.js";
import { parseYaml } from "./yaml/parseYaml.js";
import { decode, decodeLoosely } from "./yaml/sourceText.js";

export interface LoadedDesired {
  /** Absent when any finding is an error. */
  readonly desired?: DesiredState;
  /** Every problem of every file, in reading order. */
  readonly findings: readonly ConfigFinding[];
  /** Each file's text by its path, as it stands there. To be shown, they go through `shownTexts`. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads the files of one account: all of them share `agents` and `teams`. */
export function loadDesired(files: readonly SourceFile[]): LoadedDesired {
  const report = new FindingList();
  const texts = new Map<string, string>();
  const declared: { [Part in keyof Declarations]: Declarations[Part][number][] } = {
    agents: [],
    teams: [],
    groups: [],
  };
  const unread: string[] = [];
  const oneOf = internment();
  for (const file of files) {
    const source = decode(file, report);
    if (source) texts.set(source.file, source.text);
    const parsed = source && parseYaml(source, report);
    if (!parsed || parsed.broken) unread.push(source?.text ?? decodeLoosely(file));
    // Of each file only what it declares is kept: five thousand trees take more memory than all else.
    for (const document of parsed?.documents ?? []) checkGroupFile(document, report);
    const own = readDeclarations(parsed?.documents ?? [], report, oneOf);
    for (const one of own.agents) declared.agents.push(one);
    for (const one of own.teams) declared.teams.push(one);
    for (const one of own.groups) declared.groups.push(one);
  }
  applyRules({ declared, mayBeDeclared: occursIn(unread) }, report);
  const desired = resolve(declared, report);

  return { ...(!report.hasError && { desired }), findings: discreet(report.sorted(), texts), texts };
}

/** Does a name occur, word for word, in texts that could not be read? It may well be declared there. */
function occursIn(texts: readonly string[]): (name: string) => boolean {
  const wordsOf = (text: string) => text.split(/[\s"':,{}[\]]+/);
  const words = new Set(texts.flatMap(wordsOf));
  return (name) => words.size > 0 && wordsOf(name).every((word) => words.has(word));
}

/** Gives for equal strings one and the same. */
function internment(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const one = known.get(text);
    if (one === undefined) known.set(text, text);
    return one ?? text;
  };
}
