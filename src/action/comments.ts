import { isSameSubject, planIn, type ShownPlan, type Subject, subjectIn } from "./commentText.js";
import { type Github, GithubError, isTheirs, timeOf } from "./github.js";
import type { CommentMode } from "./inputs.js";

/** One of our comments, as GitHub has it. */
export interface OwnComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  /** As GitHub writes times, in UTC; absent if the forge does not say. */
  readonly updatedAt: string | undefined;
  readonly subject: Subject;
}

/** A comment to write or keep. */
export interface WantedComment {
  readonly subject: Subject;
  readonly body: string;
  /** Nothing in it that a person would have to read: under `changes-only` no new comment is written for it. */
  readonly isQuiet: boolean;
}

/**
 * Our comments on the pull request: they begin with the marker, and the token's user wrote them. Others may write a
 * marker, too; their comments are never changed, and never trusted.
 *
 * @throws {GithubError}
 */
export async function ownComments(github: Github, repository: string, pullRequest: number): Promise<OwnComment[]> {
  const entries = await github.list(`/repos/${repository}/issues/${pullRequest}/comments`);
  const marked = entries.flatMap((entry) => {
    const { id, body, html_url: url, updated_at: updated, user } = entry as Readonly<Record<string, unknown>>;
    const subject = typeof body === "string" ? subjectIn(body) : undefined;
    if (typeof id !== "number" || typeof body !== "string" || subject?.kind !== "comment") return [];
    const author = (user as { login?: unknown } | null | undefined)?.login;
    const updatedAt = inUtc(updated);
    return [{ id, url: typeof url === "string" ? url : "", body, updatedAt, subject, author }];
  });
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked.filter(({ author }) => author === login).map(({ author: _, ...comment }) => comment);
}

/** Gitea and Forgejo write times with the server's zone. */
function inUtc(text: unknown): string | undefined {
  const ms = timeOf(text);
  return ms === undefined ? undefined : new Date(ms).toISOString().replace(".000Z", "Z");
}

/**
 * The plan that these comments show, if they agree on one, and since when they do. A run that shows the same plan again
 * keeps the time, so that no one has to approve again what has not changed.
 */
export function planShownIn(own: readonly OwnComment[], mode: CommentMode): ShownPlan | undefined {
  // Of comments that are all left where they are, the last one counts.
  const shown = (mode === "always-new" ? own.slice(-1) : own).flatMap(({ body, updatedAt }) => {
    const plan = planIn(body);
    return plan === undefined ? [] : [{ ...plan, since: plan.since ?? updatedAt }];
  });
  const [first] = shown;
  if (first === undefined || shown.some(({ hash }) => hash !== first.hash)) return undefined;
  // If the time of one is unknown, the time is unknown; otherwise the latest counts.
  const times = shown.map(({ since }) => since);
  return { hash: first.hash, since: times.includes(undefined) ? undefined : times.sort().at(-1) };
}

/**
 * Makes sure that the pull request has this comment, once.
 *
 * @param own our comments that are there
 * @returns where it is; `undefined` if nothing was worth writing
 * @throws {GithubError}
 */
export async function keepComment(
  github: Github,
  place: { readonly repository: string; readonly pullRequest: number },
  own: readonly OwnComment[],
  { subject, body, isQuiet }: WantedComment,
  mode: Exclude<CommentMode, "off">,
): Promise<Pick<OwnComment, "id" | "url"> | undefined> {
  if (mode === "always-new") return create(github, place, subject, body);
  const [first, ...others] = own.filter((comment) => isSameSubject(comment.subject, subject));
  if (first === undefined && mode === "changes-only" && isQuiet) return undefined;
  const updated = first === undefined || mode === "recreate" ? undefined : await update(github, place, first, body);
  const kept = updated ?? (await create(github, place, subject, body));
  // Only now, so that one comment is there even if this fails. Runs at the same time may have left more than one.
  const spare = updated === undefined && first !== undefined ? [first, ...others] : others;
  await removeComments(github, place.repository, spare);
  return kept;
}

/** Removes comments of ours. It does no harm if one is gone already, or cannot be removed. */
export async function removeComments(
  github: Github,
  repository: string,
  comments: readonly Pick<OwnComment, "id">[],
): Promise<void> {
  for (const { id } of comments) {
    await github.call("DELETE", `/repos/${repository}/issues/comments/${id}`).catch((error: unknown) => {
      if (!(error instanceof GithubError)) throw error;
    });
  }
}

/** @returns `undefined` if someone has deleted it meanwhile */
async function update(
  github: Github,
  { repository }: { readonly repository: string },
  { id, url }: OwnComment,
  body: string,
): Promise<Pick<OwnComment, "id" | "url"> | undefined> {
  try {
    await github.call("PATCH", `/repos/${repository}/issues/comments/${id}`, { body });
    return { id, url };
  } catch (error) {
    if (error instanceof GithubError && error.status === 404) return undefined;
    throw error;
  }
}

/** If the answer was lost, the comment may be there: look for it before writing it again, as with groups. */
async function create(
  github: Github,
  { repository, pullRequest }: { readonly repository: string; readonly pullRequest: number },
  subject: Subject,
  body: string,
): Promise<Pick<OwnComment, "id" | "url">> {
  const path = `/repos/${repository}/issues/${pullRequest}/comments`;
  const post = async () => {
    const { data } = await github.call("POST", path, { body });
    const { id, html_url: url } = (data ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof id !== "number") throw new GithubError(undefined, "GitHub's answer told no comment");
    return { id, url: typeof url === "string" ? url : "" };
  };
  try {
    return await post();
  } catch (error) {
    if (!(error instanceof GithubError) || !isTheirs(error)) throw error;
    const [there] = (await ownComments(github, repository, pullRequest)).filter(
      (comment) => isSameSubject(comment.subject, subject) && comment.body.trim() === body.trim(),
    );
    return there ?? (await post());
  }
}
