import type { Plan } from "../../plan/plan.js";
import type { Language } from "../../report/messages/catalogue.js";
import { dialogueOf } from "../../report/messages/words.js";
import { visible } from "../../report/text/visible.js";
import type { ConsoleHost } from "../node/consoleHost.js";

/** Asks whether to go on. No is the default. Ctrl-C is not a no: it interrupts. */
export async function confirm(
  plans: readonly Plan[],
  language: Language,
  host: ConsoleHost,
  stop: AbortSignal,
): Promise<"yes" | "no" | "interrupted"> {
  const writes = plans.reduce((sum, plan) => sum + plan.budget.writes, 0);
  const words = dialogueOf(language);
  const names = plans.map((plan) => plan.account.name);
  const message = visible(words.approve(names, writes));
  if (host.env["TERM"] === "dumb") return askPlainly(message, host, stop);
  const { confirm: ask, isCancel } = await import("@clack/prompts");
  let left = false;
  const hear = (_: unknown, key?: { readonly name?: string; readonly ctrl?: boolean }): void => {
    left ||= key?.name === "escape" || (key?.ctrl === true && key.name === "c");
  };
  host.stdin.on("keypress", hear);
  const answer = await ask({
    message,
    active: words.yes,
    inactive: words.no,
    initialValue: false,
    input: host.stdin as NodeJS.ReadStream,
    output: showingNo(host.screen, words, () => left),
    signal: stop,
  }).finally(() => host.stdin.off("keypress", hear));
  if (isCancel(answer)) return "interrupted";
  return answer ? "yes" : "no";
}

/** The library shows a prompt that was left as a yes, struck through; where nothing is struck through, that reads as consent. */
function showingNo(
  screen: NodeJS.WriteStream,
  { yes, no }: { readonly yes: string; readonly no: string },
  isLeft: () => boolean,
): NodeJS.WriteStream {
  // The answer is below the question, which may have the same word in it.
  const answeredNo = (frame: string): string => {
    const at = frame.lastIndexOf(yes);
    return at === -1 ? frame : `${frame.slice(0, at)}${no}${frame.slice(at + yes.length)}`;
  };
  const write = (chunk: string | Uint8Array, ...rest: never[]): boolean =>
    screen.write(typeof chunk === "string" && isLeft() ? answeredNo(chunk) : chunk, ...rest);
  return Object.create(screen, { write: { value: write } }) as NodeJS.WriteStream;
}

/** On one line, for terminals that cannot move their cursor. Every answer that is not a yes is a no. */
async function askPlainly(
  message: string,
  host: ConsoleHost,
  stop: AbortSignal,
): Promise<"yes" | "no" | "interrupted"> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: host.stdin, terminal: false });
  return new Promise((resolve) => {
    const interrupt = (): void => {
      resolve("interrupted");
      lines.close();
    };
    if (stop.aborted) return interrupt();
    stop.addEventListener("abort", interrupt, { once: true });
    lines.on("line", (line) => {
      resolve(/^\s*(y|yes|是)\s*$/i.test(line) ? "yes" : "no");
      lines.close();
    });
    lines.on("close", () => resolve("no"));
    host.stderr.write(`${message} [y/N] `);
  });
}
