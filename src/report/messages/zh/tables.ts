import type { MonthHint } from "../../../config/time/tableFindings.js";
import type { TableFindingArgs, Unreadable } from "../../../tables/findings.js";
import type { Catalogue } from "../catalogue.js";
import type { TableWords } from "../tables.js";
import { before, listed, quoted } from "./phrases.js";

const UNREADABLE: Readonly<Record<Unreadable, readonly [what: string, help: string]>> = {
  xls: ["这是旧版 Excel 格式（.xls，或 WPS 的 .et）。", "请打开后另存为 .xlsx 再导入。"],
  password: ["文件有密码保护。", "请另存一份不带密码的文件再导入。"],
  xlsb: ["这是二进制工作簿（.xlsb）。", "请另存为 .xlsx 再导入。"],
  ods: ["这是 OpenDocument 等其他格式的表格。", "请另存为 .xlsx 再导入。"],
  numbers: ["这是苹果 Numbers 的文件。", "请导出为 Excel 或 CSV 再导入。"],
  html: ["这其实是网页，只是扩展名像表格。", "请用 Excel 打开，另存为 .xlsx 再导入。"],
  "not-a-table": ["这不是表格。", "请导入 .xlsx 或 .csv 文件。"],
  damaged: ["文件已损坏。", "请用 Excel 打开并重新保存。"],
  entities: ["文件中声明了 XML 实体，正常的工作簿没有这种内容。", "请用 Excel 打开并重新保存。"],
  encoding: ["文本既不是 UTF-8，也不是 GBK。", "请另存为“CSV UTF-8”或 .xlsx。"],
  quotes: ["本行的引号不成对。", "请按 Excel 的方式加引号，单元格内的引号写两个。"],
};

const PARTS = { file: "MiB", unpacked: "MiB（解压后）", rows: "行", columns: "列", cells: "个单元格" } as const;

const NUMBERS: Readonly<Record<TableFindingArgs["table-number"]["fault"], string>> = {
  zero: "Excel 去掉了开头的 0。",
  fraction: "它带有小数。",
  exponent: "Excel 已将它改为科学计数，末几位可能丢失。",
  grouped: "它带有千位分隔符。",
  date: "Excel 将它变成了日期。",
  long: "Excel 只保留 15 位数字，其余已丢失。",
  sign: "它带有正负号。",
  text: "它不是数字。",
};

const OF = { agent: "工号", group: "技能组编号", priority: "优先级" } as const;

function monthText({ year, month }: MonthHint): string {
  return [...(year === undefined ? [] : [`${year} 年`]), ...(month === undefined ? [] : [`${month} 月`])].join(" ");
}

function some(names: readonly string[]): string {
  return names.length <= 10 ? listed(names) : `${before(listed(names.slice(0, 10)))}等 ${names.length} 个`;
}

const didYouMean = (suggestion: string | undefined, otherwise: string): string =>
  suggestion === undefined ? otherwise : `是否想写${quoted(suggestion)}？`;

