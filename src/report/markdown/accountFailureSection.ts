import type { AccountFailure } from "../accountFailure.js";
import type { RenderOptions } from "../report.js";
import { findingBlocks } from "./findings.js";
import type { Section } from "./section.js";
import { bullets, capped, sheetOf } from "./sheet.js";

/** One account of several that failed, while the others went on. */
export function accountFailureSection({ account, diagnostics }: AccountFailure, options: RenderOptions): Section {
  return {
    render: (rung) => {
      const sheet = sheetOf(options, rung);
      const { md, words } = sheet;
      const errors = diagnostics.filter(({ severity }) => severity === "error").length;
      const count = words.problems(errors, diagnostics.length - errors, 0);
      const codes = diagnostics.map(({ code }) => sheet.name(code));
      return [
        `### ❌ ${words.account} ${sheet.name(account.name)}${words.colon}${count}`,
        ...(rung.findings === 0
          ? [bullets(capped(codes, rung.emptied, md.more))]
          : findingBlocks(diagnostics, new Map(), sheet)),
      ];
    },
    atLeast: () => 0,
    weight: 1e13,
  };
}
