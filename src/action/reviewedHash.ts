import { hashShownIn, ownComments } from "./comments.js";
import type { Desk } from "./desk.js";
import { findPullRequest } from "./findPullRequest.js";
import { GithubError } from "./github.js";

/** The plan that people saw, or why nobody knows it. */
type Reviewed = { readonly hash: string } | { readonly unknown: string };

/**
 * The hash of the plan that was shown on the pull request. Only a comment of our own is believed; whoever may edit it may
 * also merge.
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
    const hash = hashShownIn(own);
    return hash === undefined ? { unknown: words.noReviewedHash(pullRequest) } : { hash };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { unknown: words.reviewedUnreadable(error) };
  }
}
