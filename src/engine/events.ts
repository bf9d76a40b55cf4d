import type { ApplyEvent } from "../apply/ports.js";
import type { StopSignal } from "../model/stopSignal.js";
import type { OperationName } from "../moor/operations.js";
import type { CallEvent } from "../moor/sender.js";
import type { Diagnostic, GuardReading } from "../plan/plan.js";
import type { StoreTrouble } from "./findings.js";
import type { Host } from "./host.js";

/** What every use case takes: the host, a signal to stop it, and a listener for its events. */
export interface RunContext {
  readonly host: Host;
  readonly stop: StopSignal;
  /** Called at once, in order. An error that it throws ends the run. */
  readonly onEvent: (event: EngineEvent) => void;
  /** Report decisions, too: events of kind `decided`. */
  readonly debug?: boolean;
}

/** As {@link RunContext}, for use cases that call the API. */
export interface ConnectContext extends RunContext {
  /** Ms until a call without an answer is given up. */
  readonly timeoutMs: number;
}

/** What happens during a run, as data. `account` is the account's name in `muster.yaml`. No event contains a secret. */
export type EngineEvent = { readonly account: string } & (
  | { readonly kind: "reading" }
  /** A call was made: answered, or given up. */
  | { readonly kind: "called"; readonly call: CallEvent }
  /** A read has to wait, because the limit is used up. Once for each wait of three seconds or more. */
  | ({ readonly kind: "waiting" } & ReadingWait)
  /** Another run holds the lock. `host`, `job`: its machine and its CI job, where it may be on another machine. */
  | {
      readonly kind: "waiting-for-lock";
      readonly pid: number;
      readonly since: string;
      readonly host?: string;
      readonly job?: string;
    }
  /** There is no lock, because nothing can be written there: another apply is not kept out. */
  | { readonly kind: "not-locked"; readonly detail: string }
  /** Others may write to the folder of what this machine remembers, so none of it is used. */
  | { readonly kind: "state-untrusted"; readonly finding: Diagnostic }
  /** The store of all machines is open. `where`: `host:port/database`; its clock minus ours, and the best round trip, in ms. */
  | { readonly kind: "store-opened"; readonly where: string; readonly offsetMs: number; readonly roundTripMs: number }
  /** The store of all machines cannot be used; the run goes on with what this machine knows. */
  | { readonly kind: "store-unusable"; readonly finding: Diagnostic }
  /** The store of all machines was lost on the way; the run goes on without, and creates no group. Once for each account. */
  | ({ readonly kind: "store-lost" } & StoreTrouble)
  /** A text of the store is not as muster writes it: what cannot be read of it counts as not there. Once for each text. */
  | { readonly kind: "store-damaged"; readonly key: string }
  /** The lock that all machines share was lost: nothing new is started. */
  | { readonly kind: "lease-lost"; readonly finding: Diagnostic }
  /** Calls cannot be recorded: later runs will not know about them, and may exceed the limit. */
  | { readonly kind: "calls-uncounted"; readonly detail: string }
  /** The agent directory did not answer, so unknown agent numbers are not reported. */
  | { readonly kind: "no-agent-directory" }
  /** The account has none of the paths that were given, so the run goes on without it. */
  | { readonly kind: "not-chosen" }
  /** Live groups that cannot be read, if the command's document has no place for them. */
  | { readonly kind: "left-out"; readonly findings: readonly Diagnostic[] }
  /** Progress of an apply. */
  | { readonly kind: "applying"; readonly event: ApplyEvent }
  | ({ readonly kind: "decided" } & Decision)
);

/** What a room decided, and why. Only with `debug`: for people who ask why a plan is as it is. */
export type Decision =
  /** Which files an account's groups come from. */
  | { readonly room: "config"; readonly what: "files"; readonly files: number; readonly groups: number }
  /** Which live group an entry of the files means: `nothing` is found for one that will be created. */
  | {
      readonly room: "plan";
      readonly what: "match";
      readonly displayName: string;
      readonly by: "number" | "name" | "old name" | "nothing";
      readonly exten?: string;
      /** The code of the error that stops the group. */
      readonly stopped?: string;
    }
  | ({ readonly room: "plan"; readonly what: "guard" } & GuardReading)
  /** Where the account is remembered: this machine's folder, and the store. Names of creations that no listing has shown yet. */
  | {
      readonly room: "state";
      readonly what: "memory";
      readonly folder: string;
      readonly store?: string;
      readonly open: readonly string[];
    };

/** Why a read waits, and for how long. */
export interface ReadingWait {
  readonly operation: OperationName;
  /** Calls that wait. */
  readonly left: number;
  readonly nextInMs: number;
  /** The server said that the limit is reached. */
  readonly resting: boolean;
  /** Other runs have used the budget, or hold it. */
  readonly shared: boolean;
}
