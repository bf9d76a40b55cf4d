import type { MoorError } from "../moor/errors.js";

/** A gateway's patience, or its client's, was over: what stands behind it may still be at work. */
const GIVEN_UP: ReadonlySet<number> = new Set([408, 499, 502, 503, 504, 524]);

/**
 * Was a call given up without an answer, here (a timeout, a connection that broke) or at a gateway on the way? Then the
 * server may carry it out later than any call that it has answered.
 */
export function gaveUp({ fault }: MoorError): boolean {
  switch (fault.code) {
    case "unreachable":
      return fault.args.reason === "timeout" || fault.args.reason === "reset";
    case "api-error":
    case "api-refused":
    case "not-json":
      return GIVEN_UP.has(fault.args.status);
    default:
      return false;
  }
}
