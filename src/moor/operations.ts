import { DOCUMENTED_RATES, type LimitedOperation } from "../model/rates.js";

/** What muster needs to know of an interface to call it. */
export interface Operation {
  /** The API's own name; what errors and logs call it. */
  readonly name: OperationName;
  /** Path up to the account number. */
  readonly path: string;
  /**
   * When a failed call is sent again. A read or an overwrite: always. A creation: only when it was surely not carried
   * out, because the API makes a second group (the API page, `addQueue`). A mere extra: never, it must delay nothing.
   */
  readonly repeat: "always" | "unless-carried-out" | "never";
}
export type OperationName = LimitedOperation | "getCCAgentsByAcc";

function webChat(name: LimitedOperation, repeat: Operation["repeat"]): Operation {
  return { name, path: `/v20210827/webChat/${name}`, repeat };
}

export const OPERATIONS = {
  addQueue: webChat("addQueue", "unless-carried-out"),
  updateQueueAssignMembers: webChat("updateQueueAssignMembers", "always"),
  queueQueue: webChat("queueQueue", "always"),
  queueQueueAgentClaimStatus: webChat("queueQueueAgentClaimStatus", "always"),
  getCCAgentsByAcc: {
    name: "getCCAgentsByAcc",
    path: "/v20160818/account/getCCAgentsByAcc",
    repeat: "never",
  },
} as const satisfies Record<OperationName, Operation>;

/** Does a call change the account? */
export function isWrite(name: OperationName): boolean {
  return name === "addQueue" || name === "updateQueueAssignMembers";
}

/** Calls a minute that the vendor's page prints beside each interface; for the agent list it prints none, so the lowest is taken. */
export const DOCUMENTED_LIMITS = {
  ...DOCUMENTED_RATES,
  getCCAgentsByAcc: { calls: 20, windowMs: 60_000 },
} as const satisfies Record<OperationName, { calls: number; windowMs: number }>;
