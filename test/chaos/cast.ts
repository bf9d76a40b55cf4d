import type { SeedGroup, SeedMember } from "../../src/simulator/seed.js";

/** Numbers that follow from a seed alone. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** From 0 up to 1 (mulberry32). */
  readonly roll = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  chance(p: number): boolean {
    return this.roll() < p;
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.roll() * (most - least + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)] as T;
  }

  some<T>(items: readonly T[], most: number): T[] {
    const left = [...items];
    return Array.from(
      { length: Math.min(this.between(0, most), left.length) },
      () => left.splice(this.between(0, left.length - 1), 1)[0] as T,
    );
  }
}

export const AGENTS = Array.from({ length: 10 }, (_, index) => String(8000 + index));
/** Names as people write them, and some as nobody should. */
const NAMES = ["售前", "售后", "VIP 专线", "夜班", "yes", "::error::x", "a: b", "🛒 [直播]"];

export interface DesiredCast {
  readonly displayName: string;
  readonly membership: "exact" | "additive";
  /** Agent number → priority; absent: members are not managed. */
  readonly members: ReadonlyMap<string, number> | undefined;
}

/** An account as it is, and as the files want it. */
export interface Cast {
  readonly live: readonly SeedGroup[];
  readonly desired: readonly DesiredCast[];
}

export function castOf(dice: Dice): Cast {
  const names = dice.some(NAMES, 6);
  const live = names
    .filter(() => dice.chance(0.65))
    .map((displayName) => ({ displayName, members: rosterOf(dice).map(seedMember) }));
  const desired = names
    .filter(() => dice.chance(0.85))
    .map((displayName): DesiredCast => {
      const membership = dice.chance(0.15) ? "additive" : "exact";
      return { displayName, membership, members: dice.chance(0.1) ? undefined : new Map(rosterOf(dice)) };
    });
  const unmanaged = dice.chance(0.5) ? [{ displayName: "别人的", members: rosterOf(dice).map(seedMember) }] : [];
  return { live: [...live, ...unmanaged], desired };
}

/** The files that want it. */
export function yamlOf(desired: readonly DesiredCast[]): string {
  const groups = desired.map(({ displayName, membership, members }) => ({
    displayName,
    ...(members === undefined
      ? {}
      : { membership, members: [...members].map(([agent, priority]) => ({ agent, priority })) }),
  }));
  return JSON.stringify({ version: 1, groups }); // JSON is YAML
}

function rosterOf(dice: Dice): [string, number][] {
  return dice.some(AGENTS, 4).map((agent) => [agent, dice.chance(0.3) ? dice.between(1, 5) : 0]);
}

function seedMember([agent, priority]: [string, number]): SeedMember {
  return { agent, priority };
}
