import type { Language } from "./messages/catalogue.js";
import type { Renderer } from "./report.js";

/** What `--lang` takes. The catalogues are not loaded for it. */
export const LANGUAGES: readonly Language[] = ["en", "zh"];

/** What `--format` takes where a run has a report. */
export const REPORT_FORMATS = ["text", "json", "markdown", "html", "github"] as const;
/** What `--report` takes besides: documents for other programs, and messages for chats. */
export const FILE_FORMATS = [
  ...REPORT_FORMATS,
  "gitlab-plan",
  "gitlab-codequality",
  "sarif",
  "junit",
  "wecom",
  "dingtalk",
  "feishu",
  "slack",
] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Each renderer is loaded when it is asked for: a plan at a terminal does not wait for HTML. */
const RENDERERS: Readonly<Record<FileFormat, () => Promise<Renderer>>> = {
  text: async () => (await import("./text/reportText.js")).reportText,
  json: async () => (await import("./json.js")).reportJson,
  markdown: async () => (await import("./markdown/reportMarkdown.js")).reportMarkdown,
  html: async () => (await import("./html/reportHtml.js")).reportHtml,
  github: async () => (await import("./github/reportGithub.js")).reportGithub,
  "gitlab-plan": async () => (await import("./ci/gitlabPlan.js")).gitlabPlan,
  "gitlab-codequality": async () => (await import("./ci/gitlabCodeQuality.js")).gitlabCodeQuality,
  sarif: async () => (await import("./ci/sarif.js")).sarif,
  junit: async () => (await import("./ci/junit.js")).junit,
  wecom: async () => (await import("./chat/wecom.js")).wecom,
  dingtalk: async () => (await import("./chat/dingtalk.js")).dingtalk,
  feishu: async () => (await import("./chat/feishu.js")).feishu,
  slack: async () => (await import("./chat/slack.js")).slack,
};

/** The renderer of a format. */
export function rendererOf(format: FileFormat): Promise<Renderer> {
  return RENDERERS[format]();
}
