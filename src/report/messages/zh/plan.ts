import type { ApplyFindingArgs } from "../../../apply/findings.js";
import type { NameDoubt } from "../../../model/nameDoubts.js";
import type { ListedAgent, NearMiss, PlanFindingArgs } from "../../../plan/findings.js";
import type { MembersSince } from "../../../plan/membersSince.js";
import type { LastEdit } from "../../../plan/plan.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../catalogue.js";
import { clockText, codePointsApart, NAMED_AT_MOST, PEOPLE_AT_MOST } from "../shared.js";
import { ATTRIBUTES, before, differs, editSentence, listed, meant, quoted, valued } from "./phrases.js";

/** That two names look alike, and in what they differ. */
function alike({ displayName, other, exten, where, difference }: NearMiss): string {
  const how = differs(displayName, other, difference);
  if (where?.kind === "previously")
    return `技能组${quoted(where.of)}的旧名称（previously）中有${quoted(other)}，两者${how}。`;
  if (where?.kind === "in-flight") return `此前的运行已发出${quoted(other)}的新建请求，两者${how}。`;
  const whose = exten === undefined ? "文件中另有" : "账号中已有";
  return `${whose}${quoted(other)}${exten === undefined ? "" : `（${exten}）`}，两者${how}。`;
}

/** Why the name itself is doubtful. */
const DOUBTS = {
  ends: "首尾有空白字符",
  inside: "含有容易写错的空白字符",
  hidden: "含有看不见的字符",
  placeholder: "像是占位内容",
  quotes: "把引号也当成了名称的一部分",
} as const satisfies Record<NameDoubt["kind"], string>;

/** The name that the account has, by code point where it prints like the one that was sent. */
function asStored(displayName: string, live: string): string {
  const points = codePointsApart(displayName, live);
  if (points === undefined) return quoted(live);
  return `${quoted(live)}（线上${points[1] ? `为 ${points[1]}` : "没有该字符"}，文件中${points[0] ? `为 ${points[0]}` : "没有该字符"}）`;
}

function storedHelp(exten: string, live: string): string {
  return `请指定编号 exten: "${exten}"，并把 displayName 写成服务端保存的${quoted(live)}，这样就没有需要手工修改的差异。`;
}

const STILL_MEMBERS_HELP =
  "muster who 工号 可查看所在的技能组，muster agent remove 工号 可将坐席从文件中移出；未纳管的技能组，请在七陌后台移出。";

function groupCount(groups: number, of: number | undefined): string {
  return ` ${groups} 个技能组中${of === undefined ? "" : `（只查看了前 ${of} 个）`}`;
}

function unmanagedOf(unmanaged: number, groups: number): string {
  return unmanaged === 0 ? "" : unmanaged === groups ? "（均未纳管）" : `（其中 ${unmanaged} 个未纳管）`;
}

/** Where nothing of it is in the files, the commands that edit files are of no use. */
function stillMembersHelp(unmanaged: number, groups: number): string {
  return unmanaged > 0 && unmanaged === groups ? "如不再需要，请在七陌后台移出。" : STILL_MEMBERS_HELP;
}

function groupsNamed(groups: readonly string[]): string {
  const named = listed(groups.slice(0, NAMED_AT_MOST).map(quoted));
  return groups.length > NAMED_AT_MOST ? `${named}等 ${groups.length} 个技能组` : named;
}

function person(agentNumber: string, agentName = ""): string {
  return agentName === "" ? agentNumber : `${agentNumber} ${agentName}`;
}

/** Agents by number and name; the first ones, where there are many. */
function peopleNamed(agents: readonly ListedAgent[], remark: (agent: ListedAgent) => string = () => ""): string {
  const named = agents
    .slice(0, PEOPLE_AT_MOST)
    .map((agent) => `${person(agent.agentNumber, agent.agentName)}${remark(agent)}`);
  return agents.length > named.length ? `${before(listed(named))}等 ${agents.length} 名` : listed(named);
}

