import type {
  ConfigFindingArgs,
  FieldPath,
  HostFault,
  NumberFault,
  Shape,
  WrittenWaiver,
} from "../../../config/findings.js";
import type { PatternFault } from "../../../config/patterns.js";
import type { PolicyName } from "../../../config/rules/policies.js";
import type { ShiftTableFindingArgs } from "../../../config/time/tableFindings.js";
import type { AgentsMeant } from "../../../config/writtenAgents.js";
import type { ConflictSide, FileKind } from "../../../config/yaml/foreign.js";
import type { StoreFault } from "../../../model/storeAddress.js";
import type { Catalogue } from "../catalogue.js";
import { clockText, DECRYPT, isDigits, isNeeded, isRate, shortened, variableOf } from "../shared.js";
import { before, consoleWord, differs, listed, quoted as quotedWhole } from "./phrases.js";
import { timesText } from "./times.js";

const SHAPES: Readonly<Record<Shape, string>> = {
  text: "文本",
  "whole-number": "整数",
  number: "小数",
  "yes-or-no": "布尔值",
  list: "列表",
  map: "键值对",
  nothing: "空值",
};

const EXAMPLES: Readonly<Record<Shape, string>> = {
  text: "文本（必要时加引号）",
  "whole-number": "不加引号的整数，例如 1",
  number: "不加引号的数字，例如 1.5",
  "yes-or-no": "true 或 false",
  list: "列表：每行一项，以 - 开头",
  map: "字段，每个写成“名称: 值”",
  nothing: "空值",
};

const NUMBER_FAULTS: Readonly<Record<NumberFault, string>> = {
  sign: "带有正负号",
  fraction: "带有小数点",
  notation: "YAML 会把这种写法读成另一个数",
  text: "含有数字以外的字符",
};

const HOST_FAULTS: Readonly<Record<HostFault, string>> = {
  "not-a-url": "不是网址",
  "not-http": "既不是 https 也不是 http",
  credentials: "含有用户名或密码",
  query: "含有查询参数或片段（? 或 #）",
};

const STORE_FAULTS: Readonly<Record<StoreFault, string>> = {
  "not-a-url": "不是有效的地址",
  scheme: "不是以 redis:// 或 rediss:// 开头",
  "user-alone": "有用户名但没有密码",
  encoding: "含有 %，但其后不是有效的编码",
  database: "在端口之后不是数据库编号",
  query: "含有 ? 或 #",
  space: "含有空白或控制字符",
};

const STORE_HELP =
  "写法示例：redis://user:password@host:6379/0，使用 TLS 时写 rediss://；用户名、端口和数据库编号可省略，例如 redis://:password@host。用户名和密码中的 @ 写作 %40，: 写作 %3A，/ 写作 %2F，# 写作 %23，? 写作 %3F，% 写作 %25。";

const RATE_HELP = "请写成“次数/时间窗”，例如 20/60s；时间窗的单位为 ms、s 或 m，最长 60m。";

const PATTERN_FAULTS: Readonly<Record<PatternFault, string>> = {
  syntax: "不是正则表达式",
  backtracking: "含有环视或反向引用，匹配时间可能无限长",
  "too-large": "太长，或重复次数太多",
};

const PATTERN_HELP: Readonly<Record<PatternFault, string>> = {
  syntax: "请写 RE2 的正则表达式，例如 ^(售前|售后)。",
  backtracking: "不能使用 (?=…)、(?!…)、(?<=…)、(?<!…)、\\1 和 \\k<…>：模式由 RE2 解析，它没有这些写法。",
  "too-large": "最多 500 个字符、1,000 步；a{100} 为一百步。",
};

const POLICY_EXAMPLES: Readonly<Record<PolicyName, string>> = {
  minMembers: " 2，或 { value: 2, level: warning }",
  maxMembers: " 50，或 { value: 50, level: warning }",
  maxGroupsPerAgent: " 5，或 { value: 5, level: warning }",
  namePattern: ' "^售"，或 { value: "^售", level: warning }',
  requireAlias: " true，或 { value: true, level: warning }",
};

/** A host as it is written, or the variable that has it: its value may be a secret in the wrong place. */
function hostOf(written: string): string {
  const variable = variableOf(written);
  return variable === undefined ? `域名（host）${quoted(written)}` : `环境变量 ${variable} 中的域名（host）`;
}

