import { test } from "vitest";
import { rendererOf } from "../../../src/report/formats.js";
import { ORDINARY_PLAN } from "../fakes/buildPlan.js";
import { TROUBLED_RESULT } from "../fakes/buildResult.js";
import { ASKED, bigPlan, consoleEditPlan } from "../fakes/originPlans.js";

test("show", async () => {
  const o = (language: "en" | "zh") => ({ language, columns: 80, colour: false, nonce: "x" });
  for (const [n, report] of Object.entries({
    ord: { kind: "plans", plans: [ORDINARY_PLAN] },
    console: { kind: "plans", plans: [consoleEditPlan(ASKED)] },
    big: { kind: "plans", plans: [bigPlan(60, true)] },
    two: { kind: "plans", plans: [consoleEditPlan(), ORDINARY_PLAN] },
    res: { kind: "results", results: [TROUBLED_RESULT], plans: [ORDINARY_PLAN] },
  } as const)) {
    for (const l of ["zh", "en"] as const) {
      const w = JSON.parse((await rendererOf("wecom"))(report as never, o(l)));
      console.log(n, l, Buffer.byteLength(w.markdown.content), `\n${w.markdown.content}`);
    }
  }
  console.log((await rendererOf("dingtalk"))({ kind: "plans", plans: [consoleEditPlan(ASKED)] }, o("zh")));
  console.log((await rendererOf("feishu"))({ kind: "plans", plans: [consoleEditPlan(ASKED)] }, o("zh")));
  console.log((await rendererOf("slack"))({ kind: "plans", plans: [consoleEditPlan(ASKED)] }, o("en")));
});
