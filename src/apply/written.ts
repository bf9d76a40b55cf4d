import type { Member } from "../model/skillGroup.js";
import type { Failure } from "./failure.js";
import type { MemberChange } from "./memberChange.js";

/** What became of one write, before it is verified. */
export type Written =
  | {
      readonly status: "applied";
      readonly exten: string;
      readonly attempts: number;
      /** What was sent last, or found to be there already: what the verification expects. */
      readonly members: readonly Member[];
      readonly adopted?: boolean;
    }
  | {
      readonly status: "failed" | "conflict" | "skipped" | "unknown";
      readonly attempts: number;
      readonly failure: Failure;
      readonly underneath?: MemberChange;
    };
