import type { Clock } from "../../model/clock.js";
import { chinaTime } from "../api/chinaTime.js";
import {
  type Account,
  type AccountState,
  type Group,
  openGroup,
  openMember,
  replaceGroup,
  stateOf,
  takeExten,
} from "./account.js";
import { findBadMembers, type SeedGroup, type SeedMember } from "./seed.js";

/** What a person can set on a group in the vendor's console; the API can do this only for members. `raw` is the simulator's own. */
export type GroupChanges = Partial<
  Pick<SeedGroup, "displayName" | "assignRule" | "memory" | "members" | "claiming" | "raw">
>;

/** A person in the vendor's console: sees every change at once, and meets no limit and no fault. */
export interface AccountEditor {
  /** A copy of the account as it is now. */
  state(): AccountState;
  /** @returns the new group's exten */
  createGroup(group: GroupChanges & Pick<SeedGroup, "displayName">): string;
  /** Changes what is named and leaves the rest; `members` replaces the whole list. */
  editGroup(exten: string, changes: GroupChanges): void;
  deleteGroup(exten: string): void;
}

/** An edit that the console would not let a person make. */
export class EditError extends Error {
  override readonly name = "EditError";
}

/** The agent number under which the console's edits are recorded. */
const CONSOLE_AGENT = "1000";

/** @param saved called after each change, to have it kept */
export function openEditor(account: Account, clock: Pick<Clock, "now">, saved: () => void): AccountEditor {
  const stamp = () => ({ updateTime: chinaTime(clock.now()), updateAgent: CONSOLE_AGENT });

  const find = (exten: string): Group => {
    const group = account.groups.find((candidate) => candidate.exten === exten);
    if (!group) throw new EditError(`account ${account.accountId} has no group ${exten}`);
    return group;
  };

  const checkMembers = (members: readonly SeedMember[] = []) => {
    const [problem] = findBadMembers(members, new Set(account.agents.keys()), "group");
    if (problem) throw new EditError(problem);
  };

  return {
    state: () => stateOf(account),

    createGroup(group) {
      checkMembers(group.members);
      const exten = takeExten(account);
      account.groups.push(openGroup({ ...group, ...stamp(), createdAt: clock.now() }, exten));
      saved();
      return exten;
    },

    editGroup(exten, { members, ...changes }) {
      const group = find(exten);
      checkMembers(members);
      const listed = members?.map(openMember) ?? group.members;
      replaceGroup(account, { ...group, ...changes, members: listed, ...stamp() }, clock.now());
      saved();
    },

    deleteGroup(exten) {
      const group = find(exten);
      account.groups = account.groups.filter((other) => other !== group);
      saved();
    },
  };
}
