/** A part of a cell that is tinted, its ends as shares of the whole. `as` names a colour of the style. */
export interface Tinted {
  readonly from: number;
  readonly until: number;
  readonly as: "gap" | "beyond";
}

/**
 * Where things stand within a day, as classes. The page's policy forbids `style` attributes, and most days have the same few
 * positions: each becomes one rule of the page's own style.
 */
export class Positions {
  readonly #lefts = new Set<number>();
  readonly #widths = new Set<number>();
  readonly #tints = new Map<string, string>();

  /** The classes of a box over a part of its cell; both ends as shares of the whole, 0 to 1. */
  box(from: number, until: number): string {
    const left = hundredths(from);
    const width = hundredths(until) - left;
    this.#lefts.add(left);
    this.#widths.add(width);
    return `x${left} w${width}`;
  }

  /** The class of a text that stands at a place. */
  mark(at: number): string {
    const left = hundredths(at);
    this.#lefts.add(left);
    return `x${left}`;
  }

  /** The class of a cell whose parts are tinted, `undefined` where there are none. @param parts in order */
  tint(parts: readonly Tinted[]): string | undefined {
    if (parts.length === 0) return undefined;
    const stops = parts.flatMap(({ from, until, as }) => {
      const [a, b] = [percent(hundredths(from)), percent(hundredths(until))];
      return [`transparent ${a}`, `var(--${as}) ${a} ${b}`, `transparent ${b}`];
    });
    const rule = `linear-gradient(90deg,${stops.join(",")})`;
    const known = this.#tints.get(rule) ?? `t${this.#tints.size}`;
    this.#tints.set(rule, known);
    return known;
  }

  /** The rules of all classes that were given out. */
  style(): string {
    const rules = [
      ...[...this.#lefts].map((left) => `.x${left}{left:${percent(left)}}`),
      ...[...this.#widths].map((width) => `.w${width}{width:${percent(width)}}`),
      ...[...this.#tints].map(([rule, name]) => `.${name}{--tint:${rule}}`),
    ];
    return `${rules.join("\n")}\n`;
  }
}

function hundredths(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000);
}

function percent(hundredths: number): string {
  return `${hundredths / 100}%`;
}
