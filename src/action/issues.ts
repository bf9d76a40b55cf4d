import type { Published } from "../cli/output/publisher.js";
import { differs } from "../report/report.js";
import { visible } from "../report/text/visible.js";
import { accountReports } from "./accountReports.js";
import { commentBody, isSameSubject, planIn, type Subject, subjectIn } from "./commentText.js";
import type { ActionContext } from "./context.js";
import { type Github, GithubError } from "./github.js";

/** What an account's issue should be. */
export interface WantedIssue {
  readonly subject: Subject;
  readonly differs: boolean;
  readonly title: string;
  readonly body: string;
  /** Which difference it is. */
  readonly hash: string;
  /** The text of a comment, for people to hear of another difference: an edited issue notifies nobody. */
  readonly news: string;
  /** The text for closing it. */
  readonly farewell: string;
}

/**
 * Keeps one issue open for as long as an account differs from its files: opened, updated, closed.
 *
 * @returns the issue's number; `undefined` if there is none and none is needed
 * @throws {GithubError}
 */
export async function keepIssue(github: Github, repository: string, wanted: WantedIssue): Promise<number | undefined> {
  const [first, ...rest] = await openIssues(github, repository, wanted.subject);
  const [number, others] = [first?.number, rest.map((issue) => issue.number)];
  const { title, body, hash, news, differs, farewell } = wanted;
  if (differs && number === undefined) {
    const { data } = await github.call("POST", `/repos/${repository}/issues`, { title, body });
    return numberOf(data);
  }
  if (differs) await github.call("PATCH", `/repos/${repository}/issues/${number}`, { title, body });
  if (differs && first?.hash !== hash)
    await github.call("POST", `/repos/${repository}/issues/${number}/comments`, { body: news });
  // Runs that raced each other may have left more than one.
  const over = differs || number === undefined ? others : [number, ...others];
  for (const one of over) {
    if (!differs) await github.call("POST", `/repos/${repository}/issues/${one}/comments`, { body: farewell });
    await github.call("PATCH", `/repos/${repository}/issues/${one}`, { state: "closed", state_reason: "completed" });
  }
  return number;
}

/** The open issues that we wrote about the subject, oldest first. */
async function openIssues(github: Github, repository: string, subject: Subject): Promise<OpenIssue[]> {
  const entries = await github.list(`/repos/${repository}/issues?state=open&sort=created&direction=asc`);
  const marked = entries.filter((entry) => {
    const { body, pull_request: pull } = entry as Readonly<Record<string, unknown>>;
    // Gitea and Forgejo have the field in all of them, as null.
    const isIssue = pull === undefined || pull === null;
    const about = typeof body === "string" && isIssue ? subjectIn(body) : undefined;
    return about !== undefined && isSameSubject(about, subject);
  });
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked
    .filter((entry) => (entry as { user?: { login?: unknown } | null }).user?.login === login)
    .flatMap((entry) => {
      const number = numberOf(entry);
      const { body } = entry as { readonly body: string };
      return number === undefined ? [] : [{ number, hash: planIn(body)?.hash }];
    });
}

interface OpenIssue {
  readonly number: number;
  readonly hash: string | undefined;
}

function numberOf(data: unknown): number | undefined {
  const number = (data as { number?: unknown } | null | undefined)?.number;
  return typeof number === "number" ? number : undefined;
}

/** GitHub takes 256 characters. */
const LONGEST_ACCOUNT = 150;

/** Opens, updates or closes an issue for each account that was planned. An account that failed keeps what it has. */
export async function keepIssues({ report, options }: Published, context: ActionContext): Promise<void> {
  const { inputs, event, words, github, say } = context;
  // A pull request changes the files on purpose, so a difference is no reason for an issue.
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
        body: commentBody(subject, part.report, options, event, {
          reviewed: { hash: plan.hash },
          introduction: words.issueText,
        }),
        hash: plan.hash,
        news: commentBody({ ...subject, kind: "comment" }, part.report, options, event, {
          introduction: words.issueNews,
        }),
        farewell: words.issueDone,
      });
      if (number !== undefined) await context.setOutput("issue-number", String(number));
    }
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    say("warning", words.issueFailed(error));
  }
}
