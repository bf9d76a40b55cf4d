import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export const TOKEN = "glpat-very-secret";
export const ME = 7;

/** A note or an issue. */
export interface Entry {
  readonly id: number;
  readonly iid: number;
  readonly author: { readonly id: number };
  readonly system?: boolean;
  state?: string;
  body: string;
  description: string | null;
}

export const entry = (id: number, author: number, text: string, more: Partial<Entry> = {}): Entry => ({
  id,
  iid: id,
  author: { id: author },
  body: text,
  description: text,
  state: "opened",
  ...more,
});
export interface Gitlab {
  readonly notes: Entry[];
  readonly issues: Entry[];
  readonly issueNotes: string[];
  readonly log: string[];
  /** The merge request's last commit. */
  readonly head: string;
  /** The commit that came from it. */
  readonly commit: string;
}

/** A stand-in for GitLab's API with one project (1) and one merge request (!5), which one commit came from. */
export async function gitlab(
  start: Partial<Gitlab> = {},
  trouble: Readonly<Record<string, number>> = {},
  onFinished: (clear: () => void) => void = onTestFinished,
) {
  const world: Gitlab = { notes: [], issues: [], issueNotes: [], log: [], head: "abc", commit: "abc", ...start };
  const json = async (request: IncomingMessage) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    return text === "" ? {} : JSON.parse(text);
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const method = request.method ?? "";
    const path = pathname.replace("/api/v4", "");
    const body = await json(request);
    world.log.push(`${method} ${path}`);
    const answer = (status: number, value: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(value));
    const list = (all: readonly Entry[]) => {
      const [page, size] = [Number(searchParams.get("page")), Number(searchParams.get("per_page"))];
      const more = page * size < all.length ? String(page + 1) : "";
      answer(200, all.slice((page - 1) * size, page * size), { "x-next-page": more });
    };
    if (request.headers["private-token"] !== TOKEN) return answer(401, { message: "401 Unauthorized" });
    const refused = Object.entries(trouble).find(([what]) => `${method} ${path}`.startsWith(what))?.[1];
    if (refused === 302) return response.writeHead(302, { Location: "http://127.0.0.1:9/" }).end();
    if (refused !== undefined) return answer(refused, { message: "trouble" });
    const one = (all: Entry[]) => all.find(({ id }) => id === Number(path.split("/").at(-1)));
    const merge = "/projects/1/merge_requests/5/notes";
    const issues = "/projects/1/issues";
    if (method === "GET" && path === "/projects/1/merge_requests/5") return answer(200, { iid: 5, sha: world.head });
    if (path === "/user") return answer(200, { id: ME });
    if (path === `/projects/1/repository/commits/${world.commit}/merge_requests`)
      return answer(200, [
        { iid: 4, project_id: 1, state: "closed", target_branch: "main" },
        { iid: 6, project_id: 1, state: "merged", target_branch: "release" },
        { iid: 5, project_id: 1, state: "merged", target_branch: "main" },
      ]);
    if (path.startsWith("/projects/1/repository/commits/")) return answer(200, []);
    if (method === "GET" && path === merge) return list(world.notes);
    if (method === "POST" && path === merge) {
      world.notes.push(entry(9000 + world.notes.length, ME, body.body));
      return answer(201, {});
    }
    if (method === "GET" && path === issues)
      return list(world.issues.filter(({ state }) => state === searchParams.get("state")));
    if (method === "POST" && path === issues) {
      world.issues.push(entry(9000 + world.issues.length, ME, body.description));
      return answer(201, {});
    }
    if (method === "POST" && /^\/projects\/1\/issues\/\d+\/notes$/.test(path)) {
      world.issueNotes.push(body.body);
      return answer(201, {});
    }
    const found = one(path.startsWith(merge) ? world.notes : world.issues);
    if (method !== "PUT" || found === undefined) return answer(404, { message: "404 Not found" });
    if (body.body !== undefined) found.body = body.body;
    if (body.description !== undefined) found.description = body.description;
    if (body.state_event === "close") found.state = "closed";
    return answer(200, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onFinished(() => void server.close());
  return { ...world, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4` };
}
