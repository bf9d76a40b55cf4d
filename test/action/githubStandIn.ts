import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** The last commit of a pull request of which nothing else is said. */
export const HEAD = "a".repeat(40);

/** A comment or an issue, as much of it as the action reads or writes. */
export interface Entry {
  id: number;
  number: number;
  body: string;
  title?: string;
  state?: string;
  user: { login: string } | null;
  html_url: string;
  updated_at?: string;
  pull_request?: object;
}

/** What is answered instead: to calls whose `METHOD path` matches, so many times. */
interface Trouble {
  readonly on: RegExp;
  readonly status: number;
  /** The call is carried out all the same. */
  readonly after?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  times: number;
}

export interface GithubStandIn {
  readonly url: string;
  /** Comments by number of issue or pull request. */
  readonly comments: Map<number, Entry[]>;
  readonly issues: Entry[];
  /** Pull requests by commit. */
  readonly pulls: Map<string, object[]>;
  /** The last commit of pull requests, by number; `a…a` where nothing else is said. */
  readonly heads: Map<number, string>;
  /** Numbers of pull requests that are merged. */
  readonly merged: Set<number>;
  /** When they were. */
  mergedAt: string | undefined;
  /** The last commit of branches, by name. */
  readonly branches: Map<string, string>;
  /** Approves the pull request's last commit, a second after whatever happened last. */
  approve(number: number, more?: Readonly<Record<string, unknown>>): void;
  /** `METHOD path`, in order. */
  readonly calls: string[];
  readonly tokens: Set<string>;
  /** Who the token is; absent: GraphQL does not say. */
  viewer: string | undefined;
  /** Whom REST's /user names. */
  user: string | undefined;
  trouble(on: RegExp, status: number, more?: Partial<Trouble>): void;
  /** Adds a comment by somebody. */
  say(number: number, body: string, login: string): Entry;
}

/**
 * GitHub's REST interface for comments and issues, as its documentation has it: pages with a `Link`, 201, 204, 404 for
 * what is not there.
 */
