import { formatDuration } from "../../duration.js";
import type { Dialogue } from "../dialogue.js";
import { listed } from "./phrases.js";

/** What the shell says while a run goes on, in Chinese. */
export const dialogue: Dialogue = {
  approve: (accounts, writes) => `是否将以上变更（共写入 ${writes} 次）应用到账号 ${listed(accounts)}？`,
  yes: "应用",
  no: "取消",
  stopping: "正在停止：不再发起新的请求，等待已发出的请求返回。",
  givingUp: "不再等待已发出的请求。",
  stoppedAtOnce: "已立即停止。已发出的请求结果未知，请运行 muster plan 查看。",
  waitingForLock: (account, pid, since) => `等待账号 ${account} 的另一个 apply 完成：进程 ${pid}，开始于 ${since}。`,
  notLocked: (detail) => `无法在本机加锁，请勿同时运行第二个 apply：${detail}`,
  leftOut: (accounts) => `账号 ${listed(accounts)} 没有执行任何变更，原因见上方错误。`,
  nothingLeft: (expected) => `没有可执行的变更，已批准的计划（${expected}）无需再执行。`,
  notSaved: (path) => `未写入 ${path}：保存的计划须包含全部账号，而有账号未能生成计划。`,
  uncounted: (detail) => `无法在本机记录接口调用，紧接着的其他运行可能超出频次限制：${detail}`,
  unrecorded: (detail) => `无法在本机记录新建操作：${detail}`,
  noDirectory: "坐席列表接口没有应答，不会提示不存在的工号。",
  reading: (account) => `正在读取账号 ${account} …`,
  progress: (done, total) => `已完成 ${done}/${total}`,
  notApplied: (count) => `${count} 个未执行`,
  laneDone: (operation) => `${operation}：已完成`,
  writing: (operation, left) => `${operation}：剩余 ${left} 个`,
  waiting: (operation, left, seconds) =>
    `${operation}：剩余 ${left} 个，受频次限制，${formatDuration(seconds, "zh")}后继续`,
  sharing: (operation, left, seconds) =>
    `${operation}：剩余 ${left} 个，频次与本机其他运行共用，${formatDuration(seconds, "zh")}后继续`,
  resting: (operation, left, seconds) =>
    `${operation}：剩余 ${left} 个，服务端提示超出频次，${formatDuration(seconds, "zh")}后再试`,
  lane: (action) => (action === "create" ? "新建" : "调整坐席"),
  pausing: (operation, left, seconds) => `${operation}：剩余 ${left} 个，${formatDuration(seconds, "zh")}后继续`,
  looking: (groups) => `应答丢失，正在查找 ${groups} 个技能组`,
  awaiting: (displayName, exten) =>
    `上次执行已提交新建“${displayName}”${exten === undefined ? "" : `（${exten}）`}，线上列表中尚未出现，正在等待。`,
  secondLook: (seconds) =>
    `本机没有此账号以往的执行记录。首次新建前先等待 ${formatDuration(seconds, "zh")}，以便其他机器刚建的技能组出现在列表中。`,
  lookingFor: (displayName) => `新建“${displayName}”的应答丢失，正在查找该技能组是否已建成。`,
  remaining: (seconds) => `预计还需 ${formatDuration(seconds, "zh")}`,
  verifying: "正在回读核对",
};
