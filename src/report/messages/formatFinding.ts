import type { ApplyFindingArgs } from "../../apply/findings.js";
import type { ConfigFindingArgs } from "../../config/findings.js";
import type { RunFindingArgs } from "../../engine/findings.js";
import type { FindingOf } from "../../model/finding.js";
import type { MoorFindingArgs } from "../../moor/findings.js";
import type { PlanFindingArgs } from "../../plan/findings.js";
import type { Diagnostic } from "../../plan/plan.js";
import { applyMessages as applyEn } from "./en/apply.js";
import { configMessages as configEn } from "./en/config.js";
import { moorMessages as moorEn } from "./en/moor.js";
import { planMessages as planEn } from "./en/plan.js";
import { runMessages as runEn } from "./en/run.js";
import type { Catalogue, Language, Prose } from "./prose.js";
import { applyMessages as applyZh } from "./zh/apply.js";
import { configMessages as configZh } from "./zh/config.js";
import { moorMessages as moorZh } from "./zh/moor.js";
import { planMessages as planZh } from "./zh/plan.js";
import { runMessages as runZh } from "./zh/run.js";

/** Every room's codes with their particulars; a code means the same wherever it appears. */
export type FindingArgs = ConfigFindingArgs & PlanFindingArgs & MoorFindingArgs & ApplyFindingArgs & RunFindingArgs;
/** A finding of any room. */
export type Finding = FindingOf<FindingArgs>;

/** All that muster can say about what it finds, by language. */
export const CATALOGUES: Readonly<Record<Language, Catalogue<FindingArgs>>> = {
  en: { ...configEn, ...planEn, ...moorEn, ...applyEn, ...runEn },
  zh: { ...configZh, ...planZh, ...moorZh, ...applyZh, ...runZh },
};

/** The finding as documents carry it: with its prose in the reader's language, and all its data for other readers. */
export function formatFinding(finding: Finding, language: Language): Diagnostic {
  const { severity, code, args, source, related } = finding;
  const { message, help } = proseOf(finding, language);
  return {
    severity,
    code,
    message,
    ...(help === undefined ? {} : { help }),
    args: { ...args },
    ...(source === undefined ? {} : { source }),
    ...(related === undefined ? {} : { related }),
  };
}

function proseOf(finding: Finding, language: Language): Prose {
  // The compiler cannot follow that a code's entry takes that code's args; `Finding` and `Catalogue` say so by type.
  const say = CATALOGUES[language][finding.code] as (args: Finding["args"]) => Prose;
  return say(finding.args);
}
