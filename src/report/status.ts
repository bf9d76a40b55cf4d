import type { ClaimMember, ClaimState } from "../model/claims.js";
import type { PlanAccount } from "../plan/plan.js";
import type { AccountFailure } from "./documents.js";
import { jsonLine, sayAll } from "./json.js";
import type { Language } from "./messages/catalogue.js";

/** Who takes conversations now, in one account. `schemas/status.schema.json`. */
export interface Status {
  readonly formatVersion: "1.0";
  readonly kind: "status";
  readonly musterVersion: string;
  readonly account: PlanAccount;
  /** When the account had been read: ISO 8601, UTC. */
  readonly readAt: string;
  readonly summary: StatusSummary;
  /** Those with the fewest agents taking conversations first. */
  readonly groups: readonly StatusGroup[];
}

export interface StatusSummary {
  readonly groups: number;
  /** Groups in which no agent takes conversations, those without members included. */
  readonly unstaffed: number;
  /** Groups without members. */
  readonly empty: number;
}

export interface StatusGroup {
  readonly displayName: string;
  readonly exten: string;
  /** Members who take conversations, wherever. */
  readonly claiming: number;
  /** All members by where they take conversations. */
  readonly counts: Readonly<Record<ClaimState, number>>;
  /** By state, in the order of `counts`; inside by agent number. */
  readonly members: readonly ClaimMember[];
}

/** One account's status, or why it could not be read: the others are shown all the same. */
export type StatusEntry = Status | AccountFailure;

/** One account's document as it is, several as one `statuses` document: as JSON on one line, so that many make NDJSON. */
export function statusJson(all: readonly StatusEntry[], several: boolean, language: Language): string {
  const entries = all.map((one) =>
    one.kind === "error" ? { ...one, diagnostics: sayAll(one.diagnostics, language) } : one,
  );
  const [first] = entries;
  const document =
    several || first === undefined ? { formatVersion: "1.0", kind: "statuses", statuses: entries } : first;
  return `${jsonLine(document)}\n`;
}
