/** A limit on calls: no window of `windowMs` milliseconds holds more than `calls` of them. */
export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
}

export type OperationName =
  | "addQueue"
  | "updateQueueAssignMembers"
  | "queueQueue"
  | "queueQueueAgentClaimStatus"
  | "getCCAgentsByAcc";

/** The two interfaces that list groups. */
export type ListOperation = "queueQueue" | "queueQueueAgentClaimStatus";

export interface OperationFacts {
  /** The path up to the account, which is its last segment. */
  readonly path: string;
  readonly does: "write" | "list groups" | "list agents";
  /** The limit that the vendor prints at the interface. */
  readonly limit: CallLimit | "none";
}

const perMinute = (calls: number): CallLimit => ({ calls, windowMs: 60_000 });

/** What the API page says about each interface that the simulator serves. */
export const OPERATIONS: Readonly<Record<OperationName, OperationFacts>> = {
  addQueue: { path: "/v20210827/webChat/addQueue", does: "write", limit: perMinute(20) },
  updateQueueAssignMembers: {
    path: "/v20210827/webChat/updateQueueAssignMembers",
    does: "write",
    limit: perMinute(20),
  },
  queueQueue: { path: "/v20210827/webChat/queueQueue", does: "list groups", limit: perMinute(20) },
  queueQueueAgentClaimStatus: {
    path: "/v20210827/webChat/queueQueueAgentClaimStatus",
    does: "list groups",
    limit: perMinute(100),
  },
  getCCAgentsByAcc: { path: "/v20160818/account/getCCAgentsByAcc", does: "list agents", limit: "none" },
};

export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[];

export function isOperationName(text: string): text is OperationName {
  return Object.hasOwn(OPERATIONS, text);
}

/** Which interface, of which account, does a URL path address? `undefined` where the vendor serves nothing. */
export function operationAt(path: string): { operation: OperationName; accountId: string } | undefined {
  const cut = path.lastIndexOf("/");
  const operation = OPERATION_NAMES.find((name) => OPERATIONS[name].path === path.slice(0, cut));
  const accountId = path.slice(cut + 1);
  return operation && accountId ? { operation, accountId } : undefined;
}
