import type { CheckFindingArgs, SecretOddity } from "../../check.js";
import { formatDuration } from "../../duration.js";
import type { CheckWords } from "../check.js";
import type { Catalogue } from "../prose.js";

const DATA_PAGE = "七陌后台的“对接数据”页面";

const ODDITIES: Readonly<Record<SecretOddity, string>> = {
  quotes: "首尾带有引号",
  space: "中间有空格或换行",
  assignment: "以“变量名=”开头，像是复制了整行",
  "not-ascii": "含有密钥中不会出现的字符，例如全角字符",
  account: "与账户编号相同",
  unexpanded: "是一个没有被替换的变量名",
  masked: "全是星号，是日志或设置页面遮盖后的内容",
  escape: "以反斜杠加字母结尾，像是被转义的换行",
};

const WITHOUT_CLAIMS =
  "plan 和 apply 可以不用它，改用 queueQueue 读取，频次只有五分之一；muster status 和 --staffing 则无法使用。";

/** The text of `muster check`, in Chinese. */
export const checkWords: CheckWords = {
  names: {
    settings: "配置",
    files: "文件",
    host: "host",
    clock: "时间",
    credentials: "账号和密钥",
    queueQueue: "queueQueue",
    queueQueueAgentClaimStatus: "queueQueueAgentClaimStatus",
    getCCAgentsByAcc: "坐席列表",
  },
  ready: (accounts) => (accounts > 1 ? `${accounts} 个账号均已就绪。` : "账号已就绪。"),
  notReady: (bad, accounts) =>
    accounts > 1 ? `${accounts} 个账号中有 ${bad} 个未就绪，apply 会失败。` : "账号未就绪，apply 会失败。",
  writesNotTried:
    "未调用 addQueue 和 updateQueueAssignMembers，因为调用会产生改动；账号有无权限要到首次 apply 时才知道。",
};

