/**
 * What both workflows begin with: the repository, Node, and the muster that the lock file names. `npx` alone would fetch
 * whatever bears the name in the registry, which is another program: hence `--no-install` below.
 */
const PREPARE = `      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - run: npm ci`;

const ACCOUNT = `      MUSTER_HOST: \${{ secrets.MUSTER_HOST }}
      MUSTER_ACCOUNT_ID: \${{ secrets.MUSTER_ACCOUNT_ID }}
      MUSTER_API_SECRET: \${{ secrets.MUSTER_API_SECRET }}`;

/**
 * Runs a command, shows what it says in the job's summary, and keeps its exit code in `code`. The fence is longer than
 * any run of backticks in the text, which names of groups may hold; nor is the text printed to the log, which obeys
 * lines that begin with `::`.
 */
function summarized(command: string, title: string): string {
  return `          code=0
          npx --no-install ${command} > plan.txt 2> problems.txt || code=$?
          cat problems.txt >> plan.txt
          fence='\`\`\`'
          while grep -qF "$fence" plan.txt; do fence="$fence"'\`'; done
          {
            echo "## ${title}"
            echo
            echo "$fence"
            # A summary holds 1 MiB · 摘要最多 1 MiB
            head -c 900000 plan.txt
            echo
            echo "$fence"
          } >> "$GITHUB_STEP_SUMMARY"
          echo "muster ended with exit code $code; what it said is in the summary."`;
}

/** Plans on pull requests: a difference is what a plan is for, so exit code 2 is a success. */
export const PLAN_WORKFLOW = `# Shows on a pull request what a merge would change · 在合并请求上显示合并后的变更
name: muster plan
on:
  pull_request:
    paths: [groups/**, muster.yaml, package-lock.json, .github/workflows/muster-plan.yml]
permissions:
  contents: read
jobs:
  plan:
    # Pull requests from forks get no secrets · 来自 fork 的合并请求没有密钥
    if: github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-latest
    timeout-minutes: 15
    env:
${ACCOUNT}
    steps:
${PREPARE}
      - name: Plan
        shell: bash
        run: |
${summarized("muster plan --out plan.json --detailed-exitcode --no-color", "muster plan")}
          # 0: nothing to do, 2: something to do · 0：无变更，2：有变更
          if [ "$code" -eq 2 ]; then code=0; fi
          exit "$code"
      - uses: actions/upload-artifact@v4
        with:
          name: muster-plan
          path: plan.json
          retention-days: 7
`;

/** Applies what was merged. Every merge waits for its turn, and none is dropped. */
export const APPLY_WORKFLOW = `# Makes the account what main says · 使线上账号与 main 分支一致
name: muster apply
on:
  push:
    branches: [main]
    paths: [groups/**, muster.yaml, package-lock.json, .github/workflows/muster-apply.yml]
  workflow_dispatch:
permissions:
  contents: read
# One apply at a time; runs that wait are kept, not replaced by newer ones.
# 同一时间只有一个 apply；等待中的运行会保留，不被新的取代。
concurrency:
  group: muster-apply
  cancel-in-progress: false
  queue: max
jobs:
  apply:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    # Name reviewers for it under Settings, Environments · 请在 Settings、Environments 中指定审批人
    environment: muster
    env:
${ACCOUNT}
    steps:
${PREPARE}
      - name: Apply
        shell: bash
        run: |
${summarized("muster apply --auto-approve --no-color", "muster apply")}
          exit "$code"
`;
