import { type CiSystem, NAMES } from "./ciSystems.js";
import type { Way, Ways } from "./ways.js";

const HEAD = `# Skill groups · 技能组

The online skill groups of our 7moor account, as YAML in \`groups/\`. Changes go through pull requests: the plan shows
which members are added and removed, and a merge applies it. Managed with muster.

容联七陌账号的在线技能组，以 YAML 写在 \`groups/\` 中。变更通过合并请求进行：计划列出加入和移出的坐席，合并后执行。由 muster 管理。

\`\`\`sh
export MUSTER_HOST=https://…        # 对接数据
export MUSTER_ACCOUNT_ID=N…
export MUSTER_API_SECRET=…
muster validate    # offline · 离线检查
muster plan        # changes nothing · 只读
muster apply       # asks first · 执行前确认
\`\`\`

## Once · 首次设置

`;

const CI: Readonly<Record<CiSystem, string>> = {
  github: `
## GitHub

- Settings, Secrets and variables, Actions: the variables \`MUSTER_HOST\` and \`MUSTER_ACCOUNT_ID\`, the secret \`MUSTER_API_SECRET\`.
  Anyone who may push a branch may use this secret without any approval. See CI.md, "Pull requests without a secret",
  to keep it to \`main\`.
- Settings, Environments: \`muster\`, with required reviewers, and \`main\` as its only deployment branch. They approve
  each apply after they read its plan in the run's summary. Do this before the first merge: without reviewers no one is asked
  (in private repositories reviewers need GitHub Enterprise; CI.md has another way).
- \`muster-plan.yml\` comments on pull requests, \`muster-apply.yml\` applies what was merged, \`muster-drift.yml\` keeps an
  issue open while the account differs from \`main\`. If your branch has another name, change it in \`muster-apply.yml\`
  and \`muster-due.yml\`.
- \`muster-due.yml\` is for files that use time (shifts, rosters, \`from\` and \`until\`). Its schedule is off: the file says how to
  switch it on, and CI.md how late it comes, and what is exact.

- 在 Settings、Secrets and variables、Actions 中设置变量 \`MUSTER_HOST\`、\`MUSTER_ACCOUNT_ID\` 和密钥 \`MUSTER_API_SECRET\`。
  能推送分支的人都能使用放在那里的密钥，绕过所有审批；若要只对 \`main\` 可用，见 CI.zh-CN.md“不用密钥计划合并请求”。
- 在 Settings、Environments 中建立环境 \`muster\`，指定审批人，并只允许从 \`main\` 部署。审批人在运行摘要中看过计划后再批准。
  请在第一次合并之前设置：没有审批人时不会询问任何人（私有仓库需要 GitHub Enterprise；另一种做法见 CI.zh-CN.md）。
- \`muster-plan.yml\` 在合并请求上发表计划，\`muster-apply.yml\` 执行已合并的内容，\`muster-drift.yml\` 在线上账号与 \`main\`
  不一致期间，保持一个 issue 处于打开状态。若分支名不是 \`main\`，请修改 \`muster-apply.yml\` 和 \`muster-due.yml\`。
- \`muster-due.yml\` 用于按时间变化的文件（班次、排班表、\`from\`、\`until\`），其定时默认未启用：启用方法见该文件，延迟情况和准时的
  做法见 CI.zh-CN.md。
`,
  gitlab: `
## GitLab

- \`.gitlab-ci.yml\` includes \`.gitlab/muster.gitlab-ci.yml\`, which has the jobs. If you have your own \`.gitlab-ci.yml\`, add that line,
  and the stages \`test\` and \`deploy\` if it lists its own.
- Settings, CI/CD, Variables: \`MUSTER_HOST\`, \`MUSTER_ACCOUNT_ID\`, and \`MUSTER_API_SECRET\`, masked; not protected, since merge
  requests need them for their plans (CI.md has a way without). Optional: \`MUSTER_GITLAB_TOKEN\`, a project access token (\`api\`, Reporter), for the
  note on merge requests and the drift issue.
- Settings, CI/CD, Protected environments: \`muster\`, with the people who may apply. They start the job \`muster-apply\`.
- Build, Pipeline schedules: one on the default branch, for the job \`muster-drift\`. Where the files use time (shifts, rosters,
  \`from\` and \`until\`), a second one, every 15 minutes, with the variable \`MUSTER_DUE\` = \`1\`, for the job \`muster-due\`.

- 任务在 \`.gitlab/muster.gitlab-ci.yml\` 中，由 \`.gitlab-ci.yml\` 引用；若该文件是你自己的，请加入这一行；自定义了 stages 时，还需加上 \`test\` 和 \`deploy\`。
- 在 Settings、CI/CD、Variables 中设置上述三个变量：\`MUSTER_API_SECRET\` 勾选 masked；都不勾选 protected（合并请求的计划需要
  它们；不用密钥的做法见 CI.zh-CN.md）。可选：
  \`MUSTER_GITLAB_TOKEN\`，项目访问令牌（\`api\`，Reporter），用于合并请求上的评论和偏差 issue。
- 在 Settings、CI/CD、Protected environments 中设置环境 \`muster\`，指定谁可以执行 \`muster-apply\` 任务。
- 在 Build、Pipeline schedules 中为默认分支新建定时计划，用于 \`muster-drift\` 任务。文件按时间变化时（班次、排班表、\`from\`、
  \`until\`），再建一个每 15 分钟一次的计划，设置变量 \`MUSTER_DUE\` = \`1\`，用于 \`muster-due\` 任务。
`,
};

