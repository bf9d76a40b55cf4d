import { shellWord } from "../../../model/shellWord.js";
import type { AgentFindingArgs } from "../../../writeback/findings.js";
import type { AgentWords } from "../agent.js";
import type { Catalogue } from "../catalogue.js";
import { clockText, wholeDays } from "../shared.js";
import { AGENT_STATES, listed, quoted } from "./phrases.js";

const all = (names: readonly string[]): string => names.map(quoted).join("");

/** Why an edit of an agent is not made, in Chinese. */
export const agentMessages: Catalogue<AgentFindingArgs> = {
  "several-agents": ({ agent, matches }) => ({
    message: `有 ${matches.length} 个坐席名为${quoted(agent)}：${listed(
      matches.map(({ agentNumber, agentName, alias, account, groups, status }) => {
        const name = agentName === undefined || agentName === agent || agentName === alias ? "" : ` ${agentName}`;
        const particulars = [
          ...(alias === undefined ? [] : [alias]),
          ...(groups === undefined ? [] : [groups === 0 ? "不在任何技能组" : `在 ${groups} 个技能组`]),
          ...(status === undefined ? [] : [AGENT_STATES[status]]),
          ...(account === undefined ? [] : [`账号 ${account}`]),
        ];
        return `${agentNumber}${name}${particulars.length === 0 ? "" : `（${particulars.join("，")}）`}`;
      }),
    )}。`,
    help: "请填写工号。",
  }),
  "several-groups": ({ name, extens }) => ({
    message: `有多个名为${quoted(name)}的技能组：${listed(extens)}。`,
    help: "请填写技能组编号。",
  }),
  "in-shared-list": ({ agent, groups, others, roster }) => ({
    message: `${all(groups)}与${
      roster === undefined ? all(others) : `排班表${quoted(roster)}的一行`
    }通过 YAML 别名共用一份坐席列表，无法只在其中之一修改坐席 ${agent}。`,
    help: `文件未改动。请${
      roster === undefined ? `同时指定${all(others)}，或` : ""
    }将 YAML 别名改为独立的列表，再重新运行。`,
  }),
  "members-not-managed": ({ displayName }) => ({
    message: `${quoted(displayName)}在文件中没有 members，坐席未纳管。`,
    help: "文件未改动，否则 apply 会移出其他所有坐席。请先列出该技能组的坐席，或设置 membership: additive 和 members: []。",
  }),
  "not-a-member": ({ agent, displayName }) => ({
    message: `文件中的${quoted(displayName)}没有坐席 ${agent}。`,
    help: `文件未改动。用 muster who ${agent} --offline 可查看该坐席所在的技能组。`,
  }),
  "member-already": ({ agent, displayName, until, ends, begins }) => ({
    message:
      begins === undefined
        ? `坐席 ${agent} 已在${quoted(displayName)}中，${ends === undefined ? "且未写截止时间" : `至 ${clockText(ends)} 止`}。`
        : `坐席 ${agent} 自 ${clockText(begins)} 起已列入${quoted(displayName)}，且优先级不同。`,
    help:
      begins !== undefined
        ? "文件未改动。请用 --priority 指定相同的优先级，或用 --until 在此之前截止，或手工修改该条。"
        : `文件未改动。请${until === undefined ? "删除该条的 until" : `在该条中写明 until: ${until}`}，或先将坐席移出。`,
  }),
  "bad-end": ({ until, isOver, flag = "--until" }) => ({
    message: isOver ? `--until 的时间 ${until} 已过。` : `${flag} 的值${quoted(until)}不是有效的时间。`,
    help: isOver
      ? "文件未改动。请写将来的时间。"
      : "文件未改动。请写日期，例如 2026-12-05，或日期加时刻，例如 2026-12-05T18:00。",
  }),
  "never-away": ({ from, until }) => ({
    message: `--until 的时间 ${clockText(until)} 不晚于 --from 的时间 ${clockText(from)}。`,
    help: "文件未改动。只写日期表示该日 0 点；整天请假时，--until 请写次日。",
  }),
  "absent-already": ({ agent, from, until, by }) => ({
    message: `坐席 ${agent} 已登记请假：${clockText(from)} 至 ${clockText(until)}${by === undefined ? "" : `，由 ${by} 顶班`}。`,
    help: "文件未改动。请手工修改该行，或指定不重叠的时间。",
  }),
  "cover-away": ({ by, from, until }) => ({
    message: `坐席 ${by} 自 ${clockText(from)} 至 ${clockText(until)} 请假，无法顶班。`,
    help: "文件未改动。请用 --by 另选顶班的坐席，或分段安排。",
  }),
  "covers-then": ({ agent, other, from, until }) => ({
    message: `坐席 ${agent} 自 ${clockText(from)} 至 ${clockText(until)} 为 ${other} 顶班。`,
    help: `文件未改动。请先在该行中为 ${other} 另选顶班的坐席。`,
  }),
  "covers-own-place": ({ agent }) => ({
    message: `坐席 ${agent} 不能为自己顶班。`,
    help: "文件未改动。请用 --by 指定其他坐席；无人顶班时不加 --by。",
  }),
  "away-now": ({ agent, until }) => ({
    message: `坐席 ${agent} 已登记请假，至 ${clockText(until)} 止，在此之前不会加入。`,
    help: "文件未改动。请在该时间之后操作，或先结束请假。",
  }),
  "there-as-cover": ({ agent, displayName, other }) => ({
    message: `坐席 ${agent} 为请假的 ${other} 顶班，因此在${quoted(displayName)}中。`,
    help: "文件未改动。请在 absences 的该行中另选顶班的坐席。",
  }),
  "cycle-order": ({ agent, roster }) => ({
    message: `坐席 ${agent} 在排班表${quoted(roster)}的循环中占一个位置，移出后其后的坐席会依次前移，班次随之改变。`,
    help: `文件未改动。请用 muster agent replace ${agent} NEW 由他人接替，或用 --from 移出技能组，或手工改写该循环。`,
  }),
  "cycle-place": ({ agent, roster }) => ({
    message: `坐席 ${agent} 在排班表${quoted(roster)}的循环中占一个位置，无法复制：每个位置只属于一名坐席或一个团队。`,
    help: "文件未改动。请手工将新坐席加入该循环，或在该位置使用团队。",
  }),
  "in-roster-already": ({ agent, roster }) => ({
    message: `坐席 ${agent} 已在排班表${quoted(roster)}中，不能再占一个位置。`,
    help: "文件未改动。请手工修改排班表，或先将其中一人移出。",
  }),
  "in-table": ({ agent, roster, file }) => ({
    message: `排班表${quoted(roster)}的表格 ${file} 中还有坐席 ${agent} 之后的班次，此命令不修改表格。`,
    help: "文件未改动。请先修改表格，再重新运行。",
  }),
  "moves-by-roster": ({ agent, displayName, roster }) => ({
    message: `坐席 ${agent} 按排班表${quoted(roster)}的班次进入${quoted(displayName)}，调到另一个技能组后没有这些时间。`,
    help: `文件未改动。请用 muster agent remove ${agent} --from ${shellWord(displayName)} 移出，再加入另一个技能组，或手工让该组使用排班表。`,
  }),
  "changes-others": ({ agents, groups }) => ({
    message: `这样修改还会改变 ${listed(agents)} 在${all(groups)}中的时间。`,
    help: "文件未改动。请手工修改文件。",
  }),
  "cover-follows": ({ agents, groups }) => ({
    message: `${listed(agents)} 在${all(groups)}中为该坐席顶班，顶班随该坐席的位置一同改变。`,
    help: "提交前请运行 muster plan 查看；之后的时间可用 muster schedule 查看。",
  }),
  "excepted-roster": ({ agent, displayName, roster }) => ({
    message: `${quoted(displayName)}仍使用排班表${quoted(roster)}，但通过 except 排除坐席 ${agent}。`,
    help: "如需重新使用整个排班表，请将该坐席从 except 中删除。",
  }),
  "tables-name": ({ alias, paths }) => ({
    message: `${listed(paths)} 中可能写有名称${quoted(alias)}，此命令不修改表格。`,
    help: "如果表格用该名称指坐席，请一并修改，或改用工号。可用 muster validate 检查。",
  }),
  "not-there-then": ({ agent, from, until }) => ({
    message: `${clockText(from)} 至 ${clockText(until)} 期间，坐席 ${agent} 不在文件中的任何技能组。`,
    help: `文件未改动。用 muster who ${agent} --offline 可查看该坐席所在的技能组。`,
  }),
  "cover-idle": ({ agent, by }) => ({
    message: `坐席 ${by} 在此期间本来就在 ${agent} 的所有技能组中，等于无人顶班。`,
    help: "请用 --by 另选坐席，或不加 --by。",
  }),
  "in-no-group": ({ agent }) => ({
    message: `坐席 ${agent} 不在文件中的任何技能组，没有可复制的内容。`,
    help: "请换一位在这些技能组中的同事，或使用 muster agent add 和 --to。",
  }),
  "priorities-differ": ({ agent, priorities }) => ({
    message: `坐席 ${agent} 在要移出的技能组中优先级不同：${listed(priorities.map(String))}。`,
    help: "请用 --priority 指定在新技能组中的优先级。",
  }),
  "moved-to-itself": ({ displayName }) => ({
    message: `${quoted(displayName)}同时出现在 --from 和 --to 中。`,
    help: "每个技能组只能出现一次。如需调整优先级，请用 muster agent add 和 --priority。",
  }),
  "no-alias": ({ agent }) => ({
    message: `agents 中没有${quoted(agent)}的名称。`,
    help: "请在 agents 下添加，格式为 名称: 工号。",
  }),
  "alias-unfit": ({ alias, reason, agentNumber = "" }) => ({
    message:
      reason === "taken"
        ? `${quoted(alias)}已是 ${agentNumber} 的名称。`
        : reason === "number"
          ? `${quoted(alias)}不能用作 agents 中的名称：会被当作工号。`
          : reason === "reserved"
            ? `${quoted(alias)}不能用作 agents 中的名称：在 YAML 中另有含义。`
            : "新名称含有控制字符，或没有可见字符。",
    help: "请换一个名称。",
  }),
  "edit-failed": ({ paths }) => ({
    message: `无法在 ${listed(paths)} 中只做此项修改。`,
    help: "文件未改动。请将通过 YAML 锚点共用的内容改为逐行列出，或手工修改。",
  }),
  "breaks-account": ({ account, paths, first }) => ({
    message: `账号${quoted(account)}也使用 ${listed(paths)}，修改后该账号的文件会出错：${first}。`,
    help: "文件未改动。请手工修改两个账号的文件。",
  }),
  "changes-account": ({ account, paths, groups }) => ({
    message: `账号${quoted(account)}也使用 ${listed(paths)}：该账号的${all(groups)}随之改变。`,
    help: `提交前请运行 muster plan --account ${account} 查看。`,
  }),
  "beside-team": ({ agent, displayName, team, others }) => ({
    message: `${all(others)}也使用团队${quoted(team)}，因此坐席 ${agent} 直接列在${quoted(displayName)}中，未加入团队。`,
    help: `如需加入团队，请同时指定${all(others)}。`,
  }),
  excepted: ({ agent, displayName, team, others }) => ({
    message: `${quoted(displayName)}仍使用团队${quoted(team)}，但通过 except 排除坐席 ${agent}${others.length > 0 ? `，因为${all(others)}也使用该坐席所在的团队` : ""}。`,
    help:
      others.length > 0
        ? `如需修改团队本身，请同时指定${all(others)}。`
        : "如需重新使用整个团队，请将该坐席从 except 中删除。",
  }),
  "stays-live": ({ agent, displayName }) => ({
    message: `${quoted(displayName)}为 additive，apply 不会将坐席 ${agent} 移出线上技能组。`,
    help: "请在七陌后台将其移出。",
  }),
  "priority-kept": ({ agent, displayName, priority, other }) => ({
    message: `坐席 ${agent} 原已在${quoted(displayName)}中，优先级保持 ${priority}，未改为 ${other}。`,
    help: `如需调整：muster agent add ${agent} --to ${shellWord(displayName)} --priority ${other}`,
  }),
};