/** What is wrong with a table, in Chinese. */
export const tableMessages: Catalogue<TableFindingArgs> = {
  "table-unreadable": ({ reason, detail }) => ({
    message: `无法读取表格。${UNREADABLE[reason][0].replace(/。$/, "")}${detail === undefined || reason === "quotes" ? "" : `（${detail}）`}。`,
    help: UNREADABLE[reason][1],
  }),
  "table-too-large": ({ part, limit }) => ({
    message: `表格过大，上限为 ${part === "unpacked" || part === "file" ? limit / 1024 / 1024 : limit} ${PARTS[part]}。`,
    help: "请删除与排班无关的内容，或按技能组拆分。",
  }),
  "table-sheets": ({ sheets, asked, suggestion }) => ({
    message:
      asked === undefined
        ? `工作簿有 ${sheets.length} 个工作表：${listed(sheets.map(quoted))}。`
        : sheets.length === 0
          ? "CSV 文件没有工作表。"
          : `工作簿中没有工作表${quoted(asked)}。`,
    help:
      asked === undefined
        ? "请用 --sheet 指定要导入的工作表。"
        : sheets.length === 0
          ? "请去掉 --sheet。"
          : didYouMean(suggestion, `现有工作表：${listed(sheets.map(quoted))}。`),
  }),
  "table-without-head": ({ matrix, list }) => ({
    message: "找不到表头。",
    help: `请加上表头：${listed(matrix)}，其后每列一个技能组；或${listed(list)}，每行一条。`,
  }),
  "table-column-twice": ({ written }) => ({
    message: `${quoted(written)}与另一列的含义重复。`,
    help: "请删除其中一列。如果这是技能组的名称，请在名称前加一个英文单引号。",
  }),
  "table-column-unnamed": () => ({
    message: "该单元格所在的列没有表头。",
    help: "请在表头填写技能组名称，或清空该列。",
  }),
  "table-merged": ({ range }) => ({
    message: `${range} 是合并单元格，只有第一格有值。`,
    help: "请取消合并，并逐格填写。",
  }),
  "table-cell-fault": ({ written, fault }) => ({
    message: fault === "error" ? `单元格的值是错误：${written}。` : "单元格中的公式没有计算结果。",
    help: fault === "error" ? "请修正公式，或直接填写值。" : "请用 Excel 打开并保存，或直接填写值。",
  }),
  "table-number": ({ written, of, fault, meant }) => ({
    message: `${quoted(written)}不是有效的${OF[of]}。${NUMBERS[fault]}`,
    help: `请填写${meant === undefined ? "纯数字" : ` ${meant}`}${of === "priority" ? "。" : "，并将单元格格式设为“文本”。"}`,
  }),
  "table-agent-missing": () => ({
    message: "本行没有坐席。",
    help: "请填写工号，或清空本行。",
  }),
  "table-agent-unknown": ({ written, suggestion }) => ({
    message: `文件中没有名为${quoted(written)}的坐席。`,
    help: didYouMean(suggestion, "请填写工号，可以是新工号。"),
  }),
  "table-agent-several": ({ written, numbers }) => ({
    message: `有 ${numbers.length} 个坐席名为${quoted(written)}：${listed(numbers)}。`,
    help: "请填写工号。",
  }),
  "table-name-differs": ({ agentNumber, written, name, owner }) => ({
    message:
      name === undefined
        ? `${quoted(written)}不是 ${agentNumber}：在文件中，这是 ${owner} 的名称。`
        : `${agentNumber} 在文件中是${quoted(name)}，这里却是${quoted(written)}${owner === undefined ? "" : `（${owner}）`}。`,
    help: "请检查工号列和姓名列是否错位。请更正工号或姓名；如果文件中的姓名有误，请修改文件。",
  }),
  "table-group-missing": () => ({
    message: "本行没有技能组。",
    help: "请填写技能组的名称或编号，或清空本行。",
  }),
  "table-group-unknown": ({ written, suggestion, days }) => ({
    message:
      days === undefined
        ? `文件中没有技能组${quoted(written)}。`
        : `表头是日期而不是技能组：${quoted(written)}等 ${days} 列。`,
    help: didYouMean(
      suggestion,
      days === undefined
        ? "表格只能填写文件中已有的技能组，不会新建：请先在文件中添加，或删除该列、该行。"
        : "班次表（坐席 × 日期）请用 --roster 和 --out 导入，示例见 muster import --help。",
    ),
  }),
  "table-group-several": ({ written, extens }) => ({
    message: `有多个名为${quoted(written)}的技能组：${listed(extens)}。`,
    help: "请填写技能组编号。",
  }),
  "table-group-differs": ({ written, displayName }) => ({
    message: `该编号在文件中是${quoted(displayName)}，不是${quoted(written)}。`,
    help: "请更正编号或名称。",
  }),
  "table-group-closed": ({ displayName, reason }) => ({
    message:
      reason === "retired"
        ? `${quoted(displayName)}已停用（retired），不应再有坐席。`
        : `${quoted(displayName)}在文件中没有 members，坐席未纳管。`,
    help:
      reason === "retired"
        ? "请从表格中删除该技能组，或从文件中删除 retired。"
        : "请先在文件中写上 members: []，或从表格中删除该技能组。",
  }),
  "table-mark": ({ written, why }) => ({
    message:
      why === "zero"
        ? "0 有歧义：可能是优先级 0，也可能是不在组内。"
        : why === "cross"
          ? `表中另有对号，${quoted(written)}可能表示否。`
          : `${quoted(written)}既不是标记，也不是优先级。`,
    help: "不在组内请留空；优先级 0 请填 √；其他优先级请填 1 及以上的整数。",
  }),
  "table-twice": ({ what, name }) => ({
    message:
      what === "membership"
        ? `${name} 在同一技能组的另一行中有不同的优先级。`
        : what === "agent"
          ? `${name} 有两行。`
          : what === "day"
            ? `${name} 有两列。`
            : `${quoted(name)}有两列。`,
    help: "请只保留一个。",
  }),
  "table-empties": ({ displayName, members, limit }) => ({
    message: `${quoted(displayName)}在表格中一个坐席也没有，而文件中有 ${members} 人。${limit === 0 ? "不允许清空技能组" : `最多可清空 ${limit} 个技能组`}。`,
    help: "表格不涉及该技能组时，请从表格中删除；确实要清空时，请用 --max-emptied 指定允许清空的个数。",
  }),
  "table-hidden": ({ rows, columns }) => ({
    message: `隐藏的${[rows.length > 0 ? ` ${rows.length} 行（${some(rows.map(String))}）` : "", columns.length > 0 ? ` ${columns.length} 列（${some(columns)}）` : ""].filter((part) => part !== "").join("和")}也已读入，可能是被筛选隐藏的。`,
    help: "不应计入的行和列，请删除。",
  }),
  "table-columns-ignored": ({ columns }) => ({
    message: `未读取的列：${some(columns.map(quoted))}。`,
    help: "如果这些列只是供人查看，无需处理。",
  }),
  "table-new-agents": ({ agents }) => ({
    message: `以下工号首次出现，文件中从未有过：${some(agents)}。`,
    help: "请核对工号。账号中没有的工号，muster plan 会给出警告。",
  }),
  "table-absent-agents": ({ agents }) => ({
    message: `这些技能组有 ${agents.length} 名坐席在表格中没有对应的行，将被移出：${some(agents)}。`,
    help: "应保留的坐席，请在表格中补上一行。",
  }),
  "table-priorities-kept": ({ memberships }) => ({
    message: `表格没有优先级，${memberships} 人次保持原有的优先级。`,
    help: "如需调整，请填写数字，此时标记表示优先级 0。",
  }),
  "table-ones": ({ memberships }) => ({
    message: `表格中的标记全部是 1，即优先级 1：${memberships} 人次的优先级将因此改变。`,
    help: "如果 1 只表示“在组”，请改填 √，优先级将保持不变。",
  }),
  "table-team": ({ displayName, team }) => ({
    message: `${quoted(displayName)}与团队${quoted(team)}不再一致，已改为逐个列出坐席。`,
    help: "如果使用该团队的技能组都要同样改动，请直接修改团队。",
  }),
  "roster-table-head": ({ days }) => ({
    message: "找不到排班表的表头。",
    help: `表头应有“工号”或“姓名”，以及至少 ${days} 个日期，可写作 2026-12-01、12/1 或 1。`,
  }),
  "roster-table-month": ({ fault, hints, day }) => ({
    message:
      fault === "several"
        ? `无法确定日期属于哪个月：标题与名称写的是 ${listed(hints.map(monthText))}。`
        : fault === "other"
          ? `标题或名称写的是 ${listed(hints.map(monthText))}，但日期都不在其中，第一个是${quoted(day ?? "")}。`
          : fault === "year"
            ? "没有写明日期属于哪一年。"
            : "没有写明日期属于哪个月。",
    help:
      fault === "several" || fault === "other"
        ? "请改正写错的一处，或将日期写成 2026-12-01 的形式。"
        : "请在表头上方写明（2026 年 12 月），或写在工作表名、文件名中（2026-12.csv），或将日期写成 2026-12-01 的形式；导入时也可用 --month 2026-12 写明。",
  }),
  "roster-day-unknown": ({ written, fault }) => ({
    message:
      fault === "no-day"
        ? `${quoted(written)}位于日期之间，但不是日期。`
        : fault === "no-such-day"
          ? `没有这一天：${quoted(written)}。`
          : `无法确定${quoted(written)}属于哪个月：日期不连续。`,
    help:
      fault === "no-day"
        ? "请填写日期（2026-12-01、12/1、1），或将该列移到日期之后。"
        : fault === "no-such-day"
          ? "请改正，或删除该列。"
          : "请将日期写成 2026-12-01 的形式。",
  }),
  "roster-weekday": ({ written, date, is, count }) => ({
    message: `${date} 是星期${"一二三四五六日"[is - 1] ?? ""}，不是${quoted(written)}${count > 1 ? `，另有 ${count - 1} 处星期不符` : ""}。`,
    help: "星期或月份可能沿用自其他排班表。请改正写错的一处。",
  }),
  "roster-cell-unknown": ({ written, part, shifts, suggestion }) => ({
    message: `${part === undefined ? quoted(written) : `${quoted(written)}中的${quoted(part)}`}既不是班次，也不是休息或请假。`,
    help: didYouMean(
      suggestion,
      shifts.length === 0
        ? "文件中还没有班次，请先在 shifts 中添加。"
        : `现有班次：${some(shifts.map(quoted))}。请在 shifts 中添加班次，或将该写法加为别名（alias）；休息写“休”，请假写“年假”“病假”等。`,
    ),
  }),
  "roster-tables-differ": ({ roster, agentNumber, date, other, count }) => ({
    message: `${agentNumber} 在 ${date} 的班次与排班表${quoted(roster)}的另一个表格不一致（${other}）${count > 1 ? `，另有 ${count - 1} 处不一致` : ""}。`,
    help: "同一坐席同一天只能由一个表格决定，请从其中一个表格中删除。",
  }),
  "roster-table-format": ({ path }) => ({
    message: `${quoted(path)}是 Excel 工作簿，排班表的 tables 只能是 CSV 文件。`,
    help: "请先转换，再填写 CSV 文件：muster import 表格.xlsx --roster 排班表 --out 表格.csv",
  }),
  "roster-table-empty": () => ({
    message: "表格中没有坐席。",
    help: "请检查文件和工作表是否正确。",
  }),
  "roster-table-other": ({ path, reason, days = [] }) => ({
    message:
      reason === "not-a-table"
        ? `${quoted(path)}已存在，且不是排班表。`
        : `${quoted(path)}是其他日期的排班表：${days.join(" 至 ")}。`,
    help: "请用 --out 指定其他文件。只有同月的排班表才会被替换。",
  }),
  "roster-table-drops": ({ path, agents, days }) => ({
    message: `${quoted(path)}将被替换，新表中没有${[agents.length > 0 ? ` ${agents.length} 名坐席（${some(agents)}）` : "", days.length > 0 ? ` ${days.length} 天（${some(days)}）` : ""].filter((part) => part !== "").join("和")}。`,
    help: "这些坐席和日期将改按 cycle 和 week 排班。如非本意，请导入完整的表格。",
  }),
  "roster-table-shared": ({ path, rosters }) => ({
    message: `${quoted(path)}同时是排班表${some(rosters.map(quoted))}的表格，其班次也会随之改变。`,
    help: "如非本意，请将表格写入单独的文件。",
  }),
  "roster-month-empty": ({ roster, month }) => ({
    message: `排班表${quoted(roster)}在 ${month} 没有坐席。`,
    help: "请检查月份，以及排班表的 week、cycle 和 tables。",
  }),
  "export-left-out": ({ groups, reason }) => ({
    message: `未导出：${some(groups.map(quoted))}。${
      reason === "not-managed"
        ? "文件未纳管其坐席。"
        : reason === "retired"
          ? "这些技能组已停用。"
          : "名称和编号都无法与其他技能组区分。"
    }`,
    help:
      reason === "not-managed"
        ? "如需用表格填写，请先在文件中写上 members。"
        : reason === "retired"
          ? "无需处理。"
          : "请用 exten 指定编号。",
  }),
  "export-too-large": ({ rows, columns }) => ({
    message: `表格将有 ${rows} 行、${columns} 列，超出 import 的上限。`,
    help: "请用 --group 分批导出，或用 --layout list 每行导出一条。",
  }),
  "export-exists": ({ path }) => ({
    message: `${path} 已存在。`,
    help: "请换一个文件名；如果其内容已导入，也可以先删除它。",
  }),
  "export-needs-file": () => ({
    message: "工作簿不能直接输出。",
    help: "请用 --out 指定文件。",
  }),
};

