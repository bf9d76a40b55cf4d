import type { MoorFindingArgs, UnreachableReason } from "../../../moor/findings.js";
import { formatDuration } from "../../duration.js";
import type { Catalogue, Prose } from "../catalogue.js";

const DATA_PAGE = "七陌后台的“对接数据”页面";

const PROXY_HINT = "如果本机网络需要走代理，请设置环境变量 HTTPS_PROXY，例如 http://proxy.example:3128。";
const CA_HINT = "用环境变量 NODE_EXTRA_CA_CERTS 指定其 CA 证书文件";

/** Why there was no answer, and what to try. */
const UNREACHABLE: Record<UnreachableReason, (host: string, proxy: string) => Prose> = {
  dns: (host) => ({
    message: `无法解析 ${host} 的域名`,
    help: `请与${DATA_PAGE}核对 host。如果没有写错，请检查本机的 DNS 和网络。${PROXY_HINT}`,
  }),
  refused: (host) => ({
    message: `${host} 拒绝连接`,
    help: `请与${DATA_PAGE}核对 host 和端口。防火墙拦截也会出现此情况。${PROXY_HINT}`,
  }),
  reset: (host) => ({
    message: `${host} 未应答就断开了连接`,
    help: "请重试。如果每次都这样，请检查 host 是否把 https 写成了 http，以及本机与七陌之间的代理或防火墙。",
  }),
  "no-route": (host) => ({
    message: `无法与 ${host} 建立连接`,
    help: `请检查本机网络，并与${DATA_PAGE}核对 host。${PROXY_HINT}`,
  }),
  timeout: (host) => ({
    message: `${host} 应答超时`,
    help: `请重试，或用 --timeout 秒数 延长等待。如果每次都超时，请检查 host。${PROXY_HINT}`,
  }),
  "certificate-authority": (host) => ({
    message: `本机不信任 ${host} 的证书签发者`,
    help: `如果中间有公司代理或私有 CA，请${CA_HINT}。如果没有，应答的可能不是七陌，请检查 host。`,
  }),
  "certificate-expired": (host) => ({
    message: `${host} 的证书已过期`,
    help: "请检查本机时间。如果时间正确，需要由对方（或中间的代理）更新证书。",
  }),
  "certificate-not-yet-valid": (host) => ({
    message: `${host} 的证书尚未生效`,
    help: "请校准本机时间，很可能慢了。",
  }),
  "certificate-name": (host) => ({
    message: `${host} 的证书与域名不符`,
    help: `请与${DATA_PAGE}核对 host。不能用 IP 地址或自定义的域名代替。`,
  }),
  certificate: (host) => ({
    message: `${host} 的证书无法通过校验`,
    help: `请检查 host 和本机时间。如果中间有公司代理或私有 CA，请${CA_HINT}。`,
  }),
  "not-tls": (host) => ({
    message: `${host} 不支持 https，或中断了握手`,
    help: `请与${DATA_PAGE}核对 host 和端口。如果没有写错，请检查中间的代理或防火墙。`,
  }),
  port: (host) => ({
    message: `${host} 的端口属于其他协议，不能用于 http`,
    help: `请与${DATA_PAGE}核对端口；多数 host 不带端口。`,
  }),
  other: (host) => ({
    message: `无法连接 ${host}`,
    help: `请检查本机网络，并与${DATA_PAGE}核对 host。`,
  }),
  "proxy-dns": (host, proxy) => ({
    message: `连接 ${host} 所用的代理 ${proxy} 无法解析域名`,
    help: "请检查 HTTPS_PROXY（或 HTTP_PROXY）是否写错。NO_PROXY 中的地址不走代理。",
  }),
  "proxy-refused": (host, proxy) => ({
    message: `连接 ${host} 所用的代理 ${proxy} 拒绝连接`,
    help: "请检查 HTTPS_PROXY（或 HTTP_PROXY）中的地址和端口，并确认代理正在运行。NO_PROXY 中的地址不走代理。",
  }),
  "proxy-reset": (host, proxy) => ({
    message: `代理 ${proxy} 收到连接 ${host} 的请求后断开了连接`,
    help: "请确认 HTTPS_PROXY（或 HTTP_PROXY）指向的是 http 代理且端口正确。如果无误，请联系代理的管理员。",
  }),
  "proxy-timeout": (host, proxy) => ({
    message: `连接 ${host} 所用的代理 ${proxy} 连接超时`,
    help: "请检查 HTTPS_PROXY（或 HTTP_PROXY）中的地址和端口。NO_PROXY 中的地址不走代理。",
  }),
  "proxy-certificate": (host, proxy) => ({
    message: `无法与代理 ${proxy}（用于连接 ${host}）建立安全连接`,
    help: `即使目标是 https，HTTPS_PROXY 中的代理地址一般也以 http:// 开头。如果代理使用私有 CA 的证书，请${CA_HINT}。`,
  }),
  "proxy-auth": (host, proxy) => ({
    message: `连接 ${host} 所用的代理 ${proxy} 需要用户名和密码，或现有的不正确`,
    help: "请写入 HTTPS_PROXY（或 HTTP_PROXY），格式为 http://用户名:密码@proxy.example:3128，其中的 @、: 等字符写成 %40、%3A。muster 不会输出用户名和密码。",
  }),
  "proxy-denied": (host, proxy) => ({
    message: `代理 ${proxy} 不允许访问 ${host}`,
    help: "请联系代理的管理员放行此地址。如果访问它不需要代理，请加入 NO_PROXY。",
  }),
  "proxy-failed": (host, proxy) => ({
    message: `代理 ${proxy} 无法连接 ${host}`,
    help: `请与${DATA_PAGE}核对 host。如果没有写错，请联系代理的管理员；不需要走代理的地址请加入 NO_PROXY。`,
  }),
  "proxy-other": (host, proxy) => ({
    message: `连接 ${host} 所用的代理 ${proxy} 无法使用`,
    help: "请检查 HTTPS_PROXY（或 HTTP_PROXY）。NO_PROXY 中的地址不走代理。",
  }),
};

