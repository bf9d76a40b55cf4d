// @ts-check
// Posts muster's results on GitLab; written by `muster init` · 在 GitLab 上发布 muster 的结果；由 `muster init` 生成
//
//   node .gitlab/muster-note.mjs note REPORT.md
//       one note on the merge request (of a push: the one that the commit came from), updated in place
//       在合并请求上保持一条评论，原地更新（推送时：该提交所属的合并请求）
//   node .gitlab/muster-note.mjs result RESULT.json RESULT.md PLAN.md
//       the same note after an apply: the result, and below it the plan
//       执行之后的同一条评论：结果，以及其下方的计划
//   node .gitlab/muster-note.mjs issue PLAN.json REPORT.md
//       one issue: opened, updated, and closed once the account matches the files
//       保持一个 issue：打开、更新，线上账号与文件一致后关闭
//
// Needs MUSTER_GITLAB_TOKEN, a project access token (api, Reporter); without it, nothing is posted. MUSTER_NOTE_LABEL
// tells several notes of one project apart. It always exits 0: a failed note must not fail a plan.
// 需要 MUSTER_GITLAB_TOKEN（项目访问令牌：api，Reporter）；没有则不发布。MUSTER_NOTE_LABEL 用于区分同一项目中的多条评论。
// 退出码始终为 0：评论失败不应使计划失败。
import { existsSync, readFileSync } from "node:fs";

const { env } = process;
const PAGE = 100;
const MOST_PAGES = 200;

/** GitLab answered, but not with what was asked for. */
class ApiError extends Error {
  /** @param {string} what @param {number} status */
  constructor(what, status) {
    super(`GitLab answered ${what} with ${status}`);
    this.status = status;
  }
}

/**
 * @param {"GET" | "POST" | "PUT"} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<Response>}
 */
