/** What people mostly want of each command, for the end of its `--help`. */
const EXAMPLES: Readonly<Record<string, readonly (readonly [command: string, what: string])[]>> = {
  validate: [
    ["muster validate", "all files below this folder"],
    ["muster validate groups/sales.yaml", "one file"],
    ["muster validate --report sarif=problems.sarif", "and the findings for a code scanner"],
  ],
  plan: [
    ["muster plan", "what an apply would do"],
    ["muster plan --group 售前 售后", "only these groups"],
    ["muster plan --out plan.json --report html=plan.html", "a plan to approve, and a page to look at"],
    ["muster plan --detailed-exitcode", "2 where the account differs from the files: for drift jobs"],
  ],
  apply: [
    ["muster apply", "plan, ask, write, read back"],
    ["muster apply --dry-run", "the very requests, in order; nothing is written"],
    ["muster apply --plan plan.json", "what `muster plan --out` saved: exactly it, or nothing"],
    ["muster apply --auto-approve --expect-hash sha256:…", "only if the plan is still the one that was approved"],
    ["muster apply --max-removals 40", "allow more removals than the guard does, this once"],
  ],
  pull: [
    ["muster pull", "bring the files up to the live account, comments kept"],
    ["muster pull --split --pin", "a first export: a file for each group, each with its number"],
    ["muster pull --dry-run", "the difference, nothing written"],
  ],
  fmt: [
    ["muster fmt", "format all files below this folder"],
    ["muster fmt --check", "for CI: exit 1 where a file would change"],
  ],
  init: [
    ["muster init", "a starter repository in this folder"],
    ["muster init contact-centre", "in a new one"],
    ["muster init --ci gitlab", "with CI files for GitLab only"],
  ],
  who: [
    ["muster who 8001", "by number"],
    ["muster who li.na --offline", "by name, from the files alone"],
  ],
  simulate: [
    ["muster simulate --seed seed.json --port 8080", "an account to try things on"],
    ["muster simulate --fault addQueue:drop-after@1", "which loses the answer to the first creation"],
    ["muster simulate --manner invisible=6000", "which shows a new group after six seconds"],
  ],
  status: [
    ["muster status", "groups that nobody serves first"],
    ["muster status 售前 --watch 10", "one group, looked at every 10 s"],
    ["muster status --fail-unstaffed", "exit 2 when a group has nobody: for monitoring"],
  ],
  check: [
    ["muster check", "host, account, secret, clock and permissions"],
    ["muster check --account prod", "of one account of muster.yaml"],
  ],
  completion: [
    ["source <(muster completion bash)", "bash, in ~/.bashrc"],
    ["source <(muster completion zsh)", "zsh, in ~/.zshrc after compinit"],
    ["muster completion fish | source", "fish, in ~/.config/fish/config.fish"],
  ],
};

/**
 * The examples of a command as help shows them: each command, and under it what it is for. Empty where there are none.
 *
 * @param say in the reader's language
 */
export function examplesOf(name: string, say: (text: string) => string): string {
  const lines = (EXAMPLES[name] ?? []).map(([command, what]) => `  ${command}\n      ${say(what)}`);
  return lines.length === 0 ? "" : `\n${say("Examples:")}\n${lines.join("\n")}\n`;
}