/** Why calls to the API came to nothing, in Chinese. */
export const moorMessages: Catalogue<MoorFindingArgs> = {
  unreachable: ({ host, operation, reason, detail, attempts, proxy = "" }) => {
    const { message, ...help } = UNREACHABLE[reason](host, proxy);
    const facts = [operation, ...(detail === "" ? [] : [detail]), ...tried(attempts)];
    return { message: `${message}（${facts.join("，")}）。`, ...help };
  },
  "wrong-credentials": ({ operation, host, accountId, detail, bare }) => ({
    message: `${host} 鉴权失败，账号 ${accountId}（${operation}${detail === "" ? "" : `：${detail}`}）。`,
    help: `请检查三项：账户编号；密钥，即 muster.yaml 中 apiSecret 引用的环境变量（没有该文件时为 MUSTER_API_SECRET）；本机时间，签名有效期只有 5 分钟。${bare ? "应答不是 JSON，也可能来自接口之前的网关或防火墙，请确认对方允许从本机地址访问。" : detail === "" ? "" : "如果服务端的说明指出了其他原因（例如本机 IP 不在白名单中），请以其为准。"}可运行 muster check 进一步排查。`,
  }),
  "clock-off": ({ operation, host, secondsAhead }) => ({
    message: `本机时间比 ${host} ${secondsAhead > 0 ? "快" : "慢"}了 ${formatDuration(Math.abs(secondsAhead), "zh")}，签名有效期只有 5 分钟，因此 ${operation} 鉴权失败。`,
    help: "请校准本机时间（systemd 系统可用 timedatectl set-ntp true）。与时区设置无关。",
  }),
  "not-json": ({ operation, host, status, excerpt, attempts }) => ({
    message: `${host} 对 ${operation} 返回的${kindOf(status, excerpt)}，不是 JSON（${[`HTTP ${status}`, ...tried(attempts)].join("，")}）${excerpt === "" ? "。" : `：${excerpt}`}`,
    help: `请与${DATA_PAGE}核对 host。如果没有写错，则是中间的网关或代理代为应答，请稍后重试。`,
  }),
  "api-refused": ({ operation, status, detail }) => ({
    message: `接口拒绝了 ${operation} 请求（${status}）${detail === "" ? "。" : `：${detail}`}`,
    help:
      status === 404 || status === 405
        ? `该 host 上没有这个接口。请与${DATA_PAGE}核对 host，其中不含路径。`
        : operation.startsWith("queueQueue")
          ? "如果是每页条数的问题，请在 muster.yaml 中为该账号设置更小的 pageSize（muster 已试到 10）；否则请将此信息反馈给七陌。"
          : "本次调用没有改动任何内容。请检查请求内容（apply --dry-run 可查看）；如果无误，请将此信息反馈给七陌。",
  }),
  "api-error": ({ operation, status, detail, attempts }) => ({
    message: `接口 ${operation} 出错（${[String(status), ...tried(attempts)].join("，")}）${detail === "" ? "。" : `：${detail}`}`,
    help: "这是七陌服务端的问题，请过几分钟重试；已执行的不会重复。",
  }),
  "reply-too-large": ({ operation, what, most }) => ({
    message: {
      bytes: `${operation} 的应答超过 ${most / 1024 / 1024} MiB，已停止读取。`,
      groups: `${operation} 的应答称技能组超过 ${most} 个，超出 muster 的读取上限。`,
      pages: `${operation} 的列表读到 ${most} 个技能组仍未结束，超出 muster 的读取上限。`,
    }[what],
    help: `没有账号会有这么多数据。请与${DATA_PAGE}核对 host。如果没有写错，请将此信息反馈给七陌。`,
  }),
  "bad-reply": ({ operation, expected, attempts }) => ({
    message: `${operation} 的应答与接口文档不符：${expected} 缺失、过大或类型有误${attempts > 1 ? `（${tried(attempts).join("")}）` : ""}。`,
    help: "请确认 host 提供在线技能组接口（v20210827）。如果无误，可能是接口有变，请反馈给 muster。",
  }),
  "incomplete-read": ({ operation, tries, listed, count, constant }) => ({
    message: `未能读全账号：${operation} 尝试 ${tries} 次，读到 ${listed} 个技能组${count === null ? "" : `，而接口称共有 ${count} 个`}。`,
    help: constant
      ? "数据不完整时不会生成计划。账号并没有在变动，而是接口的分页与其总数不符。请在 muster.yaml 中为该账号设置更小的 pageSize；如仍不行，请将此信息反馈给七陌。"
      : "数据不完整时不会生成计划。可能正有人在改动技能组，请稍后重试。",
  }),
  "still-limited": ({ operation, answers, detail }) => ({
    message: `${operation} 连续 ${answers} 次被限流，其间没有一次调用成功${detail === "" ? "。" : `：${detail}`}`,
    help: "有其他程序（或另一个 muster）在占用此账号的频次。请先停掉它，或在 muster.yaml 的 limits（或 MUSTER_LIMITS）中调低 muster 的频次。",
  }),
  "long-wait": ({ operation, seconds, detail }) => ({
    message: `${operation} 被限流，接口要求等待 ${formatDuration(seconds, "zh")}${detail === "" ? "。" : `：${detail}`}`,
    help: "muster 最多等待十分钟，请在此之后重新运行。可能有其他程序（或另一个 muster）在占用此账号的频次。",
  }),
};

function tried(attempts: number): string[] {
  return attempts > 1 ? [`已尝试 ${attempts} 次`] : [];
}

function kindOf(status: number, excerpt: string): string {
  if (status >= 300 && status < 400) return "是重定向";
  if (excerpt === "") return "内容为空";
  return /^\s*<(!doctype|html|head|body)/i.test(excerpt) ? "是 HTML" : "是文本";
}