/** What is to do once, for each way: how muster gets into the pipelines, and how it stays new. */
const ONCE: Readonly<Record<Way["kind"], string>> = {
  archive: `Add muster to this repository as an archive: the one of a release, or what \`npm pack\` creates in muster's own folder.
   Put it into \`vendor/\`, run \`npm install --save-dev ./vendor/muster-<version>.tgz\`, and commit it with \`package.json\` and
   \`package-lock.json\`. CI runs exactly that version. An archive outside of this repository works only on your machine; a
   URL works everywhere. The package \`muster\` of the public npm registry is another program.
   Neither Dependabot nor Renovate sees new versions of an archive: replace it yourself, with the same command.
   将 muster 的压缩包加入本仓库：使用发布版中的压缩包，或在 muster 自己的文件夹中用 \`npm pack\` 生成。放进 \`vendor/\`，执行
   \`npm install --save-dev ./vendor/muster-<版本>.tgz\`，并与 \`package.json\`、\`package-lock.json\` 一起提交；CI 只使用该版本。
   仓库之外的压缩包只在你自己的机器上有效，也可以使用网址。npm 公共源上名为 \`muster\` 的包是另一个程序，请勿安装。
   Dependabot 和 Renovate 都看不到压缩包的新版本，请用同样的命令自行替换。
`,
  action: `GitHub uses muster's action: nothing is installed, and it needs no \`package.json\`. Dependabot
   (\`.github/dependabot.yml\`) and Renovate both propose its new versions, also where it is pinned by its commit
   (\`@<commit> # v1.2.3\`). On your own machine, install muster as you like.
   GitHub 直接使用 muster 的 action：无需安装，也不需要 \`package.json\`。Dependabot（\`.github/dependabot.yml\`）和
   Renovate 都会提示新版本，以提交号固定（\`@<提交号> # v1.2.3\`）时也一样。自己的机器上可用任意方式安装 muster。
`,
  image: `GitLab runs its jobs in muster's image: nothing is installed. The runners must be able to pull it. Renovate proposes its
   new versions (manager \`gitlabci\`); Dependabot does not look at GitLab. On your own machine, install muster as you like.
   GitLab 的任务直接在 muster 的镜像中运行：无需安装，但 runner 须能拉取该镜像。Renovate（\`gitlabci\`）会提示新版本，
   Dependabot 不支持 GitLab。自己的机器上可用任意方式安装 muster。
`,
};

const SCHEMAS = `\`.muster/\` holds the schemas for editors. After an update of muster, run \`muster init --only schemas\`.
   \`.muster/\` 是编辑器所用的 schema。升级 muster 后请运行 \`muster init --only schemas\`。
`;

const more = (folder: string) => `
More, and recipes for other CI systems and for cron: muster's \`${folder}CI.md\`.
更多说明，以及其他 CI 系统和 cron 的用法，见 muster 的 \`${folder}CI.zh-CN.md\`。
`;

/** How people work in the new repository and what its CI needs, in both languages. */
export function readmeFor(systems: readonly CiSystem[], ways: Ways): string {
  const kinds = systems.map((system) => ways[system]?.kind ?? "archive");
  const used = new Set(systems.length === 0 ? (["archive"] as const) : kinds);
  // Where the systems differ, the archive is for one of them.
  const isFor = used.size > 1 ? systems.filter((_, index) => kinds[index] === "archive") : [];
  const once = [
    ...[...used].map(
      (kind) => `${kind === "archive" ? isFor.map((system) => `${NAMES[system]}: `).join("") : ""}${ONCE[kind]}`,
    ),
    SCHEMAS,
  ];
  return [
    HEAD,
    ...once.map((text, index) => `${index + 1}. ${text}`),
    ...systems.map((system) => CI[system]),
    // With a release of the action or an image there are no node_modules: it is in the release's own tree.
    more(used.has("archive") ? "node_modules/muster/.github/" : ".github/"),
  ].join("");
}
