import type { CiSystem } from "./ciSystems.js";

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

1. Add muster to this repository as an archive. \`npm pack\` in muster's own folder creates it. Put it into \`vendor/\`, run
   \`npm install --save-dev ./vendor/muster-<version>.tgz\`, and commit it with \`package.json\` and \`package-lock.json\`.
   CI runs exactly that version. An archive outside of this repository works only on your machine; a URL works
   everywhere. The package \`muster\` on npmjs.com is another program.
   在 muster 自己的文件夹中用 \`npm pack\` 生成压缩包，放进本仓库的 \`vendor/\`，执行
   \`npm install --save-dev ./vendor/muster-<版本>.tgz\`，并与 \`package.json\`、\`package-lock.json\` 一起提交；CI 只使用该版本。
   仓库之外的压缩包只在你自己的机器上有效，也可以使用网址。npmjs.com 上名为 \`muster\` 的包是另一个程序，请勿安装。
2. \`.muster/\` holds the schemas for editors. After an update of muster, run \`muster init --only schemas\`.
   \`.muster/\` 是编辑器所用的 schema。升级 muster 后请运行 \`muster init --only schemas\`。
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
  issue open while the account differs from \`main\`. If your branch has another name, change it in \`muster-apply.yml\`.

- 在 Settings、Secrets and variables、Actions 中设置变量 \`MUSTER_HOST\`、\`MUSTER_ACCOUNT_ID\` 和密钥 \`MUSTER_API_SECRET\`。
  能推送分支的人都能使用放在那里的密钥，绕过所有审批；若要只对 \`main\` 可用，见 CI.zh-CN.md“不用密钥计划合并请求”。
- 在 Settings、Environments 中建立环境 \`muster\`，指定审批人，并只允许从 \`main\` 部署。审批人在运行摘要中看过计划后再批准。
  请在第一次合并之前设置：没有审批人时不会询问任何人（私有仓库需要 GitHub Enterprise；另一种做法见 CI.zh-CN.md）。
- \`muster-plan.yml\` 在合并请求上发表计划，\`muster-apply.yml\` 执行已合并的内容，\`muster-drift.yml\` 在线上账号与 \`main\`
  不一致期间，保持一个 issue 处于打开状态。若分支名不是 \`main\`，请修改 \`muster-apply.yml\`。
`,
  gitlab: `
## GitLab

- \`.gitlab-ci.yml\` includes \`.gitlab/muster.gitlab-ci.yml\`, which has the jobs. If you have your own \`.gitlab-ci.yml\`, add that line,
  and the stages \`test\` and \`deploy\` if it lists its own.
- Settings, CI/CD, Variables: \`MUSTER_HOST\`, \`MUSTER_ACCOUNT_ID\`, and \`MUSTER_API_SECRET\`, masked; not protected, since merge
  requests need them for their plans (CI.md has a way without). Optional: \`MUSTER_GITLAB_TOKEN\`, a project access token (\`api\`, Reporter), for the
  note on merge requests and the drift issue.
- Settings, CI/CD, Protected environments: \`muster\`, with the people who may apply. They start the job \`muster-apply\`.
- Build, Pipeline schedules: one on the default branch, for the job \`muster-drift\`.

- 任务在 \`.gitlab/muster.gitlab-ci.yml\` 中，由 \`.gitlab-ci.yml\` 引用；若该文件是你自己的，请加入这一行；自定义了 stages 时，还需加上 \`test\` 和 \`deploy\`。
- 在 Settings、CI/CD、Variables 中设置上述三个变量：\`MUSTER_API_SECRET\` 勾选 masked；都不勾选 protected（合并请求的计划需要
  它们；不用密钥的做法见 CI.zh-CN.md）。可选：
  \`MUSTER_GITLAB_TOKEN\`，项目访问令牌（\`api\`，Reporter），用于合并请求上的评论和偏差 issue。
- 在 Settings、CI/CD、Protected environments 中设置环境 \`muster\`，指定谁可以执行 \`muster-apply\` 任务。
- 在 Build、Pipeline schedules 中为默认分支新建定时计划，用于 \`muster-drift\` 任务。
`,
};

const ELSEWHERE = `
More, and recipes for other CI systems and for cron: \`node_modules/muster/.github/CI.md\`.
更多说明，以及其他 CI 系统和 cron 的用法，见 \`node_modules/muster/.github/CI.zh-CN.md\`。
`;

/** How people work in the new repository and what its CI needs, in both languages. */
export function readmeFor(systems: readonly CiSystem[]): string {
  return [HEAD, ...systems.map((system) => CI[system]), ELSEWHERE].join("");
}
