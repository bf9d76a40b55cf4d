import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** More than any list of members that the API takes. */
export const MOST_BODY_BYTES = 1024 * 1024;

/**
 * Why a request is not served at all. The stand-in listens on a developer's machine, where any web page can send requests to it:
 * a name that leads here (DNS rebinding) and a page of another origin are turned away.
 *
 * @param served the host that the simulator was told to listen on
 * @returns `undefined` where it is served
 */
export function refusalOf({ host, origin, ...headers }: IncomingHttpHeaders, served: string): string | undefined {
  const name = (host ?? "").replace(/:\d*$/, "").toLowerCase();
  if (!isLoopbackName(name) && name !== served) return `Host must be 127.0.0.1, localhost or [::1], not "${name}"`;
  const site = headers["sec-fetch-site"];
  if (origin !== undefined || (site !== undefined && site !== "none" && site !== "same-origin")) {
    return "requests of web pages are not served";
  }
  return undefined;
}

/** Admin requests that change something say that they are JSON: a form of a web page cannot. */
export function isJson({ "content-type": type = "" }: IncomingHttpHeaders): boolean {
  return /^application\/json\s*(;|$)/i.test(type);
}

/** @returns the request's body; `undefined` for one that is too large, whose rest is not read */
export async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

/** An address cannot be made to lead elsewhere; by 0.0.0.0 Linux reaches itself. */
function isLoopbackName(name: string): boolean {
  return ["localhost", "[::1]", "0.0.0.0"].includes(name) || /^127(\.\d{1,3}){3}$/.test(name);
}
