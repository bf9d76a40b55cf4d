import type { Account } from "../account/account.js";
import type { Manners } from "../behaviour/behaviour.js";
import { distorted } from "../behaviour/distort.js";
import { drifted } from "../behaviour/drift.js";
import type { Strike } from "../behaviour/faultBook.js";
import { type Answer, jsonAnswer, type Reply } from "./answers.js";
import { selectPage } from "./listing.js";
import type { ListOperation, OperationName } from "./operations.js";
import { getCCAgentsByAcc, type Page, queueQueue, queueQueueAgentClaimStatus } from "./queries.js";
import type { Fields } from "./requestFields.js";
import { addQueue, updateQueueAssignMembers, type WriteContext } from "./writes.js";

/** What bears on how an operation is carried out, besides account and request. */
export interface Circumstances {
  readonly manners: Manners;
  readonly strike: Strike;
  /** Ms since 1970. */
  readonly now: number;
}

/** Does what the call asks, on the account, and replies as the API page says. */
export function carryOut(
  operation: OperationName,
  account: Account,
  fields: Fields,
  { manners, strike, now }: Circumstances,
): Reply {
  const write: WriteContext = { now, storeName: manners.storeName, strike };
  const list = (name: ListOperation, reply: (account: Account, page: Page) => Reply): Reply => {
    const page = selectPage(account, fields, { operation: name, manners, now, strike });
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

/** A reply as the stand-in's manners put it into an answer. */
export function answerWith(reply: Reply, manners: Manners): Answer {
  const answer = jsonAnswer(reply, manners.statusFollowsCode ? reply.code : 200);
  return manners.drift ? { ...answer, body: JSON.stringify(drifted(reply)) } : answer;
}
