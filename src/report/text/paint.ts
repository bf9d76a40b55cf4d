import picocolors from "picocolors";

export type Paint = (text: string) => string;

/** The colours by what they mean, so that every renderer uses the same few. */
export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly change: Paint;
  readonly heading: Paint;
  readonly quiet: Paint;
  readonly plain: Paint;
}

/** Real colours, or none at all. */
export function paletteOf(colour: boolean): Palette {
  const colours = picocolors.createColors(colour);
  return {
    good: colours.green,
    bad: colours.red,
    change: colours.yellow,
    heading: colours.bold,
    quiet: colours.dim,
    plain: (text) => text,
  };
}
