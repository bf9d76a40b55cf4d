/** `muster.yaml` of a new repository: one account, whose secrets come from the environment. */
export const MUSTER_YAML = `# yaml-language-server: $schema=./.muster/muster.schema.json
## Settings of muster · muster 设置
version: 1

accounts:
  default:
    ## From the vendor's 对接数据 page; set these in the environment, never here.
    ## 取自七陌后台的“对接数据”页面；请写在环境变量中，不要写在这里。
    host: \${MUSTER_HOST}
    accountId: \${MUSTER_ACCOUNT_ID}
    apiSecret: \${MUSTER_API_SECRET}
    groups: [groups]

## Limits for one run · 单次运行的上限（保护阈值）
guards:
  maxRemovals: 30%
  maxEmptied: 0
  maxCreates: 5

## Policies for the files, checked offline · 文件须遵守的规范，离线检查
# policies:
#   minMembers: { value: 1, level: warning }
#   maxGroupsPerAgent: 10

## Live groups that plans do not list · 计划中不列出的线上技能组
# unmanaged:
#   ignore: ["测试*"]
`;

/**
 * The groups of a new repository: none, with an example in comments. The API cannot delete a group, so there must be no
 * example that an apply would create.
 */
export const EXAMPLE_YAML = `# yaml-language-server: $schema=../.muster/skill-groups.schema.json
## Skill groups · 技能组
## Lines that begin with one # are an example: take the # away (and the []) and put in your own.
## 以单个 # 开头的行是示例：去掉 #（以及 []）并改成实际内容即可。
version: 1

## Names for agent numbers, for people who review · 坐席名称，便于评审
# agents:
#   zhang.wei: "8000"
#   li.na: { number: "8001", name: 李娜 }

## Member lists used in more than one group · 可供多个技能组使用的坐席名单
# teams:
#   night-shift:
#     - zhang.wei
#     - { agent: li.na, priority: 2 }

groups: []

#   - displayName: 售前咨询
#     assignRule: priority      ## random | queue | least | priority
#     memory: 1d                ## off | 2h | 1d | 7d | 30d
#     members:
#       - "8003"                ## an agent number · 工号
#       - { agent: "8004", priority: 5 }
#       - { team: night-shift, priority: 1 }
`;

/** Keeps plans, which contain people's names, out of the repository. */
export const GITIGNORE = `node_modules/
/plan.*
/result.*
/live.json
/gitlab-*.json
/junit.xml
`;

/** Editors that know the YAML language server complete, explain and check the files. */
export const VSCODE_SETTINGS = `${JSON.stringify(
  {
    "yaml.schemas": {
      "./.muster/skill-groups.schema.json": ["groups/**/*.yaml", "groups/**/*.yml"],
      "./.muster/muster.schema.json": "muster.yaml",
    },
  },
  null,
  2,
)}\n`;

export const VSCODE_EXTENSIONS = `${JSON.stringify({ recommendations: ["redhat.vscode-yaml"] }, null, 2)}\n`;
