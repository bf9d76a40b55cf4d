import type { Plan } from "../plan/plan.js";
import type { Words } from "./messages/words.js";

/** A fact about who asked for a plan, to be escaped by whoever shows it. */
export interface Fact {
  /** What it is, in our words. */
  readonly label: string;
  /** What it is called, from outside. Empty where the address says it all. */
  readonly text: string;
  /** Where it can be looked at, as it was given: a link only where it is an address of the web. */
  readonly address?: string;
  /** More from outside, which is no part of the link: a pull request's title. */
  readonly rest?: string;
}

/** Longer than a commit's first digits need to be. */
const COMMIT_DIGITS = 12;

/** Who asked for a plan, in a pipeline: the pull request, its author, the commit, the run. Nothing elsewhere. */
export function askedFor({ pullRequest, actor, commit, run, base }: Plan, words: Words): Fact[] {
  if (pullRequest === undefined && actor === undefined && run === undefined) return [];
  const { asked } = words;
  const author = pullRequest?.author ?? actor;
  return [
    ...(pullRequest === undefined
      ? []
      : [
          {
            label: asked.pullRequest,
            text: `#${pullRequest.number}`,
            ...(pullRequest.url === undefined ? {} : { address: pullRequest.url }),
            ...(pullRequest.title === undefined ? {} : { rest: pullRequest.title }),
          },
        ]),
    ...(author === undefined ? [] : [{ label: asked.author, text: author }]),
    ...(commit === undefined ? [] : [{ label: asked.commit, text: shortCommit(commit) }]),
    ...(base === undefined ? [] : [{ label: asked.base, text: shortCommit(base) }]),
    ...(run === undefined
      ? []
      : [/^https?:\/\//i.test(run) ? { label: asked.run, text: "", address: run } : { label: asked.run, text: run }]),
    ...(actor === undefined || actor === author ? [] : [{ label: asked.startedBy, text: actor }]),
  ];
}

/** The first digits of a commit; a reference that is none stays as it is. */
function shortCommit(commit: string): string {
  return /^[0-9a-f]{40,64}$/.test(commit) ? commit.slice(0, COMMIT_DIGITS) : commit;
}