/** What `muster import` and `muster export` say, in Chinese. */
export const tableWords: TableWords = {
  heads: { agent: "工号", name: "姓名", group: "技能组", exten: "编号", priority: "优先级" },
  sheet: "排班",
  title: (table) => `导入 ${table}`,
  imported: ({ added, removed, reprioritized, groups, files, dryRun }) => {
    const counts = [
      ...(added > 0 ? [`加入 ${added} 人次`] : []),
      ...(removed > 0 ? [`移出 ${removed} 人次`] : []),
      ...(reprioritized > 0 ? [`调整优先级 ${reprioritized} 人次`] : []),
    ];
    return `${files} 个文件中的 ${groups} 个技能组${dryRun ? "将有改动" : "已改动"}：${counts.join("、")}。`;
  },
  source: ({ layout, sheet, encoding, named, all }) =>
    `已读取${layout === "matrix" ? "坐席 × 技能组的表格" : "每行一条的表格"}${sheet === undefined ? "" : `，工作表${quoted(sheet)}`}${encoding === undefined ? "" : `，编码 ${encoding}`}：涉及 ${all} 个技能组中的 ${named} 个，其余保持不变。`,
  unchanged: "文件已经如此，没有改动。",
  shiftsRead: ({ sheet, encoding, agents, days, first, last }) =>
    `已读取 ${agents} 名坐席 × ${days} 天（${first} 至 ${last}）${sheet === undefined ? "" : `，工作表${quoted(sheet)}`}${encoding === undefined ? "" : `，编码 ${encoding}`}。`,
  shiftsWritten: ({ paths, dryRun }) => `${dryRun ? "将写入" : "已写入"} ${listed(paths)}。`,
  addTable: ({ file, line, roster, path }) =>
    `排班表${quoted(roster)}尚未引用该表格，请在其 tables 中添加 ${path}（${file}:${line}）。`,
  shiftsExported: ({ path, roster, month, agents }) => `${path}：排班表${quoted(roster)}，${month}，${agents} 名坐席。`,
  commit: (command) => `提交命令：${command}`,
  exported: ({ path, groups, agents, memberships }) =>
    `${path}：${groups} 个技能组，${agents} 名坐席，${memberships} 人次。`,
  csvHint: "CSV 中会被 Excel 改动的数字以英文单引号开头，导入时自动去掉；.xlsx 文件没有这个问题。",
};
