import { reportMarkdown } from "../report/markdown/reportMarkdown.js";
import type { Language } from "../report/messages/prose.js";
import type { RenderOptions, SizeLimit } from "../report/report.js";
import type { AccountReport } from "./accountReports.js";
import type { WorkflowEvent } from "./event.js";
import { hashLine, markerOf, type Subject } from "./marker.js";
import { actionWordsOf } from "./words.js";

/** GitHub takes 65,536 characters, and counts bytes in some places; marker and last line need little of the rest. */
const COMMENT: SizeLimit = { utf16Units: 60_000, utf8Bytes: 240_000 };

/** The text of a comment or an issue: marker, the plan's hash, the report, and where it comes from. Pure. */
export function commentBody(
  subject: Subject,
  { report, hash }: AccountReport,
  options: RenderOptions,
  event: WorkflowEvent,
  introduction = "",
): string {
  return [
    markerOf(subject),
    // What a push plans nobody has reviewed on the pull request: it must not pass for what they saw there.
    ...(hash === undefined || event.pullRequest === undefined ? [] : [hashLine(hash)]),
    "",
    ...(introduction === "" ? [] : [introduction, ""]),
    reportMarkdown(report, { ...options, atMost: COMMENT }),
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
