import type { AccountEditor } from "./account/editor.js";
import type { OperationName } from "./api/operations.js";

/** What somebody does in the console just before a call is carried out; `account` is the one that the call is for. */
export type CallHook = (account: AccountEditor) => void | Promise<void>;

export interface CallHooks {
  /** Runs `hook` before the nth call of the operation from now on (from 1) that the limit lets in. Once. */
  add(operation: OperationName, n: number, hook: CallHook): void;
  /** Counts a call and runs what waits for it. */
  run(operation: OperationName, account: AccountEditor): Promise<void>;
}

export function createCallHooks(): CallHooks {
  let waiting: { operation: OperationName; callsLeft: number; hook: CallHook }[] = [];
  return {
    add(operation, n, hook) {
      waiting.push({ operation, callsLeft: n, hook });
    },
    async run(operation, account) {
      for (const entry of waiting) if (entry.operation === operation) entry.callsLeft -= 1;
      const due = waiting.filter((entry) => entry.callsLeft <= 0);
      waiting = waiting.filter((entry) => entry.callsLeft > 0);
      for (const { hook } of due) await hook(account);
    },
  };
}
