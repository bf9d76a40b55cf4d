import type { LeftOut } from "../messages/pages.js";

/** How much of a report is said. Numbers are the most that a list holds; what is beyond is counted. */
export interface Rung {
  readonly name: RungName;
  /** The diff of every group, agent by agent; requests' bodies; the lines that findings are about. */
  readonly detail: boolean;
  /** Agents named for each group: of those who leave, and of the others. */
  readonly leaving: number;
  readonly joining: number;
  /** Rows of the table of groups, and outcomes. */
  readonly groups: number;
  /** Groups that lose everybody, by name. On no rung is there none. */
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

export type RungName = "full" | "people" | "groups" | "some" | "counts" | "bare";

const ALL = Number.POSITIVE_INFINITY;

/**
 * From everything to what always fits. Above the lowest rung no text is ever cut; there names longer than any name are,
 * since 10,000 characters a name would leave no room for the next account. Findings stop at what anybody reads.
 */
export const RUNGS: readonly [Rung, ...Rung[]] = [
  {
    name: "full",
    detail: true,
    leaving: ALL,
    joining: 20,
    groups: ALL,
    emptied: ALL,
    findings: 100,
    manual: ALL,
    unmanaged: 100,
    nameUnits: ALL,
    advice: true,
  },
  {
    name: "people",
    detail: false,
    leaving: ALL,
    joining: 20,
    groups: ALL,
    emptied: ALL,
    findings: 50,
    manual: 200,
    unmanaged: 20,
    nameUnits: ALL,
    advice: true,
    lacks: "detail",
  },
  {
    name: "groups",
    detail: false,
    leaving: 10,
    joining: 0,
    groups: ALL,
    emptied: 200,
    findings: 20,
    manual: 50,
    unmanaged: 0,
    nameUnits: ALL,
    advice: true,
    lacks: "people",
  },
  {
    name: "some",
    detail: false,
    leaving: 5,
    joining: 0,
    groups: 50,
    emptied: 50,
    findings: 10,
    manual: 20,
    unmanaged: 0,
    nameUnits: ALL,
    advice: true,
    lacks: "people",
  },
  {
    name: "counts",
    detail: false,
    leaving: 0,
    joining: 0,
    groups: 0,
    emptied: 20,
    findings: 3,
    manual: 5,
    unmanaged: 0,
    nameUnits: ALL,
    advice: true,
    lacks: "groups",
  },
  {
    name: "bare",
    detail: false,
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
  },
];
