import type { ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { Answer } from "../api/answers.js";

/**
 * What reaches the client of an answer: all of it; a part, though its length was promised; more than it can hold; a closed
 * connection; or nothing, ever (until the simulator closes).
 */
export type Delivery =
  | { readonly reaches: "whole"; readonly answer: Answer }
  | { readonly reaches: "cut"; readonly answer: Answer }
  /** A body without an end, as fast as it is read. */
  | { readonly reaches: "endless" }
  /** So many bytes of JSON, gzipped to a thousandth. */
  | { readonly reaches: "bomb"; readonly bytes: number }
  | { readonly reaches: "dropped" }
  | { readonly reaches: "hung" };

export const whole = (answer: Answer): Delivery => ({ reaches: "whole", answer });

/**
 * Puts a delivery on the wire.
 *
 * @param now for the `Date` header, ms since 1970: the server's idea of the time, by which a client may check its own
 */
export function deliver(delivery: Delivery, response: ServerResponse, now: number): void {
  switch (delivery.reaches) {
    case "hung":
      return;
    case "dropped":
      response.socket?.destroy();
      return;
    case "cut": {
      const body = writeHead(delivery.answer, response, now);
      response.write(body.subarray(0, body.length / 2), () => response.socket?.destroy());
      return;
    }
    case "endless":
      response.writeHead(200, { ...JSON_HEAD, Date: new Date(now).toUTCString() });
      pipeline(Readable.from(padded(Number.POSITIVE_INFINITY)), response, ignoreError);
      return;
    case "bomb":
      response.writeHead(200, { ...JSON_HEAD, Date: new Date(now).toUTCString(), "Content-Encoding": "gzip" });
      pipeline(Readable.from(padded(delivery.bytes)), createGzip(), response, ignoreError);
      return;
    case "whole":
      response.end(writeHead(delivery.answer, response, now));
  }
}

const JSON_HEAD = { "Content-Type": "application/json;charset=utf-8" };
const CHUNK = Buffer.alloc(64 * 1024, " ");
/** A client that has had enough goes away. */
const ignoreError = () => {};

/** An empty listing with so many blanks in it. */
function* padded(bytes: number): Generator<Buffer> {
  yield Buffer.from('{"success":true,');
  for (let sent = 0; sent < bytes; sent += CHUNK.length) yield CHUNK;
  yield Buffer.from('"data":{"count":0,"list":[]}}');
}

/** @returns the body, whose length the head has promised */
function writeHead({ status, headers, body }: Answer, response: ServerResponse, now: number): Buffer {
  const bytes = Buffer.from(body);
  response.writeHead(status, { Date: new Date(now).toUTCString(), ...headers, "Content-Length": bytes.length });
  return bytes;
}