/** What is wrong with the files, in Chinese. */
export const configMessages: Catalogue<Omit<ConfigFindingArgs, keyof ShiftTableFindingArgs>> = {
  "path-missing": ({ path, in: where }) => ({
    message: `文件或文件夹${quoted(path)}不存在。`,
    help: `请检查路径，路径相对于${where === "settings" ? " muster.yaml 所在的" : where === "roster" ? "本文件所在的" : "当前"}文件夹。`,
  }),
  "path-not-a-file": ({ path }) => ({
    message: `${quoted(path)}既不是文件也不是文件夹。`,
    help: "请给出 YAML 文件，或包含 YAML 文件的文件夹。",
  }),
  "path-outside": ({ path }) => ({
    message: `${quoted(path)}指向仓库之外，因此没有打开。`,
    help: "只在 git 仓库内读写文件；没有仓库时，只在 muster.yaml 所在的文件夹内。请把文件移到里面。",
  }),
  "folder-without-yaml": ({ path }) => ({
    message: `文件夹${quoted(path)}中没有 YAML 文件。`,
    help: "只查找 .yaml 和 .yml 文件，并跳过 muster.yaml、隐藏文件夹和 node_modules。如需从线上账号开始，可用 muster pull 将其写入文件。",
  }),
  "submodule-missing": ({ path }) => ({
    message: `文件夹${quoted(path)}是尚未检出的 git 子模块。`,
    help: "请执行 git submodule update --init；在 CI 中，请让检出步骤拉取子模块。",
  }),
  "settings-file-name": ({ path }) => ({
    message: `设置文件的名称必须是 muster.yaml，${quoted(path)}不会被读取。`,
    help: "请重命名该文件。技能组可以写在其他任意名称的文件中。",
  }),
  "file-unreadable": ({ path, detail }) => ({
    message: `无法读取${quoted(path)}：${detail}。`,
    help: "请检查文件是否存在、是否有读权限；如果是链接，请检查它指向的文件是否存在。",
  }),
  "file-too-large": ({ bytes, limit }) => ({
    message: `文件大小为 ${megabytes(bytes)}，超过上限 ${megabytes(limit)}。`,
    help: "请拆成多个文件。同一账号的所有文件共用 agents 和 teams。",
  }),
  "too-much-text": ({ limit }) => ({
    message: `到此文件为止，所有文件合计超过 ${megabytes(limit)}。`,
    help: "请检查路径指向了哪些文件：文件夹中可能有不属于 muster 的 YAML。",
  }),
  "not-utf8": ({ byte, encoding }) => ({
    message: `文件不是 UTF-8 编码：${encoding ? `而是 ${encoding}` : `此处的字节 ${byte} 无效`}。`,
    help: "请将文件另存为 UTF-8。Windows 上的编辑器可能保存成了 GBK。",
  }),
  "empty-file": () => ({
    message: "文件是空的。",
    help: "请删除该文件，或写上 version: 1 和 groups。",
  }),
  "not-checked-out": ({ as, target }) => ({
    message:
      as === "link"
        ? `文件中只有一个路径（${quoted(target ?? "")}）：这是被 git 检出成文本的链接。`
        : "文件是 Git LFS 的指针，不是实际内容。",
    help:
      as === "link"
        ? "请把 core.symlinks 设为 true 后重新检出；Windows 上需要开启开发人员模式。"
        : "请执行 git lfs pull；在 CI 中，请让检出步骤拉取 LFS 文件。",
  }),
  "not-yaml": ({ kind }) => ({
    message: `文件不是 muster 能读取的文本：${FILE_KINDS[kind]}。`,
    help: Object.hasOwn(DECRYPT, kind)
      ? `请先解密：${DECRYPT[kind]}。在 CI 中，请在 muster 之前加一个解密步骤。`
      : kind === "excel"
        ? "请换成正确的文件；表格请用 muster import 导入。"
        : kind === "html"
          ? "保存下来的是网页，请下载原始文件。"
          : "请换成正确的文件，或给此文件改名。",
  }),
  "merge-conflict": ({ ours, theirs }) => ({
    message:
      ours && theirs
        ? `此处有尚未解决的合并冲突：一方为${sideText(ours)}，另一方为${sideText(theirs)}。`
        : "此处有尚未解决的合并冲突。",
    help: "请选定其中一方，或合并两方的内容，并删除以 <<<<<<<、=======、>>>>>>> 开头的行。",
  }),
  "line-ends": () => ({
    message: "文件只用 CR 换行，因此整个文件被当作一行。",
    help: "请将文件另存为 LF 或 CRLF 换行。",
  }),

  "yaml-tab": () => ({
    message: "不能用制表符（Tab）缩进。",
    help: "请用空格缩进，通常每级两个空格。",
  }),
  "yaml-indent": () => ({
    message: "这一行的缩进与相邻的行不一致。",
    help: "请与同级的字段或条目从同一列开始。",
  }),
  "yaml-unclosed": ({ closer }) => ({
    message: `缺少结尾的 ${closer}。`,
    help:
      closer === '"' || closer === "'"
        ? `请在此处开始的文本末尾加上 ${closer}。`
        : `请加上 ${closer}，并让它之前的内容比所属字段缩进更多。`,
  }),
  "yaml-missing-colon": ({ fullWidth }) => ({
    message: "字段名后面需要一个冒号和一个空格。",
    help: `${otherThan(fullWidth)}字段写成：名称、英文冒号、空格、值，例如 displayName: 售前咨询。`,
  }),
  "yaml-missing-dash": () => ({
    message: "列表的条目前面需要一个短横线和一个空格。",
    help: '请写成 - "8003" 的形式，短横线与上面各行对齐。',
  }),
  "yaml-nested-colon": () => ({
    message: "值中含有冒号加空格时必须加引号。",
    help: "请给值加上引号；如果它是另一个字段，请另起一行。",
  }),
  "yaml-reserved-character": ({ character }) => ({
    message: `以 ${character} 开头的文本必须加引号。`,
    help: "请给文本加上引号。",
  }),
  "yaml-escape": ({ sequence }) => ({
    message: `双引号文本中的${quoted(sequence)}没有意义。`,
    help: "请把反斜杠写两遍，或改用单引号。",
  }),
  "yaml-tag": ({ tag }) => ({
    message: `不支持标签${quoted(tag)}。`,
    help: "请删除标签。以 ! 开头的文本必须加引号。",
  }),
  "yaml-directive": ({ directive }) => ({
    message: `无法识别指令${quoted(directive)}。`,
    help: "请删除这一行。文件一律按 YAML 1.2 读取。",
  }),
  "yaml-syntax": ({ detail, fullWidth }) => ({
    message: `YAML 语法错误：${detail}。`,
    help: fullWidth ? otherThan(fullWidth) : "请检查本行和上一行的引号、括号和逗号。含特殊字符的文本必须加引号。",
  }),
  "unknown-anchor": ({ name, suggestion }) => ({
    message: `此别名之前没有锚点 &${name}。`,
    help: `${didYouMean(suggestion && `*${suggestion}`)}以 * 开头的文本必须加引号。`,
  }),
  "alias-cycle": ({ name }) => ({
    message: `别名 *${name} 位于它所指的内容之中，会无限循环。`,
    help: "请直接写出内容，不要用别名。",
  }),
  "alias-bomb": ({ limit }) => ({
    message: `此文档的别名展开后超过 ${grouped(limit)} 个值。`,
    help: "请减少别名的嵌套；可改用 teams，团队只计算一次。",
  }),
  "too-deep": ({ limit }) => ({
    message: `嵌套超过 ${limit} 层。`,
    help: "请检查是否有未闭合的括号。",
  }),
  "too-many-documents": ({ limit }) => ({
    message: `此文件的文档超过 ${grouped(limit)} 个。`,
    help: "请把多个技能组写在同一个文档中；--- 表示新文档的开始。",
  }),
  "duplicate-key": ({ key }) => ({
    message: `字段${quoted(key)}出现了两次。`,
    help: "请只保留一个。",
  }),
  "merge-key": () => ({
    message: "不支持合并键（<<）。",
    help: "请直接写出各字段；多个技能组共用的坐席可以写成团队。",
  }),
  "non-text-key": ({ key }) => ({
    message: key === "" ? "缺少字段名。" : `YAML 不把字段名${quoted(key)}读作文本。`,
    help:
      key === ""
        ? "请在冒号前写上字段名。"
        : key.startsWith("{")
          ? "如果 {{ }} 是模板，请先填入内容；否则请给字段名加上引号。"
          : isDigits(key)
            ? `请给字段名加上引号。坐席列表中请写 - "${key}" # 姓名，或 { agent: "${key}", priority: 5 }；agents 中名称在前，例如 li.na: "${key}"。`
            : "请给字段名加上引号。",
  }),

  "newer-version": ({ version }) => ({
    message: `文件版本为 ${version}，适用于更新的 muster。`,
    help: "请升级 muster：当前版本只能读取 version: 1。",
  }),
  "bad-version": ({ written }) => ({
    message: `没有版本 ${shortened(written)}。`,
    help: "请写 version: 1。",
  }),
  "unknown-field": ({ field, allowed, suggestion }) => ({
    message: `此处不能使用字段${quoted(field)}。`,
    help: `${didYouMean(suggestion)}可用的字段：${listed(allowed)}。`,
  }),
  "missing-field": ({ field }) => ({
    message: `缺少字段${quoted(field)}。`,
    help: field === "version" ? "请在文档开头写 version: 1。" : "请补上该字段。",
  }),
  "wrong-type": ({ expected, actual, digits, ...spot }) => ({
    message:
      actual === "nothing"
        ? `${placed(spot)}没有值，必须是${oneOf(expected.map((shape) => SHAPES[shape]))}。`
        : `${placed(spot)}必须是${oneOf(expected.map((shape) => SHAPES[shape]))}，不能是${SHAPES[actual]}。`,
    help:
      actual === "nothing"
        ? emptyHelp(expected, spot)
        : `请写成${digits === undefined ? spaced(exampleOf(expected, spot)) : ` ${shortened(digits)}，不加引号`}。`,
  }),
  "unquoted-text": ({ written, actual, ...spot }) => ({
    message: `${placed(spot)}必须是文本，但 YAML 会把 ${shortened(written)} 读作${SHAPES[actual]}。`,
    help: isRate(spot) ? RATE_HELP : `请加上引号："${shortened(written)}"。`,
  }),
  "bad-value": ({ field, value, allowed, suggestion, meant, rule }) => ({
    message: `${field} 不能是${quoted(value)}。`,
    help:
      rule === undefined
        ? `${meant === undefined ? didYouMean(suggestion) : `请写 ${meant}。`}可用的值：${listed(allowed.map((one) => inConsole(field, one)))}。`
        : `schema 要求的值不同：${rule}。`,
  }),
  "empty-value": (spot) => ({
    message: `${placed(spot)}不能为空。`,
    help: emptyHelp(["text"], spot),
  }),
  "too-long": ({ field, length, most }) => ({
    message: `${field} 有 ${length} 个字符，最多 ${most} 个。`,
    help: "请缩短。只供读文件的人看的内容，可以写成注释。",
  }),
  "too-many-entries": ({ field, most }) => ({
    message: `${field} 超过 ${most} 项。`,
    help: "请缩短该列表。",
  }),
  "out-of-range": ({ field, value, minimum, maximum }) => ({
    message: `${field} ${minimum === undefined ? `不能大于 ${maximum}` : `不能小于 ${minimum}`}，现为 ${shortened(value)}。`,
    help: "请改为范围内的数。",
  }),
  "member-shape": ({ names }) => ({
    message:
      names === "both"
        ? "members 的条目只能写 agent、team、roster 之一。"
        : "members 的条目必须写明 agent、team 或 roster。",
    help: '请写成 { agent: "8004", priority: 5 } 或 { team: night-shift, priority: 1 }。',
  }),

  "leading-zero": ({ written }) => ({
    message: `号码 ${shortened(written)} 以 0 开头，不加引号时 YAML 会丢掉这个 0。`,
    help: `请加上引号："${shortened(written)}"。`,
  }),
  "bad-number": ({ written, fault, digits }) => ({
    message: `${quoted(written)}不是工号或技能组编号：${NUMBER_FAULTS[fault]}。`,
    help:
      digits === undefined
        ? "请只写半角数字，不要有空格或全角符号。"
        : fault === "text"
          ? `请写成 "${shortened(digits)}"：只用半角数字，不要有空格或全角符号。`
          : `YAML 会读作 ${digits}；如果正是此号码，请写成 "${digits}"。`,
  }),
  "priority-notation": ({ written, value }) => ({
    message: `优先级 ${shortened(written)} 不是普通的十进制写法：YAML 读作 ${value}，其他工具可能读作别的数。`,
    help: `如果是 ${value}，请直接写 ${value}：只写数字，前面不要加 0。`,
  }),
  "duplicate-agent": ({ alias }) => ({
    message: `坐席名称${quoted(alias)}定义了两次。`,
    help: "请只保留一个：同一账号的所有文件共用 agents。",
  }),
  "numeric-alias": ({ alias }) => ({
    message: alias === "" ? "坐席名称不能为空。" : `坐席名称${quoted(alias)}会与工号混淆。`,
    help: "请使用含有数字以外字符的名称。",
  }),
  "agent-number-shared": ({ agentNumber, alias, other }) => ({
    message: `${quoted(alias)}和${quoted(other)}都是工号 ${agentNumber}。`,
    help: "请只保留一个名称，或更正工号。",
  }),
  "unknown-agent-name": ({ name, suggestion, isTeam, isException, meant }) => ({
    message: `坐席名称${quoted(name)}没有定义。`,
    help: isTeam
      ? isException
        ? "这是一个团队，而 except 只能列坐席：请逐个列出，或从外层团队中去掉该团队。"
        : `这是一个团队，请写成 { team: ${shortened(name)} }。`
      : name.includes(" - ")
        ? "YAML 把这里的两行读成了一段文本：请让第二行与第一行从同一列开始。"
        : meant
          ? meantHelp(meant)
          : `${didYouMean(suggestion)}请在 agents 中定义，或直接写工号。`,
  }),
  "duplicate-team": ({ team }) => ({
    message: `团队${quoted(team)}定义了两次。`,
    help: "请只保留一个：同一账号的所有文件共用 teams。",
  }),
  "unknown-team": ({ team, suggestion, isAgent }) => ({
    message: `团队${quoted(team)}没有定义。`,
    help: isAgent
      ? `这是一个坐席，请写成 { agent: ${shortened(team)} }。`
      : `${didYouMean(suggestion)}请在 teams 中定义。`,
  }),
  "team-cycle": ({ path }) => ({
    message: `团队${quoted(path[0] ?? "")}包含了自身：${path.map(shortened).join(" → ")}。`,
    help: "请去掉其中一处包含关系。",
  }),
  "agent-twice": ({ agents }) => ({
    message: `坐席 ${before(shortList(agents))}已在此列表中。`,
    help: "写一次即可：请删除其中一处；来自团队的，可用 except 排除。",
  }),
  "except-not-in-team": ({ agent, team, isRoster }) => ({
    message: `${quoted(agent)}不在${isRoster ? "排班表" : "团队"}${quoted(team)}${isRoster ? "的相应班次" : ""}中，无需排除。`,
    help: "请从 except 中删除，或改正名称。",
  }),
  "except-twice": ({ agent }) => ({
    message: `此 except 已列出${quoted(agent)}。`,
    help: "请删除其中一处。",
  }),
  "except-everyone": ({ team, members, isRoster }) => ({
    message: `${isRoster ? "排班表" : "团队"}${quoted(team)}的 ${members} 名坐席全部列在 except 中，此条目不含任何人。`,
    help: "请删除此条目，或减少 except 中的名单。",
  }),
  "priority-conflict": ({ agent, priority, otherPriority, other, at }) => ({
    message: `${at === undefined ? "" : `自 ${at} 起，`}坐席 ${agent} 在此处的优先级是 ${priority}，而在 ${other} 是 ${otherPriority}。`,
    help: "请只保留一处，或把两处的优先级改为一致；来自团队的，可用 except 排除。",
  }),
  "bad-time": ({ field, value, zone, fault, meant }) => ({
    message: {
      shape: `${field} 的值${quoted(value)}不是有效的时间。`,
      zone: `${field} 的值${quoted(value)}自带时区；${field} 应按本文件的时区 ${zone} 写当地时间。`,
      "no-such-day": `${field} 的值${quoted(value)}是不存在的日期。`,
      "no-such-time": `${field} 的值${quoted(value)}不是有效的时刻：时刻为 00:00 至 23:59。`,
    }[fault],
    help:
      meant === undefined
        ? "请写日期，例如 2026-12-01，或日期加时刻，例如 2026-12-01T18:00。"
        : fault === "zone"
          ? `请去掉时区，按 ${zone} 的当地时间来写；如果该时刻就是当地时间，请写 ${meant}。需要其他时区时，在文件开头写 timezone:。`
          : `请写 ${meant}。`,
  }),
  "until-not-after-from": ({ from, until }) => ({
    message: `此条的截止时间（${until}）不晚于开始时间（${from}）。`,
    help: "until 当时即不再生效，只写日期即当天 0 点。如需一整天，until 请写次日。",
  }),
  "member-expired": ({ name, kind, until }) => ({
    message: `${{ team: "团队", agent: "坐席", roster: "排班表" }[kind]}${quoted(name)}的这一条已于 ${clockText(until)} 到期，不再生效。`,
    help: "请删除此条。",
  }),
  "coverage-gap": ({ displayName, min, staffed, days, times, more = 0 }) => ({
    message:
      times.length === 0
        ? `未来 ${days} 天内，${quoted(displayName)}的坐席始终少于 coverage 要求的 ${min} 人，最少时 ${staffed} 人。`
        : `${quoted(displayName)}的坐席少于 coverage 要求的 ${min} 人：${[
            ...times.map((one) => timesText(one, `${one.staffed}/${min} 人`)),
            ...(more > 0 ? [`另有 ${more} 个时段`] : []),
          ].join("；")}。`,
    help: "请为这些时段增加坐席，或调整 coverage。",
  }),
  "bad-day": ({ field, value, fault, meant }) => ({
    message:
      fault === "no-such-day"
        ? `${field} 的值${quoted(value)}是不存在的日期。`
        : `${field} 的值${quoted(value)}不是日期。`,
    help: meant === undefined ? "请写日期，例如 2026-10-01。" : `请写 ${meant}。`,
  }),
  "holiday-reversed": ({ from, to }) => ({
    message: `节假日的最后一天（${to}）早于第一天（${from}），或跨度超过一年。`,
    help: "首尾两天都算在内；只有一天时，两处写同一天。",
  }),
  "makeup-is-holiday": ({ date }) => ({
    message: `${date} 既是调休上班日，又是节假日。`,
    help: "请删去其中一处。",
  }),
  "calendar-until-early": ({ calendar, until }) => ({
    message: `日历${quoted(calendar)}中有晚于其截止日期 ${until} 的日期。`,
    help: "until 是日历已知的最后一天，请改为数据完整的最后一年的年末，或删去这些日期。",
  }),
  "calendar-ends": ({ calendar, until, date }) => ({
    message: `日历${quoted(calendar)}截至 ${until}：自 ${date} 起无法判断哪天是工作日。`,
    help: nextYear(date),
  }),
  "calendar-ended": ({ calendar, until, date }) => ({
    message: `日历${quoted(calendar)}截至 ${until}，而此处需要 ${date}。`,
    help: nextYear(date),
  }),
  "calendar-missing": ({ on }) => ({
    message: `${listed(on)} 需要日历才能判断，而文件中没有日历。`,
    help: "muster calendar add CN 年份 可写入一年的节假日与调休上班日；mon 至 sun 和 daily 不需要日历。",
  }),
  "calendar-unclear": ({ calendars }) => ({
    message: `文件中有多个日历（${listed(calendars)}），此处没有指明用哪一个。`,
    help: `请指明，例如 calendar: ${calendars[0] ?? ""}。`,
  }),
  "defined-twice": ({ kind, name }) => ({
    message: `${{ calendar: "日历", shift: "班次", roster: "排班表" }[kind]}${quoted(name)}重复定义。`,
    help: "这些名称由账号的所有文件共用。请保留一处，或为其中之一改名。",
  }),
  "unknown-name": ({ kind, name, suggestion }) => ({
    message: `没有名为${quoted(name)}的${{ calendar: "日历", shift: "班次", roster: "排班表" }[kind]}。`,
    help: `${didYouMean(suggestion)}请在账号的任一文件的 ${kind}s: 下定义。`,
  }),
  "shift-alias-twice": ({ alias, shift, other }) => ({
    message: `${quoted(alias)}在此处代表班次${quoted(shift)}，在别处代表${quoted(other)}。`,
    help: "表格中无法区分两者，请删去一处。",
  }),
  "shift-name-off": ({ name }) => ({
    message: `${quoted(name)}表示休息，不能用作班次名称。`,
    help: "请换一个名称。",
  }),
  "too-many-stretches": ({ limit }) => ({
    message: `在所查看的日期内，文件中的时段超过 ${limit.toLocaleString("en")} 个。`,
    help: "这超出了任何账号的实际规模。请检查是否有重复列出的坐席或时段，或缩短 --horizon。",
  }),
  "bad-interval": ({ field, value, meant }) => ({
    message: `${quoted(field)}中的${quoted(value)}不是有效的起止时间。`,
    help: meant === undefined ? "请写成 09:00-18:00 的形式；一天结束为 24:00。" : `请写 ${meant}。`,
  }),
  "intervals-overlap": ({ field }) => ({
    message: `${quoted(field)}中有两个时段重叠。`,
    help: "请合并两者，或缩短其一。结束时间不晚于开始时间的，到次日结束。",
  }),
  "bad-lead": ({ value }) => ({
    message: `lead 的值${quoted(value)}不是有效的时长。`,
    help: "请写成 2m 或 90s 的形式，不超过一小时。",
  }),
  "when-both": () => ({
    message: "when 中同时写了 at 和 shift。",
    help: "请只保留一个：at 直接写时段，shift 使用班次的时段。",
  }),
  "roster-in-roster": ({ team, roster }) => ({
    message: `团队${quoted(team)}的坐席来自排班表${quoted(roster)}，不能再用于排班表。`,
    help: "请逐个列出坐席，或使用只列坐席的团队。",
  }),
  "shift-empty": ({ roster, shifts }) => ({
    message:
      shifts.length === 0
        ? `在所查看的日期内，排班表${quoted(roster)}没有任何人当班。`
        : `在所查看的日期内，排班表${quoted(roster)}的班次${listed(shifts.map((one) => quoted(one)))}没有人。`,
    help: "请删除此条，或为该班次安排坐席。",
  }),
  "absence-expired": ({ agent, until }) => ({
    message: `${quoted(agent)}的请假已于 ${clockText(until)} 结束，不再生效。`,
    help: "请删除此条。",
  }),
  "cover-self": ({ agent }) => ({
    message: `${agent} 不能为自己顶班。`,
    help: "请在 by 处写其他坐席，或不写 by。",
  }),
  "cover-absent": ({ agent, by, at }) => ({
    message: `${by} 要为 ${agent} 顶班，但自 ${at} 起也在请假。`,
    help: "请在 by 处写其他坐席，或提前结束其中一次请假。",
  }),
  "cover-without-effect": ({ agent, by }) => ({
    message: `${by} 为 ${agent} 顶班不起作用：${agent} 届时不在任何技能组，或 ${by} 本来就在其中。`,
    help: "请删去 by，或写其他坐席。",
  }),
  "until-without-effect": ({ displayName, until }) => ({
    message: `${quoted(displayName)}为 additive：条目 ${until} 到期后，坐席仍会留在线上技能组中。`,
    help: "请届时在七陌后台将其移出，或去掉 membership: additive 并列出全部坐席。",
  }),
  "unknown-timezone": ({ zone, suggestion }) => ({
    message: `没有${quoted(zone)}这个时区。`,
    help: `${didYouMean(suggestion)}请写 IANA 时区名称，例如 Asia/Shanghai 或 America/New_York。`,
  }),
  "timezone-twice": ({ zone, other }) => ({
    message: `同一文件此处的时区是 ${zone}，前面是 ${other}。`,
    help: "一个文件只能有一个时区，请把另一时区的技能组放到单独的文件中。",
  }),
  "timezone-sign": ({ zone, opposite, isChina }) => ({
    message: `${zone} 比 UTC ${zone.includes("+") ? "晚" : "早"}：这类名称的正负号与习惯相反。`,
    help: isChina
      ? "如果指的是北京时间，请写 Asia/Shanghai。"
      : `如果方向反了，请写 ${opposite}；或改用地点名称，例如 Asia/Shanghai。`,
  }),
  "timezone-missing": ({ zone, other }) => ({
    message: `文件中写有时间但未写时区，而另一个文件的时区是 ${other}。`,
    help: `未写时区的文件按 ${zone} 计。请在文件开头用 timezone: 写明时区。`,
  }),
  "bad-instant": ({ written, meant, zones }) => ({
    message:
      zones === undefined
        ? `${quoted(written)}不是有效的时间。`
        : `时间 ${written} 含义不明：各文件的时区不同（${listed(zones)}）。`,
    help:
      zones !== undefined
        ? "请写带时差的时间，例如 2026-12-01T18:00+08:00。"
        : `请写 ${meant ?? "日期，例如 2026-12-01，或日期加时刻，例如 2026-12-01T18:00"}。`,
  }),
  "too-many-members": ({ limit }) => ({
    message: `技能组和团队合计超过 ${grouped(limit)} 人次。`,
    help: "请检查是否有多次相互包含的团队。",
  }),
  "unused-team": ({ team, members }) => ({
    message: `没有技能组使用团队${quoted(team)}（${members} 个条目）。`,
    help: "请删除，或在技能组的 members 中写 { team: … } 来使用。",
  }),
  "unused-roster": ({ roster }) => ({
    message: `没有技能组使用排班表${quoted(roster)}。`,
    help: "请删除，或在技能组的 members 中写 { roster: … } 来使用。",
  }),
  "unused-shift": ({ shift }) => ({
    message: `班次${quoted(shift)}未被使用。`,
    help: "请删除，或在排班表或 when 中使用。",
  }),
  "unused-calendar": ({ calendar }) => ({
    message: `日历${quoted(calendar)}未被使用。`,
    help: "请删除，或在排班表或 when 中用 calendar: … 指定。",
  }),
  "unused-agent-name": ({ names, count }) => ({
    message: `agents 中有 ${count} 个名称未被使用：${names.map(shortened).join("、")}${count > names.length ? "……" : ""}。`,
    help: "请删除不需要的名称。如果 agents 是全员名录，请在 muster.yaml 中将 unused-agent-name 设为 off。",
  }),
  "remark-code": ({ code, suggestion }) => ({
    message: code === "" ? "此备注没有写明放行什么。" : `${quoted(code)}不是可以用备注放行的警告。`,
    help: `${didYouMean(suggestion)}请写成 # muster: allow 代码 — 原因，代码见“警告”后的方括号。错误不能放行。`,
  }),
  "remark-reason": ({ codes }) => ({
    message: "此备注没有写原因，因此不生效。",
    help: `请写成 # muster: allow ${codes.map(shortened).join(", ")} — 原因。`,
  }),
  "remark-unused": ({ codes }) => ({
    message: `此备注所在处没有警告 ${codes.map(shortened).join("、")}。`,
    help: "请删除此备注，或将其移到该警告所在行的行尾或上一行。",
  }),
  "duplicate-name": ({ displayName }) => ({
    message: `另有技能组也名为${quoted(displayName)}，无法区分。`,
    help: "请用 exten 分别指定编号，或给其中一个换名称。",
  }),
  "duplicate-pin": ({ exten }) => ({
    message: `另有技能组也指定了编号 ${exten}。`,
    help: "线上的一个技能组在文件中只能有一项。请更正 exten，或合并两项。",
  }),
  "control-character": ({ character, ...spot }) => ({
    message: `${placed(spot)}含有控制字符（${character}）。`,
    help: "请删除它；可能是复制粘贴时带入的。",
  }),
  "surrounding-space": ({ value, ...spot }) => ({
    message: `${placed(spot)}的首尾有空白字符：${quoted(value)}。`,
    help: removeHelp("空白", spot),
  }),
  "hidden-character": ({ characters, ...spot }) => ({
    message: `${placed(spot)}含有看不见的字符：${listed(characters)}。`,
    help: removeHelp("这些字符", spot),
  }),
  "odd-space": ({ value, characters, ...spot }) => ({
    message: `${placed(spot)}中${characters.length === 0 ? "有连续的空格" : `有不是普通空格的空白字符（${listed(characters)}）`}：${quoted(value)}。`,
    help: `请只写一个普通空格，或不写空格。${asMeant(spot)}`,
  }),
  "placeholder-in-name": ({ value, variable, ...spot }) => ({
    message: variable
      ? `${placed(spot)}像是变量，但此处不会替换变量：${quoted(value)}。`
      : `${placed(spot)}像是占位的内容，而不是名称：${quoted(value)}。`,
    help: `请直接写出名称。接口无法删除按此名称新建的技能组。${asMeant(spot)}`,
  }),
  "quotes-in-name": ({ value, bare, ...spot }) => ({
    message: `引号成了名称的一部分：${shortened(value)}。`,
    help: `${/^["']/.test(value) ? "" : `YAML 只认半角的 " 和 '。`}请写成：${shortened(bare)}。${asMeant(spot)}`,
  }),
  "alike-names": ({ of, name, other, difference }) => ({
    message: `另有${{ groups: "技能组", agents: "坐席", teams: "团队" }[of]}名为${quoted(other)}，两者${differs(name, other, difference)}。`,
    help:
      of === "groups"
        ? `如果是同一个技能组，请只保留一项。如果是两个技能组，请在本组的 distinct 中列出${quoted(other)}，或用 exten 分别指定编号。`
        : "如果是同一个，请只保留一项；如果是两个，请给其中一个换一个不易混淆的名称。",
  }),
  "previously-own-name": ({ displayName }) => ({
    message: `${quoted(displayName)}就是技能组现在的名称，不是旧名称。`,
    help: "请从 previously 中删除。",
  }),
  "previously-in-use": ({ name, other }) => ({
    message: `旧名称${quoted(name)}同时属于技能组${quoted(other)}，可能会找到错误的线上技能组。`,
    help: "请用 exten 给两个技能组指定编号；如果七陌后台已改名，请删除旧名称。",
  }),
  "additive-without-members": ({ displayName }) => ({
    message: `${quoted(displayName)}设为 additive 却没有列出坐席，不会起任何作用。`,
    help: "请添加 members，或删除 membership。",
  }),
  "retired-conflict": ({ displayName, field }) => ({
    message:
      field === "members"
        ? `${quoted(displayName)}已停用（retired），不能再有坐席。`
        : field === "coverage"
          ? `${quoted(displayName)}已停用（retired），不能要求在岗人数。`
          : `${quoted(displayName)}已停用（retired），不会保留任何坐席，不能设为 additive。`,
    help: `请删除 ${field}，或删除 retired。`,
  }),

  "several-documents": () => ({
    message: "muster.yaml 只能有一个文档。",
    help: "请删除 ---，把所有设置写在一起。",
  }),
  "literal-secret": () => ({
    message: "接口密钥直接写在了文件中。",
    help: "请写 apiSecret: ${MOOR_SECRET}，并在环境变量或 CI 的密钥中设置其值。如果文件曾经提交，请联系七陌更换密钥。",
  }),
  "bad-reference": ({ field }) => ({
    message: `${field} 中的 \${ 不是变量的开头。`,
    help: "请写 ${NAME}，名称由字母、数字和 _ 组成。",
  }),
  "reference-not-here": ({ field }) => ({
    message: `${field} 中不能使用变量。`,
    help: "请直接写出路径。只有 host、accountId、apiSecret 和 store 可以使用 ${VAR}。",
  }),
  "undefined-variable": ({ variable, field, account }) => ({
    message: `未设置环境变量 ${variable}：账号${quoted(account)}的 ${field} 取自它。`,
    help: `请设置 ${variable} 后重试。在 CI 中，请检查密钥是否存在、是否传给了此任务。`,
  }),
  "missing-environment": ({ variables }) => ({
    message: `没有配置账号：未设置环境变量 ${listed(variables)}。`,
    help: "请设置 MUSTER_HOST、MUSTER_ACCOUNT_ID 和 MUSTER_API_SECRET，或在 muster.yaml 中配置账号。",
  }),
  "host-invalid": ({ written, fault }) => ({
    message: `${hostOf(written)}${HOST_FAULTS[fault]}。`,
    help: "写法示例：https://openapis.7moor.com，正确的地址见七陌后台的“对接数据”页面。",
  }),
  "host-insecure": ({ written }) => ({
    message: `${hostOf(written)}是明文 http，传输内容（包括签名）可能被窃取。`,
    help: "请使用 https。内网的测试服务器可加 --insecure-http。",
  }),
  "host-not-allowed": ({ written, allowed }) => ({
    message: `${hostOf(written)}不在允许接收签名请求的范围内：${listed(allowed)}。`,
    help: "收到签名请求的一方即可改动账号。确认地址无误后，请写入环境变量 MUSTER_ALLOWED_HOSTS（host、host:port 或 *.domain）；该项不能由文件设置。",
  }),
  "account-id-invalid": () => ({
    message: "accountId 不是账户编号，其内容不予显示。",
    help: "账户编号为一个大写字母加数字，例如 N00000000556，见七陌后台的“对接数据”页面。",
  }),
  "account-id-is-secret": () => ({
    message: "accountId 不是账户编号，可能误填了密钥。",
    help: "请与七陌后台的“对接数据”页面核对：账户编号形如 N00000000556。尚未发送任何请求。",
  }),
  "account-id-odd": () => ({
    message: "MUSTER_ACCOUNT_ID 不像账户编号，输出中可能不予显示。",
    help: "账户编号为一个大写字母加数字，例如 N00000000556，请与七陌后台的“对接数据”页面核对。",
  }),
  "variable-refused": ({ variable, field, because }) => ({
    message:
      field === "store"
        ? because === "secret"
          ? `变量 ${variable} 是账号的 apiSecret，不能用作共享存储的地址。`
          : `文件不得引用变量 ${variable} 作为共享存储的地址。`
        : because === "secret"
          ? `变量 ${variable} 的值是密钥，而 ${field} 会被发送并显示。`
          : `文件不得引用变量 ${variable}：${field} 会被发送并显示。`,
    help:
      because === "secret"
        ? `请为 ${field} 使用单独的变量，例如 ${field === "store" ? "MUSTER_STORE" : "MOOR_ACCOUNT"}。`
        : `请改用以 MUSTER_ 或 MOOR_ 开头的变量名，或将其写入环境变量 MUSTER_VARIABLES（${variable}）；该项不能由文件设置。`,
  }),
  "literal-store": () => ({
    message: "共享存储（store）只能写一个变量，因为地址含有密码。此处不显示其值。",
    help: "请写 store: ${MUSTER_STORE}，并在环境变量或 CI 的密钥中设置其值。如果密码曾经提交，请更换密码。",
  }),
  "store-invalid": ({ variable, fault }) => ({
    message: `${variable} 中的共享存储地址${STORE_FAULTS[fault]}。此处不显示其值。`,
    help: STORE_HELP,
  }),
  "variable-in-path": () => ({
    message: "host 的路径中含有变量。",
    help: "请写成 host: ${MUSTER_HOST}，由变量给出完整地址，或直接写出路径。",
  }),
  "bad-rate": ({ value, setting }) => ({
    message: `无法识别${setting === undefined ? "" : ` ${setting} 中的`}频次${quoted(value)}。`,
    help: RATE_HELP,
  }),
  "limit-above-documented": ({ operation, value, documented }) => ({
    message: `${operation} 设为 ${value}，高于文档规定的 ${documented}。`,
    help: "超出限制的调用会被七陌拒绝。除非七陌已为该账号提高限额，否则请去掉该项。",
  }),
  "after-merge": ({ setting, change, ref }) => ({
    message: `本次变更${{ added: "新增", changed: "修改", removed: "删除" }[change]}了 ${setting}，合并后才生效；在此之前以 ${ref} 为准。`,
    help: "host、频次限制和忽略的技能组取自基准提交，变更不能为自己的计划改动这些设置。",
  }),
  "guard-changed": ({ guard, before, limit }) => ({
    message: `本次变更将保护阈值 ${guard} 由 ${before} 改为 ${limit}，立即生效。`,
    help: "请确认计划确实需要，再予批准。",
  }),
  "waiver-in-force": ({ guard, limit, until, reason }) => ({
    message: `临时放宽生效中：保护阈值 ${guard} 放宽到 ${limit}，截至 ${until}（含当天）。原因：${shortened(reason)}。`,
    help: "在此之前（北京时间），每次运行都以最宽松的为准。",
  }),
  "waiver-ended": ({ guard, limit, until }) => ({
    message: `保护阈值 ${guard} 的临时放宽（${limit}）已于 ${until} 到期，不再生效。`,
    help: "请从 muster.yaml 中删除此条。",
  }),
  "waiver-long": ({ guard, until }) => ({
    message: `保护阈值 ${guard} 的临时放宽截至 ${until}，超过 90 天。`,
    help: "请缩短期限，或直接修改 muster.yaml 中 guards 的阈值。",
  }),
  "waiver-twice": ({ guard }) => ({
    message: `保护阈值 ${guard} 有两条临时放宽同时生效，以较宽松的为准。`,
    help: "请删除其中一条。",
  }),
  "waiver-changed": ({ guard, limit, before, after }) => ({
    message: `本次变更${before.length === 0 ? "新增" : after.length === 0 ? "删除" : "修改"}了保护阈值 ${guard} 的临时放宽：${[
      before.length === 0 ? limit : waiversText(before),
      after.length === 0 ? limit : waiversText(after),
    ].join(" → ")}，立即生效。`,
    help: "请确认本次计划确实需要，再予批准。",
  }),
  "unknown-level": ({ code, allowed, suggestion }) => ({
    message: `${quoted(code)}不是可以设置级别的警告。`,
    help: `${suggestion === undefined ? `可以设置级别的警告：${allowed.join("、")}。` : didYouMean(suggestion)}错误不能降级。`,
  }),
  "remark-added": ({ codes, reason }) => ({
    message: `本次变更在此放行 ${listed(codes.map(shortened))}：${shortened(reason)}。立即生效。`,
    help: "请确认原因成立，再予批准。警告本身不再显示。",
  }),
  "level-changed": ({ code, before, level }) => ({
    message: `本次变更将 ${code} 的级别由 ${before} 改为 ${level}，立即生效。`,
    help: level === "error" ? "此类问题从现在起会停止运行。" : "请确认确实不需要此类警告，再予批准。",
  }),
  "bad-date": ({ field, value }) => ({
    message: `${field} 的值${quoted(value)}不是有效日期。`,
    help: "请写日历中存在的日期，例如 2026-12-01。",
  }),
  "unknown-operation": ({ operation, setting, allowed, suggestion }) => ({
    message: `${setting === undefined ? "" : `${setting} 中的`}${quoted(operation)}不是有频次限制的接口。`,
    help: `${didYouMean(suggestion)}可用的接口：${listed(allowed)}。`,
  }),
  "bad-guard": ({ field, value }) => ({
    message: `${field} 不能是${quoted(value)}。`,
    help: field === "maxRemovals" ? "请写人次，例如 12；或百分比，例如 30%。" : "请写整数，例如 1。",
  }),
  "bad-pattern": ({ field, value, fault }) => ({
    message: `${field} 不能是${quoted(value)}：${PATTERN_FAULTS[fault]}。`,
    help: PATTERN_HELP[fault],
  }),

  "policy-min-members": ({ displayName, members, minimum }) => ({
    message: `${quoted(displayName)}有 ${members} 名坐席，规范 minMembers 要求至少 ${minimum} 名。`,
    help: "请添加坐席，或在 muster.yaml 中把该技能组写入此规范的 ignore。",
  }),
  "policy-max-members": ({ displayName, members, maximum }) => ({
    message: `${quoted(displayName)}有 ${members} 名坐席，规范 maxMembers 最多允许 ${maximum} 名。`,
    help: "请减少坐席、拆分技能组，或在 muster.yaml 中把它写入此规范的 ignore。",
  }),
  "policy-groups-per-agent": ({ agent, groups, maximum }) => ({
    message: `坐席 ${agent} 在 ${groups.length} 个技能组中（${shortList(groups)}），规范 maxGroupsPerAgent 最多允许 ${maximum} 个。`,
    help: "请将该坐席移出部分技能组，或在 muster.yaml 中把坐席写入此规范的 ignore。muster who 可列出相关的行。",
  }),
  "policy-name": ({ displayName, pattern }) => ({
    message: `名称${quoted(displayName)}不符合规范 namePattern${quoted(pattern)}。`,
    help: "请更正名称，或在 muster.yaml 中把该技能组写入此规范的 ignore。线上技能组须在七陌后台改名。",
  }),
  "policy-alias": ({ agentNumber }) => ({
    message: `工号 ${agentNumber} 没有名称，规范 requireAlias 要求有名称。`,
    help: `请在 agents 中为该工号命名，例如 li.na: "${agentNumber}"。`,
  }),

  "agent-not-found": ({ agent, asked, suggestion }) => ({
    message: ASKED[asked](quoted(agent)),
    help: `${didYouMean(suggestion)}请给出工号，或 agents${asked === "files-and-live" || asked === "files-and-groups" ? "、账号" : " "}中的名称。`,
  }),
};

