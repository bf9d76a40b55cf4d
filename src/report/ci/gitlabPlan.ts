import type { RenderOptions, Report } from "../report.js";

export function gitlabPlan(report: Report, options: RenderOptions): string {
  return `${report.kind} ${options.language}\n`;
}
