import type { ApplyFindingArgs } from "../../../apply/findings.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../prose.js";
import { alike, asStored, storedHelp } from "./alike.js";
import { ATTRIBUTES, listed, quoted, valued } from "./phrases.js";

const PLAN_AGAIN = "请重新运行 muster plan，确认新的计划。";

/** Why an action was not carried out or not proved, in Chinese. */
export const applyMessages: Catalogue<ApplyFindingArgs> = {
  "changed-underneath": ({ displayName, exten, added, removed, reprioritized }) => ({
    message: `${quoted(displayName)}（${exten}）在计划之后有变化${details([
      ["加入", added],
      ["移出", removed],
      ["调整优先级", reprioritized],
    ])}，未写入。`,
    help: PLAN_AGAIN,
  }),
  "renamed-underneath": ({ displayName, exten, nameNow }) => ({
    message: `${quoted(displayName)}（${exten}）现已改名为${quoted(nameNow)}，未写入。`,
    help: "该技能组可能已另作他用。请在七陌后台确认，再重新运行 muster plan。",
  }),
  "write-unknown": ({ displayName, detail }) => ({
    message: `写入${quoted(displayName)}的应答丢失（${detail}），随后也无法读取该技能组，可能已写入。`,
    help: "请运行 muster plan，查看剩余的变更。",
  }),
  "name-not-alone": ({ displayName, extens }) => ({
    message: `已新建${quoted(displayName)}，但账号中现有多个同名技能组（${listed(extens)}）：有人同时新建了一个。`,
    help: "请用 exten 指定所需的技能组，并在七陌后台删除另一个。",
  }),
  "creation-not-shown": ({ displayName, exten, madeAt }) => ({
    message: `${quoted(displayName)}已于 ${chinaTime(madeAt)} 新建，编号 ${exten}，线上列表中尚未出现；没有重复新建。`,
    help: "请稍后重新运行 muster apply，该组出现后会接着处理。如果它已在七陌后台被删除，则在上述时间一天之后会重新新建。",
  }),
  "name-stored-differently": ({ displayName, exten, live }) => ({
    message: `${quoted(displayName)}已新建，编号 ${exten}，但服务端保存的名称是${asStored(displayName, live)}，不会重复新建。`,
    help: storedHelp(exten, live),
  }),
  "look-alike": (args) => ({
    message: `没有新建${quoted(args.displayName)}。${alike(args)}`,
    help: `如果就是该技能组，请把名称写成完全一致${args.exten === undefined ? "" : `，或指定 exten: "${args.exten}"`}。如果是两个技能组，请在本组的 distinct 中列出${quoted(args.other)}后重新计划；或在终端运行 muster apply（不带 --auto-approve），由人确认。`,
  }),
  "name-appeared": ({ displayName, extens }) => ({
    message: `计划之后已有他人新建了${quoted(displayName)}（${listed(extens)}），因此没有再新建。`,
    help: PLAN_AGAIN,
  }),
  "group-vanished": ({ displayName, exten }) => ({
    message: `${quoted(displayName)}（${exten}）在线上已不存在，未写入。`,
    help: PLAN_AGAIN,
  }),
  "waits-for": ({ displayName, agents, other }) => ({
    message: `${quoted(displayName)}保持不变：坐席 ${listed(agents)} 未能加入${quoted(other)}，因此没有从这里移出。`,
    help: `请先处理${quoted(other)}的问题，再运行 muster apply。`,
  }),
  interrupted: ({ displayName }) => ({
    message: `执行被中断，${quoted(displayName)}尚未开始处理。`,
    help: "请重新运行 muster apply，会接着完成剩余部分。",
  }),
  "interrupted-in-flight": ({ displayName }) => ({
    message: `执行被中断时，${quoted(displayName)}的写入请求尚未返回，可能已写入。`,
    help: "请重新运行 muster apply：会先查询线上现状，不会重复新建。",
  }),
  "agents-skipped": ({ displayName, agents }) => ({
    message: `服务端跳过了工号 ${listed(agents)}，未加入${quoted(displayName)}：账号中没有的工号会被直接跳过。`,
    help: "请更正文件中的工号，或先在七陌后台新建坐席，再重新执行。",
  }),
  "members-not-as-written": ({ displayName, missing, unexpected, reprioritized }) => ({
    message: `核对发现${quoted(displayName)}的坐席与写入的不一致${details([
      ["缺少", missing],
      ["多出", unexpected],
      ["优先级不同", reprioritized],
    ])}。`,
    help: "可能有人同时改动了该技能组。请运行 muster plan 查看差异。",
  }),
  "setting-not-as-written": ({ displayName, attribute, wanted, live }) => ({
    message: `${quoted(displayName)}已新建，但${ATTRIBUTES[attribute]}是${valued(attribute, live)}，不是${valued(attribute, wanted)}：服务端会把不接受的值换成默认值。`,
    help: `请在七陌后台手工修改${ATTRIBUTES[attribute]}，接口不支持修改。`,
  }),
  "not-visible": ({ displayName, exten, seconds }) => ({
    message: `${quoted(displayName)}（${exten}）已写入，但 ${seconds} 秒内未出现在线上列表中。`,
    help: "可能只是生效较慢。请稍后重新运行 muster apply：会按名称找到它，不会重复新建。",
  }),
  "verification-failed": ({ displayName, detail }) => ({
    message: `${quoted(displayName)}已写入，但核对时读取失败${because(detail)}。`,
    help: "请运行 muster plan，查看剩余的变更。",
  }),
  "create-unknown": ({ displayName, detail }) => ({
    message: `新建${quoted(displayName)}的应答丢失，且无法确认该技能组是否已建成${because(detail)}。`,
    help: "请运行 muster plan：如果已建成，会按名称找到它，不会重复新建。",
  }),
  "create-unclear": ({ displayName, groups }) => ({
    message: `新建${quoted(displayName)}的应答丢失。线上没有同名技能组，但新出现的 ${listed(groups.map(({ exten, live }) => `${quoted(live)}（${exten}）`))} 可能就是它（服务端保存的名称可能与提交的不同），因此没有重复新建。`,
    help: `请在七陌后台确认：如果${groups.length === 1 ? "就是它" : "其中一个就是它"}，请用 exten 指定，并把名称写成线上的名称；如果不是，请把${groups.length === 1 ? "该名称" : "这些名称"}列入本组的 distinct，再运行 muster apply。`,
  }),
  "create-ambiguous": ({ displayName, extens }) => ({
    message: `新建${quoted(displayName)}的应答丢失，现在线上新出现 ${extens.length} 个同名技能组（${listed(extens)}）。`,
    help: "请在七陌后台确认应保留哪一个，并用 exten 指定；其余的请在七陌后台删除，接口无法删除。",
  }),
};

/** `：加入 8001、8002；移出 8003`, or nothing where all lists are empty. */
function details(lists: readonly (readonly [what: string, agents: readonly string[]])[]): string {
  const parts = lists.filter(([, agents]) => agents.length > 0).map(([what, agents]) => `${what} ${listed(agents)}`);
  return parts.length === 0 ? "" : `（${parts.join("；")}）`;
}

function because(detail: string): string {
  return detail === "" ? "" : `（${detail}）`;
}