/** Where an agent was looked for. */
const ASKED = {
  files: (agent) => `文件中没有坐席${agent}。`,
  offline: (agent) => `文件中没有坐席${agent}；未读取线上账号（--offline）。`,
  "files-and-groups": (agent) => `文件和线上技能组中都没有坐席${agent}；账号的坐席目录未能读取。`,
  "files-and-live": (agent) => `文件和线上账号中都没有坐席${agent}。`,
} as const satisfies Record<ConfigFindingArgs["agent-not-found"]["asked"], (agent: string) => string>;

/** Where a value stands, as the beginning of a sentence. */
function placed({ field, part }: FieldPath): string {
  if (part === "entry") return `${field} 中的条目`;
  return field === "" ? "文档" : `${field} `;
}

function exampleOf(expected: readonly Shape[], { field }: FieldPath): string {
  const [shape = "text", ...others] = expected;
  if (others.length === 0) return EXAMPLES[shape];
  if (field === "maxRemovals") return " 12 或 30%";
  if (isPolicy(field)) return POLICY_EXAMPLES[field];
  if (field === "exten") return ' "10018578"';
  return ` "8003"${others.includes("map") ? "，或用花括号写出各字段" : ""}`;
}

function waiversText(waivers: readonly WrittenWaiver[]): string {
  return waivers.map(({ limit, until, reason }) => `${limit}（截至 ${until}，原因：${shortened(reason)}）`).join("、");
}

