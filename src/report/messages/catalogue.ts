/** What a person reads of a finding: what is wrong, and what to do about it. */
export interface Prose {
  readonly message: string;
  readonly help?: string;
}

/** One language's words for one room's findings; complete by type. */
export type Catalogue<Args> = { readonly [Code in keyof Args]: (args: Args[Code]) => Prose };

export type Language = "en" | "zh";