async function call(method, path, body) {
  const response = await fetch(`${env.CI_API_V4_URL}${path}`, {
    method,
    headers: {
      "PRIVATE-TOKEN": env.MUSTER_GITLAB_TOKEN ?? "",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    // The token must not follow to another host.
    redirect: "error",
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new ApiError(`${method} ${path.replace(/\?.*/, "")}`, response.status);
  return response;
}

/**
 * Every entry of a list, over all of its pages.
 * @param {string} path with a query
 * @returns {AsyncGenerator<any, void, void>}
 */
async function* entries(path) {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const response = await call("GET", `${path}&per_page=${PAGE}&page=${page}`);
    yield* /** @type {any[]} */ (await response.json());
    if (!response.headers.get("x-next-page")) return;
  }
}

/** Which bot are we? Only what it has written itself is updated: anyone can write the marker. */
async function me() {
  const user = /** @type {any} */ (await (await call("GET", "/user")).json());
  return user.id;
}

/** @param {string} kind */
function markerOf(kind) {
  const label = (env.MUSTER_NOTE_LABEL ?? "").replace(/[^\p{L}\p{N}_.-]/gu, "") || "default";
  return `<!-- muster:${kind}:${label} -->`;
}

/** The second line of a note whose plan was applied. */
const APPLIED = "<!-- muster:applied -->";
/** GitLab takes 1,000,000 characters; longer plans are left to the artifact. */
const LONGEST = 400_000;

/** @param {string} file @returns {any} absent: not there, or not whole */
function json(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** The actions of one result or of several. @param {any} document @returns {any[]} */
function outcomes(document) {
  const results = document?.kind === "results" ? document.results : [document];
  return results.flatMap((/** @type {any} */ one) => (one?.kind === "result" ? one.actions : []));
}

/** A plan behind a line to click on. @param {string} file */
function fold(file) {
  const text = existsSync(file) ? readFileSync(file, "utf8").trimEnd() : "";
  if (text === "" || text.length > LONGEST) return "";
  const title = "The plan that was to be applied · 待执行的计划";
  return `\n\n<details>\n<summary>${title}</summary>\n\n${text}\n\n</details>`;
}

/**
 * The report behind the marker. GitLab obeys lines that begin with a slash (`/close`), in long code fences too: a space
 * before it changes nothing that people see.
 * @param {string} marker
 * @param {string} file
 * @param {string} [below]
 */
function bodyOf(marker, file, below = "") {
  // A report on an older commit must not look like one on this commit.
  const report = existsSync(file)
    ? readFileSync(file, "utf8")
    : "muster did not run: see the job · muster 未能运行，见任务";
  const { CI_JOB_NAME: name = "job", CI_JOB_ID: id, CI_JOB_URL: url, CI_COMMIT_SHORT_SHA: commit } = env;
  const origin = [url === undefined ? "" : `[${name} #${id}](${url})`, commit ?? ""].filter((part) => part !== "");
  const foot = origin.length === 0 ? "" : `\n\n${origin.join(" · ")}`;
  return `${marker}\n\n${`${report.trimEnd()}${below}`.replace(/^\//gm, " /")}${foot}\n`;
}

/**
 * Does the merge request have a newer commit than this pipeline? That commit's own pipeline shows its changes.
 * @param {string} place
 */
async function isOutdated(place) {
  if (!env.CI_MERGE_REQUEST_IID) return false;
  const { sha } = /** @type {any} */ (await (await call("GET", place)).json());
  // In a merged results pipeline the first is the author's commit; in a plain pipeline it is empty.
  const own = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA;
  return typeof sha === "string" && own !== undefined && sha !== own;
}

/** The merge request of this pipeline, or the one that this commit came from. */
async function mergeRequest() {
  if (env.CI_MERGE_REQUEST_IID)
    return `/projects/${env.CI_MERGE_REQUEST_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}`;
  const response = await call(
    "GET",
    `/projects/${env.CI_PROJECT_ID}/repository/commits/${env.CI_COMMIT_SHA}/merge_requests`,
  );
  // The commit may also be in a later one, from this branch into another.
  const merged = /** @type {any[]} */ (await response.json()).find(
    ({ state, target_branch: target }) => state === "merged" && target === env.CI_COMMIT_BRANCH,
  );
  return merged === undefined ? undefined : `/projects/${merged.project_id}/merge_requests/${merged.iid}`;
}

/**
 * After an apply. A job that is run again and has nothing left to write, or that was stopped before it began, leaves the
 * record of what was done as it is.
 * @param {string} result @param {string} report @param {string} plan
 */
function applied(result, report, plan) {
  const done = outcomes(json(result));
  const wrote = done.some(({ attempts }) => attempts > 0);
  if (!existsSync(report)) return "muster did not run, the note stays as it is · muster 未运行，评论保持不变";
  // A result has its plan folded already.
  const marker = wrote ? `${markerOf("note")}\n${APPLIED}` : markerOf("note");
  return note(report, marker, json(result)?.kind?.startsWith("result") ? "" : fold(plan), wrote);
}

/** @param {string} report */
async function note(report, marker = markerOf("note"), below = "", wrote = true) {
  const body = bodyOf(marker, report, below);
  const place = await mergeRequest();
  if (place === undefined) return "no merge request belongs to this commit · 此提交没有对应的合并请求";
  if (await isOutdated(place)) return "a newer commit has its own pipeline · 已有更新的提交";
  const author = await me();
  for await (const one of entries(`${place}/notes?sort=asc&order_by=created_at`)) {
    if (one.author.id !== author || one.system || !one.body.startsWith(markerOf("note"))) continue;
    if (!wrote && one.body.startsWith(`${markerOf("note")}\n${APPLIED}`))
      return "nothing was written, the note keeps the result · 本次没有写入，评论保留原来的结果";
    try {
      await call("PUT", `${place}/notes/${one.id}`, { body });
      return "note updated · 评论已更新";
    } catch (error) {
      // It was deleted just now.
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }
  await call("POST", `${place}/notes`, { body });
  return "note written · 评论已发表";
}

const INTRODUCTION =
  "The account was changed in the console, or a merge was not applied. Below is what an apply would do: an agent who joins is in the files and not in the account, an agent who leaves is in the account and not in the files. Apply the files, or write the change into them with `muster pull`.\n\n有人在七陌后台修改了账号，或某次合并没有执行。下面是 apply 将执行的变更：“加入”的坐席在文件中而不在账号中，“移出”的坐席在账号中而不在文件中。请执行 apply，或用 `muster pull` 把变更写入文件。";
const NEWS = "The difference is another one now. An apply would do this: · 偏差有变化，apply 现在将执行：";

/** @param {string} plan @param {string} report */
async function issue(plan, report) {
  const document = JSON.parse(readFileSync(plan, "utf8"));
  const plans = document.kind === "plans" ? document.plans : [document];
  const differs = plans.some((/** @type {any} */ one) => one.actions.length + one.manual.length > 0);
  const marker = markerOf("drift");
  // Which difference it is: an issue that is edited notifies nobody.
  const hash = `<!-- muster:plan ${plans.map((/** @type {any} */ one) => one.hash ?? "").join(" ")} -->`;
  const description = differs ? bodyOf(`${marker}\n${hash}\n\n${INTRODUCTION}`, report) : "";
  const place = `/projects/${env.CI_PROJECT_ID}/issues`;
  const author = await me();
  const open = [];
  for await (const one of entries(`${place}?state=opened&scope=all&author_id=${author}`)) {
    if (one.author.id === author && one.description?.startsWith(marker)) open.push(one);
  }
  if (!differs) {
    for (const { iid } of open) {
      const body = "The live account matches the files again. · 线上账号已与文件一致。";
      await call("POST", `${place}/${iid}/notes`, { body });
      await call("PUT", `${place}/${iid}`, { state_event: "close" });
    }
    return open.length === 0 ? "no difference, no issue · 无偏差，无需 issue" : "issue closed · issue 已关闭";
  }
  const [first] = open;
  if (first !== undefined) {
    await call("PUT", `${place}/${first.iid}`, { description });
    if (first.description.split("\n")[1] !== hash)
      await call("POST", `${place}/${first.iid}/notes`, { body: bodyOf(NEWS, report) });
    return "issue updated · issue 已更新";
  }
  await call("POST", place, {
    title: "muster: the account differs from the files · 线上账号与文件不一致",
    description,
  });
  return "issue opened · issue 已打开";
}

/** @param {readonly string[]} words */
function run([verb, ...files]) {
  const [first, second, third] = files;
  if (!env.MUSTER_GITLAB_TOKEN) return "MUSTER_GITLAB_TOKEN is not set: nothing posted · 未设置，不发布";
  if (verb === "note" && first !== undefined && second === undefined) return note(first);
  if (verb === "issue" && first !== undefined && second !== undefined) return issue(first, second);
  if (verb === "result" && first !== undefined && second !== undefined && third !== undefined)
    return applied(first, second, third);
  return "expected: note REPORT.md, result RESULT.json RESULT.md PLAN.md, or issue PLAN.json REPORT.md";
}

try {
  process.stderr.write(`muster-note: ${await run(process.argv.slice(2))}\n`);
} catch (error) {
  const { message, cause } = /** @type {Error} */ (error);
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  process.stderr.write(`muster-note: nothing posted · 未发布: ${message}${why}\n`);
}
