import { suggest } from "../../model/suggest.js";
import { type FailOn, failOnChoices } from "../../report/failOn.js";
import { chooseLanguage } from "./language.js";
import type { RunOptions } from "./options.js";
import { USAGE, UsageError } from "./usageError.js";

/**
 * Refuses what is no code, before anything is read: a mistyped one would never fail a run. Not with the other flags,
 * since the codes come with all their sentences, and `--help` needs none of them.
 *
 * @throws {UsageError}
 */
export function checkFailOn(
  { failOn = [], lang }: Pick<RunOptions, "lang"> & { readonly failOn?: FailOn },
  env: Readonly<Record<string, string | undefined>>,
): FailOn {
  const choices = failOnChoices();
  const wrong = failOn.find((word) => !choices.includes(word));
  if (wrong === undefined) return failOn;
  const { suggestion } = suggest(wrong, choices);
  const expected =
    suggestion === undefined
      ? {
          en: "Expected warning, guard, or the code of a finding, as in its brackets: unknown-agent.",
          zh: "可选值：warning、guard，或提示代码，即方括号中的内容，例如 unknown-agent。",
        }
      : {
          en: `Expected warning, guard, or the code of a finding. Did you mean ${suggestion}?`,
          zh: `可选值：warning、guard，或提示代码。是否要用 ${suggestion}？`,
        };
  throw new UsageError(USAGE["bad-value"]("--fail-on <list>", wrong, expected), chooseLanguage(lang, env));
}
