import type { SeedAccount, SeedAgent, SeedGroup, SeedMember } from "../../src/simulator/account/seed.js";

const SURNAMES = [..."赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"];
const GIVEN = ["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "勇", "晓明"];

/** Names that a careless writer of YAML, or of lists of people, gets wrong. */
const ODD_NAMES: Readonly<Record<string, string>> = {
  "8005": "张伟",
  "8077": "张伟",
  "8010": "yes",
  "8011": "8012",
  "8013": "a: b #c",
  "8014": "\u3000",
  "8015": "李\u200b娜",
  "8016": " 王　芳 ",
  "8017": "😀客服",
  "8018": "- 组长",
  "8019": "非常非常非常非常非常非常非常非常非常非常非常长的坐席显示名称",
  "8020": "__proto__",
  "8021": "\u202eevil\u202c",
  "8022": "Ｌｉｎａ",
  "8023": "lina",
  "8024": "８０２５",
};

/** 200 agents, ten of whom have left; two of one name. */
const AGENTS: readonly SeedAgent[] = Array.from({ length: 200 }, (_, index) => {
  const number = String(8000 + index);
  const name = `${SURNAMES[index % 20]}${GIVEN[Math.floor(index / 20)]}`;
  return { number, name: ODD_NAMES[number] ?? name, ...(index >= 190 && { enabled: false }) };
});

/** The one who leaves: in 14 groups. */
export const LEAVER = "8042";
/** The one who comes. */
export const NEWCOMER = "8150";

const agents = (first: number, count: number): SeedMember[] =>
  Array.from({ length: count }, (_, index) => {
    const agent = String(8000 + ((first + index) % 139));
    return index % 5 === 4 ? { agent, priority: 2 } : agent;
  }).filter((member) => member !== LEAVER && (typeof member === "string" || member.agent !== LEAVER));

const CREW: readonly SeedMember[] = ["8060", "8061", { agent: "8062", priority: 2 }, "8063", LEAVER];

/** 64 groups as years of console work leave them. */
const GROUPS: readonly SeedGroup[] = [
  // Two pairs of lists that are equal, one with the leaver.
  { displayName: "夜班-电话", assignRule: "priority", memory: "1d", members: CREW },
  { displayName: "夜班-网页", assignRule: "random", members: CREW },
  { displayName: "夜班-微信", members: CREW },
  { displayName: "VIP 客户（金）", members: ["8005", "8077", "8010", "8011"] },
  { displayName: "VIP 客户（银）", members: ["8005", "8077", "8010", "8011"] },
  // One name twice, names that look the same, and names that YAML reads otherwise.
  { displayName: "售前咨询", members: agents(0, 12) },
  { displayName: "售前咨询", members: agents(12, 12) },
  { displayName: "售后ＡＢ", members: agents(3, 6) },
  { displayName: "售后AB", members: agents(9, 6) },
  { displayName: "\t支付", members: ["8001"] },
  { displayName: "  前后空格  ", members: [LEAVER, "8002"] },
  { displayName: "直播间🛒", members: [LEAVER, ...agents(20, 9)] },
  { displayName: "yes", members: ["8003"] },
  { displayName: "null", members: ["8004"] },
  { displayName: "0800", members: [] },
  { displayName: "a: b # c", members: ["8006"] },
  { displayName: '"加急"', members: ["8007"] },
  { displayName: "con", members: ["8008"] },
  // What the server says oddly.
  { displayName: "空名单", raw: { assignMembers: null } },
  { displayName: "重复坐席", raw: { assignMembers: twice("8030", 2, 2) } },
  { displayName: "离职待清理", members: ["8190", "8191", "8192", "8193", "8194"] },
  { displayName: "售前咨询（旧）勿用", members: ["8195", "8196", "8197", "8198", "8199", "8001"] },
  ...Array.from({ length: 42 }, (_, index): SeedGroup => {
    const city = ["北京", "上海", "深圳"][index % 3];
    const members = agents(index * 7, 6 + (index % 5));
    return {
      displayName: `渠道-${city}-${index + 1}`,
      ...(index % 2 === 0 && { assignRule: "least" as const, memory: "7d" as const }),
      members: index < 9 ? [LEAVER, ...members] : members,
    };
  }),
];

function twice(agent: string, ...priorities: number[]) {
  return priorities.map((priority) => ({ agentNumber: agent, agentName: "重复", priority }));
}

/** An account as people have it: the first hour is spent with it. */
export const MESSY: Pick<SeedAccount, "agents" | "groups"> = { agents: AGENTS, groups: GROUPS };
