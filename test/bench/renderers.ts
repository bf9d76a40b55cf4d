import type { Plan } from "../../src/plan/plan.js";
import { reportHtml } from "../../src/report/html/reportHtml.js";
import { planJson } from "../../src/report/json.js";
import { reportMarkdown } from "../../src/report/markdown/reportMarkdown.js";
import type { RenderOptions } from "../../src/report/report.js";
import { planText } from "../../src/report/text/planText.js";

const page = { colour: false, columns: 100, verbose: false } as const;
const options: RenderOptions = { ...page, language: "en", nonce: "bench" };
const WHOLE = { utf16Units: Number.POSITIVE_INFINITY, utf8Bytes: Number.POSITIVE_INFINITY };
const report = (plan: Plan) => ({ kind: "plans", plans: [plan] }) as const;

/** Every way to print a plan. A new renderer is one line here. */
export const RENDERERS = {
  text: (plan: Plan) => planText(plan, { ...page, language: "en" }),
  "text in Chinese": (plan: Plan) => planText(plan, { ...page, language: "zh" }),
  JSON: (plan: Plan) => planJson(plan, "en"),
  "Markdown for a comment": (plan: Plan) => reportMarkdown(report(plan), options),
  "Markdown in full": (plan: Plan) => reportMarkdown(report(plan), { ...options, atMost: WHOLE }),
  HTML: (plan: Plan) => reportHtml(report(plan), options),
} as const satisfies Readonly<Record<string, (plan: Plan) => string>>;

export type RendererName = keyof typeof RENDERERS;
