/** A creation that no listing has shown yet. Times are wall clock, ms since 1970. */
export interface OpenCreation {
  readonly displayName: string;
  readonly startedAt: number;
  /** Until when the group may still show, where the answer was lost. */
  readonly until: number;
  /** The number that the server gave. Absent: no answer is known. */
  readonly exten?: string;
  /** Numbers of the groups that it may have become, where a run could not decide. */
  readonly maybe?: readonly string[];
}

/** A group that was created under one name and is stored under another: the server may trim, shorten or rewrite names. */
export interface StoredName {
  /** As the files have it. */
  readonly displayName: string;
  readonly exten: string;
  /** As the account has it. */
  readonly live: string;
  readonly at: number;
}

/** A group that this machine created within the last day. */
export interface MadeGroup {
  readonly displayName: string;
  readonly exten: string;
  readonly at: number;
}

/** What is remembered of creations in one account. */
export interface CreationMemory {
  readonly open: readonly OpenCreation[];
  readonly stored: readonly StoredName[];
  readonly made: readonly MadeGroup[];
}

export const NO_MEMORY: CreationMemory = { open: [], stored: [], made: [] };
