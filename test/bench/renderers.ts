import type { Plan } from "../../src/plan/plan.js";
import { planJson } from "../../src/report/json.js";
import { planText } from "../../src/report/text/planText.js";

const page = { colour: false, columns: 100, verbose: false } as const;

/** Every way to print a plan. A new renderer is one line here. */
export const RENDERERS = {
  text: (plan: Plan) => planText(plan, { ...page, language: "en" }),
  "text in Chinese": (plan: Plan) => planText(plan, { ...page, language: "zh" }),
  JSON: (plan: Plan) => planJson(plan),
} as const satisfies Readonly<Record<string, (plan: Plan) => string>>;

export type RendererName = keyof typeof RENDERERS;
