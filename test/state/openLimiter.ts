import type { Clock } from "../../src/model/clock.js";
import { Limiter } from "../../src/moor/limiter/limiter.js";
import { openFolderStore } from "../../src/state/versionedFile.js";

/** A limiter over an account's folder, as a process of its own would open it. */
export function openLimiter(options: {
  readonly folder: string;
  readonly limit: { readonly calls: number; readonly windowMs: number };
  readonly clock: Clock;
  readonly owner: string;
  readonly timeoutMs: number;
  readonly operation?: string;
  readonly stop?: AbortSignal;
  readonly onOutage?: (error: Error) => void;
}): Limiter {
  const { folder, limit, clock, owner, timeoutMs, operation = "op" } = options;
  const { stop = new AbortController().signal, onOutage = () => undefined } = options;
  const shared = { store: openFolderStore(folder, clock, owner), key: `calls/${operation}`, onOutage };
  return new Limiter({ limit, timeoutMs, clock, stop, shared });
}
