import type { ApplyEvent } from "../apply/ports.js";
import type { StopSignal } from "../model/stopSignal.js";
import type { OperationName } from "../moor/operations.js";
import type { CallEvent } from "../moor/sender.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { Host } from "./host.js";

/** What every use case takes: the world, a way to be stopped, and somebody to hear what happens. */
export interface RunContext {
  readonly host: Host;
  readonly stop: StopSignal;
  /** Called at once, in order. What it throws ends the run. */
  readonly onEvent: (event: EngineEvent) => void;
}

/** As {@link RunContext}, for what calls the API. */
export interface ConnectContext extends RunContext {
  /** Ms until an unanswered call is given up. */
  readonly timeoutMs: number;
}

/** What happens during a run, as data. `account` is the account's name in `muster.yaml`. Nothing here holds a secret. */
export type EngineEvent = { readonly account: string } & (
  | { readonly kind: "reading" }
  /** A call was made: answered, or given up. */
  | { readonly kind: "called"; readonly call: CallEvent }
  /** A reading has to wait, because the limit is used up. Once for each wait of three seconds or more. */
  | ({ readonly kind: "waiting" } & ReadingWait)
  /** Another run of this machine holds the lock. */
  | { readonly kind: "waiting-for-lock"; readonly pid: number; readonly since: string }
  /** No lock could be taken, because nothing can be written there: another apply is not kept out. */
  | { readonly kind: "not-locked"; readonly detail: string }
  /** Others may write to the folder of what this machine remembers, so none of it is used. */
  | { readonly kind: "state-untrusted"; readonly finding: Finding }
  /** Calls cannot be recorded: later runs will not know of them, and may go over the limit. */
  | { readonly kind: "calls-uncounted"; readonly detail: string }
  /** The agent directory did not answer, so unknown agent numbers are not pointed out. */
  | { readonly kind: "no-agent-directory" }
  /** Live groups that cannot be read, where the command's document has no place for them. */
  | { readonly kind: "left-out"; readonly findings: readonly Finding[] }
  /** Progress of an apply. */
  | { readonly kind: "applying"; readonly event: ApplyEvent }
);

/** Why a reading waits, and for how long. */
export interface ReadingWait {
  readonly operation: OperationName;
  /** Calls that wait. */
  readonly left: number;
  readonly nextInMs: number;
  /** The server said that the limit is reached. */
  readonly resting: boolean;
  /** Other runs of this machine have used the budget, or hold it. */
  readonly shared: boolean;
}