/** What only a check finds, in Chinese. */
export const checkMessages: Catalogue<CheckFindingArgs> = {
  "settings-ok": ({ proxy }) => ({
    message: `host、账户编号和密钥均已设置${proxy === undefined ? "" : `；环境变量中设置了代理 ${proxy}`}。`,
  }),
  "secret-odd": ({ oddity }) => ({
    message: `密钥${ODDITIES[oddity]}。`,
    help: `可能是复制时出错，正确的密钥见${DATA_PAGE}。`,
  }),
  "account-odd": ({ accountId }) => ({
    message: `账户编号 ${accountId} 与常见格式（例如 N00000000556）不同。`,
    help: `请与${DATA_PAGE}核对。`,
  }),
  "host-path": ({ host, path }) => ({
    message: `host 带有路径：${path}`,
    help: `各接口的路径由 muster 自动添加，七陌的 host 不含路径，请改为 ${host} 再试。`,
  }),
  "ca-file-unusable": ({ path }) => ({
    message: `NODE_EXTRA_CA_CERTS 指定的 ${path} 不存在或不含证书，已被忽略。`,
    help: "请指定 PEM 格式的证书文件（以 -----BEGIN CERTIFICATE----- 开头）。",
  }),
  "tls-loosened": ({ name, value }) => ({
    message: `${name} 中含有 ${value}；muster 仍会校验证书，且只用 TLS 1.2 及以上版本。`,
    help: "请从环境中去掉该设置，其他程序会受其影响。私有 CA 的证书请用 NODE_EXTRA_CA_CERTS 指定。",
  }),
  "files-ok": ({ files, groups }) => ({ message: `${files} 个文件，${groups} 个技能组。` }),
  "files-none": ({ path }) => ({
    message: `还没有 YAML 文件（${path}）。`,
    help: "可用 muster pull 将线上的技能组写入文件。",
  }),
  "files-broken": ({ errors }) => ({
    message: `文件中有 ${errors} 个错误。`,
    help: "运行 muster validate 可查看全部错误。",
  }),
  "host-ok": ({ host }) => ({ message: `${host} 应答正常。` }),
  "clock-ok": ({ secondsAhead }) => ({
    message:
      Math.abs(secondsAhead) < 2
        ? "与服务端一致（误差在 1 秒左右）。"
        : `比服务端${secondsAhead > 0 ? "快" : "慢"} ${formatDuration(Math.abs(secondsAhead), "zh")}。`,
  }),
  "clock-drift": ({ secondsAhead }) => ({
    message: `本机时间比服务端${secondsAhead > 0 ? "快" : "慢"} ${formatDuration(Math.abs(secondsAhead), "zh")}，超过 5 分钟后调用会鉴权失败。`,
    help: "请校准本机时间（systemd 系统可用 timedatectl set-ntp true）。",
  }),
  "clock-unknown": () => ({
    message: "应答中没有服务端时间，无法比对。",
    help: "签名有效期只有 5 分钟，请确认本机已开启时间同步（NTP）。",
  }),
  "credentials-ok": ({ accountId }) => ({ message: `服务端接受账号 ${accountId} 及其密钥。` }),
  "turned-away": ({ host, detail }) => ({
    message: `对 ${host} 的调用全部被拒（${detail}，应答不是 JSON），应答的很可能不是接口本身，而是它之前的网关或防火墙。`,
    help: `请联系七陌（或本机网络的管理员），确认允许从本机地址访问，并与${DATA_PAGE}核对 host。有些网关对错误的鉴权也这样应答，请一并核对账户编号和密钥。`,
  }),
  "wrong-account": ({ accountId, detail }) => ({
    message: `账户编号 ${accountId} 不正确：服务端没有这个账号${inWords(detail)}。`,
    help: `请与${DATA_PAGE}核对账户编号和 host，不同账号的 host 可能不同。密钥尚未检查。`,
  }),
  "wrong-secret": ({ accountId, detail }) => ({
    message: `密钥不正确：账号 ${accountId} 存在，但鉴权失败${inWords(detail)}；对不存在的账号，服务端的应答不同。`,
    help: `正确的密钥见${DATA_PAGE}。请检查 muster.yaml 中 apiSecret 引用的环境变量（没有该文件时为 MUSTER_API_SECRET）。${ownWords(detail)}`,
  }),
  "account-or-secret": ({ accountId, detail }) => ({
    message: `账号 ${accountId} 或其密钥不正确。服务端的应答与不存在的账号相同，无法区分是哪一个${inWords(detail)}。`,
    help: `请从${DATA_PAGE}重新复制账户编号和密钥，密钥写入 muster.yaml 中 apiSecret 引用的环境变量（没有该文件时为 MUSTER_API_SECRET）。并确认两者属于同一账号，host 也与该页面一致。${ownWords(detail)}`,
  }),
  "interface-ok": ({ size }) => ({ message: `可以调用，账号中有 ${size} 个技能组。` }),
  "interface-forbidden": ({ operation, detail }) => ({
    message: `账号无权调用 ${operation}${inWords(detail)}。其他调用正常，说明账号、密钥和时间均无误。`,
    help: "请联系七陌为此账号开通在线技能组接口（v20210827）。没有此接口，plan 和 apply 都无法运行。",
  }),
  "claim-status-off": ({ detail }) => ({
    message: `无权调用（${detail}）。`,
    help: `${WITHOUT_CLAIMS}可联系七陌为此账号开通。`,
  }),
  "claim-status-failing": ({ detail }) => ({
    message: `暂时没有正常应答（${detail}）。`,
    help: `${WITHOUT_CLAIMS}请几分钟后重试。`,
  }),
  "claim-status-needed": ({ detail }) => ({
    message: `无法调用（${detail}），因而无法检查保护阈值 minClaiming。`,
    help: "请联系七陌为此账号开通，或将 muster.yaml 中的 guards.minClaiming 设为 0；否则只要有技能组变更，apply 就会停止。",
  }),
  "directory-ok": ({ size }) => ({ message: `可以调用，共 ${size} 个坐席；plan 会提示不存在的工号。` }),
  "directory-off": ({ detail }) => ({
    message: `无法调用（${detail}）：plan 不能提示不存在的工号，要到 apply 之后才会发现并列出。`,
  }),
  "not-tried": ({ because }) => ({ message: `未知，需先解决“${checkWords.names[because]}”的问题。` }),
};

/** A refusal may be for another reason than what it is taken for. */
function ownWords(detail: string): string {
  return detail === "" ? "" : "如果服务端的说明指出了其他原因（例如本机 IP 不在白名单中），请以其为准。";
}

function inWords(detail: string): string {
  return detail === "" ? "" : `（“${detail}”）`;
}