/** What `muster agent` says, in Chinese. */
export const agentWords: AgentWords = {
  edit: ({ kind, agent, by, groups, to, from = "", until = "" }) => {
    const named = (names: readonly string[]) => (names.length === 1 ? names.join() : `${names.length} 个技能组`);
    const where = named(groups);
    switch (kind) {
      case "add":
        return `将 ${agent} 加入${spaced(where)}`;
      case "remove":
        return groups.length === 0 ? `将 ${agent} 移出未使用的团队` : `将 ${agent} 移出${spaced(where)}`;
      case "move":
        // Who is in the new groups already only leaves.
        return to.length === 0 ? `将 ${agent} 移出${spaced(where)}` : `将 ${agent} 调到${spaced(named(to))}`;
      case "replace":
        return `由 ${by} 接替 ${agent}，涉及${spaced(where)}`;
      case "copy":
        return `将 ${by} 加入 ${agent} 所在的${spaced(where)}`;
      case "rename":
        return `将名称 ${agent} 改为 ${by}`;
      case "cover": {
        const [first, last] = wholeDays(from, until) ?? [clockText(from), clockText(until)];
        const time = first === last ? first : `${first} 至 ${last}`;
        return by === "" ? `登记 ${agent} 请假，${time}` : `由 ${by} 为 ${agent} 顶班，${time}`;
      }
    }
  },
  changed: (edit, files, dryRun) => `${edit}：${dryRun ? "将修改" : "已修改"} ${files} 个文件。`,
  commit: (command) => `提交命令：${command}`,
  unchanged: "文件已经如此，没有改动。",
  stillNamed: (alias, place) => `${alias} 仍定义于 ${place}，如不再需要请删除该行。`,
};

/** A space where Latin letters or digits follow. */
function spaced(text: string): string {
  return /^[\w]/.test(text) ? ` ${text}` : text;
}
