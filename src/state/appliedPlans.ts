import { join } from "node:path";
import type { Clock } from "../model/clock.js";
import { openNotes } from "./notes.js";

/** What this machine has carried out of a plan. */
export interface AppliedPlan {
  /** When it was carried out last: wall clock, ms. */
  readonly at: number;
  readonly hash: string;
  /** Ids of the actions that were applied. */
  readonly actions: readonly string[];
}

/** Which plans were carried out, so that one that has been undone since is not carried out again by mistake. */
export interface AppliedPlans {
  /** `undefined` where it never was, or nothing can be read. */
  of(hash: string): Promise<AppliedPlan | undefined>;
  /** @throws {RecordError} it could not be written */
  add(hash: string, actions: readonly string[]): Promise<void>;
}

/** @param account the account's folder */
export function openAppliedPlans(account: string, clock: Clock): AppliedPlans {
  const notes = openNotes<AppliedPlan>(
    join(account, "applied"),
    ({ hash, actions }) =>
      typeof hash === "string" && Array.isArray(actions) && actions.every((id) => typeof id === "string"),
    () => clock.now(),
  );
  const of = async (hash: string) => (await notes.all()).find((plan) => plan.hash === hash);
  return {
    of,
    async add(hash, actions) {
      const earlier = (await of(hash))?.actions ?? [];
      await notes.put(hash, { at: clock.now(), hash, actions: [...new Set([...earlier, ...actions])] });
    },
  };
}
