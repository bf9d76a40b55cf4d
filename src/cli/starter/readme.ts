/** How people work in the new repository, in both languages. */
export const README = `# Skill groups · 技能组

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
   \`npm install --save-dev <address>\`, and commit \`package.json\` and \`package-lock.json\`. The workflows run that
   version and no other. The package that bears the name \`muster\` on npmjs.com is another program.
   从 git 地址或 \`npm pack\` 生成的压缩包安装 muster，并提交 \`package.json\` 和 \`package-lock.json\`；工作流只使用该版本。
   npmjs.com 上名为 \`muster\` 的包是另一个程序，请勿安装。
2. On GitHub: the secrets \`MUSTER_HOST\`, \`MUSTER_ACCOUNT_ID\`, \`MUSTER_API_SECRET\`, and an environment \`muster\` with reviewers.
   在 GitHub 上设置上述三个密钥，并建立带审批人的环境 \`muster\`。
3. \`.muster/\` holds the schemas for editors. After an update of muster, delete it and run \`muster init\` again.
   \`.muster/\` 是编辑器所用的 schema。升级 muster 后请删除该文件夹并重新运行 \`muster init\`。
`;