/** What comparing files and account can find, in Chinese. */
export const planMessages: Catalogue<PlanFindingArgs> = {
  "ambiguous-name": ({ displayName, extens, made = [] }) => ({
    message: `线上有 ${extens.length} 个名为${quoted(displayName)}的技能组（${listed(extens)}），文件未说明指的是哪一个。${made.length === 0 ? "" : `其中 ${listed(made)} 是 muster 一天内在本机新建的。`}此技能组不生成计划。`,
    help: `请用 exten 指定编号，例如 exten: "${extens[0] ?? ""}"。`,
  }),
  "pin-not-live": ({ displayName, exten }) => ({
    message: `${quoted(displayName)}指定了编号 ${exten}，但账号中没有该编号的技能组。`,
    help: "指定了编号的技能组不会新建。请先确认账号是否正确，再更正 exten；或删除 exten，改为按名称查找。",
  }),
  "name-pinned-elsewhere": ({ displayName, exten, pinnedBy }) => ({
    message: `线上唯一名为${quoted(displayName)}的技能组（${exten}）已被文件中的另一个技能组${quoted(pinnedBy)}用 exten 指定。`,
    help: "请给此技能组换个名称，或把 exten 移到这里。两个同名技能组必须各自指定编号。",
  }),
  "previously-ambiguous": ({ displayName, previously, extens }) => ({
    message: `线上没有名为${quoted(displayName)}的技能组，而旧名${quoted(previously)}对应 ${extens.length} 个技能组（${listed(extens)}）。`,
    help: `请用 exten 指定编号，例如 exten: "${extens[0] ?? ""}"。`,
  }),
  "live-claimed-twice": ({ displayName, other, exten }) => ({
    message: `${quoted(displayName)}和${quoted(other)}对应线上同一个技能组 ${exten}。`,
    help: "线上的一个技能组在文件中只能有一项。请删除其中一项，或用 exten 分别指定编号。",
  }),
  "odd-group-left": ({ exten, displayName, expected }) => ({
    message: `线上技能组${displayName === undefined ? "" : quoted(displayName)}${exten === undefined ? "（无编号）" : `（${exten}）`}无法读取，已跳过：缺少 ${expected} 或类型有误。`,
    help: "文件中没有此技能组，其余照常生成计划。请在七陌后台查看该技能组。",
  }),
  "odd-group-managed": ({ displayName, exten, expected }) => ({
    message: `${quoted(displayName)}在线上的技能组${exten === undefined ? "" : `（${exten}）`}无法读取：缺少 ${expected} 或类型有误。此技能组不生成计划。`,
    help: "请在七陌后台查看该技能组：其中的坐席已被删除，或名称为空时会出现此情况，重新保存一次通常即可恢复。",
  }),
  "odd-group-nameless": ({ displayName, exten, expected }) => ({
    message: `未新建${quoted(displayName)}：线上有一个技能组${exten === undefined ? "" : `（${exten}）`}的名称无法读取（${expected}），可能就是它。`,
    help: `接口无法删除技能组，请先确认。请在七陌后台为该技能组补上名称${exten === undefined ? "" : `；如果就是它，请用 exten: "${exten}" 指定`}。`,
  }),
  "near-miss": (args) => ({
    message: `将新建${quoted(args.displayName)}。${alike(args)}`,
    help: `接口无法删除技能组。如果就是该技能组，请把名称写成完全一致${args.exten === undefined ? "" : `，或指定 exten: "${args.exten}"`}。如果是两个技能组，请在本组的 distinct 中列出${quoted(args.other)}；否则须由人在终端确认后才会新建。`,
  }),
  "creation-open": ({ displayName, exten, madeAt }) => ({
    message:
      exten === undefined
        ? `${quoted(displayName)}的新建请求已于 ${chinaTime(madeAt)} 发出，但应答丢失，线上列表中尚未出现该技能组。`
        : `${quoted(displayName)}已于 ${chinaTime(madeAt)} 新建，编号 ${exten}，线上列表中尚未出现。`,
    help:
      exten === undefined
        ? "muster apply 会等待它出现；确定不会再出现时，才会重新新建。"
        : "不会重复新建：muster apply 会等待它出现，再接着处理。",
  }),
  "stored-differently": ({ displayName, exten, live }) => ({
    message: `${quoted(displayName)}此前已新建，编号 ${exten}，但服务端保存的名称是${asStored(displayName, live)}，不会重复新建。`,
    help: storedHelp(exten, live),
  }),
  "would-empty": ({ displayName, exten, groups, limit, min, others }) => ({
    message: `${quoted(displayName)}（${exten}）的坐席保持不动：按排班此刻将无人在组，${
      others !== undefined
        ? `而文件中应在组的 ${others} 名坐席不属于到时的变化，--due 不会加入`
        : min === undefined
          ? "而它没有写 coverage，无法判断是否有意如此"
          : `而 coverage 要求此时至少有 ${min} 人`
    }。${limit === 0 ? "" : `这样的技能组共 ${groups} 个，maxEmptied 只允许 ${limit} 个。`}`,
    help:
      others !== undefined
        ? "请运行 muster apply，会一并加入这些坐席。"
        : `如此时确实不需要人，请${
            min === undefined ? "只为其余时段写上 coverage" : "让 coverage 不包含这一时段"
          }；否则请安排此时在组的坐席，例如由同事值班，或为请假的坐席指定顶班。仅放行一次：--max-emptied ${groups}。`,
  }),
  "waits-for-stopped": ({ displayName, exten, agents, other, uncreated, due }) => ({
    message: `${quoted(displayName)}（${exten}）保持不变：坐席 ${listed(agents)} 要从这里调到${quoted(other)}，而后者${uncreated ? (due ? "--due 不会新建" : "在此次变更之前就缺失，--only change 不会新建") : "有错误"}。`,
    help: uncreated
      ? `请去掉 ${due ? "--due" : "--only change"} 再运行，${quoted(other)}会一并新建。`
      : `请先处理${quoted(other)}的错误，两个技能组会一并列入计划。`,
  }),
  "create-without-members": ({ displayName }) => ({
    message: `将新建的${quoted(displayName)}没有坐席，会话将无人接待。`,
    help: "请在 members 中列出坐席，除非由后台或其他工具添加。",
  }),
  "retired-live": ({ displayName, exten, members, stay }) => ({
    message: `${quoted(displayName)}（${exten}）已停用，线上仍在${
      members === 0 ? "，已无坐席" : `；本次计划${stay ? "不会" : "将"}移出其中 ${members} 人次`
    }。`,
    help: `${members === 0 ? "请" : stay ? "待坐席全部移出后，请" : "之后请"}在七陌后台删除：接口无法删除技能组。`,
  }),
  "retired-gone": ({ displayName, exten }) => ({
    message: `${quoted(displayName)}${exten === undefined ? "" : `（${exten}）`}已停用，线上也已不存在。`,
    help: "请从文件中删除这一项。",
  }),
  "nobody-claiming": ({ displayName, members, unknown, before }) => ({
    message: `变更后，${quoted(displayName)}无人领取会话${
      unknown === 0 ? "" : `（${members} 名坐席中有 ${unknown} 名状态未知）`
    }${before === undefined ? "" : before === 0 ? "，变更前也是如此" : `，变更前有 ${before} 人领取`}。`,
    help: "客户将排队等待。请让其中的坐席开始领取会话，或加入正在领取会话的坐席；muster status 可查看。",
  }),
  "unknown-agent": ({ agentNumber, displayName }) => ({
    message: `账号中没有工号 ${agentNumber}，服务端会直接跳过，不会把它加入${quoted(displayName)}。`,
    help: "请更正工号，或先在七陌后台新建该坐席。",
  }),
  "name-differs": ({ agentNumber, accountName, written, others, isAlias }) => ({
    message: `工号 ${agentNumber} 在账号中是${quoted(accountName)}，在文件中是${quoted(written)}。${
      others.length === 0 ? "" : `账号中的${quoted(written)}是 ${listed(others)}。`
    }`,
    help: isAlias
      ? `请核对工号。如果工号无误，请修改 agents 中的名称，或注明姓名：{ number: "${agentNumber}", name: "${accountName}" }。`
      : `请核对工号。如果工号无误，请改用账号中的姓名：name: "${accountName}"。`,
  }),
  "agent-disabled": ({ agentNumber, agentName, groups }) => ({
    message: `坐席 ${person(agentNumber, agentName)} 在账号中已禁用，文件仍将其列入${groupsNamed(groups)}。`,
    help: `muster agent remove ${agentNumber} 可将其从文件中移出；如仍在岗，请在七陌后台启用。`,
  }),
  "agent-locked": ({ agentNumber, agentName, groups }) => ({
    message: `坐席 ${person(agentNumber, agentName)} 在账号中已锁定，文件仍将其列入${groupsNamed(groups)}。`,
    help: `请在七陌后台解锁；如已离职，muster agent remove ${agentNumber} 可将其从文件中移出。`,
  }),
  "disabled-members": ({ agents, groups, unmanaged = 0, of }) => ({
    message: `${agents.length} 名已禁用的坐席仍在${groupCount(groups, of)}${unmanagedOf(unmanaged, groups)}：${peopleNamed(agents)}。`,
    help: stillMembersHelp(unmanaged, groups),
  }),
  "unlisted-members": ({ agents, groups, unmanaged = 0, of }) => ({
    message: `${agents.length} 名坐席已不在账号的坐席目录中，但仍在${groupCount(groups, of)}${unmanagedOf(unmanaged, groups)}：${peopleNamed(agents)}。`,
    help: stillMembersHelp(unmanaged, groups),
  }),
  "left-without-group": ({ agents }) => ({
    message: `执行后，${agents.length} 名坐席将不在任何技能组中：${peopleNamed(agents, ({ groups }) => `（原在 ${groups} 个技能组）`)}。`,
    help: "他们将收不到任何会话。如仍需工作，请至少保留在一个技能组中。",
  }),
  "plan-stale-name": ({ displayName, extens, lastEdit }) => ({
    message: `保存的计划已过期：计划新建${quoted(displayName)}，但该技能组现已存在（${listed(extens)}）。${editSentence(lastEdit)}`,
    help: STALE_HELP,
  }),
  "plan-stale-gone": ({ displayName, exten }) => ({
    message: `保存的计划已过期：${quoted(displayName)}（${exten}）已不存在。`,
    help: STALE_HELP,
  }),
  "plan-expired": ({ validUntil, account }) => ({
    message: `账号${quoted(account)}的计划有效期至 ${clockText(validUntil)}，此后文件的要求已随时间变化。`,
    help: STALE_HELP,
  }),
  "plan-of-instant": ({ at }) => ({
    message: `此计划针对 ${clockText(at)}（plan --at），仅供查看。`,
    help: "请不加 --at 重新生成计划后再执行。",
  }),
  "plan-stale-group": ({ displayName, exten, nameNow, joined, left, reprioritized, lastEdit }) => ({
    message: `保存的计划已过期：${quoted(displayName)}（${exten}）计划之后有变化。${[
      ...(nameNow === displayName ? [] : [`名称现为${quoted(nameNow)}。`]),
      ...personByPerson({ joined, left, reprioritized }),
      ...edited(lastEdit),
    ].join("")}`,
    help: STALE_HELP,
  }),
  "plan-differs": ({ displayName, exten, kind, action, nameThen, settings, lastEdit, ...members }) => {
    const group = `${quoted(displayName)}${exten === undefined ? "" : `（${exten}）`}`;
    const does = action === "create" ? "新建" : "调整坐席";
    const what = {
      live: `已展示的计划之后，线上的${group}有变化。`,
      wanted: `文件中${group}的内容与已展示的计划不同。`,
      new: `已展示的计划中没有${group}，现在的计划将${does}。`,
      dropped: `已展示的计划将对${group}${does}，现在的计划不再改动它。`,
    }[kind];
    const renamed = nameThen === undefined ? [] : [`原名为${quoted(nameThen)}。`];
    const set = settings.length === 0 ? [] : [`设置：${listed(settings)}。`];
    const message = [what, ...renamed, ...personByPerson(members), ...set, ...edited(lastEdit)].join("");
    return { message, help: "请确认现在的计划，再重新审批。" };
  },
  "plan-stale-undone": ({ displayName, appliedAt, action }) => ({
    message: `保存的计划已过期：该计划已于 ${chinaTime(appliedAt)} 执行，此后${
      action === "create" ? `${quoted(displayName)}已被删除` : `对${quoted(displayName)}的变更已被撤销`
    }。`,
    help: STALE_HELP,
  }),
  "revert-of": ({ startedAt, commit }) => ({
    message: `本计划撤销 ${chinaTime(startedAt)} 的执行：仍为该次执行结果的技能组，将恢复原来的坐席。`,
    help: `文件中仍是该次执行的内容，下次 apply 会再次写入。${commit === undefined ? "请在 git 中一并撤销该变更。" : `请在 git 中一并撤销：git revert ${commit}`}`,
  }),
  "revert-conflict": ({ displayName, exten, fate, nameNow, other = "", lastEdit, ...members }) => ({
    message: [
      {
        changed: `${quoted(displayName)}（${exten}）在该次执行之后有变化，保持不变。`,
        gone: `${quoted(displayName)}（${exten}）已不存在。`,
        unreadable: `${quoted(displayName)}（${exten}）无法读取，保持不变。`,
        waits: `${quoted(displayName)}（${exten}）保持不变：${listed(members.left)} 应回到${quoted(other)}，而该技能组不作恢复。`,
      }[fate],
      ...(nameNow === undefined ? [] : [`名称现为${quoted(nameNow)}。`]),
      ...(fate === "waits" ? [] : personByPerson(members)),
      ...edited(lastEdit),
    ].join(""),
    help:
      fate === "changed" || fate === "waits"
        ? "请确定应有的坐席，修改文件后运行 muster plan。"
        : "请在七陌后台查看该技能组。",
  }),
  "revert-creation": ({ displayName, exten, members, sure }) => ({
    message: `${quoted(displayName)}（${exten}，${members} 名坐席）${sure ? "由该次执行新建" : "可能由该次执行新建"}，接口无法删除技能组。`,
    help: "如不需要，请在七陌后台手工删除。",
  }),
  "nothing-desired": ({ groups }) => ({
    message: `文件中没有技能组，而线上有 ${groups} 个。`,
    help: "如需纳管线上的技能组，请用 muster pull 写入文件；否则请检查 muster 读取的文件夹是否正确。",
  }),
  "unknown-group": ({ name, flag = "--group", ...names }) => ({
    message: `文件中没有 ${flag} 指定的技能组${quoted(name)}。`,
    help:
      meant(names) ||
      `请填写文件中的 displayName、exten，或 '售前*' 这样的模式。${flag === "--group" ? "路径要写在 --group 之前。" : ""}`,
  }),
};

