import type { ApplyFindingArgs } from "../../apply/findings.js";
import type { ConfigFindingArgs } from "../../config/findings.js";
import type { CalendarFindingArgs } from "../../engine/calendarFindings.js";
import type { RunFindingArgs } from "../../engine/findings.js";
import type { FindingOf } from "../../model/finding.js";
import type { MoorFindingArgs } from "../../moor/findings.js";
import type { PlanFindingArgs } from "../../plan/findings.js";
import type { Diagnostic } from "../../plan/plan.js";
import type { TableFindingArgs } from "../../tables/findings.js";
import type { AgentFindingArgs } from "../../writeback/findings.js";
import type { Catalogue, Language, Prose } from "./catalogue.js";
import { agentMessages as agentEn } from "./en/agent.js";
import { calendarMessages as calendarEn } from "./en/calendar.js";
import { configMessages as configEn } from "./en/config.js";
import { moorMessages as moorEn } from "./en/moor.js";
import { applyMessages as applyEn, planMessages as planEn } from "./en/plan.js";
import { runMessages as runEn } from "./en/run.js";
import { tableMessages as tableEn } from "./en/tables.js";
import { agentMessages as agentZh } from "./zh/agent.js";
import { calendarMessages as calendarZh } from "./zh/calendar.js";
import { configMessages as configZh } from "./zh/config.js";
import { moorMessages as moorZh } from "./zh/moor.js";
import { applyMessages as applyZh, planMessages as planZh } from "./zh/plan.js";
import { runMessages as runZh } from "./zh/run.js";
import { tableMessages as tableZh } from "./zh/tables.js";

/** Every room's codes with their particulars; a code means the same wherever it appears. */
export type FindingArgs = ConfigFindingArgs &
  PlanFindingArgs &
  MoorFindingArgs &
  ApplyFindingArgs &
  RunFindingArgs &
  AgentFindingArgs &
  CalendarFindingArgs &
  TableFindingArgs;
/** A finding of any room. */
export type Finding = FindingOf<FindingArgs>;

/** All that muster can say about what it finds, by language. */
export const CATALOGUES: Readonly<Record<Language, Catalogue<FindingArgs>>> = {
  en: { ...configEn, ...planEn, ...moorEn, ...applyEn, ...runEn, ...agentEn, ...calendarEn, ...tableEn },
  zh: { ...configZh, ...planZh, ...moorZh, ...applyZh, ...runZh, ...agentZh, ...calendarZh, ...tableZh },
};

/** A finding with its sentence in the reader's language: what every format shows. */
export interface SaidFinding extends Diagnostic {
  readonly message: string;
}

/**
 * Makes the sentence of a finding. One that was read from a document keeps the sentence it came with where this muster
 * cannot make it: the code is unknown, or the particulars are missing or not those of the code.
 */
export function formatFinding(finding: Diagnostic, language: Language): SaidFinding {
  const { severity, code, args, source, related } = finding;
  const { message, help } = proseOf(finding, CATALOGUES[language]);
  return {
    severity,
    code,
    message,
    ...(help === undefined ? {} : { help }),
    ...(args === undefined ? {} : { args: { ...args } }),
    ...(source === undefined ? {} : { source }),
    ...(related === undefined ? {} : { related }),
  };
}

/** Makes a sentence from a code's particulars. */
type Say = (args: object) => Prose;

function proseOf({ code, args, message, help }: Diagnostic, catalogue: Catalogue<FindingArgs>): Prose {
  // The compiler cannot follow that a code's entry takes that code's args; `Finding` and `Catalogue` say so by type.
  const say = Object.hasOwn(catalogue, code) ? (catalogue[code as Finding["code"]] as Say) : undefined;
  if (say !== undefined && args !== undefined) {
    const prose = message === undefined ? say(args) : tried(say, args);
    if (prose !== undefined) return prose;
  }
  return { message: message ?? code, ...(help === undefined ? {} : { help }) };
}

/** What a sentence shows where it was given particulars of another shape. */
const MISSHAPEN = /undefined|NaN|\[object |\[native code\]/;

/** A sentence from particulars that may have any shape; `undefined` where they are not what it needs. */
function tried(say: Say, args: object): Prose | undefined {
  try {
    const json = JSON.stringify(args);
    // Objects without a prototype: one that stands where a text belongs throws, and is not printed.
    const plain: unknown = JSON.parse(json, (_, value) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.assign(Object.create(null), value)
        : value,
    );
    const prose = say(plain as object);
    const isMisshapen = MISSHAPEN.test(`${prose.message} ${prose.help ?? ""}`) && !MISSHAPEN.test(json);
    return isMisshapen ? undefined : prose;
  } catch {
    return undefined;
  }
}
