import type { AuthorFindingArgs } from "../../../writeback/findings.js";
import type { AuthorWords } from "../author.js";
import type { Catalogue } from "../prose.js";
import { ATTRIBUTES, listed, quoted } from "./phrases.js";

/** What a pull could not write down, in Chinese. */
export const authorMessages: Catalogue<AuthorFindingArgs> = {
  "pull-name": ({ displayName, exten }) => ({
    message: `线上技能组 ${exten} 的名称无法写入文件：${quoted(displayName)}。`,
    help: "已略过该技能组。请在七陌后台改用不含控制字符的名称，再重新拉取。",
  }),
  "pull-number": ({ displayName, exten }) => ({
    message: `有多个名为${quoted(displayName)}的技能组，而此技能组的编号${quoted(exten)}不是数字，无法指定。`,
    help: "已略过该技能组。请在七陌后台改用不重复的名称，再重新拉取。",
  }),
  "pull-member": ({ displayName, exten, agentNumber, priority }) => ({
    message: `${quoted(displayName)}（${exten}）有坐席无法写入文件：工号${quoted(agentNumber)}，优先级 ${priority}。`,
    help: "文件中的坐席保持原样，执行前请先查看计划。工号须为数字，优先级须为不小于 0 的整数。",
  }),
  "pull-twice": ({ displayName, exten, agentNumber, priorities, written }) => ({
    message: `${quoted(displayName)}（${exten}）中坐席 ${agentNumber} 重复出现，优先级分别为 ${listed(priorities.map(String))}；已按 ${written} 写入文件。`,
    help: "计划会把其余的优先级显示为变更，执行 muster apply 后即只保留一条。如果应为其他优先级，请修改文件。",
  }),
  "pull-setting": ({ displayName, exten, attribute, live }) => ({
    message: `${quoted(displayName)}（${exten}）的${ATTRIBUTES[attribute]}为${quoted(live)}，muster 不认识该值。`,
    help: "已略过该设置，视为未纳管。",
  }),
  "pull-team": ({ displayName, team }) => ({
    message: `${quoted(displayName)}与团队${quoted(team)}的定义不再一致，已改为逐个列出坐席。`,
  }),
  "pull-unedited": ({ displayName }) => ({
    message: `${quoted(displayName)}在文件中无法直接修改，保持原样。`,
    help: "请把坐席改为每行一个，以 - 开头，再重新拉取。",
  }),
  "pull-not-live": ({ displayName }) => ({
    message: `文件中的${quoted(displayName)}不在线上，保持原样。`,
    help: "如已不再使用，请从文件中删除；否则 muster plan 会新建它，或提示指定的编号不存在。",
  }),
};

/** What `pull` and `fmt` say, in Chinese. */
export const authorWords: AuthorWords = {
  remarks: {
    unknownSetting: (live) => `未纳管：线上的值“${live}”muster 不认识`,
    unwritableMember: (agentNumber) => `未纳管：线上的坐席“${agentNumber}”无法写入文件`,
    teamWrittenOut: (team) => `团队“${team}”由 muster pull 逐个列出：线上技能组与其不再一致`,
  },
  wrote: (path, isNew) => `${isNew ? "已新建" : "已更新"} ${path}`,
  wouldWrite: (path, isNew) => `${isNew ? "将新建" : "将更新"} ${path}`,
  pulled: (files, groups) => `共 ${files} 个文件，新增 ${groups} 个技能组。`,
  unedited: (groups) => `${groups} 个技能组保持文件原样，详见上文。`,
  upToDate: "文件与线上账号一致。",
  formatted: (path) => `已格式化 ${path}`,
  notFormatted: (path) => `未格式化：${path}`,
  formatSummary: (changed, files, check) =>
    changed === 0
      ? `共 ${files} 个文件，均已格式化。`
      : `${files} 个文件中有 ${changed} 个${check ? "未格式化，请运行 muster fmt。" : "已格式化。"}`,
};
