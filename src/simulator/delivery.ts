import type { ServerResponse } from "node:http";
import type { Answer } from "./answers.js";

/**
 * What reaches the client of an answer: all of it; a part, though its length was promised; a closed connection;
 * or nothing, ever (until the simulator closes).
 */
export type Delivery =
  | { readonly reaches: "whole"; readonly answer: Answer }
  | { readonly reaches: "cut"; readonly answer: Answer }
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
    case "whole":
      response.end(writeHead(delivery.answer, response, now));
  }
}

/** @returns the body, whose length the head has promised */
function writeHead({ status, headers, body }: Answer, response: ServerResponse, now: number): Buffer {
  const bytes = Buffer.from(body);
  response.writeHead(status, { Date: new Date(now).toUTCString(), ...headers, "Content-Length": bytes.length });
  return bytes;
}
