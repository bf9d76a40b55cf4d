/** A whole HTTP answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  /** What the answer means by the API's own codes, whether or not the body says so. */
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON body of the API. Queries carry no `code`, as in the vendor's examples. */
export interface Reply {
  readonly code?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly data?: unknown;
}

/** The one refusal that the vendor's page prints, for updates as for creations. */
export const BAD_REQUEST: Reply = { code: 400, success: false, message: "create Queue error" };

/** The vendor documents the code; the words are made up. They do not say which part is wrong. */
export const FORBIDDEN: Reply = { code: 403, success: false, message: "403 authentication failed" };

export const SERVER_ERROR: Reply = { code: 500, success: false, message: "500 server error" };

/** A JSON answer. The API's `code` and the HTTP status are two things: a refusal may well arrive with status 200. */
export function jsonAnswer(reply: Reply, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    code: reply.code ?? status,
    headers: { "Content-Type": "application/json;charset=utf-8", ...headers },
    body: JSON.stringify(reply),
  };
}

/** A JSON answer of exactly this text, which may hold what `JSON.stringify` never writes. */
export function rawAnswer(json: string): Answer {
  return { status: 200, code: 200, headers: { "Content-Type": "application/json;charset=utf-8" }, body: json };
}

/** A JSON answer in which every field of this name has this JSON text as its value, if it was a text or a number. */
export function withField(answer: Answer, name: string, json: string): Answer {
  const field = new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*"|-?\\d+)`, "g");
  return { ...answer, body: answer.body.replace(field, () => `"${name}":${json}`) };
}

/** A page for people, from whatever stands between client and API. */
export function htmlAnswer(status: number, title: string): Answer {
  return {
    status,
    code: status,
    headers: { "Content-Type": "text/html" },
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  };
}

/** An honest answer as a broken server sends it: JSON that stops halfway, at a length that claims to be all. */
export function garbled(honest: Answer): Answer {
  return { ...honest, body: `${honest.body.slice(0, honest.body.length / 2)}\uFFFD` };
}

/** The ways in which a call over the limit may be answered. The API page names them all; the vendor documents none. */
export const LIMIT_SHAPES = ["http-429", "http-429-bare", "code-429", "code-400", "html-503"] as const;
export type LimitShape = (typeof LIMIT_SHAPES)[number];

const tooOften = (code: 400 | 429): Reply => ({ code, success: false, message: "请求过于频繁,请稍后再试" });

const SHAPES: Readonly<Record<LimitShape, (retryAfterMs: number) => Answer>> = {
  "http-429": (ms) => jsonAnswer(tooOften(429), 429, { "Retry-After": String(Math.max(1, Math.ceil(ms / 1000))) }),
  "http-429-bare": () => jsonAnswer({ message: "Too Many Requests" }, 429),
  "code-429": () => jsonAnswer(tooOften(429)),
  "code-400": () => jsonAnswer(tooOften(400)),
  "html-503": () => htmlAnswer(503, "503 Service Temporarily Unavailable"),
};

/** @param retryAfterMs until a call would be let in; the header that tells it holds whole seconds, at least one */
export function limitAnswer(shape: LimitShape, retryAfterMs: number): Answer {
  return SHAPES[shape](retryAfterMs);
}