function isPolicy(field: string): field is PolicyName {
  return Object.hasOwn(POLICY_EXAMPLES, field);
}

function emptyHelp(expected: readonly Shape[], spot: FieldPath): string {
  if (isNeeded(spot)) return "请填写值。";
  return expected.includes("list") ? "请删除该字段，或用 [] 表示空列表。" : "请填写值，或删除它。";
}

function oneOf(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join("、")}或${last}`;
}

/** A list that does not run on for ever. */
function shortList(items: readonly string[]): string {
  return items.length > 6 ? `${before(listed(items.slice(0, 5)))}等 ${items.length} 个` : listed(items);
}

const FILE_KINDS: Readonly<Record<FileKind, string>> = {
  excel: "这是 Excel 工作簿",
  zip: "这是 zip 压缩包",
  gzip: "这是 gzip 压缩文件",
  pdf: "这是 PDF 文档",
  image: "这是图片",
  shortcut: "这是 Windows 快捷方式",
  html: "这是网页",
  xml: "这是 XML",
  rtf: "这是带格式的文档（RTF）",
  "git-crypt": "内容已用 git-crypt 加密",
  sops: "内容已用 SOPS 加密",
  "ansible-vault": "内容已用 Ansible Vault 加密",
  pgp: "内容已用 PGP 加密",
  age: "内容已用 age 加密",
};

/** `第 4 至 6 行（HEAD）`. */
function sideText({ from, to, name }: ConflictSide): string {
  const lines = to < from ? "空" : from === to ? `第 ${from} 行` : `第 ${from} 至 ${to} 行`;
  return `${lines}${name === undefined ? "" : `（${shortened(name)}）`}`;
}

/** How the agents of a text are written. */
function meantHelp({ agents, remark, priority }: AgentsMeant): string {
  const [first = "", ...others] = agents.map((agent) => shortened(isDigits(agent) ? `"${agent}"` : agent));
  if (priority !== undefined) return `请写成 { agent: ${first}, priority: ${priority} }。`;
  if (others.length > 0) return `请每个坐席单独写一项：${shortList([first, ...others])}。`;
  return remark === undefined
    ? `请写成 ${first}。`
    : `请单独写一行 - ${first} # ${shortened(remark)}：条目只写工号，姓名作为注释。`;
}

