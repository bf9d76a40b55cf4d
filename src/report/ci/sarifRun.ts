import type { Result } from "../../apply/result.js";
import { plansOf, type RenderOptions, type Report } from "../report.js";
import { visible } from "../text/visible.js";

const COMMANDS = {
  validation: "validate",
  plans: "plan",
  "dry-runs": "dry-run",
  results: "apply",
} as const satisfies Record<Exclude<Report["kind"], "failure">, string>;

/**
 * What code scanning keeps one set of results for: `muster/plan/prod/`, a category (up to the last slash) without a run's
 * id. So `validate` and `plan`, and the accounts of a matrix, do not overwrite each other. The account is the one that the
 * run was asked for: a run that failed before it knew of any is of the same category as the next that works.
 */
export function categoryOf(report: Report, { scope }: Pick<RenderOptions, "scope">): string {
  const command = report.kind === "failure" ? report.command : COMMANDS[report.kind];
  const parts = ["muster", command, ...(scope === undefined ? [] : [scope])];
  return parts.map((part) => `${visible(part).replaceAll("/", "-")}/`).join("");
}

/** The muster that made the plans or results. */
export function versionOf(report: Report): string | undefined {
  const [first] = [...plansOf(report), ...(report.kind === "results" ? report.results : [])];
  return first?.musterVersion;
}

interface Ending {
  readonly executionSuccessful: boolean;
  readonly exitCode?: number;
  /** ISO 8601, UTC. */
  readonly startTimeUtc?: string;
  readonly endTimeUtc?: string;
}

/** Did muster do what it was asked to? To find problems in files is what `validate` is asked to do. */
export function endingOf(report: Report): Ending {
  switch (report.kind) {
    case "failure":
      return { executionSuccessful: false, exitCode: report.exitCode };
    case "results": {
      const starts = report.results.map(({ startedAt }) => startedAt).sort();
      const ends = report.results.map(({ finishedAt }) => finishedAt).sort();
      const [startTimeUtc] = starts;
      const endTimeUtc = ends.at(-1);
      return {
        executionSuccessful: report.results.every(isWhole),
        ...(startTimeUtc === undefined ? {} : { startTimeUtc }),
        ...(endTimeUtc === undefined ? {} : { endTimeUtc }),
      };
    }
    case "validation":
      return { executionSuccessful: true, exitCode: report.validation.valid ? 0 : 1 };
    case "plans":
    case "dry-runs":
      return { executionSuccessful: true };
  }
}

function isWhole({ interrupted, actions }: Result): boolean {
  return !interrupted && actions.every(({ status, verified }) => status === "applied" && verified);
}
