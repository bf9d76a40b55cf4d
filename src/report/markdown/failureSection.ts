import type { FailureReport, RenderOptions } from "../report.js";
import { prose } from "./escape.js";
import { findingBlocks } from "./findings.js";
import type { Section } from "./section.js";
import { bullets, capped, sheetOf } from "./sheet.js";

/** Findings that say that an approved plan is no longer the plan. */
const PLAN_CHANGED = /^(?:hash-differs|plan-stale-.*)$/;

/** What stopped a run. Stopping for a person is not failing, and does not look like it. */
export function failureSection(failure: FailureReport, options: RenderOptions): Section {
  const { diagnostics, texts, exitCode } = failure;
  return {
    render: (rung) => {
      const sheet = sheetOf(options, rung);
      const { md, words } = sheet;
      const errors = diagnostics.filter(({ severity }) => severity === "error").length;
      const hasChanged = exitCode === 3 && diagnostics.some(({ code }) => PLAN_CHANGED.test(code));
      return [
        `## ${exitCode === 3 ? "✋" : exitCode === 130 ? "⏹️" : "❌"} ${hasChanged ? md.planChanged : md.failure(failure)}`,
        hasChanged ? md.planChangedMeans : md.failureMeans(failure),
        ...(rung.findings === 0
          ? [
              words.problems(errors, diagnostics.length - errors, 0),
              bullets(
                capped(
                  diagnostics.slice(0, rung.emptied + 1).map(({ code }) => sheet.name(code)),
                  rung.emptied,
                  () => md.more(diagnostics.length - rung.emptied),
                ),
              ),
              prose(md.leftOut("groups")),
            ]
          : findingBlocks(diagnostics, texts, sheet)),
      ];
    },
    atLeast: () => 0,
    weight: Number.POSITIVE_INFINITY,
  };
}
