/** The sentences of a finding: what is wrong, and what to do about it. */
export interface Prose {
  readonly message: string;
  readonly help?: string;
}

/** The sentences of one room's findings in one language; the type requires an entry for every code. */
export type Catalogue<Args> = { readonly [Code in keyof Args]: (args: Args[Code]) => Prose };

export type Language = "en" | "zh";
