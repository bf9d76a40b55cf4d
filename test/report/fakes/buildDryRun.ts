import type { DryRun } from "../../../src/report/documents.js";

const PATH_MEMBERS = Array.from({ length: 14 }, (_, index) => ({
  agentNumber: String(8000 + index),
  priority: index % 4,
}));

/** A create and a replace, with the reads around them. */
export const DRY_RUN: DryRun = {
  formatVersion: "1.0",
  kind: "dry-run",
  musterVersion: "0.1.0",
  planHash: `sha256:${"0123456789abcdef".repeat(4)}`,
  account: { name: "prod", host: "https://openapis.7moor.com", accountId: "N00000000556" },
  requests: [
    {
      order: 1,
      operation: "addQueue",
      note: "write",
      actionId: "create:售前咨询",
      body: {
        displayName: "售前咨询",
        assignRule: "priority",
        isMemory: true,
        memoryTime: "1440",
        assignMembers: [{ agentNumber: "8000", priority: 0 }],
      },
    },
    {
      order: 2,
      operation: "queueQueueAgentClaimStatus",
      note: "re-read",
      actionId: "replaceMembers:10018578",
      body: { exten: "10018578" },
    },
    {
      order: 3,
      operation: "updateQueueAssignMembers",
      note: "write",
      actionId: "replaceMembers:10018578",
      body: { exten: "10018578", assignMembers: PATH_MEMBERS },
    },
    { order: 4, operation: "queueQueue", note: "verify", body: { page: 1, pageSize: 100 } },
  ],
  budget: { reads: 2, writes: 2, etaSeconds: 0 },
};