/** Beyond this many a list in a sentence tells nobody anything. */
const MOST = 50;

/** `加入：8001 李娜。移出：8002。`: how a member list has changed. */
function personByPerson({ joined, left, reprioritized }: MembersSince): string[] {
  return [...since("加入：", joined), ...since("移出：", left), ...since("调整优先级：", reprioritized)];
}

function edited(edit: LastEdit | undefined): string[] {
  return edit === undefined ? [] : [editSentence(edit).trim()];
}

function since(what: string, agents: readonly string[]): string[] {
  if (agents.length === 0) return [];
  return [`${what}${agents.length > MOST ? `${agents.length} 名坐席` : listed(agents)}。`];
}

const STALE_HELP = "未写入任何内容。请用 muster plan --out 重新生成计划并审批。";

const PLAN_AGAIN = "请重新运行 muster plan，确认新的计划。";

/** Why an action was not carried out or not proved, in Chinese. */
export const applyMessages: Catalogue<ApplyFindingArgs> = {
  "changed-underneath": ({ displayName, exten, added, removed, reprioritized, lastEdit }) => ({
    message: [
      `${quoted(displayName)}（${exten}）在计划之后有变化。`,
      ...personByPerson({ joined: added, left: removed, reprioritized }),
      ...edited(lastEdit),
      "未写入。",
    ].join(""),
    help: PLAN_AGAIN,
  }),
  "renamed-underneath": ({ displayName, exten, nameNow, lastEdit }) => ({
    message: `${quoted(displayName)}（${exten}）现已改名为${quoted(nameNow)}，未写入。${editSentence(lastEdit)}`,
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
  "doubtful-name": ({ displayName, doubts }) => ({
    message: `没有新建${quoted(displayName)}：名称${listed(doubts.map((doubt) => DOUBTS[doubt]))}。`,
    help: `接口无法删除技能组。请更正名称；如果名称确应如此，请在本组的 distinct 中列出${quoted(displayName)}本身后重新计划，或在终端运行 muster apply（不带 --auto-approve），由人确认。`,
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
  "lock-lost": ({ displayName }) => ({
    message: `${quoted(displayName)}未开始执行：本次执行已失去共享存储中的锁。`,
    help: "请重新运行 muster apply，会继续执行剩余部分。",
  }),
  "creation-unrecorded": ({ displayName, detail }) => ({
    message: `${quoted(displayName)}未新建：共享存储无法记录此次新建（${detail}）。`,
    help: "没有记录时，其他机器上的执行可能重复新建。请在共享存储恢复后重新运行 muster apply。",
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
