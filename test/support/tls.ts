import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { type OnFinished, scratch } from "./programs.js";

const run = promisify(execFile);
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** What is wrong with the certificate, if anything. */
export type Flaw = "none" | "expired" | "wrong name" | "self-signed";

export interface Authority {
  /** The authority's own certificate, as companies give it out. */
  readonly caFile: string;
  /** A certificate for this machine, signed by the authority. */
  issue(flaw: Flaw): Promise<{ readonly key: string; readonly cert: string }>;
}

/** A private certificate authority, made by openssl for this test only. */
export async function privateAuthority(onFinished?: OnFinished): Promise<Authority> {
  const folder = await scratch(onFinished);
  const openssl = (...args: readonly string[]) => run("openssl", args, { cwd: folder });
  await openssl("req", "-x509", ...KEY, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Private CA", "-days", "9");
  return {
    caFile: join(folder, "ca.pem"),
    issue: async (flaw) => {
      const names = flaw === "wrong name" ? "DNS:other.example" : "DNS:localhost,IP:127.0.0.1,IP:0.0.0.0,IP:::1";
      const subject = ["-subj", "/CN=server", "-addext", `subjectAltName=${names}`];
      if (flaw === "self-signed")
        await openssl("req", "-x509", ...KEY, "-keyout", "server.key", "-out", "server.pem", ...subject, "-days", "9");
      else {
        await openssl("req", ...KEY, "-keyout", "server.key", "-out", "server.csr", ...subject);
        await openssl(
          ...["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
          ...["-copy_extensions", "copy", "-out", "server.pem"],
          ...["-days", flaw === "expired" ? "-1" : "9"],
        );
      }
      const [key, cert] = await Promise.all(
        ["server.key", "server.pem"].map((file) => readFile(join(folder, file), "utf8")),
      );
      return { key: key ?? "", cert: cert ?? "" };
    },
  };
}

/** A real TLS server that passes every request on to a plain one behind it. */
export async function tlsForwarder(
  upstream: string,
  identity: { readonly key: string; readonly cert: string },
): Promise<{ readonly port: number; readonly served: () => number }> {
  let served = 0;
  const server = createServer(identity, (incoming, outgoing) => {
    served += 1;
    const { method, headers, url = "/" } = incoming;
    const onward = request(new URL(url, upstream), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return { port: address.port, served: () => served };
}
