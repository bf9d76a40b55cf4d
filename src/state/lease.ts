import { randomUUID } from "node:crypto";
import type { SharedStore, SharedText } from "../model/store.js";
import {
  type ApplyLock,
  changeLock,
  type Holder,
  holderOf,
  type LockEntry,
  type LockOptions,
  printLock,
  readLock,
  takeLock,
} from "./applyLock.js";

export interface LeaseOptions extends LockOptions {
  readonly store: SharedStore;
  /** How often the holder renews its entry, in ms. */
  readonly beatMs: number;
  /**
   * Called as often, until the lock is released and once more then, lost or not: what else has to be kept in the store. Never rejects. A run
   * that has lost its lock may still have calls in flight.
   */
  readonly onBeat: () => Promise<void>;
  /** Called once, when the lock is no longer ours: nothing new may start. */
  readonly onLost: (loss: LeaseLoss) => void;
}

/** Why a lease is lost: another run has taken it; or the store was out of reach for so long that another may take it. */
export type LeaseLoss = { readonly why: "taken"; readonly by: Holder } | { readonly why: "unrenewed" };

/** The store forgets an entry that is not renewed for so long, and others take its holder for gone. */
const KEEP_MS = 60_000;
/** A holder that could not renew its entry for so long stops: calls in flight may need the rest. */
const LOST_AFTER_MS = 45_000;

/**
 * Lets one apply at a time work on an account, on all machines that share a store. The lock is a lease: its holder must
 * renew it, by the store's clock, so that the lock of a machine that is gone does not stay for ever.
 *
 * @returns the lock; or who holds it, when the wait is over or `stop` was aborted
 * @throws an error with a `code`: the store cannot be read or written
 */
export async function acquireLease(options: LeaseOptions): Promise<ApplyLock | { readonly heldBy: Holder }> {
  const { store } = options;
  const text = store.text("lock", KEEP_MS);
  const taken = await takeLock(text, { ...options, token: randomUUID(), now: () => store.now() });
  return "heldBy" in taken ? taken : hold(text, taken, options);
}

/** Renews the entry until the lock is released or lost. */
function hold(text: SharedText, entry: LockEntry, { store, clock, beatMs, onBeat, onLost }: LeaseOptions): ApplyLock {
  /** The lock is released, or lost. */
  const over = new AbortController();
  const released = new AbortController();
  let renewedAt = clock.monotonic();
  const lose = (loss: LeaseLoss): void => {
    if (over.signal.aborted) return;
    over.abort();
    onLost(loss);
  };

  /** Who else holds it; `undefined`: it is ours. Where there is no entry, the store has lost it: it is made again. */
  const renew = (): Promise<LockEntry | undefined> => {
    return text.change((found): { readonly text?: string; readonly value: LockEntry | undefined } => {
      const state = readLock(found);
      if (typeof state === "object" && state.token !== entry.token) return { value: state };
      return { text: printLock({ ...entry, seenAt: store.now() }), value: undefined };
    });
  };
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(beatMs, released.signal);
      if (!over.signal.aborted) await renewOnce();
      await onBeat();
    }
  };
  const renewOnce = async (): Promise<void> => {
    const at = clock.monotonic();
    const other = await renew().catch(() => "unreachable" as const);
    if (other === undefined) renewedAt = at;
    else if (other !== "unreachable") lose({ why: "taken", by: holderOf(other) });
  };
  /** Beside the beat: a renewal itself may hang. */
  const watch = async (): Promise<void> => {
    for (;;) {
      const leftMs = renewedAt + LOST_AFTER_MS - clock.monotonic();
      if (leftMs <= 0) return lose({ why: "unrenewed" });
      await clock.sleep(leftMs, over.signal);
    }
  };
  beat().catch(() => undefined); // the release ended the sleep
  watch().catch(() => undefined);

  return {
    async release() {
      over.abort();
      released.abort();
      await onBeat();
      await changeLock(text, entry.token, () => undefined);
    },
  };
}
