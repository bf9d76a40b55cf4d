/** What people write for the values of a setting, apart from the values: words of the vendor's console and of other systems. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  assignRule: {
    random: "随机 随机分配 rand any",
    queue: "轮流 轮流分配 轮询 轮循 轮换 顺序 依次 排队 平均 平均分配 roundrobin rr turn inturn sequential rotate",
    least:
      "最少 最少分配 空闲最多 最空闲 空闲 空闲优先 最少会话 负载最少 leastbusy leastconn leastactive idle mostidle longestidle",
    priority: "优先 优先级 按优先级 优先级分配 prio level weight",
  },
  memory: {
    off: "关 关闭 否 无 不 不记忆 不启用 未启用 禁用 停用 none no n false f 0 disabled disable never null",
    "2h": "7200",
    "1d": "24 86400 day daily 当天 隔天",
    "7d": "7 604800 week weekly 每周",
    "30d": "30 2592000 month monthly 每月",
  },
  membership: {
    exact: "精确 完全 完全一致 全部 严格 strict full replace only",
    additive: "追加 附加 增量 添加 add append partial merge",
  },
};

/** Minutes of each duration that `memory` takes. */
const MEMORY_MINUTES: ReadonlyMap<number, string> = new Map([
  [120, "2h"],
  [1440, "1d"],
  [10_080, "7d"],
  [43_200, "30d"],
]);

const UNITS: readonly (readonly [minutes: number, names: string])[] = [
  [1 / 60, "s sec secs second seconds 秒 秒钟"],
  [1, "m min mins minute minutes 分 分钟"],
  [60, "h hr hrs hour hours 时 小时 个小时 钟头 个钟头"],
  [1440, "d day days 天 日 整天"],
  [10_080, "w wk week weeks 周 星期 个星期 礼拜 个礼拜"],
  [43_200, "mo mon month months 月 个月"],
];

const NUMERALS: Readonly<Record<string, number>> = { 一: 1, 两: 2, 二: 2, 七: 7, 二十四: 24, 三十: 30, 一百二十: 120 };

/** The value that was meant by other words, such as `queue` by 轮流 and `1d` by `24h`; `undefined` where that is not sure. */
export function valueMeant(field: string, written: string): string | undefined {
  const word = written
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
  for (const [value, words] of Object.entries(Object.hasOwn(WORDS, field) ? (WORDS[field] ?? {}) : {}))
    if (word === value || words.split(" ").includes(word)) return value;
  return field === "memory" ? memoryOf(word) : undefined;
}

/** A number alone is taken for minutes. */
function memoryOf(word: string): string | undefined {
  const [, digits = "", unit = ""] = /^(\d+|[一两二三四七十百]+)(\D*)$/u.exec(word) ?? [];
  const amount = Object.hasOwn(NUMERALS, digits) ? NUMERALS[digits] : Number(digits || Number.NaN);
  const minutes = unit === "" ? 1 : UNITS.find(([, names]) => names.split(" ").includes(unit))?.[0];
  if (amount === undefined || minutes === undefined) return undefined;
  return MEMORY_MINUTES.get(Math.round(amount * minutes * 1e6) / 1e6);
}
