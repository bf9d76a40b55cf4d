import type { RenderOptions, Report } from "../report.js";

export function sarif(report: Report, options: RenderOptions): string {
  return `${report.kind} ${options.language}\n`;
}
