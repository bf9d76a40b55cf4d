import type { Reply } from "../api/answers.js";

/** Refusals that are for good, though their words may sound like a limit on calls, or their codes like none that is documented. */
export const REFUSALS = {
  "refuse-quota": { code: 400, success: false, message: "queue count limit reached, please upgrade your plan" },
  "refuse-length": { code: 400, success: false, message: "displayName exceeds the length limit (20)" },
  "refuse-members": { code: 400, success: false, message: "too many members: limit 200" },
  "refuse-frequency": { code: 400, success: false, message: "坐席分配频率参数错误" },
  "refuse-address": { code: 403, success: false, message: "access limited: ip not in whitelist" },
  "refuse-210": { code: 210, message: "坐席不存在" },
  "refuse-201000": { code: "201000", message: "签名错误" },
} as const satisfies Record<string, Omit<Reply, "code"> & { readonly code: number | string }>;

export type RefusalKind = keyof typeof REFUSALS;
