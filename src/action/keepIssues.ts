import type { Published } from "../engine/host.js";
import { differs } from "../report/report.js";
import { visible } from "../report/text/visible.js";
import { accountReports } from "./accountReports.js";
import { commentBody } from "./commentBody.js";
import type { Desk } from "./desk.js";
import { keepIssue } from "./driftIssue.js";
import { GithubError } from "./github.js";

/** GitHub takes 256 characters. */
const LONGEST_ACCOUNT = 150;

/** Opens, updates or closes an issue for each account that was planned. An account that failed keeps what it has. */
export async function keepIssues({ report, options }: Published, desk: Desk): Promise<void> {
  const { inputs, event, words, github, say } = desk;
  // What a pull request changes differs from the account because it is meant to.
  if (!inputs.issue || report.kind !== "plans" || event.pullRequest !== undefined) return;
  const { repository } = event;
  if (github === undefined || repository === undefined) {
    say("warning", words.noToken);
    return;
  }
  try {
    for (const part of accountReports({ ...report, failures: [] }, inputs.account)) {
      const plan = report.plans.find(({ account }) => account.name === part.account);
      if (plan === undefined) continue;
      const subject = { kind: "issue", account: plan.account.name, label: inputs.label } as const;
      const number = await keepIssue(github, repository, {
        subject,
        differs: differs(plan),
        title: words.issueTitle(visible(plan.account.name).slice(0, LONGEST_ACCOUNT)),
        body: commentBody(subject, part.report, options, event, { introduction: words.issueText }),
        farewell: words.issueDone,
      });
      if (number !== undefined) await desk.setOutput("issue-number", String(number));
    }
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    say("warning", words.issueFailed(error));
  }
}
