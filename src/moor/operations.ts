import type { LimitedOperation } from "../config/settings.js";

/** What muster needs to know of an interface to call it. */
export interface Operation {
  /** The API's own name; what errors and logs call it. */
  readonly name: OperationName;
  /** Path up to the account number. */
  readonly path: string;
  /**
   * What may be done when the answer is lost: a read or an overwrite is sent again, a creation is not, because the
   * API makes a second group (the API page, `addQueue`).
   */
  readonly whenLost: "repeat" | "give-up";
  /** Sent on a connection of its own: one kept alive between bursts may be dead, and a lost answer costs most here. */
  readonly freshConnection: boolean;
}
export type OperationName = LimitedOperation | "getCCAgentsByAcc";

function webChat(name: LimitedOperation, whenLost: Operation["whenLost"]): Operation {
  return { name, path: `/v20210827/webChat/${name}`, whenLost, freshConnection: whenLost === "give-up" };
}

export const OPERATIONS = {
  addQueue: webChat("addQueue", "give-up"),
  updateQueueAssignMembers: webChat("updateQueueAssignMembers", "repeat"),
  queueQueue: webChat("queueQueue", "repeat"),
  queueQueueAgentClaimStatus: webChat("queueQueueAgentClaimStatus", "repeat"),
  getCCAgentsByAcc: {
    name: "getCCAgentsByAcc",
    path: "/v20160818/account/getCCAgentsByAcc",
    whenLost: "repeat",
    freshConnection: false,
  },
} as const satisfies Record<OperationName, Operation>;

/** Calls a minute that the vendor's page prints beside each interface; for the agent list it prints none, so the lowest is taken. */
export const DOCUMENTED_LIMITS = {
  addQueue: { calls: 20, windowMs: 60_000 },
  updateQueueAssignMembers: { calls: 20, windowMs: 60_000 },
  queueQueue: { calls: 20, windowMs: 60_000 },
  queueQueueAgentClaimStatus: { calls: 100, windowMs: 60_000 },
  getCCAgentsByAcc: { calls: 20, windowMs: 60_000 },
} as const satisfies Record<OperationName, { calls: number; windowMs: number }>;
