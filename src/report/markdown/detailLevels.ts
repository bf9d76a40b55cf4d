import type { LeftOut } from "../messages/pages.js";

/** How much of a report is said. Numbers are the most that a list holds; what is beyond is counted. */
export interface DetailLevel {
  readonly name: "full" | "people" | "counts";
  /** Requests' bodies; the lines that findings are about. */
  readonly detail: boolean;
  /** Groups whose changes are shown as a diff, agent by agent. */
  readonly diffs: number;
  /** Agents named for each group: of those who leave, and of the others. */
  readonly leaving: number;
  readonly joining: number;
  /** Rows of the table of groups, groups whose agents are named, and outcomes. */
  readonly groups: number;
  /** Groups that lose everybody, by name. At no level is there none. */
  readonly emptied: number;
  readonly findings: number;
  readonly manual: number;
  readonly unmanaged: number;
  /** Longer names lose their end: UTF-16 code units. */
  readonly nameUnits: number;
  /** Advice, cost, next steps: all that is said besides the facts. */
  readonly advice: boolean;
  readonly lacks?: LeftOut;
}

const ALL = Number.POSITIVE_INFINITY;

export const FULL: DetailLevel = {
  name: "full",
  detail: true,
  diffs: ALL,
  leaving: ALL,
  joining: 20,
  groups: ALL,
  emptied: ALL,
  // More are not read.
  findings: 100,
  manual: ALL,
  unmanaged: 100,
  nameUnits: ALL,
  advice: true,
};

/** For a comment about a big change: who leaves which group, without diffs, in lists that end. */
export const PEOPLE: DetailLevel = {
  name: "people",
  detail: false,
  diffs: 0,
  leaving: 20,
  joining: 5,
  groups: ALL,
  emptied: 30,
  findings: 20,
  manual: 20,
  unmanaged: 0,
  nameUnits: ALL,
  advice: true,
  lacks: "detail",
};

/** Always fits: even names are cut here, since a name of 10,000 characters would leave no room for the next account. */
export const COUNTS: DetailLevel = {
  name: "counts",
  detail: false,
  diffs: 0,
  leaving: 0,
  joining: 0,
  groups: 0,
  emptied: 3,
  findings: 0,
  manual: 0,
  unmanaged: 0,
  nameUnits: 40,
  advice: false,
  lacks: "groups",
};

/** Between everything and what always fits: as many diffs as there is room for, else as many groups. */
export const SHORTENED: readonly ((count: number) => DetailLevel)[] = [
  (diffs) => ({ ...FULL, diffs, lacks: "detail" }),
  (diffs) => ({ ...PEOPLE, diffs }),
  (groups) => ({ ...PEOPLE, groups, lacks: "rest" }),
];

/** From everything to what always fits. */
export const DETAIL_LEVELS: readonly DetailLevel[] = [FULL, PEOPLE, COUNTS];
