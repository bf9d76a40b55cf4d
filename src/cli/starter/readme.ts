import type { CiSystem } from "./ciSystems.js";

const HEAD = `# Skill groups · 技能组

The online skill groups of our 7moor account, as YAML in \`groups/\`. Changes go through pull requests: the plan shows
who joins and leaves which group, the merge makes it so. Kept with muster.

容联七陌账号的在线技能组，以 YAML 写在 \`groups/\` 中。变更通过合并请求进行：计划列出谁加入、谁离开，合并后生效。由 muster 管理。

\`\`\`sh
export MUSTER_HOST=https://…        # 对接数据
export MUSTER_ACCOUNT_ID=N…
export MUSTER_API_SECRET=…
muster validate    # offline · 离线检查
muster plan        # changes nothing · 只读
muster apply       # asks first · 执行前确认
\`\`\`

## Once · 首次设置

1. Add muster to this repository, from where you have it (a git address or a \`npm pack\` archive):
   \`npm install --save-dev <address>\`, and commit \`package.json\` and \`package-lock.json\`. CI runs that
   version and no other. The package that bears the name \`muster\` on npmjs.com is another program.
   An archive installs in a second; from a git address npm builds muster each time, and not with \`--ignore-scripts\`.
   从 git 地址或 \`npm pack\` 生成的压缩包安装 muster，并提交 \`package.json\` 和 \`package-lock.json\`；CI 只使用该版本。
   npmjs.com 上名为 \`muster\` 的包是另一个程序，请勿安装。压缩包安装只需一秒；从 git 地址安装时 npm 每次都要构建
   muster，且不能使用 \`--ignore-scripts\`。
2. \`.muster/\` holds the schemas for editors. After an update of muster, delete it and run \`muster init\` again.
   \`.muster/\` 是编辑器所用的 schema。升级 muster 后请删除该文件夹并重新运行 \`muster init\`。
`;

const CI: Readonly<Record<CiSystem, string>> = {
  github: `
## GitHub

- Settings, Secrets and variables, Actions: the secrets \`MUSTER_HOST\`, \`MUSTER_ACCOUNT_ID\`, \`MUSTER_API_SECRET\`.
- Settings, Environments: \`muster\`, with required reviewers, and \`main\` as its only deployment branch. They approve
  each apply after having read its plan in the run's summary. Before the first merge: without reviewers nobody is asked
  (in private repositories they need GitHub Enterprise; CI.md has another way).
- \`muster-plan.yml\` comments on pull requests, \`muster-apply.yml\` applies what was merged, \`muster-drift.yml\` keeps an
  issue open while the account differs from \`main\`. Where your branch has another name, change it in \`muster-apply.yml\`.

- 在 Settings、Secrets and variables、Actions 中设置上述三个密钥。
- 在 Settings、Environments 中建立环境 \`muster\`，指定审批人，并只允许从 \`main\` 部署。审批人在运行摘要中看过计划后再批准。
  请在第一次合并之前设置：没有审批人时不会询问任何人（私有仓库需要 GitHub Enterprise；另一种做法见 CI.md）。
- \`muster-plan.yml\` 在合并请求上发表计划，\`muster-apply.yml\` 执行已合并的内容，\`muster-drift.yml\` 在线上账号与 \`main\`
  不一致期间保持一个打开的 issue。若分支名不是 \`main\`，请修改 \`muster-apply.yml\`。
`,
  gitlab: `
## GitLab

- Settings, CI/CD, Variables: \`MUSTER_HOST\`, \`MUSTER_ACCOUNT_ID\`, \`MUSTER_API_SECRET\`, masked and not protected: merge
  requests need them for their plans. Optional: \`MUSTER_GITLAB_TOKEN\`, a project access token (\`api\`, Reporter), for the
  note on merge requests and the drift issue.
- Settings, CI/CD, Protected environments: \`muster\`, with those who may apply. They press the button of the job \`apply\`.
- Build, Pipeline schedules: one on the default branch, for the job \`drift\`.

- 在 Settings、CI/CD、Variables 中设置上述三个变量：勾选 masked，不勾选 protected（合并请求的计划需要它们）。可选：
  \`MUSTER_GITLAB_TOKEN\`，项目访问令牌（\`api\`，Reporter），用于合并请求上的评论和偏差 issue。
- 在 Settings、CI/CD、Protected environments 中设置环境 \`muster\`，指定谁可以执行 \`apply\` 任务。
- 在 Build、Pipeline schedules 中为默认分支新建定时计划，用于 \`drift\` 任务。
`,
};

const ELSEWHERE = `
More, and recipes for Gitee Go, 云效 and Jenkins: \`node_modules/muster/.github/CI.md\`.
更多说明，以及 Gitee Go、云效和 Jenkins 的用法，见 \`node_modules/muster/.github/CI.md\`。
`;

/** How people work in the new repository and what its CI needs, in both languages. */
export function readmeFor(systems: readonly CiSystem[]): string {
  return [HEAD, ...systems.map((system) => CI[system]), ELSEWHERE].join("");
}
