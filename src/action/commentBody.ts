import { reportMarkdown } from "../report/markdown/reportMarkdown.js";
import type { Language } from "../report/messages/catalogue.js";
import type { RenderOptions, Report } from "../report/report.js";
import type { WorkflowEvent } from "./event.js";
import { markerOf, planLine, type ShownPlan, type Subject } from "./marker.js";
import { actionWordsOf } from "./words.js";

interface Extras {
  /** The plan that may be applied with `expect-hash: reviewed`, once it is approved. */
  readonly reviewed?: ShownPlan | undefined;
  readonly introduction?: string;
}

/** The text of a comment or an issue: marker, the reviewed plan's hash, the report, and where it comes from. Pure. */
export function commentBody(
  subject: Subject,
  report: Report,
  options: RenderOptions,
  event: WorkflowEvent,
  { reviewed, introduction }: Extras,
): string {
  return [
    markerOf(subject),
    ...(reviewed === undefined ? [] : [planLine(reviewed)]),
    "",
    ...(introduction === undefined ? [] : [introduction, ""]),
    // Its own limit is that of comments, and leaves room for these lines.
    reportMarkdown(report, options),
    originLine(event, options.language),
    "",
  ].join("\n");
}

/** `Run 12 · commit 0a1b2c3`, small. */
function originLine({ runUrl, runNumber, sha }: WorkflowEvent, language: Language): string {
  const words = actionWordsOf(language);
  const number = runNumber !== undefined && /^\d+$/.test(runNumber) ? ` ${runNumber}` : "";
  const run = runUrl !== undefined && /^https?:\/\/[\w./:-]+$/.test(runUrl) ? `[${words.run}${number}](${runUrl})` : "";
  const commit = sha !== undefined && /^[0-9a-f]{40,64}$/.test(sha) ? `${words.commit} ${sha}` : "";
  const said = [run, commit].filter((part) => part !== "").join(" · ");
  return said === "" ? "" : `<sub>muster · ${said}</sub>`;
}
