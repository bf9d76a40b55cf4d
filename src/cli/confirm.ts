import type { Plan } from "../plan/plan.js";
import { dialogueOf } from "../report/messages/languages.js";
import type { Language } from "../report/messages/prose.js";
import { visible } from "../report/text/visible.js";
import type { Shell } from "./shell.js";

/** Asks whether to go on. No is the default, and Ctrl-C is not a no but an interruption. */
export async function confirm(
  plans: readonly Plan[],
  language: Language,
  shell: Shell,
): Promise<"yes" | "no" | "interrupted"> {
  const { confirm: ask, isCancel } = await import("@clack/prompts");
  const writes = plans.reduce((sum, plan) => sum + plan.budget.writes, 0);
  const words = dialogueOf(language);
  const answer = await ask({
    message: visible(
      words.approve(
        plans.map((plan) => plan.account.name),
        writes,
      ),
    ),
    active: words.yes,
    inactive: words.no,
    initialValue: false,
    input: shell.stdin as NodeJS.ReadStream,
    output: shell.screen,
  });
  if (isCancel(answer)) return "interrupted";
  return answer ? "yes" : "no";
}
