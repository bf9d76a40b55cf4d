import type { MoorFindingArgs } from "./findings.js";

/** One of the API room's findings, as data. */
export type MoorFault = {
  [Code in keyof MoorFindingArgs]: { readonly code: Code; readonly args: MoorFindingArgs[Code] };
}[keyof MoorFindingArgs];

/**
 * Was the call carried out? `not-done`: surely not, and to send it again is safe. `unknown`: the answer was lost, and a
 * creation must not be sent again before a look.
 */
export type Delivery = "not-done" | "unknown";

/**
 * The API, or the way to it, failed. The message is a code, never prose or a URL: `ofetch`'s own messages hold the whole
 * URL with its signature, so they are not passed on.
 */
export class MoorError extends Error {
  override readonly name = "MoorError";
  readonly fault: MoorFault;
  readonly delivery: Delivery;

  constructor(fault: MoorFault, delivery: Delivery) {
    super(fault.code);
    this.fault = fault;
    this.delivery = delivery;
  }
}

/** The last attempt was given up without an answer. */
export function timedOut(error: unknown): boolean {
  return error instanceof MoorError && error.fault.code === "unreachable" && error.fault.args.reason === "timeout";
}

/** A gateway that has given up waiting. That says nothing about the server behind it. */
const GATEWAY_GAVE_UP: ReadonlySet<number> = new Set([408, 499, 502, 503, 504, 524]);

export function isGatewayGivingUp(status: number): boolean {
  return GATEWAY_GAVE_UP.has(status);
}

/**
 * May the server still be working on the call? No answer came (a timeout, a reset), or a gateway gave up waiting: the call
 * can be carried out much later.
 */
export function mayStillBeAtWork(error: unknown): boolean {
  if (!(error instanceof MoorError) || error.delivery !== "unknown") return false;
  const { code, args } = error.fault;
  return code === "unreachable" || ("status" in args && isGatewayGivingUp(args.status));
}

/** The run was told to stop; the call was not sent. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/**
 * A proxy between us and the host did not let a call through: it could not be reached (`cause`), or it answered in the
 * host's place (`status`). The call never got to the host. Thrown by the `fetch` that is passed in.
 */
export class ProxyFailure extends Error {
  override readonly name = "ProxyFailure";
  /** Its host and port; never its user and password. */
  readonly proxy: string;
  readonly status?: number;

  constructor(proxy: string, { cause, status }: { readonly cause?: unknown; readonly status?: number }) {
    super("proxy", { cause });
    this.proxy = proxy;
    if (status !== undefined) this.status = status;
  }
}
