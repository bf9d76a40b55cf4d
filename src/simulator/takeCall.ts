import { type Answer, BAD_REQUEST, FORBIDDEN } from "./answers.js";
import { answerWith, carryOut } from "./carryOut.js";
import { type Delivery, whole } from "./delivery.js";
import type { Strike } from "./faultBook.js";
import { isLimitKind } from "./faultKinds.js";
import { limitAnswer } from "./limitAnswers.js";
import { OPERATIONS } from "./operations.js";
import { isFields } from "./requestFields.js";
import type { OpenRecord } from "./requestLog.js";
import { isSigned } from "./signature.js";
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
  const { accounts, manners, clock, random } = world;
  const [least, most] = manners.latencyMs;
  await pause(world, least + random() * (most - least));

  const hosted = accounts.get(record.accountId);
  if (!hosted || !isAuthentic(world, hosted, credentials)) return end(record, answerWith(FORBIDDEN, manners));

  record.countedAt = clock.monotonic();
  const verdict = hosted.limiters[record.operation]?.(record.countedAt);
  if (verdict && !verdict.admitted) {
    record.limited = true;
    return end(record, limitAnswer(manners.limitShape, verdict.retryAfterMs));
  }

  const strike = world.faults(record.operation);
  record.faults = strike.kinds;
  await world.hooks.run(record.operation, hosted.editor);
  const delivery = await meetFaults(world, hosted, record, strike);
  await pause(world, random() * manners.jitterMs + strike.slowMs);
  return delivery;
}

function isAuthentic({ clock, manners }: World, hosted: HostedAccount, credentials: Credentials): boolean {
  const call = { accountId: hosted.account.accountId, ...credentials };
  return isSigned(call, hosted.apiSecret, clock.now(), manners.signatureValidityMs);
}

async function meetFaults(world: World, hosted: HostedAccount, record: OpenRecord, strike: Strike): Promise<Delivery> {
  const { ending } = strike;
  if (ending) {
    record.outcome = ending.kind;
    record.limited = isLimitKind(ending.kind);
  }
  if (ending?.stage === "before") return ending.deliver(world.manners);

  const honest = await perform(world, hosted, record, strike);
  return ending ? ending.deliver(honest) : end(record, honest);
}

async function perform(world: World, hosted: HostedAccount, record: OpenRecord, strike: Strike): Promise<Answer> {
  const { manners, clock } = world;
  const { operation, body } = record;
  const reply = isFields(body)
    ? carryOut(operation, hosted.account, body, { manners, strike, now: clock.now() })
    : BAD_REQUEST;
  if (OPERATIONS[operation].does === "write") await world.keeper.save();
  return answerWith(reply, manners);
}

function end(record: OpenRecord, answer: Answer): Delivery {
  record.outcome = answer.code;
  return whole(answer);
}

/** No timer for no time: most simulators have neither latency nor jitter, and timers take at least a millisecond. */
async function pause({ clock, closing }: World, ms: number): Promise<void> {
  if (ms > 0) await clock.sleep(ms, closing);
}
