import { afterEach } from "vitest";
import type { SeedAccount } from "../../src/simulator/account/seed.js";
import { OPERATIONS, type OperationName } from "../../src/simulator/api/operations.js";
import { authorizationOf, signatureOf } from "../../src/simulator/api/signature.js";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/startSimulator.js";

export const seed: SeedAccount = {
  accountId: "N00000000556",
  apiSecret: "secret",
  agents: [
    { number: "8000", name: "张伟", phone: "15711356914" },
    { number: "8001", name: "李娜" },
    { number: "8002", name: "王芳", enabled: false },
    { number: "0803", name: "刘洋" },
  ],
  groups: [
    { displayName: "售前", assignRule: "priority", memory: "2h", members: ["8000", { agent: "8001", priority: 5 }] },
    { displayName: "售后", members: [{ agent: "8002", claiming: "app" }, "0803"] },
    { displayName: "售后 夜班", members: [] },
  ],
};

const running: Simulator[] = [];

/** A simulator that ends with the test. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ seed, ...options });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** An answer as a client finds it; `json` only where the body is JSON. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: replies are what is under test
  readonly json: any;
}

export interface Caller {
  readonly accountId?: string;
  readonly apiSecret?: string;
  /** Ms since 1970. */
  readonly now?: number;
}

/** A signed call, as a correct client makes it. */
export async function call(...args: Parameters<typeof open>): Promise<Received> {
  return receivedOf(await open(...args));
}

/** The same, for an answer that the test reads itself. */
export async function open(
  { url }: Pick<Simulator, "url">,
  operation: OperationName,
  body: unknown = {},
  { accountId = seed.accountId, apiSecret = seed.apiSecret, now = Date.now() }: Caller = {},
): Promise<Response> {
  const timestamp = timestampOf(now);
  return fetch(`${url}${OPERATIONS[operation].path}/${accountId}?sig=${signatureOf(accountId, apiSecret, timestamp)}`, {
    method: "POST",
    signal: AbortSignal.timeout(5000),
    headers: {
      Authorization: authorizationOf(accountId, timestamp),
      "Content-Type": "application/json;charset=utf-8",
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

export async function receive(url: string, init: RequestInit = {}): Promise<Received> {
  return receivedOf(await fetch(url, { signal: AbortSignal.timeout(5000), ...init }));
}

async function receivedOf(response: Response): Promise<Received> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** The signature's time, worked out here by other means than the simulator's: the zone's own name. */
export function timestampOf(now: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "medium" })
    .format(now)
    .replace(/\D/g, "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