/** `queue（轮流）`: with the word of the vendor's console. */
function inConsole(field: string, value: string): string {
  const word = field === "assignRule" || field === "memory" ? consoleWord(field, value) : value;
  return word === value ? value : `${value}（${word}）`;
}

/** A space before Latin letters and digits. */
function spaced(text: string): string {
  return /^[\w"'-]/.test(text) ? ` ${text}` : text;
}

function removeHelp(what: string, { field }: FieldPath): string {
  if (field === "displayName") return `请删除${what}。如果线上技能组的名称本来就有，请在本组的 distinct 中列出该名称。`;
  return `请删除${what}${field === "previously" ? "，除非线上技能组的名称本来就有" : ""}。`;
}

/** How to keep an odd name of a group. */
function asMeant({ field }: FieldPath): string {
  return field === "displayName" ? "如果名称确应如此，请在本组的 distinct 中列出该名称。" : "";
}

/** `是否想写“priority”？`, or nothing. */
function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `是否想写${quoted(suggestion)}？`;
}

function megabytes(bytes: number): string {
  // Rounded up: a file a little over the limit is not as large as the limit.
  return `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MiB`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function quoted(name: string): string {
  return quotedWhole(shortened(name));
}

/** What to do about a sign that YAML does not know, though it looks like one that it does. */
function otherThan(fullWidth: string | undefined): string {
  return fullWidth === undefined
    ? ""
    : `此处的“${fullWidth}”是全角符号，请改为半角的“${fullWidth.normalize("NFKC")}”。`;
}

/** What to do about a calendar that ends. @param date the first day that it does not know */
function nextYear(date: string): string {
  return `请添加下一年：muster calendar add CN ${date.slice(0, 4)}。放假安排通常在前一年 11 月公布。`;
}
