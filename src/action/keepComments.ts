import type { Published } from "../cli/shell.js";
import { accountReports } from "./accountReports.js";
import { commentBody } from "./commentBody.js";
import { keepComment, type OwnComment, ownComments, removeComments, type WantedComment } from "./comments.js";
import type { Desk } from "./desk.js";
import { findPullRequest } from "./findPullRequest.js";
import { type Github, GithubError } from "./github.js";

/**
 * Brings the comments on the pull request up to date with the run: one for each account and label. Comments are an
 * extra: whatever fails here is told of, and fails nothing.
 */
export async function keepComments({ report, options }: Published, desk: Desk): Promise<void> {
  const { inputs, event, words, github, say } = desk;
  const { comment: mode, label, account: scope } = inputs;
  const parts = accountReports(report, scope);
  if (mode === "off" || parts.length === 0) return;
  const { repository } = event;
  if (github === undefined || repository === undefined) {
    if (inputs.token === undefined && event.pullRequest !== undefined) say("warning", words.noToken);
    return;
  }
  const pullRequest = await pullRequestOf(github, desk);
  if (pullRequest === undefined) return;
  try {
    const all = await ownComments(github, repository, pullRequest);
    const own = all.filter(({ subject }) => subject.label === label);
    const place = { repository, pullRequest };
    const wanted = parts.flatMap((part) =>
      subjectsOf(part.account, scope, own).map((account): WantedComment => {
        const subject = { kind: "comment", account, label } as const;
        return { subject, body: commentBody(subject, part, options, event), isQuiet: part.isQuiet };
      }),
    );
    let told = false;
    for (const one of wanted) {
      const kept = await keepComment(github, place, own, one, mode);
      if (kept === undefined || told) continue;
      told = true;
      await desk.setOutput("comment-id", String(kept.id));
      await desk.setOutput("comment-url", kept.url);
    }
    // What stopped an earlier run as a whole stops it no longer.
    if (parts.every(({ account }) => account !== undefined)) {
      await removeComments(
        github,
        repository,
        own.filter(({ subject }) => subject.account === undefined),
      );
    }
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    say("warning", words.commentFailed(error.status, error.message, pullRequest));
  }
}

/**
 * Where a part is written. A run that came to no account's plan makes every plan outdated that is shown: what stopped it
 * is said in place of each, or in a comment of its own where there is none.
 */
function subjectsOf(
  account: string | undefined,
  scope: string | undefined,
  own: readonly OwnComment[],
): readonly (string | undefined)[] {
  if (account !== undefined || scope !== undefined) return [account ?? scope];
  const shown = [...new Set(own.map(({ subject }) => subject.account))];
  return shown.length === 0 ? [undefined] : shown;
}

async function pullRequestOf(github: Github, { inputs, event, words, say }: Desk): Promise<number | undefined> {
  try {
    return await findPullRequest(github, event, inputs);
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    say("warning", words.lookupFailed(error.status, error.message));
    return undefined;
  }
}
