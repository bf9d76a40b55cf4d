import { type Answer, BAD_REQUEST, FORBIDDEN, garbled, htmlAnswer, jsonAnswer, SERVER_ERROR } from "./answers.js";
import { type Delivery, whole } from "./delivery.js";
import { type LimitShape, limitAnswer } from "./limitAnswers.js";
import type { Manners } from "./manners.js";
import type { OperationFacts } from "./operations.js";

/** How a fault ends a call, by whether the operation is carried out first. */
export type Ending =
  | { readonly stage: "before"; readonly deliver: (manners: Manners) => Delivery }
  | { readonly stage: "after"; readonly deliver: (honest: Answer) => Delivery };

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

const instead = (deliver: (manners: Manners) => Delivery): FaultKindFacts => ({ ending: { stage: "before", deliver } });
const afterwards = (deliver: (honest: Answer) => Delivery): FaultKindFacts => ({ ending: { stage: "after", deliver } });
const limited = (shape?: LimitShape) =>
  instead((manners) => whole(limitAnswer(shape ?? manners.limitShape, FORGED_RETRY_AFTER_MS)));

const http500 = () => whole(jsonAnswer(SERVER_ERROR, 500));
const code500 = () => whole(jsonAnswer(SERVER_ERROR));
const html502 = () => whole(htmlAnswer(502, "502 Bad Gateway"));
const html200 = () => whole(htmlAnswer(200, "Welcome to nginx!"));
const refusal = (reply: typeof FORBIDDEN) => (manners: Manners) =>
  whole(jsonAnswer(reply, manners.statusFollowsCode ? reply.code : 200));

/** Every trouble that can be ordered. `-before`: the operation is not carried out; `-after`: it is, then the answer is lost. */
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
  slow: { argument: { name: "milliseconds", pattern: /^\d+$/ } },
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
  return kind === "limit" || kind.startsWith("limit-");
}
