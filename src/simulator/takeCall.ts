import type { Account } from "./account/account.js";
import { type Answer, BAD_REQUEST, FORBIDDEN, jsonAnswer, limitAnswer, type Reply } from "./api/answers.js";
import type { Verdict } from "./api/limiter.js";
import { selectPage } from "./api/listing.js";
import { type ListOperation, OPERATIONS, type OperationName } from "./api/operations.js";
import { getCCAgentsByAcc, type Page, queueQueue, queueQueueAgentClaimStatus } from "./api/queries.js";
import { type Fields, isFields } from "./api/requestFields.js";
import { isSigned } from "./api/signature.js";
import { addQueue, updateQueueAssignMembers, type WriteContext } from "./api/writes.js";
import type { Behaviour } from "./behaviour/behaviour.js";
import { type Delivery, whole } from "./behaviour/delivery.js";
import { distorted, drifted } from "./behaviour/distort.js";
import type { Strike } from "./behaviour/faultBook.js";
import { isLimitKind } from "./behaviour/faultKinds.js";
import type { OpenRecord } from "./requestLog.js";
import type { HostedAccount, World } from "./world.js";

/** What the request said of its signature. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly sig: string | null;
}

/**
 * Takes one call all the way: it travels, is authenticated, counted, met by faults and carried out. Fills in the
 * call's record on the way.
 *
 * @returns what is to reach the client
 */
export async function takeCall(world: World, record: OpenRecord, credentials: Credentials): Promise<Delivery> {
  const { accounts, behaviour, clock, random } = world;
  const [least, most] = behaviour.latencyMs;
  await pause(world, least + random() * (most - least));

  const hosted = accounts.get(record.accountId);
  if (!hosted || !isAuthentic(world, hosted, credentials)) return end(record, answerWith(FORBIDDEN, behaviour));

  record.countedAt = clock.monotonic();
  const overLimit = count(hosted, record.operation, record.countedAt);
  if (overLimit) return refuseForNow(record, behaviour, overLimit);

  const strike = world.faults(record.operation);
  record.faults = strike.kinds;
  for (const { of, ms } of strike.eaten) hosted.eatenUntil.set(of, record.countedAt + ms);
  const eaten = eatenVerdict(hosted, record.operation, record.countedAt);
  if (eaten) return refuseForNow(record, behaviour, eaten);
  await world.hooks.run(record.operation, hosted.editor);
  const delivery = await meetFaults(world, hosted, record, strike);
  await pause(world, random() * behaviour.jitterMs + strike.slowMs);
  return delivery;
}

/** Counts a call wherever it counts. @returns the verdict that keeps it out, if one does */
function count(hosted: HostedAccount, operation: OperationName, at: number): Verdict | undefined {
  const eaten = eatenVerdict(hosted, operation, at);
  if (eaten) return eaten;
  const verdicts = [hosted.limiters[operation]?.(at), hosted.accountLimiter?.(at)];
  return verdicts.find((verdict) => verdict && !verdict.admitted);
}

function eatenVerdict({ eatenUntil }: HostedAccount, operation: OperationName, at: number): Verdict | undefined {
  const leftMs = Math.max(eatenUntil.get(operation) ?? 0, eatenUntil.get("*") ?? 0) - at;
  // A server knows nothing of what the others will do: it tells of its window at most.
  return leftMs > 0 ? { admitted: false, retryAfterMs: Math.min(leftMs, 60_000) } : undefined;
}

function refuseForNow(record: OpenRecord, { limitShape }: Behaviour, { retryAfterMs }: Verdict): Delivery {
  record.limited = true;
  return end(record, limitAnswer(limitShape, retryAfterMs));
}

function isAuthentic({ clock, behaviour }: World, hosted: HostedAccount, credentials: Credentials): boolean {
  const call = { accountId: hosted.account.accountId, ...credentials };
  return isSigned(call, hosted.apiSecret, clock.now(), behaviour.signatureValidityMs);
}

async function meetFaults(world: World, hosted: HostedAccount, record: OpenRecord, strike: Strike): Promise<Delivery> {
  const { ending } = strike;
  if (ending) {
    record.outcome = ending.kind;
    record.limited = isLimitKind(ending.kind);
  }
  if (ending?.stage === "before") return ending.deliver(world.behaviour, ending.argument);
  if (ending?.stage === "later") {
    void performLater(world, hosted, record, strike, Number(ending.argument));
    return ending.deliver();
  }

  const honest = await perform(world, hosted, record, strike);
  return ending ? ending.deliver(honest, ending.argument) : end(record, honest);
}

/** What the client was told nothing of; a simulator that closes first has not done it. */
async function performLater(
  world: World,
  hosted: HostedAccount,
  record: OpenRecord,
  strike: Strike,
  ms: number,
): Promise<void> {
  try {
    await pause(world, ms);
    await perform(world, hosted, record, strike);
  } catch (error) {
    if (!world.closing.aborted) world.failures.push(error);
  }
}

async function perform(world: World, hosted: HostedAccount, record: OpenRecord, strike: Strike): Promise<Answer> {
  const { behaviour, clock } = world;
  const { operation, body } = record;
  const reply = isFields(body)
    ? carryOut(operation, hosted.account, body, { behaviour, strike, now: clock.now() })
    : BAD_REQUEST;
  if (OPERATIONS[operation].does === "write") await world.keeper.save();
  return answerWith(reply, behaviour);
}

function end(record: OpenRecord, answer: Answer): Delivery {
  record.outcome = answer.code;
  return whole(answer);
}

/** No timer for no time: most simulators have neither latency nor jitter, and timers take at least a millisecond. */
async function pause({ clock, closing }: World, ms: number): Promise<void> {
  if (ms > 0) await clock.sleep(ms, closing);
}

/** What decides how an operation is carried out, besides account and request. */
export interface Circumstances {
  readonly behaviour: Behaviour;
  readonly strike: Strike;
  /** Ms since 1970. */
  readonly now: number;
}

/** Does what the call asks, on the account, and replies as the API page says. */
export function carryOut(
  operation: OperationName,
  account: Account,
  fields: Fields,
  { behaviour, strike, now }: Circumstances,
): Reply {
  const write: WriteContext = { now, storeName: behaviour.storeName, strike };
  const list = (name: ListOperation, reply: (account: Account, page: Page) => Reply): Reply => {
    const page = selectPage(account, fields, { operation: name, behaviour, now, strike });
    return "groups" in page ? distorted(reply(account, page), fields, strike) : page;
  };
  switch (operation) {
    case "addQueue":
      return addQueue(account, fields, write);
    case "updateQueueAssignMembers":
      return updateQueueAssignMembers(account, fields, write);
    case "queueQueue":
      return list(operation, queueQueue);
    case "queueQueueAgentClaimStatus":
      return list(operation, queueQueueAgentClaimStatus);
    case "getCCAgentsByAcc":
      return getCCAgentsByAcc(account, fields);
  }
}

/** A reply as the stand-in's behaviour put it into an answer. */
export function answerWith(reply: Reply, behaviour: Behaviour): Answer {
  const answer = jsonAnswer(reply, behaviour.statusFollowsCode ? reply.code : 200);
  return behaviour.drift ? { ...answer, body: JSON.stringify(drifted(reply)) } : answer;
}
