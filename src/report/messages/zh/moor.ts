import type { MoorFindingArgs, UnreachableReason } from "../../../moor/findings.js";
import type { Catalogue, Prose } from "../prose.js";

const DATA_PAGE = "七陌后台的“对接数据”页面";

/** Why there was no answer, and what to try. */
const UNREACHABLE: Record<UnreachableReason, (host: string) => Prose> = {
  dns: (host) => ({
    message: `无法解析 ${host} 的域名`,
    help: `请检查 host 是否写错，正确的地址见${DATA_PAGE}。如果没有写错，请检查本机的 DNS 和网络。`,
  }),
  refused: (host) => ({
    message: `${host} 拒绝连接`,
    help: `请检查 host 和端口，正确的地址见${DATA_PAGE}。防火墙拦截或未走代理也会出现此情况。`,
  }),
  reset: (host) => ({
    message: `${host} 未应答就断开了连接`,
    help: "请重试。如果每次都这样，请检查本机与七陌之间的代理或防火墙。",
  }),
  timeout: (host) => ({
    message: `${host} 应答超时`,
    help: "请重试，或用 --timeout 秒数 延长等待。如果每次都超时，请检查 host，以及网络是否需要走代理。",
  }),
  certificate: (host) => ({
    message: `${host} 的证书不受信任`,
    help: "请检查 host 和本机时间。如果中间有公司代理或私有 CA，请用环境变量 NODE_EXTRA_CA_CERTS 指定其证书文件。",
  }),
  other: (host) => ({
    message: `无法连接 ${host}`,
    help: `请检查 host（见${DATA_PAGE}）和本机网络。`,
  }),
};

/** Why calls to the API came to nothing, in Chinese. */
export const moorMessages: Catalogue<MoorFindingArgs> = {
  unreachable: ({ host, operation, reason, detail, attempts }) => {
    const { message, ...help } = UNREACHABLE[reason](host);
    const facts = [operation, ...(detail === "" ? [] : [detail]), ...tried(attempts)];
    return { message: `${message}（${facts.join("，")}）。`, ...help };
  },
  "wrong-credentials": ({ operation, host, accountId, detail }) => ({
    message: `${host} 鉴权失败，账号 ${accountId}（${operation}${detail === "" ? "" : `：${detail}`}）。`,
    help: "请检查三项：账号编号；密钥，即 muster.yaml 中 apiSecret 引用的环境变量（没有该文件时为 MUSTER_API_SECRET）；本机时间，签名有效期只有 5 分钟。",
  }),
  "not-json": ({ operation, host, status, excerpt, attempts }) => ({
    message: `${host} 对 ${operation} 返回的${kindOf(excerpt)}，不是 JSON（${[`HTTP ${status}`, ...tried(attempts)].join("，")}）${excerpt === "" ? "。" : `：${excerpt}`}`,
    help: `host 是否正确？正确的地址见${DATA_PAGE}。如果没有写错，则是中间的网关或代理代为应答，请稍后重试。`,
  }),
  "api-refused": ({ operation, status, detail }) => ({
    message: `接口拒绝了 ${operation} 请求（${status}）${detail === "" ? "。" : `：${detail}`}`,
    help: "本次调用没有改动任何内容。请检查请求内容（apply --dry-run 可查看）；如果无误，请将此信息反馈给七陌。",
  }),
  "api-error": ({ operation, status, detail, attempts }) => ({
    message: `接口 ${operation} 出错（${[String(status), ...tried(attempts)].join("，")}）${detail === "" ? "。" : `：${detail}`}`,
    help: "这是七陌服务端的问题，请过几分钟重试；已完成的不会重复执行。",
  }),
  "bad-reply": ({ operation, expected, attempts }) => ({
    message: `${operation} 的应答与接口文档不符：缺少 ${expected} 或类型有误${attempts > 1 ? `（${tried(attempts).join("")}）` : ""}。`,
    help: "请确认 host 提供在线技能组接口（v20210827）。如果无误，可能是接口有变，请反馈给 muster。",
  }),
  "incomplete-read": ({ operation, tries, listed, count }) => ({
    message: `未能完整读取账号：${operation} 尝试 ${tries} 次，读到 ${listed} 个技能组${count === null ? "" : `，而接口称共有 ${count} 个`}。`,
    help: "数据不完整时不会生成计划。可能正有人在改动技能组，请稍后重试。",
  }),
  "still-limited": ({ operation, answers }) => ({
    message: `${operation} 连续 ${answers} 次被限流，其间没有一次调用成功。`,
    help: "有其他程序（或另一个 muster）在占用此账号的调用额度。请先停掉它，或在 muster.yaml 的 limits（或 MUSTER_LIMITS）中调低 muster 的额度。",
  }),
};

function tried(attempts: number): string[] {
  return attempts > 1 ? [`已尝试 ${attempts} 次`] : [];
}

function kindOf(excerpt: string): string {
  if (excerpt === "") return "内容为空";
  return /^\s*<(!doctype|html|head|body)/i.test(excerpt) ? "是 HTML" : "是文本";
}
