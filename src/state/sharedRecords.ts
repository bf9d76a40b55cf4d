import type { SharedStore } from "../model/store.js";

/** A store of all machines, for the records that are kept there as well as in this machine's folder. */
export interface SharedRecords {
  readonly store: SharedStore;
  /** The store could not be read or written; the run goes on with what this machine knows. */
  readonly onOutage: (error: unknown) => void;
  /** A text of the store is not as muster writes it. What cannot be read of it counts as not there. */
  readonly onOdd: (key: string) => void;
}
