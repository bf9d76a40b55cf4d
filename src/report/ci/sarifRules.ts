import { compareText } from "../../model/skillGroup.js";
import type { LineFinding } from "../lineFindings.js";
import type { Language } from "../messages/catalogue.js";
import { titleOf } from "../messages/titles.js";
import { wordsOf } from "../messages/words.js";
import { visible } from "../text/visible.js";

/** A kind of problem, with all that code scanning insists on. */
interface Descriptor {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" | "note" };
}

interface RuleIndex {
  readonly descriptors: readonly Descriptor[];
  /** Where a code's descriptor stands. */
  readonly indexOf: (code: string) => number;
}

/** The kinds that problems are of, by code; no kind without a problem. A kind is as grave as its gravest problem. */
export function ruleIndex(problems: readonly LineFinding[], language: Language): RuleIndex {
  // Problems come by weight, so that the first of a kind is the gravest.
  const kinds = new Map<string, LineFinding>();
  for (const problem of problems) if (!kinds.has(problem.code)) kinds.set(problem.code, problem);
  const codes = [...kinds.keys()].sort(compareText);
  const places = new Map(codes.map((code, index) => [code, index]));
  return {
    descriptors: codes.map((code) => descriptorOf(code, kinds.get(code)?.severity ?? "warning", language)),
    indexOf: (code) => places.get(code) ?? -1,
  };
}

function descriptorOf(code: string, level: LineFinding["severity"], language: Language): Descriptor {
  const text = visible(titleOf(code, language));
  return {
    id: visible(code),
    shortDescription: { text },
    fullDescription: { text },
    help: { text: wordsOf(language).ruleHelp },
    defaultConfiguration: { level: level === "notice" ? "note" : level },
  };
}
