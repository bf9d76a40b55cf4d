import type { Turn } from "../calendar/timeline.js";
import type { Span } from "../model/span.js";
import type { Declarations, EntryTime } from "./declarations.js";
import type { DesiredMember } from "./desired.js";
import type { FindingSink } from "./findings.js";

/** Which instant a run is about. */
export interface When {
  /** Ms since 1970. */
  readonly now: number;
  /** Another instant than now, as it was typed: a wall-clock time of the files' zone, or one with an offset. */
  readonly at?: string | undefined;
  /** The files are to use time, though they do not yet. */
  readonly isNeeded?: boolean;
}

/** One instant, and what it takes to see the files' state then: `config/times.ts`, which files without time do not load. */
export interface Moment {
  /** Ms since 1970. */
  readonly at: number;
  /** The same for documents, where it was asked for. */
  readonly asked?: string;
  /** The files' zone; where they have several, the first. */
  readonly zone: string;
  /** When the entries count. Reports times and zones that are wrong, and entries that are over. */
  spansOf(declared: Declarations, sink: FindingSink): ReadonlyMap<EntryTime, Span>;
  membersAt(timeline: readonly DesiredMember[]): DesiredMember[];
  /** Of those who are no members, whoever was one last by which entry. */
  endedAt(timeline: readonly DesiredMember[]): DesiredMember[];
  /** What later instants bring, up to a horizon; whoever joins for a while says until when. */
  turnsOf(timeline: readonly DesiredMember[], horizon?: number): Iterable<Turn<DesiredMember>>;
  /** A wall-clock time of the files' zone; `undefined` where it is none. */
  instantOf(written: string): number | undefined;
  /** An instant as documents hold it, with the offset of the zone. */
  textOf(instant: number): string;
  /** An instant as the file writes it. */
  wallOf(instant: number, file: string): string;
}
