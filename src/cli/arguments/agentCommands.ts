import type { Argument, CommandFamily } from "./commands.js";
import { type Flag, READING } from "./flags.js";
import { count, text, texts } from "./options.js";

const AGENT_ARGUMENT: Argument = {
  term: "<agent>",
  help: { en: "agent number, or a name from agents", zh: "工号，或 agents 中的名称" },
};

const DRY_RUN: Flag = { flags: "--dry-run", help: { en: "print a diff, write nothing", zh: "只显示差异，不写入" } };
const EDITING: readonly Flag[] = [...READING, DRY_RUN];

const TO: Flag = {
  flags: "--to <groups...>",
  help: { en: "groups to join, by name, pinned number or pattern", zh: "加入哪些技能组（名称、指定的编号或模式）" },
  read: texts,
  required: true,
};
const FROM: Flag = {
  flags: "--from <groups...>",
  help: { en: "groups to leave, by name, pinned number or pattern", zh: "移出哪些技能组（名称、指定的编号或模式）" },
  read: texts,
};
const priority = (en: string, zh: string): Flag => ({ flags: "--priority <n>", help: { en, zh }, read: count });

/** `muster agent`: edits of the files, one agent at a time. */
export const AGENT: CommandFamily = {
  name: "agent",
  summary: { en: "edit an agent's groups in the files", zh: "在文件中修改坐席所在的技能组" },
  description: {
    en: "Edit an agent's groups in the files: the fewest lines, comments and order kept, all or nothing. A team is edited where every group that uses it is meant. Offline; plan and apply follow as after any edit.",
    zh: "在文件中修改坐席所在的技能组：只改必要的行，保留注释和顺序，要么全部修改，要么不改。使用某团队的技能组全部涉及时，直接修改该团队。离线运行，之后照常 plan 和 apply。",
  },
  commands: [
    {
      name: "add",
      summary: { en: "add an agent to groups", zh: "将坐席加入技能组" },
      description: {
        en: "Add an agent to groups. An agent who is there already gets the priority, if one is given.",
        zh: "将坐席加入技能组。坐席已在组中时，只按 --priority 调整优先级。",
      },
      argument: AGENT_ARGUMENT,
      flags: [
        TO,
        priority(
          "priority in these groups (default: 0, or the team's)",
          "在这些技能组中的优先级（默认为 0 或团队的优先级）",
        ),
        {
          flags: "--until <time>",
          help: {
            en: "for a while: to the beginning of this day, or to this time (2026-12-05, 2026-12-05T18:00)",
            zh: "临时加入：到该日 0 点或该时刻为止（2026-12-05、2026-12-05T18:00）",
          },
          read: text,
        },
        ...EDITING,
      ],
      examples: [
        ["muster agent add 8201 --to 投诉升级 物流查询", { en: "to two groups", zh: "加入两个技能组" }],
        ["muster agent add li.na --to 投诉升级 --priority 3", { en: "with a priority", zh: "指定优先级" }],
        ["muster agent add 8201 --to 投诉升级 --until 2026-12-05", { en: "for a while", zh: "临时加入" }],
      ],
      load: async () => (await import("../commands/agent.js")).addAgent,
    },
    {
      name: "remove",
      summary: { en: "remove an agent from groups", zh: "将坐席移出技能组" },
      description: {
        en: "Remove an agent from groups; without --from, from all groups and teams.",
        zh: "将坐席移出技能组；不加 --from 时，移出所有技能组和团队。",
      },
      argument: AGENT_ARGUMENT,
      flags: [FROM, ...EDITING],
      examples: [
        ["muster agent remove 8042", { en: "someone leaves: out of all groups", zh: "离职：移出所有技能组" }],
        ["muster agent remove 8042 --from '售后*' --dry-run", { en: "show the diff only", zh: "只看差异" }],
      ],
      load: async () => (await import("../commands/agent.js")).removeAgent,
    },
    {
      name: "move",
      summary: { en: "move an agent to other groups", zh: "将坐席调到其他技能组" },
      description: {
        en: "Move an agent from groups to others, with the priority that the agent had.",
        zh: "将坐席从一些技能组调到另一些技能组，优先级不变。",
      },
      argument: AGENT_ARGUMENT,
      flags: [
        { ...FROM, required: true },
        TO,
        priority("priority in the new groups (default: the one before)", "在新技能组中的优先级（默认与原来相同）"),
        ...EDITING,
      ],
      examples: [
        [
          "muster agent move 8042 --from 售后-华北-维修 --to 投诉升级",
          { en: "to another group", zh: "调到另一个技能组" },
        ],
      ],
      load: async () => (await import("../commands/agent.js")).moveAgent,
    },
    {
      name: "replace",
      summary: { en: "put another agent in an agent's place", zh: "由另一坐席接替" },
      description: {
        en: "Put another agent in an agent's place, in all groups and teams, with the same priorities.",
        zh: "由另一坐席接替，范围为所有技能组和团队，优先级不变。",
      },
      argument: [
        AGENT_ARGUMENT,
        { term: "<new>", help: { en: "who takes the place; may be a new number", zh: "接替的坐席，可以是新工号" } },
      ],
      flags: EDITING,
      examples: [["muster agent replace 8042 8201", { en: "8201 takes over from 8042", zh: "8201 接替 8042" }]],
      load: async () => (await import("../commands/agent.js")).replaceAgent,
    },
    {
      name: "copy",
      summary: { en: "give an agent the groups of another", zh: "复制另一坐席的技能组" },
      description: {
        en: "Add an agent to all groups of a colleague, with the same priorities.",
        zh: "将坐席加入某位同事所在的所有技能组，优先级相同。",
      },
      argument: [
        { ...AGENT_ARGUMENT, help: { en: "the colleague", zh: "同事的工号或名称" } },
        { term: "<new>", help: { en: "who joins; may be a new number", zh: "加入的坐席，可以是新工号" } },
      ],
      flags: EDITING,
      examples: [["muster agent copy 8042 8201", { en: "a newcomer like 8042", zh: "新人 8201 与 8042 相同" }]],
      load: async () => (await import("../commands/agent.js")).copyAgent,
    },
    {
      name: "cover",
      summary: { en: "take an agent out for a while, and name a cover", zh: "登记坐席请假，并安排顶班" },
      description: {
        en: "Write under absences that an agent is away for a while: in no group, whatever the files list. The cover has the agent's places for that time, with the same priorities; without --by nobody has them. Times are those of the files' time zone. The line goes to the file that has absences, else to the one that names the agent, else to that of the agent's groups.",
        zh: "在 absences 中登记坐席请假：在此期间，无论文件如何列出，该坐席不在任何技能组。顶班的坐席在此期间接替其位置，优先级相同；不加 --by 则无人顶班。时间按文件的时区。写入已有 absences 的文件，否则写入定义该坐席的文件，再否则写入其技能组所在的文件。",
      },
      argument: AGENT_ARGUMENT,
      flags: [
        { flags: "--by <agent>", help: { en: "who takes the places", zh: "由谁顶班" }, read: text },
        {
          flags: "--from <time>",
          help: {
            en: "from the beginning of this day, or from this time (2026-12-03, 2026-12-03T18:00)",
            zh: "自该日 0 点或该时刻起（2026-12-03、2026-12-03T18:00）",
          },
          read: text,
          required: true,
        },
        {
          flags: "--until <time>",
          help: {
            en: "to the beginning of this day, or to this time: the day after the last one",
            zh: "到该日 0 点或该时刻为止：整天请假时写最后一天的次日",
          },
          read: text,
          required: true,
        },
        { flags: "--reason <text>", help: { en: "why, for people who review", zh: "原因，供审阅者查看" }, read: text },
        ...EDITING,
      ],
      examples: [
        [
          "muster agent cover li.na --by wang.fang --from 2026-12-03 --until 2026-12-05 --reason 年假",
          { en: "two days of leave", zh: "请假两天" },
        ],
        ["muster agent cover 8042 --from 2026-12-03 --until 2026-12-04", { en: "nobody takes over", zh: "无人顶班" }],
      ],
      load: async () => (await import("../commands/agent.js")).coverAgent,
    },
    {
      name: "rename",
      summary: { en: "change an agent's name in agents", zh: "修改 agents 中的名称" },
      description: {
        en: "Change an agent's name in agents, and wherever the files use it.",
        zh: "修改坐席在 agents 中的名称，以及文件中所有引用。",
      },
      argument: [AGENT_ARGUMENT, { term: "<name>", help: { en: "the new name", zh: "新名称" } }],
      flags: EDITING,
      examples: [["muster agent rename li.na li.na.2", { en: "where two people have a name", zh: "两人同名时" }]],
      load: async () => (await import("../commands/agent.js")).renameAgent,
    },
  ],
  examples: [
    ["muster agent remove 8042", { en: "someone leaves: out of all groups", zh: "离职：移出所有技能组" }],
    ["muster agent copy 8042 8201", { en: "a newcomer like 8042", zh: "新人 8201 与 8042 相同" }],
    ["muster agent add 8201 --to 投诉升级 --dry-run", { en: "show the diff, write nothing", zh: "只看差异，不写入" }],
  ],
};
