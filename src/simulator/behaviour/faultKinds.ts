import {
  type Answer,
  BAD_REQUEST,
  FORBIDDEN,
  garbled,
  htmlAnswer,
  jsonAnswer,
  type LimitShape,
  limitAnswer,
  type Reply,
  rawAnswer,
  SERVER_ERROR,
  withField,
} from "../api/answers.js";
import type { OperationFacts } from "../api/operations.js";
import type { Behaviour } from "./behaviour.js";
import { type Delivery, whole } from "./delivery.js";

/** Refusals that are for good, though their words may sound like a limit on calls, or their codes like none that is documented. */
export const REFUSALS = {
  "refuse-quota": { code: 400, success: false, message: "queue count limit reached, please upgrade your plan" },
  "refuse-length": { code: 400, success: false, message: "displayName exceeds the length limit (20)" },
  "refuse-members": { code: 400, success: false, message: "too many members: limit 200" },
  "refuse-frequency": { code: 400, success: false, message: "坐席分配频率参数错误" },
  "refuse-address": { code: 403, success: false, message: "access limited: ip not in whitelist" },
  "refuse-210": { code: 210, message: "坐席不存在" },
  "refuse-201000": { code: "201000", message: "签名错误" },
} as const satisfies Record<string, Omit<Reply, "code"> & { readonly code: number | string }>;

export type RefusalKind = keyof typeof REFUSALS;

/** How a fault ends a call, by whether the operation is carried out: not at all, before the answer, or long after it. */
export type Ending =
  | { readonly stage: "before"; readonly deliver: (behaviour: Behaviour, argument: string) => Delivery }
  | { readonly stage: "after"; readonly deliver: (honest: Answer, argument: string) => Delivery }
  /** Its argument is the time in ms after which the operation is carried out. */
  | { readonly stage: "later"; readonly deliver: () => Delivery };

/** What a kind of fault can strike, the argument it takes, and how it ends the call where it does. */
export interface FaultKindFacts {
  /** The operations it makes sense for; all of them where left out. */
  readonly strikes?: readonly OperationFacts["does"][];
  /** The argument that `=ARG` must give. */
  readonly argument?: { readonly name: string; readonly pattern: RegExp };
  readonly ending?: Ending;
}

/** After a forged limit answer, a call is let in at once: the client is told the least that a header can say. */
const FORGED_RETRY_AFTER_MS = 1000;

type Argument = NonNullable<FaultKindFacts["argument"]>;
const MILLISECONDS: Argument = { name: "milliseconds", pattern: /^\d+$/ };
const BYTES: Argument = { name: "a number of bytes", pattern: /^\d+$/ };

const instead = (
  deliver: (behaviour: Behaviour, argument: string) => Delivery,
  argument?: Argument,
): FaultKindFacts => ({
  ending: { stage: "before", deliver },
  ...(argument && { argument }),
});
const afterwards = (deliver: (honest: Answer, argument: string) => Delivery, argument?: Argument): FaultKindFacts => ({
  ending: { stage: "after", deliver },
  ...(argument && { argument }),
});
/** A gateway gives up, and what stands behind it goes on. */
const later = (deliver: () => Delivery): FaultKindFacts => ({
  ending: { stage: "later", deliver },
  argument: MILLISECONDS,
  strikes: ["write"],
});
const limited = (shape?: LimitShape) =>
  instead((behaviour) => whole(limitAnswer(shape ?? behaviour.limitShape, FORGED_RETRY_AFTER_MS)));

const http500 = () => whole(jsonAnswer(SERVER_ERROR, 500));
const code500 = () => whole(jsonAnswer(SERVER_ERROR));
const html502 = () => whole(htmlAnswer(502, "502 Bad Gateway"));
const html200 = () => whole(htmlAnswer(200, "Welcome to nginx!"));
const refusal = (reply: typeof FORBIDDEN) => (behaviour: Behaviour) =>
  whole(jsonAnswer(reply, behaviour.statusFollowsCode ? reply.code : 200));
const refusedFor = (kind: RefusalKind) => instead(() => whole(rawAnswer(JSON.stringify(REFUSALS[kind]))));
const page = (status: number, title: string) => () => whole(htmlAnswer(status, `${status} ${title}`));

/**
 * Every trouble that can be ordered. `-before`: the operation is not carried out; `-after`: it is, then the answer is lost;
 * `late-`: it is, that many ms after the answer was given up. `eaten`: another client uses up the interface's budget (or, of `*`,
 * the account's) for that long. `twin`: another client creates a group of that name at the same moment.
 */
