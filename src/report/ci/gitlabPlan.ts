import type { Plan } from "../../plan/plan.js";
import { failuresOf, plansOf, type RenderOptions, type Report } from "../report.js";

/**
 * GitLab's Terraform report (`artifacts:reports:terraform`): `{ "create": n, "update": n, "delete": n }`, which the merge
 * request shows as "X to add, Y to change, Z to delete". It counts skill groups, as Terraform counts resources, and what
 * `apply` would do to them:
 *
 * - `create`: groups to create; `update`: groups whose members change, emptied ones too;
 * - `delete`: always 0. The API deletes no group, and an agent who leaves a group is a change to it.
 *
 * With a base it counts what the change does, and with `--due` what the clock does, as the headings of the other formats do. What is left to a person is in neither: no apply does it. Several accounts are one sum, since GitLab shows one line a
 * job. Without a whole plan (a validation; a run that failed, unless it was stopped for a person to look at its plan) the
 * document is `{}`, for which GitLab says that the report is missing: three zeros would say that nothing changes. Pure.
 */
export function gitlabPlan(report: Report, _options: RenderOptions): string {
  return `${JSON.stringify(hasWholePlan(report) ? counts(plansOf(report)) : {})}\n`;
}

function hasWholePlan(report: Report): boolean {
  if (report.kind === "validation") return false;
  if (failuresOf(report).length > 0) return false;
  return report.kind !== "failure" || (report.exitCode === 3 && report.plans.length > 0);
}

function counts(plans: readonly Plan[]): Record<"create" | "update" | "delete", number> {
  const sum = (key: "create" | "replaceMembers"): number =>
    plans.reduce((total, { summary, only }) => total + ((only === undefined && summary.change) || summary)[key], 0);
  return { create: sum("create"), update: sum("replaceMembers"), delete: 0 };
}
