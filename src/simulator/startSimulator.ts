import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { AccountState } from "./account/account.js";
import type { AccountEditor } from "./account/editor.js";
import type { OperationName } from "./api/operations.js";
import { openFaultBook } from "./behaviour/faultBook.js";
import { findOverruns, type Overrun, type RequestRecord } from "./requestLog.js";
import { createHttpServer } from "./server.js";
import { type CallHook, createWorld, type HostedAccount, type World, type WorldOptions } from "./world.js";

export type { AccountState } from "./account/account.js";
export type { AccountEditor } from "./account/editor.js";
export type { Seed } from "./account/seed.js";
export type { Overrun, RequestRecord } from "./requestLog.js";
export type { CallHook } from "./world.js";

/** How to set a simulator up: its world, where it listens, and its first trouble. */
export interface SimulatorOptions extends WorldOptions {
  /** 127.0.0.1 where left out. The admin interface answers this machine only, wherever the API is served. */
  readonly host?: string;
  /** A free one where left out. */
  readonly port?: number;
  /** Trouble from the start: see `parseFault` for the grammar. */
  readonly faults?: readonly string[];
  /** Of the draws of `pX` faults; 1 where left out. */
  readonly faultSeed?: number;
  /** For how long an idle connection is kept open, in ms; Node's default where left out. */
  readonly keepAliveMs?: number;
}

/** A running simulator. Where there is one account only, `accountId` may be left out. */
export interface Simulator {
  /** `http://127.0.0.1:PORT`, for the host of a configuration. */
  readonly url: string;
  readonly port: number;
  /** Every call of the API so far, oldest first. Grows, and its records fill, as calls come. */
  readonly requests: readonly RequestRecord[];
  /** A copy of the account as it is now, without its secret. */
  state(accountId?: string): AccountState;
  /** Edits as a person makes them in the vendor's console. */
  editor(accountId?: string): AccountEditor;
  /**
   * Orders these faults and no others; their calls count from now.
   *
   * @throws FaultSpecError
   */
  setFaults(specs: readonly string[]): void;
  /** Runs a hook once, right before the nth call of the operation from now on (from 1) is carried out. */
  onCall(operation: OperationName, n: number, hook: CallHook): void;
  /** The windows that held more calls than the limit: empty for a client that kept it. */
  overruns(): Overrun[];
  /** Ends every connection and wait. Throws what a hook or the state file threw in the meantime. */
  close(): Promise<void>;
}

/**
 * Serves a stand-in for the vendor's API over HTTP.
 *
 * @throws SeedError for a seed or state file that cannot be used, FaultSpecError for a fault that cannot; the system's
 *   own error where the port cannot be had
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = "127.0.0.1", port = 0, faults = [], faultSeed = 1, keepAliveMs } = options;
  const closing = new AbortController();
  const world = await createWorld(options, closing.signal);
  const setFaults = (specs: readonly string[]) => {
    world.faults = openFaultBook(specs, faultSeed);
  };
  setFaults(faults);

  const server = createHttpServer({ world, setFaults }, host);
  if (keepAliveMs !== undefined) server.keepAliveTimeout = keepAliveMs;
  server.listen(port, host);
  await once(server, "listening");
  const { port: listening } = server.address() as AddressInfo;

  const editor = (accountId?: string) => hostedAccount(world, accountId).editor;
  return {
    url: `http://${host}:${listening}`,
    port: listening,
    requests: world.requests,
    state: (accountId) => editor(accountId).state(),
    editor,
    setFaults,
    onCall: world.hooks.add,
    overruns: () => findOverruns(world.requests, world.limits),
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      await world.keeper.settled();
      if (world.failures.length > 0) throw world.failures[0];
    },
  };
}

function hostedAccount({ accounts }: World, accountId?: string): HostedAccount {
  const [only] = accounts.values();
  const found = accountId === undefined && accounts.size === 1 ? only : accounts.get(accountId ?? "");
  if (!found) throw new Error(`expected one of the accounts ${[...accounts.keys()].join(", ")}, got ${accountId}`);
  return found;
}
