import { createHash } from "node:crypto";
import type { SharedText, TextEdit } from "../model/store.js";
import type { RedisLink } from "./redisLink.js";
import type { StoreClock } from "./storeClock.js";
import { StoreError } from "./storeError.js";

/** Our records are a few KB. A larger text is not ours and is not read. */
const MAX_BYTES = 1 << 20;
/** A turn that takes longer was decided too long ago: this process was suspended, or the store's clock was set. */
const LATE_MS = 3_000;
/** Lost turns until we give up. */
const MAX_TURNS = 2_000;

/**
 * Compare-and-swap in one round trip. A text is known by its hash: so a text that is not ours (another type, too large,
 * not UTF-8) can be replaced like any other. A lost turn brings the text that won.
 *
 * KEYS: the text. ARGV: hash of the text that the caller has seen (empty: none), its new text (empty: only look), how long
 * the text is kept in ms (0: for good), and the caller's idea of now.
 */
const SCRIPT = `
local v, seen = '', ''
local size = redis.pcall('STRLEN', KEYS[1])
if type(size) == 'table' and not string.find(size.err, 'WRONGTYPE', 1, true) then return size end
if type(size) ~= 'number' or size > ${MAX_BYTES} then seen = 'foreign'
elseif size > 0 then v = redis.call('GET', KEYS[1]) seen = redis.sha1hex(v) end
local t = redis.call('TIME')
local ahead = t[1] * 1000 + t[2] / 1000 - ARGV[4]
if seen ~= ARGV[1] or ahead > ${LATE_MS} or ahead < -${LATE_MS} then return {0, seen, v, t[1], t[2]} end
if ARGV[2] ~= '' then
  if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
  else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
end
return {1, '', '', t[1], t[2]}`;

/** A text as the store has it. `seen` identifies it; empty where there is none. */
interface Seen {
  readonly seen: string;
  readonly text: string | undefined;
}
const NOTHING: Seen = { seen: "", text: undefined };

interface Turn {
  readonly won: boolean;
  readonly newest: Seen;
}

/** A small text in a Redis server that several processes read and change. */
export class RedisText implements SharedText {
  readonly #link: RedisLink;
  readonly #clock: StoreClock;
  readonly #monotonic: () => number;
  readonly #key: string;
  readonly #keepMs: number;
  #turn: Promise<unknown> = Promise.resolve();
  /** What we saw last. Where it is no longer so, the store says so. */
  #latest = NOTHING;

  /** @param keepMs how long the text is kept after it was written; 0: for good */
  constructor(link: RedisLink, clock: StoreClock, monotonic: () => number, key: string, keepMs: number) {
    this.#link = link;
    this.#clock = clock;
    this.#monotonic = monotonic;
    this.#key = key;
    this.#keepMs = keepMs;
  }

  /** The text as it is now; empty for one that is not ours. @throws {StoreError} */
  async read(): Promise<string | undefined> {
    const { won, newest } = await this.#exchange(this.#latest, "");
    if (!won) this.#latest = newest;
    return this.#latest.text;
  }

  /** @throws {StoreError} */
  change<T>(edit: (text: string | undefined) => TextEdit<T>): Promise<T> {
    // One after the other within this process: a race against ourselves would only cost turns.
    const changed = this.#turn.then(() => this.#change(edit));
    this.#turn = changed.catch(() => undefined);
    return changed;
  }

  async #change<T>(edit: (text: string | undefined) => TextEdit<T>): Promise<T> {
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      const from = this.#latest;
      const { text = "", value } = edit(from.text);
      if (Buffer.byteLength(text) > MAX_BYTES) throw new StoreError("too-large", "EFBIG", this.#link.where, this.#key);
      const { won, newest } = await this.#exchange(from, text);
      if (!won) this.#latest = newest;
      else if (text !== "") this.#latest = { seen: createHash("sha1").update(text).digest("hex"), text };
      if (won) return value;
    }
    throw new StoreError("busy", "EBUSY", this.#link.where, this.#key);
  }

  /** One turn: puts `text` in place of what was seen, or only looks. */
  async #exchange({ seen }: Seen, text: string): Promise<Turn> {
    const sentAt = this.#monotonic();
    const args = [seen, text, String(this.#keepMs), String(this.#clock.now())];
    const answer = await this.#link.call(["EVAL", SCRIPT, "1", this.#key, ...args]);
    const receivedAt = this.#monotonic();
    const { won, newest, storeAt } = readAnswer(answer, this.#link.where);
    this.#clock.observe({ sentAt, receivedAt, storeAt });
    return { won, newest };
  }
}

function readAnswer(answer: unknown, where: string): Turn & { readonly storeAt: number } {
  const [won, seen, text, seconds, micros] = Array.isArray(answer) ? (answer as unknown[]) : [];
  const storeAt = Number(seconds) * 1_000 + Number(micros) / 1_000;
  if (typeof seen !== "string" || typeof text !== "string" || !Number.isFinite(storeAt))
    throw new StoreError("not-redis", "ERR_NOT_REDIS", where);
  return { won: won === 1, newest: { seen, text: seen === "" ? undefined : text }, storeAt };
}