export async function githubStandIn(
  /** Concurrent tests must pass their own context's. */
  onFinished: (clear: () => void) => void = onTestFinished,
): Promise<GithubStandIn> {
  let nextId = 1000;
  let seconds = 0;
  // A clock of its own, which never gives one time twice: what came after what must not depend on the machine.
  const tick = () => new Date(Date.UTC(2026, 10, 1) + 1000 * seconds++).toISOString().replace(".000", "");
  const reviews = new Map<number, object[]>();
  const troubles: Trouble[] = [];
  const one: GithubStandIn = {
    url: "",
    comments: new Map(),
    issues: [],
    pulls: new Map(),
    heads: new Map(),
    merged: new Set(),
    mergedAt: undefined,
    branches: new Map(),
    approve: (number, more = {}) => {
      const review = {
        state: "APPROVED",
        commit_id: one.heads.get(number) ?? HEAD,
        submitted_at: tick(),
        author_association: "MEMBER",
        user: { login: "lead" },
        ...more,
      };
      reviews.set(number, [...(reviews.get(number) ?? []), review]);
    },
    calls: [],
    tokens: new Set(),
    viewer: "github-actions[bot]",
    user: undefined,
    trouble: (on, status, more = {}) => void troubles.push({ on, status, times: 1, ...more }),
    say: (number, body, login) => {
      const id = nextId++;
      const entry = {
        id,
        number: id,
        body,
        user: { login },
        html_url: `https://github.example/c/${id}`,
        updated_at: tick(),
      };
      one.comments.set(number, [...(one.comments.get(number) ?? []), entry]);
      return entry;
    },
  };
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const sent = await text(request);
    const url = new URL(request.url ?? "", "http://stand.in");
    const call = `${request.method} ${url.pathname}`;
    one.calls.push(call);
    one.tokens.add(request.headers.authorization ?? "");
    const trouble = troubles.find(({ on, times }) => times > 0 && on.test(call));
    if (trouble !== undefined) trouble.times -= 1;
    if (trouble === undefined || trouble.after === true) {
      const [status, data] = reply(call, sent === "" ? {} : (JSON.parse(sent) as Record<string, string>));
      if (trouble === undefined) return send(response, url, status, data);
    }
    response.writeHead(trouble.status, trouble.headers).end(JSON.stringify({ message: `trouble ${trouble.status}` }));
  };
  const reply = (call: string, body: Readonly<Record<string, string>>): [number, unknown] => {
    const [, method = "", path = ""] = /^(\w+) (.*)$/.exec(call) ?? [];
    const listed = /^\/repos\/o\/r\/issues\/(\d+)\/comments$/.exec(path)?.[1];
    if (path === "/graphql")
      return one.viewer === undefined ? [403, {}] : [200, { data: { viewer: { login: one.viewer } } }];
    if (path === "/user") return one.user === undefined ? [403, {}] : [200, { login: one.user }];
    const sha = /^\/repos\/o\/r\/commits\/(\w+)\/pulls$/.exec(path)?.[1];
    if (sha !== undefined) return [200, one.pulls.get(sha) ?? []];
    const pull = /^\/repos\/o\/r\/pulls\/(\d+)$/.exec(path)?.[1];
    if (pull !== undefined) {
      const number = Number(pull);
      const merged = one.merged.has(number);
      const merged_at = merged ? one.mergedAt : null;
      return [200, { number, merged, merged_at, head: { sha: one.heads.get(number) ?? HEAD } }];
    }
    const reviewed = /^\/repos\/o\/r\/pulls\/(\d+)\/reviews$/.exec(path)?.[1];
    if (reviewed !== undefined) return [200, reviews.get(Number(reviewed)) ?? []];
    const branch = /^\/repos\/o\/r\/branches\/(.+)$/.exec(path)?.[1];
    if (branch !== undefined) {
      const sha = one.branches.get(decodeURIComponent(branch));
      return sha === undefined ? [404, { message: "Branch not found" }] : [200, { commit: { sha } }];
    }
    if (listed !== undefined && method === "GET") return [200, one.comments.get(Number(listed)) ?? []];
    if (listed !== undefined)
      return [201, one.say(Number(listed), body["body"] ?? "", one.viewer ?? one.user ?? "github-actions[bot]")];
    if (path === "/repos/o/r/issues" && method === "GET")
      return [200, one.issues.filter(({ state }) => state !== "closed")];
    if (path === "/repos/o/r/issues") {
      const id = nextId++;
      const user = { login: one.viewer ?? "github-actions[bot]" };
      const issue = { id, number: id, state: "open", user, html_url: "", body: "", ...body };
      one.issues.push(issue);
      return [201, issue];
    }
    const comment = /^\/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(path)?.[1];
    for (const [number, entries] of one.comments) {
      const found = entries.find(({ id }) => String(id) === comment);
      if (found === undefined) continue;
      if (method === "DELETE") {
        one.comments.set(
          number,
          entries.filter((entry) => entry !== found),
        );
        return [204, undefined];
      }
      return [200, Object.assign(found, body, { updated_at: tick() })];
    }
    const issue = one.issues.find(({ number }) => path === `/repos/o/r/issues/${number}`);
    return issue === undefined ? [404, { message: "Not Found" }] : [200, Object.assign(issue, body)];
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(one, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** Lists go page by page, with the links that tell of the others. */
function send(response: ServerResponse, url: URL, status: number, data: unknown): void {
  if (!Array.isArray(data)) {
    response.writeHead(status).end(data === undefined ? "" : JSON.stringify(data));
    return;
  }
  const size = Number(url.searchParams.get("per_page") ?? 30);
  const page = Number(url.searchParams.get("page") ?? 1);
  const next = new URL(url);
  next.searchParams.set("page", String(page + 1));
  const more = page * size < data.length;
  response
    .writeHead(status, more ? { link: `<${next}>; rel="next"` } : {})
    .end(JSON.stringify(data.slice((page - 1) * size, page * size)));
}
