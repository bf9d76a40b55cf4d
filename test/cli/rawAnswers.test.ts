import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";

const DONE = JSON.stringify({ code: 200, success: true, message: "success!", data: { exten: "9" } });
const head = (status: string, ...headers: string[]) => `HTTP/1.1 ${status}\r\n${headers.join("\r\n")}\r\n\r\n`;
const whole = (status: string, body: string, ...headers: string[]) =>
  head(status, "Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`, ...headers) + body;

/** What may come back of a creation that was carried out, from a broken gateway or a broken line. */
const ANSWERS: Readonly<Record<string, (elsewhere: string) => string | Buffer>> = {
  "plain text called gzip": () => whole("200 OK", DONE, "Content-Encoding: gzip"),
  "gzip cut short": () => {
    const cut = gzipSync(DONE).subarray(0, 20);
    return Buffer.concat([Buffer.from(head("200 OK", "Content-Encoding: gzip", `Content-Length: ${cut.length}`)), cut]);
  },
  "an encoding that nobody knows": () => whole("200 OK", "x".repeat(40), "Content-Encoding: zebra"),
  "two lengths": () => whole("200 OK", DONE, "Content-Length: 3"),
  "a length that is too large": () => head("200 OK", "Content-Length: 9999", "Connection: close") + DONE,
  "a chunk that is none": () => `${head("200 OK", "Transfer-Encoding: chunked")}zz\r\n${DONE}\r\n0\r\n\r\n`,
  "a chunk without an end": () => `${head("200 OK", "Transfer-Encoding: chunked")}ffff\r\n${DONE}`,
  "no status line": () => `HELLO\r\n\r\n${DONE}`,
  "a header of 200 KB": () => whole("200 OK", DONE, `X-Long: ${"x".repeat(200_000)}`),
  "204": () => head("204 No Content"),
  "an empty body": () => whole("200 OK", ""),
  null: () => whole("200 OK", "null"),
  "a list": () => whole("200 OK", "[]"),
  "a login page": () => whole("200 OK", "<html><title>Login</title></html>"),
  "302": (elsewhere) => whole("302 Found", "", `Location: ${elsewhere}`),
  "307": (elsewhere) => whole("307 Temporary Redirect", "", `Location: ${elsewhere}`),
  "409": () => whole("409 Conflict", "<html>409</html>"),
  "413": () => whole("413 Payload Too Large", "<html>413</html>"),
  "520": () => whole("520 Unknown", "<html>520</html>"),
  "100, and nothing else": () => head("100 Continue"),
  "another group's number": () => whole("200 OK", DONE.replace('"9"', '"1"')),
  "a number that is nobody's": () => whole("200 OK", DONE),
  "two documents": () => whole("200 OK", DONE + DONE),
};

/** Passes a request on, and gives back what the server said. */
async function passOn(request: string, upstream: string): Promise<string> {
  const [start = "", ...lines] = (request.split("\r\n\r\n")[0] ?? "").split("\r\n");
  const [method = "", path = ""] = start.split(" ");
  const headers = Object.fromEntries(
    lines
      .map((line): [string, string] => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 1).trim(),
      ])
      .filter(([name]) => ["authorization", "content-type", "accept"].includes(name)),
  );
  const answer = await fetch(new URL(path, upstream), { method, headers, body: request.split("\r\n\r\n")[1] ?? "" });
  return whole(`${answer.status} OK`, await answer.text(), "Connection: close");
}

it("no group twice, whatever comes back of a creation, and the signature goes nowhere else", {
  timeout: 60_000,
}, async ({ onTestFinished }) => {
  const kinds = Object.keys(ANSWERS);
  const names = kinds.map((_, index) => `组${index * 37}`);
  const wanted = groupsYaml(Object.fromEntries(names.map((name) => [name, ["8000"]])));
  const { simulator, run } = await world([{ displayName: "旧", exten: "1" }], wanted, {}, onTestFinished);
  const sockets = new Set<Socket>();
  let strayed = 0;
  const listen = async (answer: (request: string) => Promise<string | Buffer>): Promise<string> => {
    const server = createServer((socket) => {
      sockets.add(socket);
      let request = "";
      socket.on("error", () => undefined);
      socket.on("data", (chunk) => {
        request += chunk.toString("utf8");
        const length = Number(/content-length: (\d+)/i.exec(request)?.[1] ?? 0);
        if (Buffer.byteLength(request.split("\r\n\r\n")[1] ?? "") < length || !request.includes("\r\n\r\n")) return;
        void answer(request).then((text) => socket.end(text));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    return address === null || typeof address === "string" ? "" : `http://127.0.0.1:${address.port}`;
  };
  const elsewhere = await listen(async () => {
    strayed += 1;
    return whole("200 OK", DONE);
  });
  const met = new Set<string>();
  const host = await listen(async (request) => {
    const honest = await passOn(request, simulator.url);
    const name = /"displayName":"([^"]+)"/.exec(request)?.[1] ?? "";
    const kind = kinds[names.indexOf(name)];
    if (!request.includes("/addQueue/") || kind === undefined || met.has(kind)) return honest;
    met.add(kind);
    return ANSWERS[kind]?.(elsewhere) ?? honest;
  });
  const env = { MUSTER_HOST: host, MUSTER_SETTLE: "1s" };
  const args = ["apply", "--auto-approve", "--max-creates", "99", "--timeout", "3"];
  const made = () =>
    simulator
      .state()
      .groups.map(({ displayName }) => displayName)
      .filter((name) => name !== "旧")
      .sort();
  await run(args, { env });
  expect([...met].sort()).toEqual([...kinds].sort());
  expect(made()).toEqual([...names].sort());
  expect(await run(args, { env })).toMatchObject({ code: 0 });
  expect(made()).toEqual([...names].sort());
  expect(strayed).toBe(0);
});
