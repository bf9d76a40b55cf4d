import type { SeedAccount } from "./account/seed.js";

/**
 * A small account to try muster on, for `muster simulate` without `--seed`. Account and secret are those of the
 * vendor's signature examples. One name is borne by two groups, as in the vendor's example reply.
 */
export const demoSeed: SeedAccount = {
  accountId: "N00000000556",
  apiSecret: "secret",
  agents: [
    { number: "8000", name: "张伟" },
    { number: "8001", name: "李娜" },
    { number: "8002", name: "王芳" },
    { number: "8003", name: "刘洋" },
    { number: "8004", name: "陈静" },
    { number: "8005", name: "杨帆" },
    { number: "8006", name: "赵磊" },
    { number: "8007", name: "周敏" },
    { number: "8008", name: "吴强" },
    { number: "8009", name: "徐丽", enabled: false },
  ],
  groups: [
    {
      displayName: "售前咨询",
      assignRule: "priority",
      memory: "1d",
      members: ["8000", { agent: "8001", priority: 2 }],
    },
    { displayName: "售后服务", assignRule: "least", members: ["8002", "8003", "8009"] },
    { displayName: "技术支持", assignRule: "queue", memory: "2h", members: ["8004", "8005"] },
    { displayName: "夜班", members: ["8006", "8007"], claiming: "none" },
    { displayName: "测试组", members: [] },
    { displayName: "测试组", members: ["8008"] },
  ],
};
