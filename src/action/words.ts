import type { Language } from "../report/messages/catalogue.js";
import type { GithubError } from "./github.js";
import type { KeptPlan } from "./keptPlan.js";

/** How GitHub refused a request; without a status it did not answer. */
export type Refusal = Pick<GithubError, "status" | "message" | "isLimit">;

/** The texts of the action besides the reports. Messages from GitHub and names are not escaped; the caller escapes them. */
export interface ActionWords {
  ready(version: string): string;
  noProgram(folder: string): string;
  readonly noRunner: string;
  readonly run: string;
  /** A link to the page of the plan or the result. */
  readonly page: string;
  readonly commit: string;
  readonly foreign: string;
  readonly foreignApply: string;
  untrusted(event: string): string;
  settingsMissing(commit: string): string;
  baseMissing(commit: string): string;
  onlyNeedsBase(commit: string | undefined): string;
  /** @param only the newest run is limited to its own change, and leaves this one's out */
  outdated(branch: string, only: boolean): string;
  outdatedPlan(branch: string, only: boolean): string;
  standingUnknown(trouble: Refusal | "no-token"): string;
  noReviewedHash(pullRequest: number): string;
  notApproved(pullRequest: number): string;
  approvedEarlier(pullRequest: number): string;
  approvalOutdated(pullRequest: number): string;
  readonly reviewedNeedsPullRequest: string;
  reviewedUnreadable(refusal: Refusal): string;
  readonly noToken: string;
  newerCommit(pullRequest: number): string;
  commentFailed(refusal: Refusal, pullRequest: number): string;
  issueFailed(refusal: Refusal): string;
  lookupFailed(refusal: Refusal): string;
  /** An unforeseen error. */
  unexpected(message: string): string;
  issueTitle(account: string): string;
  /** The fold with an earlier plan, below what a later run has to say. */
  keptPlan(state: KeptPlan["state"]): string;
  resultStays(pullRequest: number): string;
  readonly issueText: string;
  readonly issueNews: string;
  readonly issueDone: string;
}

/** GitHub's message, as a part of ours. */
function quoted(colon: string, { message }: Refusal): string {
  const said = message.trim().replace(/[.。]$/, "");
  return said === "" ? "" : `${colon}${said}`;
}
const answered = (refusal: Refusal): string =>
  refusal.status === undefined
    ? "GitHub did not answer."
    : `GitHub answered ${refusal.status}${quoted(": ", refusal)}.`;
const answeredZh = (refusal: Refusal): string =>
  refusal.status === undefined ? "GitHub 没有应答。" : `GitHub 返回 ${refusal.status}${quoted("：", refusal)}。`;

/** Refused for good, unless the token gets more permissions. */
function lacksPermission({ status, isLimit }: Refusal): boolean {
  return !isLimit && (status === 401 || status === 403 || status === 404);
}

const ONLY_LEAVES_OUT =
  "With only: change the run of the newest commit leaves this change out, as different before. Apply the newest commit once without it.";
const ONLY_LEAVES_OUT_ZH =
  "由于设置了 only: change，最新提交的运行会把本次变更视为此前已有的差异而不执行。请去掉该设置，对最新提交执行一次 apply。";

