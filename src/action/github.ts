import { createFetch } from "ofetch";
import type { Clock } from "../model/clock.js";

/** A call to GitHub that failed. */
export class GithubError extends Error {
  override readonly name = "GithubError";
  /** Absent if there was no answer. */
  readonly status: number | undefined;
  /** Refused because of GitHub's rate limit; nothing was carried out. */
  readonly isLimit: boolean = false;

  constructor(status: number | undefined, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

export interface GithubOptions {
  /** `https://api.github.com`, or the address of an enterprise. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

interface Reply {
  readonly data: unknown;
  readonly headers: Headers;
}

const TIMEOUT_MS = 15_000;
const ATTEMPTS = 3;
/** The longest wait: a comment is not worth more. GitHub also asks for this much if it does not say how long. */
const LONGEST_WAIT_MS = 60_000;
const PER_PAGE = 100;
/** On a pull request with more comments than this, no one reads one more. */
const MOST_PAGES = 50;

/** The part of GitHub's REST API that comments need. */
export class Github {
  readonly #options: GithubOptions;
  #login: Promise<string> | undefined;

  constructor(options: GithubOptions) {
    this.#options = options;
  }

  /**
   * One call. It is repeated after trouble on GitHub's side if that is safe. A POST is not: it may have been carried
   * out.
   *
   * @throws {GithubError} refused, or no usable answer
   */
  async call(method: Method, path: string, body?: object): Promise<Reply> {
    const url = `${this.#options.apiUrl}${path}`;
    return this.#persist(method !== "POST", () => this.#send(method, url, body));
  }

  /** All entries of a list, page by page. Gitea and Forgejo answer some lists as a whole, whatever page is asked for. */
  async list(path: string): Promise<readonly unknown[]> {
    const entries: unknown[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const separator = path.includes("?") ? "&" : "?";
      const { data, headers } = await this.call("GET", `${path}${separator}per_page=${PER_PAGE}&page=${page}`);
      if (!Array.isArray(data)) throw new GithubError(200, "GitHub answered with something that is no list");
      if (page > 1 && idOf(data[0]) !== undefined && idOf(data[0]) === idOf(entries[0])) break;
      entries.push(...data);
      const link = headers.get("link");
      const more = link === null ? data.length >= PER_PAGE : /rel="?next"?/.test(link);
      if (!more) break;
    }
    return entries;
  }

  /**
   * Who the token is. Only GraphQL says so for every kind of token; REST says it for people's tokens. The last guess is
   * the token that workflows have by default.
   */
  login(): Promise<string> {
    this.#login ??= this.#viewer()
      .catch(() => this.#user())
      .catch(() => "github-actions[bot]");
    return this.#login;
  }

  async #viewer(): Promise<string> {
    const { graphqlUrl } = this.#options;
    const query = { query: "{ viewer { login } }" };
    // This only reads, though it is a POST: after a passing error we must not take ourselves for another user.
    const { data } = await this.#persist(true, () => this.#send("POST", graphqlUrl, query));
    return loginIn((data as { data?: { viewer?: unknown } } | null)?.data?.viewer);
  }

  async #user(): Promise<string> {
    const { data } = await this.#send("GET", `${this.#options.apiUrl}/user`, undefined);
    return loginIn(data);
  }

  /** Tries again what may pass: a rate limit always, trouble on GitHub's side if nothing can be done twice. */
  async #persist(isRepeatable: boolean, send: () => Promise<Reply>): Promise<Reply> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof GithubError)) throw error;
        const waitMs = error instanceof LimitedError ? error.waitMs : 1_000 * attempt;
        const passes = error.isLimit || (isRepeatable && isTheirs(error));
        if (!passes || attempt >= ATTEMPTS || waitMs > LONGEST_WAIT_MS) throw error;
        await this.#options.clock.sleep(waitMs);
      }
    }
  }

  async #send(method: Method, url: string, body: object | undefined): Promise<Reply> {
    const { fetch, token, clock } = this.#options;
    const request = createFetch({ fetch });
    const answer = await request
      .raw(url, {
        method,
        headers: {
          accept: "application/vnd.github+json",
          "x-github-api-version": "2022-11-28",
          "user-agent": "muster",
          authorization: `Bearer ${token}`,
        },
        ...(body === undefined ? {} : { body }),
        responseType: "text",
        // We repeat calls ourselves: ofetch repeats with the aborted signal of the first attempt.
        retry: 0,
        ignoreResponseError: true,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      .catch((error: unknown) => {
        throw new GithubError(undefined, "no answer", { cause: error });
      });
    const data = parsed(String(answer._data ?? ""));
    if (answer.status < 300) return { data, headers: answer.headers };
    const message = messageIn(data) ?? answer.statusText;
    const waitMs = limitWaitMs(answer.status, message, answer.headers, clock.now());
    if (waitMs !== undefined) throw new LimitedError(answer.status, message, waitMs);
    throw new GithubError(answer.status, message);
  }
}

class LimitedError extends GithubError {
  override readonly isLimit = true;
  readonly waitMs: number;

  constructor(status: number, message: string, waitMs: number) {
    super(status, message);
    this.waitMs = waitMs;
  }
}

/** Trouble on the way or on GitHub's side, which may pass. */
export function isTheirs({ status }: GithubError): boolean {
  return status === undefined || status >= 500;
}

/**
 * How long a rate limit lasts; `undefined` if the answer is about something else, such as a missing permission.
 *
 * Source: GitHub's REST documentation, "Rate limits": `retry-after` in seconds, else the reset of a budget that is
 * empty, else a minute. "Secondary" limits may come without both headers; their message says what they are.
 */
function limitWaitMs(status: number, message: string, headers: Headers, nowMs: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = Number(headers.get("retry-after") ?? Number.NaN);
  if (after >= 0) return after * 1000;
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  if (headers.get("x-ratelimit-remaining") === "0" && reset > 0) return Math.max(0, reset * 1000 - nowMs);
  return status === 429 || /\brate limit|abuse detection/i.test(message) ? LONGEST_WAIT_MS : undefined;
}

/** A time as forges write it, in milliseconds; `undefined` if it is none. */
export function timeOf(text: unknown): number | undefined {
  const ms = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function idOf(entry: unknown): unknown {
  return (entry as { id?: unknown } | null | undefined)?.id;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageIn(data: unknown): string | undefined {
  const message = (data as { message?: unknown } | null | undefined)?.message;
  return typeof message === "string" ? message.slice(0, 200) : undefined;
}

function loginIn(value: unknown): string {
  const login = (value as { login?: unknown } | null | undefined)?.login;
  if (typeof login !== "string" || login === "") throw new GithubError(200, "no login");
  return login;
}
