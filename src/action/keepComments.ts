import type { Published } from "../cli/output/publisher.js";
import { EXIT } from "../engine/exitCode.js";
import { type AccountReport, accountReports } from "./accountReports.js";
import {
  keepComment,
  type OwnComment,
  ownComments,
  planShownIn,
  removeComments,
  type WantedComment,
} from "./comments.js";
import { commentBody, isSameSubject, type ShownPlan } from "./commentText.js";
import type { ActionContext } from "./context.js";
import { type Github, GithubError } from "./github.js";
import { isRecord, type KeptPlan, keptIn } from "./keptPlan.js";
import { approvedAt, findPullRequest, type PullRequest, readPullRequest } from "./pullRequest.js";

/**
 * Brings the comments on the pull request up to date with the run: one for each account and label. Comments are an
 * extra: an error here is reported, but does not fail the run.
 */
export async function keepComments(published: Published, context: ActionContext): Promise<void> {
  const { report, options } = published;
  const { inputs, event, words, github, say } = context;
  const { comment: mode, label, account: scope } = inputs;
  const parts = accountReports(report, scope);
  if (mode === "off" || parts.length === 0) return;
  const { repository } = event;
  if (github === undefined || repository === undefined) {
    if (inputs.token === undefined && event.pullRequest !== undefined) say("warning", words.noToken);
    return;
  }
  const pullRequest = await pullRequestOf(github, context);
  if (pullRequest === undefined) return;
  try {
    const pull = await readPullRequest(github, repository, pullRequest).catch(unknownPull);
    if (hasNewerCommit(pull, context, pullRequest)) {
      say("notice", words.newerCommit(pullRequest));
      return;
    }
    const all = await ownComments(github, repository, pullRequest);
    const own = all.filter(({ subject }) => subject.label === label);
    const place = { repository, pullRequest };
    let isReplaced = false;
    const wanted: WantedComment[] = [];
    for (const part of parts) {
      for (const account of subjectsOf(part.account, scope, own)) {
        const subject = { kind: "comment", account, label } as const;
        const shown = own.filter((comment) => isSameSubject(comment.subject, subject));
        const last = shown.at(-1)?.body ?? "";
        const found = await keptIn(last);
        const earlier = found?.plan.account.name === account ? found : undefined;
        if (isRecord(last) && addsNothing(published, part)) {
          say("notice", words.resultStays(pullRequest));
          continue;
        }
        const reviewed = reviewedAfter(published, part, shown, context, pull);
        const before = planShownIn(shown, mode)?.hash;
        isReplaced ||= before !== undefined && reviewed !== undefined && reviewed.hash !== before;
        wanted.push({
          subject,
          body: commentBody(subject, part.report, options, event, {
            reviewed,
            ...withoutSecrets(keptAfter(part, reviewed, earlier), context),
            hasPage: inputs.reports.some(({ format }) => format === "html"),
          }),
          isQuiet: part.isQuiet,
        });
      }
    }
    if (isReplaced && pull !== undefined) await sayIfApproved(github, context, place, pull);
    let told = false;
    for (const one of wanted) {
      const kept = await keepComment(github, place, own, one, mode);
      if (kept === undefined || told) continue;
      told = true;
      await context.setOutput("comment-id", String(kept.id));
      await context.setOutput("comment-url", kept.url);
    }
    // What stopped an earlier run as a whole no longer stops this one.
    if (mode !== "always-new" && parts.every(({ account }) => account !== undefined)) {
      await removeComments(
        github,
        repository,
        own.filter(({ subject }) => subject.account === undefined),
      );
    }
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    say("warning", words.commentFailed(error, pullRequest));
  }
}

/** A job that is run again after everything was applied has nothing to say that the comment does not say better. */
function addsNothing({ report, exitCode }: Published, { hasWritten }: AccountReport): boolean {
  return report.kind === "results" && exitCode === EXIT.ok && !hasWritten;
}

/**
 * The plan that the comment keeps as data: what was applied, else what was reviewed. Where the report is about something
 * else, because it stopped or because there is another plan now, the comment shows it, too.
 */
function keptAfter(
  { report, plan, hasWritten }: AccountReport,
  reviewed: ShownPlan | undefined,
  earlier: KeptPlan | undefined,
): { readonly kept?: KeptPlan; readonly showsKept?: boolean } {
  if (report.kind === "results" && plan !== undefined && hasWritten) return { kept: { state: "applied", plan } };
  if (plan !== undefined && plan.hash === reviewed?.hash) return { kept: { state: "reviewed", plan } };
  const isStill = earlier?.state === "applied" || (earlier !== undefined && earlier.plan.hash === reviewed?.hash);
  return isStill ? { kept: earlier, showsKept: true } : {};
}

/** A name in a plan can hold a secret. Such a plan is not kept: without the name it would be another one. */
function withoutSecrets<T extends { readonly kept?: KeptPlan }>(extras: T, { hasSecret }: ActionContext): Partial<T> {
  return extras.kept !== undefined && hasSecret(JSON.stringify(extras.kept.plan)) ? {} : extras;
}

/**
 * The plan that counts as shown from now on. Before the merge it is the one that the run made. After the merge nothing
 * new can be reviewed on the pull request: neither the plan of a later run, for any event, nor what an apply finds.
 * What was reviewed stays so until it has been carried out, so that a failed job can be run again. If GitHub does not
 * say whether it is merged, it counts as merged.
 */
function reviewedAfter(
  { report, exitCode }: Published,
  { hash }: AccountReport,
  shown: readonly OwnComment[],
  { event, inputs }: ActionContext,
  pull: PullRequest | undefined,
): ShownPlan | undefined {
  const before = planShownIn(shown, inputs.comment);
  const isBeforeMerge = event.isBeforeMerge && pull !== undefined && !pull.isMerged;
  if (isBeforeMerge && (hash !== undefined || inputs.command !== "apply")) {
    if (hash === undefined) return undefined;
    return hash === before?.hash ? before : { hash };
  }
  return report.kind === "results" && exitCode === EXIT.ok ? undefined : before;
}

/**
 * Was the pull request pushed to after this run began? An old run that is slow, or is run again, must not replace the
 * newer plan, which is the one that people review. If GitHub does not say, the answer is no.
 */
function hasNewerCommit(pull: PullRequest | undefined, { event, inputs }: ActionContext, pullRequest: number): boolean {
  const isOfPull = event.name.startsWith("pull_request") && event.pullRequest === pullRequest;
  if (inputs.command !== "plan" || !isOfPull || event.sha === undefined) return false;
  return pull?.head !== undefined && pull.head !== event.sha;
}

/** Comments are updated all the same, but nothing new counts as reviewed. */
function unknownPull(error: unknown): undefined {
  if (!(error instanceof GithubError)) throw error;
  return undefined;
}

/** An approval that no longer holds is reported at once, not only after the merge. */
async function sayIfApproved(
  github: Github,
  { say, words }: ActionContext,
  { repository, pullRequest }: { readonly repository: string; readonly pullRequest: number },
  pull: PullRequest,
): Promise<void> {
  const at = await approvedAt(github, repository, pullRequest, pull).catch(unknownPull);
  if (at !== undefined) say("warning", words.approvalOutdated(pullRequest));
}

/**
 * Where a part is written. If a run made no plan of any account, every plan that is shown is outdated: the reason is
 * written in place of each, or in a comment of its own if there is none.
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

async function pullRequestOf(
  github: Github,
  { inputs, event, words, say }: ActionContext,
): Promise<number | undefined> {
  try {
    return await findPullRequest(github, event, inputs);
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    say("warning", words.lookupFailed(error));
    return undefined;
  }
}
