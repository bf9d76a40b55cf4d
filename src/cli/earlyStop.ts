import { chooseLanguage } from "./arguments/language.js";

const WORDS = { en: "Stopped.", zh: "已停止。" } as const;

/** Answers signals until a command listens to them itself: loading one takes a moment. */
export function stopEarly(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (process.listenerCount(signal) > 1) return;
      const message = WORDS[chooseLanguage(undefined, env)];
      if (/ --format[= ]json\b/.test(argv.join(" "))) {
        const diagnostics = [{ severity: "error", code: "stopped", message }];
        process.stdout.write(`${JSON.stringify({ formatVersion: "1.0", kind: "error", diagnostics })}\n`);
      } else process.stderr.write(`muster: ${message}\n`);
      process.exit(130);
    });
}
