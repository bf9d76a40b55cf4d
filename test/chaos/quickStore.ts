import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../../src/model/clock.js";
import { bulk, command, printResp, type Resp, readResp } from "./resp.js";

/** Where a run reaches the store. */
export interface StoreWay {
  readonly url: string;
  /** For a run that was killed: what it has not sent is never sent, and it hears nothing more. */
  cut(): void;
}

/**
 * The store of one case: a real Redis behind a way that translates its time into the quick clock's, and that can fall
 * silent, break and be emptied. Several cases share the server; their keys are those of different accounts.
 */
export class QuickStore {
  /** Something was wrong with it since the case began. */
  wasTroubled = false;
  readonly #redisPort: number;
  readonly #clock: Clock;
  readonly #speed: number;
  /** The store's clock is that of no machine. */
  readonly #shiftMs: number;
  /** What the keys of this case hold: part of them, such as the account's name. */
  readonly #keys: string;
  readonly #servers = new Set<Server>();
  readonly #sockets = new Set<Socket>();
  #state: "up" | "down" | "silent" = "up";

  constructor(options: {
    readonly redisPort: number;
    readonly clock: Clock;
    readonly speed: number;
    readonly shiftMs: number;
    readonly keys: string;
  }) {
    this.#redisPort = options.redisPort;
    this.#clock = options.clock;
    this.#speed = options.speed;
    this.#shiftMs = options.shiftMs;
    this.#keys = options.keys;
  }

  /** A way of its own for one run. */
  async open(): Promise<StoreWay> {
    const own = new Set<Socket>();
    let isCut = false;
    const server = createServer((incoming) => {
      if (isCut || this.#state === "down") {
        incoming.destroy();
        return;
      }
      const outgoing = connect(this.#redisPort, "127.0.0.1");
      for (const socket of [incoming, outgoing]) {
        own.add(socket);
        this.#sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => {
          own.delete(socket);
          this.#sockets.delete(socket);
          incoming.destroy();
          outgoing.destroy();
        });
      }
      this.#translate(incoming, outgoing);
    });
    this.#servers.add(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new TypeError("no port");
    return {
      url: `redis://127.0.0.1:${address.port}`,
      cut: () => {
        isCut = true;
        for (const socket of own) socket.destroy();
      },
    };
  }

  /** Connections break, and no new one is made. */
  down(): void {
    this.wasTroubled = true;
    this.#state = "down";
    for (const socket of this.#sockets) socket.destroy();
  }

  /** It takes connections and answers nothing. What was sent to it is lost. */
  hang(): void {
    this.wasTroubled = true;
    this.#state = "silent";
  }

  up(): void {
    if (this.#state === "silent") for (const socket of this.#sockets) socket.destroy();
    this.#state = "up";
  }

  /** Forgets all that it had of this case, as by `FLUSHALL` or a restart without data. */
  async flush(): Promise<void> {
    this.wasTroubled = true;
    const script = "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end";
    const socket = connect(this.#redisPort, "127.0.0.1");
    socket.write(command("EVAL", script, "0", `*${this.#keys}*`));
    await once(socket, "data");
    socket.destroy();
  }

  async close(): Promise<void> {
    await this.flush();
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #translate(incoming: Socket, outgoing: Socket): void {
    /** Of the commands that are not answered: is it our script? */
    const scripts: boolean[] = [];
    relay(incoming, (request) => {
      if (this.#state === "silent") return;
      const words = (request.items ?? []).map(({ bytes }) => String(bytes));
      const isScript = words[0] === "EVAL";
      scripts.push(isScript);
      outgoing.write(isScript ? command(...this.#toRealTime(words)) : printResp(request));
    });
    relay(outgoing, (answer) => {
      const isScript = scripts.shift();
      if (this.#state === "silent") return;
      incoming.write(printResp(isScript ? this.#toQuickTime(answer) : answer));
    });
  }

  /** `EVAL script 1 key seen text keepMs now`. */
  #toRealTime(words: readonly string[]): string[] {
    const [keepMs, now] = [Number(words[6]), Number(words[7])];
    const kept = keepMs === 0 ? 0 : Math.max(1, Math.round(keepMs / this.#speed));
    const real = now === 0 ? 0 : performance.timeOrigin + (now - this.#shiftMs - this.#began()) / this.#speed;
    // What is late by the quick clock is less late by the real one: the script's bound is as much looser.
    return [...words.slice(0, 6), String(kept), String(real)];
  }

  /** `won seen text seconds microseconds`. */
  #toQuickTime(answer: Resp): Resp {
    const { items } = answer;
    if (items?.length !== 5) return answer;
    const [seconds, micros] = items.slice(3).map(({ bytes }) => Number(String(bytes)));
    const realMs = (seconds ?? 0) * 1_000 + (micros ?? 0) / 1_000;
    const quickMs = this.#began() + (realMs - performance.timeOrigin) * this.#speed + this.#shiftMs;
    const time = [Math.floor(quickMs / 1_000), Math.round((quickMs % 1_000) * 1_000)].map((part) => bulk(String(part)));
    return { ...answer, items: [...items.slice(0, 3), ...time] };
  }

  /** The quick clock's time when the real one's was `performance.timeOrigin`. */
  #began(): number {
    return this.#clock.now() - this.#clock.monotonic();
  }
}

/** Hands on each whole value that arrives. */
function relay(from: Socket, onValue: (value: Resp) => void): void {
  let held = Buffer.alloc(0);
  from.on("data", (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (let next = readResp(held); next !== undefined; next = readResp(held)) {
      held = held.subarray(next.end);
      onValue(next.value);
    }
  });
}
