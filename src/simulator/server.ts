import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import { ADMIN_PATH, type AdminPorts, answerAdmin } from "./admin.js";
import { type Answer, htmlAnswer } from "./api/answers.js";
import { operationAt } from "./api/operations.js";
import { type Delivery, deliver, whole } from "./behaviour/delivery.js";
import type { OpenRecord } from "./requestLog.js";
import { takeCall } from "./takeCall.js";
import type { World } from "./world.js";

/** More than any list of members that the API takes. */
const MOST_BODY_BYTES = 1024 * 1024;

/**
 * The HTTP face of a world: turns requests into calls, and deliveries into bytes. Does not listen yet.
 *
 * @param host where it is going to listen
 */
export function createHttpServer(ports: AdminPorts, host: string): Server {
  const { world } = ports;
  const connections = new WeakMap<Socket, number>();
  let opened = 0;

  const answerRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = readUrl(request.url);
    const { method = "GET", headers, socket } = request;
    const finish = (delivery: Delivery) => deliver(delivery, response, world.clock.now());

    const refusal = refusalOf(headers, host);
    if (refusal !== undefined) return finish(whole(plainAnswer(403, refusal)));

    if (pathname.startsWith(ADMIN_PATH)) {
      if (method !== "GET" && !isJson(headers)) return finish(whole(plainAnswer(415, "expected application/json")));
      const text = await readText(request);
      if (text === undefined) return finish(whole(TOO_LARGE));
      const body = readBody(text);
      const { remoteAddress } = socket;
      return finish(whole(await answerAdmin(ports, { method, path: pathname, body, remoteAddress })));
    }
    const addressed = operationAt(pathname);
    if (!addressed) return finish(whole(htmlAnswer(404, "404 Not Found")));
    if (method !== "POST") return finish(whole(METHOD_NOT_ALLOWED));

    const text = await readText(request);
    if (text === undefined) return finish(whole(TOO_LARGE));
    const body = readBody(text);
    const record = openRecord(world, { ...addressed, body, connection: connections.get(socket) ?? 0 });
    const credentials = { authorization: headers.authorization, sig: searchParams.get("sig") };
    const delivery = await takeCall(world, record, credentials);
    if (delivery.reaches !== "hung") record.answeredAt = world.clock.monotonic();
    finish(delivery);
  };

  const server = createServer((request, response) => {
    answerRequest(request, response).catch((error: unknown) => {
      // Closing ends every wait with an error, and a client that went away ends the reading of its request.
      if (world.closing.aborted || request.socket.destroyed) return;
      world.failures.push(error);
      deliver(whole(htmlAnswer(500, "500 Internal Server Error")), response, world.clock.now());
    });
  });
  server.on("connection", (socket) => connections.set(socket, ++opened));
  return server;
}

const METHOD_NOT_ALLOWED: Answer = (() => {
  const page = htmlAnswer(405, "405 Not Allowed");
  return { ...page, headers: { ...page.headers, Allow: "POST" } };
})();

const plainAnswer = (status: number, body: string): Answer => ({
  status,
  code: status,
  headers: { "Content-Type": "text/plain;charset=utf-8", Connection: "close" },
  body: `${body}\n`,
});

const TOO_LARGE = plainAnswer(413, `expected a body of at most ${MOST_BODY_BYTES} bytes`);

function openRecord(
  { requests, clock }: World,
  call: Pick<OpenRecord, "operation" | "accountId" | "body" | "connection">,
): OpenRecord {
  const record: OpenRecord = {
    ...call,
    seq: requests.length + 1,
    receivedAt: clock.monotonic(),
    countedAt: null,
    answeredAt: null,
    outcome: null,
    faults: [],
    limited: false,
  };
  requests.push(record);
  return record;
}

/** The JSON of a body; an empty one counts as `{}`, and text that is no JSON stays text. */
function readBody(body: string): unknown {
  if (body === "") return {};
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** A request target that is no URL leads nowhere, like any other unknown path. */
function readUrl(target = ""): Pick<URL, "pathname" | "searchParams"> {
  const base = "http://simulator";
  return new URL(URL.canParse(target, base) ? target : "/", base);
}

/**
 * Why a request is not served at all. The stand-in listens on a developer's machine, where any web page can send requests to it:
 * a name that leads here (DNS rebinding) and a page of another origin are turned away.
 *
 * @param served the host that the simulator was told to listen on
 * @returns `undefined` where it is served
 */
function refusalOf({ host, origin, ...headers }: IncomingHttpHeaders, served: string): string | undefined {
  const name = (host ?? "").replace(/:\d*$/, "").toLowerCase();
  if (!isLoopbackName(name) && name !== served) return `Host must be 127.0.0.1, localhost or [::1], not "${name}"`;
  const site = headers["sec-fetch-site"];
  if (origin !== undefined || (site !== undefined && site !== "none" && site !== "same-origin")) {
    return "requests of web pages are not served";
  }
  return undefined;
}

/** Admin requests that change something say that they are JSON: a form of a web page cannot. */
function isJson({ "content-type": type = "" }: IncomingHttpHeaders): boolean {
  return /^application\/json\s*(;|$)/i.test(type);
}

/** @returns the request's body; `undefined` for one that is too large, whose rest is not read */
async function readText(request: IncomingMessage): Promise<string | undefined> {
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