const WORDS: Readonly<Record<Language, ActionWords>> = {
  en: {
    run: "Run",
    page: "page with every group",
    commit: "commit",
    foreign:
      "This pull request comes from a fork or from Dependabot, which get no secrets. The files were checked offline; there is no plan. A member of this repository can run the plan from a branch of this repository.",
    foreignApply:
      "This pull request comes from a fork or from Dependabot. It can be planned, but it is not applied before it is merged. To allow that, set trust-head: true.",
    untrusted: (event) =>
      `Nothing was read from the account and nothing was sent. People from outside can trigger the event ${event || "(unknown)"}, which still gives the run the secrets, and the checkout is not exactly the commit that GitHub ran this workflow for. Plan pull requests with the event pull_request, or check out the commit of the base without other files. Set trust-head: true only if everyone who can bring files into this run may know the secret.`,
    settingsMissing: (commit) =>
      `Nothing was read from the account. Accounts, limits and ignored groups are read from the base of a pull request, but its commit ${commit || "(not named by the event)"} is not in this checkout and could not be fetched. Check out with git (actions/checkout), and give the job \`permissions: contents: read\`.`,
    baseMissing: (commit) =>
      `The plan does not say which differences come from this change: its base, commit ${commit}, is not in this checkout and could not be fetched. Check out with git (actions/checkout), and give the job \`permissions: contents: read\`.`,
    onlyNeedsBase: (commit) =>
      `Nothing was read from the account and nothing was sent. only: change needs a commit to compare with, and ${
        commit === undefined
          ? "this event has none. Use it on pull requests, pushes and in merge queues, or add --base to args."
          : `${commit} is not in this checkout and could not be fetched. Check out with git (actions/checkout), and give the job \`permissions: contents: read\`. A force push can have removed it: then add --base to args.`
      }`,
    outdated: (branch, only) =>
      `Nothing was applied: this run's commit is no longer the last one of ${branch}, and applying it would undo later merges. ${only ? ONLY_LEAVES_OUT : `The run of the newest commit contains this change. Or start this workflow again on ${branch} (Run workflow, not Re-run).`} To apply the older commit on purpose, set allow-outdated: true.`,
    outdatedPlan: (branch, only) =>
      `This run's commit is no longer the last one of ${branch}: the plan would undo later merges, and an apply of this run stops. ${only ? ONLY_LEAVES_OUT : `See the run of the newest commit, or start this workflow again on ${branch} (Run workflow, not Re-run).`}`,
    standingUnknown: (trouble) =>
      `Nothing was applied: GitHub did not say whether this run's commit is still the last one of its branch. ${
        trouble === "no-token"
          ? "Set the input token, or allow-outdated: true."
          : `${answered(trouble)} ${lacksPermission(trouble) ? "Give the job `permissions: contents: read`." : "Run this job again."}`
      }`,
    noReviewedHash: (pullRequest) =>
      `Nothing was applied: expect-hash: reviewed did not find exactly one plan comment of this action for this account on pull request #${pullRequest}. Run the plan on the pull request with the same label, or set expect-hash to the hash.`,
    notApproved: (pullRequest) =>
      `Nothing was applied: expect-hash: reviewed found no approval of the last commit of pull request #${pullRequest}, given before the merge by a member or collaborator of this repository. Open another pull request and get it approved, or set expect-hash to the hash.`,
    approvedEarlier: (pullRequest) =>
      `The plan in the comment on pull request #${pullRequest} is newer than the last approval. Nothing was applied, since this plan was not approved. Open another pull request and get it approved, or set expect-hash to the hash.`,
    approvalOutdated: (pullRequest) =>
      `The plan of pull request #${pullRequest} has changed since it was approved. With expect-hash: reviewed it is applied only after a new approval.`,
    reviewedNeedsPullRequest:
      "Nothing was applied: expect-hash: reviewed needs the pull request of this commit, and a token that may read it (permissions: pull-requests: write). No pull request was found.",
    reviewedUnreadable: (refusal) =>
      `Nothing was applied: expect-hash: reviewed could not read the comment on the pull request. ${answered(refusal)} ${
        lacksPermission(refusal)
          ? "Give the job `permissions: pull-requests: write`."
          : "Run this job again, or set expect-hash to the hash."
      }`,
    ready: (version) => `muster ${version} is on the PATH of the next steps.`,
    noProgram: (folder) =>
      `There is no command line beside the action in ${folder}: use the action of a release, or the one in the installed archive.`,
    noRunner: "RUNNER_TEMP or GITHUB_PATH is not set: command: setup works on a runner of GitHub Actions only.",
    noToken: "No comment was written: the input token is empty.",
    newerCommit: (pullRequest) =>
      `Pull request #${pullRequest} has a newer commit than this run: the run of that commit writes the comment.`,
    commentFailed: (refusal, pullRequest) =>
      `The comment on pull request #${pullRequest} could not be written; the summary of this job has its text. ${answered(refusal)} ${
        refusal.status === 404
          ? "The token cannot see the pull request: give the job `permissions: pull-requests: write`."
          : lacksPermission(refusal)
            ? "Give the job `permissions: pull-requests: write`; on pull requests from forks GitHub allows no comments."
            : refusal.status === 422
              ? "The conversation may be locked."
              : "The next run tries again."
      }`,
    issueFailed: (refusal) =>
      `The drift issue could not be written; the summary of this job has the plan. ${answered(refusal)} ${
        lacksPermission(refusal)
          ? "Give the job `permissions: issues: write`."
          : refusal.status === 410
            ? "Issues are turned off in this repository."
            : "The next run tries again."
      }`,
    lookupFailed: (refusal) =>
      `The pull request of this commit could not be found, so its comment stays as it is. ${answered(refusal)} ${
        lacksPermission(refusal) ? "Give the job `permissions: pull-requests: write`." : "The next run tries again."
      }`,
    unexpected: (message) =>
      `The comment or issue could not be written; the summary of this job has its text. This is a bug in the muster action; the result of the run is not affected: ${message}`,
    keptPlan: (state) => (state === "applied" ? "The plan that was applied before" : "The plan that was reviewed"),
    resultStays: (pullRequest) =>
      `Everything was applied before, and nothing was written now: the comment on pull request #${pullRequest} keeps its result.`,
    issueTitle: (account) => `muster: the live account ${account} differs from its files`,
    issueText:
      "The account was changed in the console, or a merge was not applied. Below is what an apply would do: an agent who joins is in the files and not in the account, an agent who leaves is in the account and not in the files. Apply the files, or write the change into them with `muster pull`. muster updates this issue, comments when the difference is another one, and closes it when nothing differs.",
    issueNews: "The difference is another one now. An apply would do this:",
    issueDone: "The live account matches the files again.",
  },
  zh: {
    run: "运行",
    page: "完整页面",
    commit: "提交",
    foreign:
      "此合并请求来自 fork 或 Dependabot，拿不到密钥。已离线检查文件，没有生成计划。本仓库的成员可以从仓库内的分支运行计划。",
    foreignApply:
      "此合并请求来自 fork 或 Dependabot。可以生成计划，但合并之前不会执行；如需执行，请设置 trust-head: true。",
    untrusted: (event) =>
      `未读取账号，也未发送任何请求。事件 ${event || "（未知）"} 可由外部人员触发，却仍会拿到密钥，而检出的内容并不是 GitHub 为其运行本工作流的那个提交。请用 pull_request 事件为合并请求生成计划，或只检出基准分支的提交，不添加任何文件。只有当能把文件带入本次运行的人都可以知道密钥时，才可设置 trust-head: true。`,
    settingsMissing: (commit) =>
      `账号、频次限制和忽略的技能组从合并请求的基准分支读取，但其提交 ${commit || "（事件未给出）"} 不在检出的仓库中，也未能取得，因此未读取账号。请用 git 检出（actions/checkout），并为该作业设置 \`permissions: contents: read\`。`,
    baseMissing: (commit) =>
      `计划未区分哪些差异来自本次变更：用于比较的提交 ${commit} 不在检出的仓库中，也未能取得。请用 git 检出（actions/checkout），并为该作业设置 \`permissions: contents: read\`。`,
    onlyNeedsBase: (commit) =>
      `未读取账号，也未发送任何请求。only: change 需要一个用于比较的提交，但${
        commit === undefined
          ? "此事件没有。请用于合并请求、推送或合并队列，或在 args 中加入 --base。"
          : `提交 ${commit} 不在检出的仓库中，也未能取得。请用 git 检出（actions/checkout），并为该作业设置 \`permissions: contents: read\`。若它因强制推送（force push）已不存在，请在 args 中加入 --base。`
      }`,
    outdated: (branch, only) =>
      `本次运行的提交已不是 ${branch} 的最新提交，因此未执行任何变更：执行会撤销之后合并的内容。${only ? ONLY_LEAVES_OUT_ZH : `最新提交的运行已包含本次变更；也可以在 ${branch} 上重新启动本工作流（Run workflow，而不是 Re-run）。`}若确实要执行旧提交，请设置 allow-outdated: true。`,
    outdatedPlan: (branch, only) =>
      `本次运行的提交已不是 ${branch} 的最新提交：该计划还会撤销之后合并的内容，本次运行的 apply 会停止。${only ? ONLY_LEAVES_OUT_ZH : `请查看最新提交的运行，或在 ${branch} 上重新启动本工作流（Run workflow，而不是 Re-run）。`}`,
    standingUnknown: (trouble) =>
      `无法向 GitHub 确认本次运行的提交是否仍是分支的最新提交，因此未执行任何变更。${
        trouble === "no-token"
          ? "请提供输入 token，或设置 allow-outdated: true。"
          : `${answeredZh(trouble)}${lacksPermission(trouble) ? "请为该作业设置 `permissions: contents: read`。" : "请重新运行该作业。"}`
      }`,
    noReviewedHash: (pullRequest) =>
      `expect-hash: reviewed 在合并请求 #${pullRequest} 中没有找到本 action 为该账号写下的唯一一份计划，因此未执行任何变更。请在合并请求上用相同的 label 运行 plan，或把 expect-hash 设为哈希本身。`,
    notApproved: (pullRequest) =>
      `expect-hash: reviewed 没有找到本仓库成员或协作者在合并之前对合并请求 #${pullRequest} 最后一次提交的批准，因此未执行任何变更。请另开合并请求并获得批准，或把 expect-hash 设为哈希本身。`,
    approvedEarlier: (pullRequest) =>
      `合并请求 #${pullRequest} 评论中的计划晚于最后一次批准，没有人批准过它，因此未执行任何变更。请另开合并请求并获得批准，或把 expect-hash 设为哈希本身。`,
    approvalOutdated: (pullRequest) =>
      `合并请求 #${pullRequest} 的计划在批准之后发生了变化。使用 expect-hash: reviewed 时，需要重新批准才会执行。`,
    reviewedNeedsPullRequest:
      "expect-hash: reviewed 需要该提交所属的合并请求，以及可以读取它的令牌（permissions: pull-requests: write）。没有找到，因此未执行任何变更。",
    reviewedUnreadable: (refusal) =>
      `expect-hash: reviewed 未能读取合并请求上的评论，因此未执行任何变更。${answeredZh(refusal)}${
        lacksPermission(refusal)
          ? "请为该作业设置 `permissions: pull-requests: write`。"
          : "请重新运行该作业，或把 expect-hash 设为哈希本身。"
      }`,
    ready: (version) => `muster ${version} 已加入后续步骤的 PATH。`,
    noProgram: (folder) => `${folder} 中没有命令行程序：请使用已发布版本的 action，或压缩包安装后自带的 action。`,
    noRunner: "未设置 RUNNER_TEMP 或 GITHUB_PATH：command: setup 只能在 GitHub Actions 的 runner 上使用。",
    noToken: "未写评论：输入 token 为空。",
    newerCommit: (pullRequest) => `合并请求 #${pullRequest} 已有比本次运行更新的提交：评论由那次提交的运行来写。`,
    commentFailed: (refusal, pullRequest) =>
      `未能更新合并请求 #${pullRequest} 上的评论；其内容见本作业的摘要。${answeredZh(refusal)}${
        refusal.status === 404
          ? "令牌看不到该合并请求：请为该作业设置 `permissions: pull-requests: write`。"
          : lacksPermission(refusal)
            ? "请为该作业设置 `permissions: pull-requests: write`；来自 fork 的合并请求不允许评论。"
            : refusal.status === 422
              ? "该讨论可能已被锁定。"
              : "下次运行时会再试。"
      }`,
    issueFailed: (refusal) =>
      `未能更新偏差 issue，计划见本作业的摘要。${answeredZh(refusal)}${
        lacksPermission(refusal)
          ? "请为该作业设置 `permissions: issues: write`。"
          : refusal.status === 410
            ? "该仓库关闭了 issue 功能。"
            : "下次运行时会再试。"
      }`,
    lookupFailed: (refusal) =>
      `未能查到该提交所属的合并请求，其评论保持不变。${answeredZh(refusal)}${
        lacksPermission(refusal) ? "请为该作业设置 `permissions: pull-requests: write`。" : "下次运行时会再试。"
      }`,
    unexpected: (message) =>
      `未能更新评论或 issue；其内容见本作业的摘要。这是 muster action 自身的错误，不影响本次运行的结果：${message}`,
    keptPlan: (state) => (state === "applied" ? "此前执行的计划" : "评审时的计划"),
    resultStays: (pullRequest) => `此前已全部执行，本次没有写入：合并请求 #${pullRequest} 的评论保留原来的结果。`,
    issueTitle: (account) => `muster：线上账号 ${account} 与文件不一致`,
    issueText:
      "有人在七陌后台修改了账号，或某次合并没有执行。下面是 apply 将执行的变更：“加入”的坐席在文件中而不在账号中，“移出”的坐席在账号中而不在文件中。请执行 apply，或用 `muster pull` 把变更写入文件。本 issue 会自动更新，偏差变化时会发表评论，一致后自动关闭。",
    issueNews: "偏差有变化，apply 现在将执行：",
    issueDone: "线上账号已与文件一致。",
  },
};

/** The texts of the action, in a language. */
export function actionWordsOf(language: Language): ActionWords {
  return WORDS[language];
}
