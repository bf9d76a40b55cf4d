import { MEMORY_MINUTES } from "../../model/skillGroup.js";
import { type Account, type Agent, claimingOf, type Group, passwordOf } from "../account/account.js";
import type { Reply } from "./answers.js";
import type { Fields } from "./requestFields.js";

/** A page of groups, and how many there are over all pages. */
export interface Page {
  readonly groups: readonly Group[];
  readonly total: number;
}

/** Groups with their attributes and members. Priorities are strings here, and there is no `code`. */
export function queueQueue(account: Account, page: Page): Reply {
  return listReply(page, (group) => ({
    displayName: group.displayName,
    exten: group.exten,
    assignRule: group.assignRule,
    isMemory: group.memory !== "off",
    memoryTime: group.memory === "off" ? "" : MEMORY_MINUTES[group.memory],
    updateTime: group.updateTime,
    updateAgent: group.updateAgent,
    assignMembers: group.members.map(({ agentNumber, priority }) => ({
      agentNumber,
      agentName: nameOf(account, agentNumber),
      priority: String(priority),
    })),
  }));
}

/** Groups with whether each member is taking conversations, and with the members' phone numbers. */
export function queueQueueAgentClaimStatus(account: Account, page: Page): Reply {
  return listReply(page, (group) => ({
    displayName: group.displayName,
    exten: group.exten,
    assignRule: group.assignRule,
    assignMembers: group.members.map((member) => {
      const claiming = claimingOf(account, group, member);
      return {
        agentNumber: member.agentNumber,
        agentName: nameOf(account, member.agentNumber),
        pcAutoClaim: claiming === "pc" || claiming === "both",
        mobileAutoClaim: claiming === "app" || claiming === "both",
        priority: String(member.priority),
        phone: account.agents.get(member.agentNumber)?.phone ?? "",
      };
    }),
  }));
}

/** The agents of the account, or the one whose number is `exten`; with their passwords, as the vendor has it. */
export function getCCAgentsByAcc(account: Account, fields: Fields): Reply {
  const asked = [...account.agents.values()].filter(({ number }) => !fields.exten || number === fields.exten);
  const shown = asked.filter(({ raw }) => raw !== null);
  return { code: 200, data: shown.map((agent) => directoryEntry(account.accountId, agent)) };
}

function directoryEntry(accountId: string, { number, name, phone, enabled, raw }: Agent): Fields {
  return {
    _id: `${accountId}-${number}`,
    displayName: name,
    exten: number,
    loginName: number,
    password: passwordOf(number),
    mobile: phone,
    email: `${number}@example.com`,
    status: enabled ? "enable" : "disable",
    role: "agent",
    product: "cc",
    ...raw,
  };
}

function listReply({ groups, total }: Page, entry: (group: Group) => Fields): Reply {
  const shown = (group: Group) => (group.raw === null ? null : { ...entry(group), ...group.raw });
  return { success: true, data: { count: total, list: groups.map(shown) }, message: "200 ok!" };
}

/** An agent without a name is called by the number, as in the vendor's second example. */
function nameOf(account: Account, agentNumber: string): string {
  return account.agents.get(agentNumber)?.name ?? agentNumber;
}
