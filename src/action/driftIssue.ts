import type { Github } from "./github.js";
import { isSameSubject, type Subject, subjectIn } from "./marker.js";

/** What an account's issue should come to. */
export interface WantedIssue {
  readonly subject: Subject;
  readonly differs: boolean;
  readonly title: string;
  readonly body: string;
  /** What is said when it is closed. */
  readonly farewell: string;
}

/**
 * Keeps one issue open for as long as an account differs from its files: opened, updated, closed.
 *
 * @returns the issue's number; `undefined` where there is none and none is needed
 * @throws {GithubError}
 */
export async function keepIssue(github: Github, repository: string, wanted: WantedIssue): Promise<number | undefined> {
  const [number, ...others] = await openIssues(github, repository, wanted.subject);
  const { title, body, differs, farewell } = wanted;
  if (differs && number === undefined) {
    const { data } = await github.call("POST", `/repos/${repository}/issues`, { title, body });
    return numberOf(data);
  }
  if (differs) await github.call("PATCH", `/repos/${repository}/issues/${number}`, { title, body });
  // Runs that raced each other may have left more than one.
  const over = differs || number === undefined ? others : [number, ...others];
  for (const one of over) {
    if (!differs) await github.call("POST", `/repos/${repository}/issues/${one}/comments`, { body: farewell });
    await github.call("PATCH", `/repos/${repository}/issues/${one}`, { state: "closed", state_reason: "completed" });
  }
  return number;
}

/** The open issues that we wrote about the subject, the oldest first. */
async function openIssues(github: Github, repository: string, subject: Subject): Promise<number[]> {
  const entries = await github.list(`/repos/${repository}/issues?state=open&sort=created&direction=asc`);
  const marked = entries.filter((entry) => {
    const { body, pull_request: pull } = entry as Readonly<Record<string, unknown>>;
    const about = typeof body === "string" && pull === undefined ? subjectIn(body) : undefined;
    return about !== undefined && isSameSubject(about, subject);
  });
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked
    .filter((entry) => (entry as { user?: { login?: unknown } | null }).user?.login === login)
    .flatMap((entry) => numberOf(entry) ?? []);
}

function numberOf(data: unknown): number | undefined {
  const number = (data as { number?: unknown } | null | undefined)?.number;
  return typeof number === "number" ? number : undefined;
}
