import { storeSecrets } from "../../config/store.js";
import type { Host } from "../../engine/host.js";
import { Redactor } from "../../model/redactor.js";
import type { ConsoleHost, OutputStream } from "../node/consoleHost.js";

/** A host that prints its output unchanged, secrets included. */
type PlainHost = Omit<ConsoleHost, "secrets">;

/**
 * The one gate for secrets: everything that leaves through the host (both streams, every file) leaves without the
 * secrets that were kept and without the signatures that were sent.
 *
 * @param announce tells the log's reader each secret of the environment, if that reader can hide it
 */
export function redacting(host: PlainHost, announce: (secret: string) => void = () => undefined): ConsoleHost {
  const redactor = new Redactor();
  const secrets: Host["secrets"] = {
    keep: (secret) => {
      if (redactor.keep(secret)) announce(secret.trim());
    },
    redact: (text) => redactor.redact(text),
  };
  for (const [name, value = ""] of Object.entries(host.env)) if (SECRET_NAME.test(name)) secrets.keep(value);
  for (const secret of storeSecrets(undefined, host.env)) secrets.keep(secret);
  const output = (stream: OutputStream): OutputStream => ({
    ...stream,
    write: (text) => stream.write(redactor.redact(text)),
  });
  const { files } = host;
  const gated: Partial<ConsoleHost> = {
    secrets,
    stdout: output(host.stdout),
    stderr: output(host.stderr),
    files: {
      ...files,
      // Bytes are what a program reads: whoever makes them redacts the texts in them.
      write: (path, content, ...how) =>
        files.write(path, typeof content === "string" ? redactor.redact(content) : content, ...how),
      append: (path, text, ...how) => files.append(path, redactor.redact(text), ...how),
    },
    http: async () => {
      const fetch = await host.http();
      return (input, init) => {
        keepSignature(String(input), init, redactor);
        return fetch(input, init);
      };
    },
  };
  // By descriptors: a spread would open `stdin`, which few runs need.
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(host),
      ...Object.getOwnPropertyDescriptors(gated),
    },
  ) as ConsoleHost;
}

/** Variables that hold a secret by muster's own names, no matter which account uses them. */
const SECRET_NAME = /^(?:MUSTER|MOOR)_.*(?:SECRET|TOKEN|PASSWORD)/i;

/** A request without secrets in its body, for calls to a forge. Calls to the API must stay as they are. */
export function redactedBody(init: RequestInit | undefined, { redact }: Host["secrets"]): RequestInit | undefined {
  return typeof init?.body === "string" ? { ...init, body: redact(init.body) } : init;
}

/** Learns the signature of every call that leaves. */
function keepSignature(url: string, init: RequestInit | undefined, redactor: Redactor): void {
  const sig = /[?&]sig=([^&#]*)/.exec(url)?.[1] ?? "";
  redactor.keepSignature(sig, new Headers(init?.headers).get("authorization") ?? "");
}
