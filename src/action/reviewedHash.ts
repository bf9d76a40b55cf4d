import { ownComments, planShownIn } from "./comments.js";
import type { Desk } from "./desk.js";
import { findPullRequest } from "./findPullRequest.js";
import { GithubError } from "./github.js";
import { approvedAt, readPullRequest, timeOf } from "./pullRequest.js";

/** The plan that somebody approved, or why nobody knows it. */
type Reviewed = { readonly hash: string } | { readonly unknown: string };

/**
 * The hash of the plan that the pull request showed when it was approved. Only a comment of our own is believed; who may
 * edit it may also merge. A plan that took the place of the approved one, such as after the account had changed, was
 * approved by nobody.
 */
export async function reviewedHash({ github, event, inputs, words }: Desk): Promise<Reviewed> {
  const nowhere = { unknown: words.reviewedNeedsPullRequest };
  if (github === undefined || event.repository === undefined) return nowhere;
  try {
    const pullRequest = await findPullRequest(github, event, inputs);
    if (pullRequest === undefined) return nowhere;
    const own = (await ownComments(github, event.repository, pullRequest)).filter(
      ({ subject }) =>
        subject.label === inputs.label &&
        subject.account !== undefined &&
        (inputs.account === undefined || subject.account === inputs.account),
    );
    const shown = planShownIn(own);
    if (shown === undefined) return { unknown: words.noReviewedHash(pullRequest) };
    const pull = await readPullRequest(github, event.repository, pullRequest);
    const approvedMs = await approvedAt(github, event.repository, pullRequest, pull);
    if (approvedMs === undefined) return { unknown: words.notApproved(pullRequest) };
    const sinceMs = timeOf(shown.since);
    // Of one and the same second nobody can say which came first.
    const wasThere = sinceMs !== undefined && sinceMs < approvedMs;
    return wasThere ? { hash: shown.hash } : { unknown: words.approvedEarlier(pullRequest) };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { unknown: words.reviewedUnreadable(error) };
  }
}
