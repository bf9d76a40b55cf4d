/** Longer than any name that means something; a slip of the quotes can make a name of a whole file. */
const LONGEST = 120;

/** The beginning of a text that is too long to be quoted whole. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
