/** A measured value, with the value that it is compared with. */
export interface Figure {
  readonly section: string;
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "MB" | "calls";
  /** The least that was possible, measured or known, in the same unit. */
  readonly floor?: { readonly name: string; readonly value: number };
  /** The value over the floor; for times of pairs the median of the pairs' own ratios. */
  readonly ratio?: number;
  readonly goal?: Goal;
}

/** The promise: a largest ratio, or a largest value. */
export type Goal = { readonly ratio: number } | { readonly value: number } | { readonly exactly: number };

/** What a section gets to work with. */
export interface Bench {
  /** The checkout. */
  readonly root: string;
  /** An empty folder for everything that is made on the way; removed at the end. */
  readonly folder: string;
  /** Fewer repetitions and smaller accounts: to see that it runs, not to quote. */
  readonly quick: boolean;
  /** Prints what is being measured, for the person who waits. */
  readonly note: (text: string) => void;
}

/** One part of the suite. */
export type Section = (bench: Bench) => Promise<readonly Figure[]>;

/** Undefined if nothing is promised. */
export function isMet({ value, ratio, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  if ("exactly" in goal) return value === goal.exactly;
  return "ratio" in goal ? ratio !== undefined && ratio <= goal.ratio : value <= goal.value;
}

const HEAD = ["figure", "measured", "floor", "ratio", "goal", "met"];

/** The figures as a table for people; it pastes into Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

function rowOf(figure: Figure): string[] {
  const { section, name, value, unit, floor, ratio, goal } = figure;
  const met = isMet(figure);
  return [
    `${section}: ${name}`,
    amount(value, unit),
    floor === undefined ? "" : `${floor.name} ${amount(floor.value, unit)}`,
    ratio === undefined ? "" : `${ratio.toFixed(2)} x`,
    goal === undefined ? "" : goalText(goal, unit),
    met === undefined ? "" : met ? "yes" : "NO",
  ];
}

function goalText(goal: Goal, unit: Figure["unit"]): string {
  if ("ratio" in goal) return `${goal.ratio} x`;
  return "exactly" in goal ? `= ${amount(goal.exactly, unit)}` : `<= ${amount(goal.value, unit)}`;
}

function amount(value: number, unit: Figure["unit"]): string {
  return `${value < 100 && unit !== "calls" ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