export const FAULT_KINDS = {
  limit: limited(),
  "limit-http-429": limited("http-429"),
  "limit-http-429-bare": limited("http-429-bare"),
  "limit-code-429": limited("code-429"),
  "limit-code-400": limited("code-400"),
  "limit-html-503": limited("html-503"),
  "http-500-before": instead(http500),
  "http-500-after": afterwards(http500),
  "code-500-before": instead(code500),
  "code-500-after": afterwards(code500),
  "html-502-before": instead(html502),
  "html-502-after": afterwards(html502),
  "html-200": instead(html200),
  "html-200-after": afterwards(html200),
  "drop-before": instead(() => ({ reaches: "dropped" })),
  "drop-after": afterwards(() => ({ reaches: "dropped" })),
  "hang-before": instead(() => ({ reaches: "hung" })),
  "hang-after": afterwards(() => ({ reaches: "hung" })),
  "cut-after": afterwards((answer) => ({ reaches: "cut", answer })),
  "garbled-after": afterwards((honest) => whole(garbled(honest))),
  refuse: instead(refusal(BAD_REQUEST)),
  forbidden: instead(refusal(FORBIDDEN)),
  "refuse-quota": refusedFor("refuse-quota"),
  "refuse-length": refusedFor("refuse-length"),
  "refuse-members": refusedFor("refuse-members"),
  "refuse-frequency": refusedFor("refuse-frequency"),
  "refuse-address": refusedFor("refuse-address"),
  "refuse-210": refusedFor("refuse-210"),
  "refuse-201000": refusedFor("refuse-201000"),
  answer: instead((_, json) => whole(rawAnswer(json)), { name: "a JSON object", pattern: /^\{.*\}$/s }),
  "retry-after": instead(
    (_, value) => {
      const limit = limitAnswer("http-429", FORGED_RETRY_AFTER_MS);
      return whole({ ...limit, headers: { ...limit.headers, "Retry-After": value } });
    },
    { name: "the header's text", pattern: /^[\x20-\x7e]*$/ },
  ),
  "late-408": later(page(408, "Request Timeout")),
  "late-499": later(page(499, "Client Closed Request")),
  "late-502": later(page(502, "Bad Gateway")),
  "late-503": later(page(503, "Service Temporarily Unavailable")),
  "late-504": later(page(504, "Gateway Time-out")),
  "late-524": later(page(524, "A timeout occurred")),
  "late-drop": later(() => ({ reaches: "dropped" })),
  "late-hang": later(() => ({ reaches: "hung" })),
  "endless-body": instead(() => ({ reaches: "endless" })),
  "gzip-bomb": instead((_, bytes) => ({ reaches: "bomb", bytes: Number(bytes) }), BYTES),
  "long-name": afterwards(
    (honest, bytes) => whole(withField(honest, "displayName", JSON.stringify("名".repeat(Number(bytes) / 3)))),
    BYTES,
  ),
  "big-numbers": afterwards((honest) => whole(withField(honest, "exten", "9007199254740993"))),
  count: afterwards((honest, count) => whole(withField(honest, "count", count)), {
    name: "a number",
    pattern: /^-?\d+(\.\d+)?(e\d+)?$/,
  }),
  uncounted: { strikes: ["list groups"] },
  "no-group": { argument: { name: "an exten, or all", pattern: /^(\d+|all)$/ }, strikes: ["list groups"] },
  "some-members": { strikes: ["list groups"] },
  "no-members": { strikes: ["list groups"] },
  "null-members": { strikes: ["list groups"] },
  twin: { strikes: ["write"] },
  eaten: { argument: MILLISECONDS },
  slow: { argument: MILLISECONDS },
  "skip-agent": { argument: { name: "an agent number", pattern: /^.+$/ }, strikes: ["write"] },
  "ignore-write": { strikes: ["write"] },
  "repeat-page": { strikes: ["list groups"] },
  "short-page": { strikes: ["list groups"] },
  stale: { strikes: ["list groups"] },
  omit: { argument: { name: "a field's name", pattern: /^\w+$/ }, strikes: ["list groups"] },
} as const satisfies Record<string, FaultKindFacts>;

export type FaultKind = keyof typeof FAULT_KINDS;

export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as readonly FaultKind[];

export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(FAULT_KINDS, text);
}

/** The facts of a kind, without the literal types that make {@link FaultKind}. */
export function factsOf(kind: FaultKind): FaultKindFacts {
  return FAULT_KINDS[kind];
}

/** Is this kind one of the forged limit answers? */
export function isLimitKind(kind: FaultKind): boolean {
  return kind === "limit" || kind === "retry-after" || kind.startsWith("limit-");
}
