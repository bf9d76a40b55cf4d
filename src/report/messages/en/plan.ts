import type { ApplyFindingArgs } from "../../../apply/findings.js";
import type { NameDoubt } from "../../../model/nameDoubts.js";
import type { ListedAgent, NearMiss, PlanFindingArgs } from "../../../plan/findings.js";
import type { MembersSince } from "../../../plan/membersSince.js";
import type { LastEdit } from "../../../plan/plan.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../catalogue.js";
import { clockText, codePointsApart, NAMED_AT_MOST, PEOPLE_AT_MOST } from "../shared.js";
import { counted, differs, editSentence, listed, meant, quoted } from "./phrases.js";

/** That two names look alike, and in what they differ. */
function alike({ displayName, other, exten, where, difference }: NearMiss): string {
  const how = differs(displayName, other, difference);
  if (where?.kind === "previously") return `${quoted(where.of)} lists ${quoted(other)} as an old name, which ${how}.`;
  if (where?.kind === "in-flight") return `An earlier run sent the creation of ${quoted(other)}, which ${how}.`;
  const whose = exten === undefined ? "The files also have" : "The account has";
  return `${whose} ${quoted(other)}${exten === undefined ? "" : ` (${exten})`}, which ${how}.`;
}

/** Why the name itself is doubtful. */
const DOUBTS = {
  ends: "begins or ends with white space",
  inside: "contains white space that is easily mistaken",
  hidden: "contains invisible characters",
  placeholder: "looks like a placeholder",
  quotes: "has quotes that are part of it",
} as const satisfies Record<NameDoubt["kind"], string>;

/** The name that the account has, by code point where it prints like the one that was sent. */
function asStored(displayName: string, live: string): string {
  const points = codePointsApart(displayName, live);
  if (points === undefined) return quoted(live);
  return `${quoted(live)} (${points[1] || "nothing"} where the files have ${points[0] || "nothing"})`;
}

function storedHelp(exten: string, live: string): string {
  return `Pin it with exten: ${quoted(exten)}, and write the name as the account has it, displayName: ${quoted(live)}. Then no manual change is left.`;
}

const STILL_MEMBERS_HELP =
  "muster who NUMBER shows where; muster agent remove NUMBER removes an agent from the files. Members of unmanaged groups are removed in the console.";

function groupCount(groups: number, of: number | undefined): string {
  return of === undefined ? counted(groups, "group") : `${groups} of the first ${counted(of, "group")}`;
}

function unmanagedOf(unmanaged: number, groups: number): string {
  return unmanaged === 0 ? "" : unmanaged === groups ? " (unmanaged)" : ` (${unmanaged} unmanaged)`;
}

/** Where nothing of it is in the files, the commands that edit files are of no use. */
function stillMembersHelp(unmanaged: number, groups: number): string {
  return unmanaged > 0 && unmanaged === groups
    ? "Remove them in the console, if they are no longer needed there."
    : STILL_MEMBERS_HELP;
}

function groupsNamed(groups: readonly string[]): string {
  const named = groups.slice(0, NAMED_AT_MOST).map(quoted);
  if (groups.length === named.length) return listed(named);
  return `${counted(groups.length, "group")}: ${named.join(", ")} and ${groups.length - named.length} more`;
}

function person(agentNumber: string, agentName = ""): string {
  return agentName === "" ? agentNumber : `${agentNumber} ${agentName}`;
}

/** Agents by number and name; the first ones, where there are many. */
function peopleNamed(agents: readonly ListedAgent[], remark: (agent: ListedAgent) => string = () => ""): string {
  const named = agents
    .slice(0, PEOPLE_AT_MOST)
    .map((agent) => `${person(agent.agentNumber, agent.agentName)}${remark(agent)}`);
  return agents.length > named.length ? `${named.join(", ")} and ${agents.length - named.length} more` : listed(named);
}

/** What comparing files and account can find, in English. */
export const planMessages: Catalogue<PlanFindingArgs> = {
  "ambiguous-name": ({ displayName, extens, made = [] }) => ({
    message: `${counted(extens.length, "live group")} are named ${quoted(displayName)} (${listed(extens)}), and the files do not say which one is meant.${made.length === 0 ? "" : ` muster created ${listed(made)} from this machine within the last day.`} Nothing is planned for this group.`,
    help: `Pin the one you mean by its number, for example exten: ${quoted(extens[0] ?? "")}.`,
  }),
  "pin-not-live": ({ displayName, exten }) => ({
    message: `${quoted(displayName)} is pinned to ${exten}, but the account has no group with that number.`,
    help: "A pinned group is never created. Check that this is the right account. Then correct exten, or remove it to match the group by its name.",
  }),
  "name-pinned-elsewhere": ({ displayName, exten, pinnedBy }) => ({
    message: `The only live group named ${quoted(displayName)} (${exten}) is pinned by another group in the files, ${quoted(pinnedBy)}.`,
    help: "Give this group another name, or move the pin here. Two groups with the same name each need their own pin.",
  }),
  "previously-ambiguous": ({ displayName, previously, extens }) => ({
    message: `No live group is named ${quoted(displayName)}, and ${counted(extens.length, "live group")} have its old name ${quoted(previously)} (${listed(extens)}).`,
    help: `Pin the one you mean by its number, for example exten: ${quoted(extens[0] ?? "")}.`,
  }),
  "live-claimed-twice": ({ displayName, other, exten }) => ({
    message: `${quoted(displayName)} and ${quoted(other)} both match the same live group, ${exten}.`,
    help: "A live group may be in the files only once. Remove one of the two, or pin each to its own number with exten.",
  }),
  "odd-group-left": ({ exten, displayName, expected }) => ({
    message: `The live group ${[...(displayName === undefined ? [] : [quoted(displayName)]), ...(exten === undefined ? [] : [`(${exten})`])].join(" ") || "without name and number"} cannot be read and is left alone: ${expected} is missing or has the wrong type.`,
    help: "It is in no file, so the rest is planned as usual. Look at the group in the console.",
  }),
  "odd-group-managed": ({ displayName, exten, expected }) => ({
    message: `The live group of ${quoted(displayName)}${exten === undefined ? "" : ` (${exten})`} cannot be read: ${expected} is missing or has the wrong type. Nothing is planned for this group.`,
    help: "Look at the group in the console. A deleted agent among its members or an empty name causes this; saving the group again often fixes it.",
  }),
  "odd-group-nameless": ({ displayName, exten, expected }) => ({
    message: `${quoted(displayName)} is not created: the name of a live group${exten === undefined ? "" : ` (${exten})`} cannot be read (${expected}), and it may be the same group.`,
    help: `The API cannot delete groups, so check first. Give the live group a name in the console${exten === undefined ? "" : `; if it is this group, pin it with exten: ${quoted(exten)}`}.`,
  }),
  "near-miss": (args) => ({
    message: `${quoted(args.displayName)} would be created. ${alike(args)}`,
    help: `The API cannot delete groups. If you mean the other group, write its name exactly${args.exten === undefined ? "" : `, or pin it with exten: ${quoted(args.exten)}`}. If you mean two groups, list ${quoted(args.other)} under distinct in this group; otherwise the creation needs approval at a terminal.`,
  }),
  "creation-open": ({ displayName, exten, madeAt }) => ({
    message:
      exten === undefined
        ? `The request to create ${quoted(displayName)} was sent at ${chinaTime(madeAt)}, its reply was lost, and the account does not list the group yet.`
        : `${quoted(displayName)} was created as ${exten} at ${chinaTime(madeAt)}, and the account does not list it yet.`,
    help:
      exten === undefined
        ? "muster apply waits for it, and creates it again only when it can no longer appear."
        : "It is not created again: muster apply waits until it is listed, and then continues with it.",
  }),
  "stored-differently": ({ displayName, exten, live }) => ({
    message: `${quoted(displayName)} was already created as ${exten}, and the account stores its name as ${asStored(displayName, live)}. It is not created again.`,
    help: storedHelp(exten, live),
  }),
  "would-empty": ({ displayName, exten, groups, limit, min, others }) => ({
    message: `${quoted(displayName)} (${exten}) keeps its members: the clock would leave nobody in it, ${
      others !== undefined
        ? `and ${counted(others, "member")} that the files want there ${others === 1 ? "is" : "are"} not for --due to bring`
        : min === undefined
          ? "and it has no coverage that says whether that is meant"
          : `and its coverage demands ${min} at this time`
    }.${limit === 0 ? "" : ` That is so of ${groups} groups, and maxEmptied allows ${limit}.`}`,
    help:
      others !== undefined
        ? "Run muster apply: it brings them, too."
        : `If nobody is needed then, ${
            min === undefined ? "give it a coverage for the other times alone" : "let its coverage leave this time out"
          }. Otherwise give it somebody who is there at this time: a colleague, or a cover for an absence. To let it through once: --max-emptied ${groups}.`,
  }),
  "waits-for-stopped": ({ displayName, exten, agents, other, uncreated, due }) => ({
    message: `${quoted(displayName)} (${exten}) is not changed: ${agents.length === 1 ? "agent" : "agents"} ${listed(agents)} would move to ${quoted(other)}, ${
      uncreated
        ? due
          ? "which --due does not create"
          : "which --only change does not create: it was missing before this change"
        : "which has an error"
    }.`,
    help: uncreated
      ? `Run without ${due ? "--due" : "--only change"}, which creates ${quoted(other)}, too.`
      : `Fix the error of ${quoted(other)}; then both groups are planned.`,
  }),
  "create-without-members": ({ displayName }) => ({
    message: `${quoted(displayName)} would be created without members: no agent would take its conversations.`,
    help: "Add members, unless the console or another tool adds them.",
  }),
  "retired-live": ({ displayName, exten, members, stay }) => ({
    message: `${quoted(displayName)} (${exten}) is retired and still live${
      members === 0
        ? ", without members"
        : `; this plan ${stay ? "does not remove" : "removes"} its ${counted(members, "member")}`
    }.`,
    help: `${members === 0 ? "Delete" : stay ? "Once it has no members, delete" : "After that, delete"} it in the console: the API cannot.`,
  }),
  "retired-gone": ({ displayName, exten }) => ({
    message: `${quoted(displayName)}${exten === undefined ? "" : ` (${exten})`} is retired and no longer live.`,
    help: "Remove its entry from the files.",
  }),
  "nobody-claiming": ({ displayName, members, unknown, before }) => ({
    message: `After this change no member of ${quoted(displayName)} is taking conversations${
      unknown === 0
        ? ""
        : `, as far as is known: the state of ${unknown} of its ${counted(members, "member")} is unknown`
    }.${before === undefined ? "" : before === 0 ? " Before the change it is the same." : ` Before the change ${counted(before, "agent is", "agents are")}.`}`,
    help: "Customers of this group would wait. Ask a member to start taking conversations, or add an agent who does; muster status shows who does.",
  }),
  "unknown-agent": ({ agentNumber, displayName }) => ({
    message: `The account has no agent ${agentNumber}; the server would skip it in ${quoted(displayName)} without an error.`,
    help: "Correct the number, or create the agent in the console first.",
  }),
  "name-differs": ({ agentNumber, accountName, written, others, isAlias }) => ({
    message: `Agent ${agentNumber} is ${quoted(accountName)} in the account and ${quoted(written)} in the files.${
      others.length === 0 ? "" : ` The account's ${quoted(written)} is ${listed(others)}.`
    }`,
    help: isAlias
      ? `Check the number. If it is right, change the name in agents, or add the person's name: { number: "${agentNumber}", name: "${accountName}" }.`
      : `Check the number. If it is right, write the account's name: name: "${accountName}".`,
  }),
  "agent-disabled": ({ agentNumber, agentName, groups }) => ({
    message: `Agent ${person(agentNumber, agentName)} is disabled in the account; the files have the agent in ${groupsNamed(groups)}.`,
    help: `muster agent remove ${agentNumber} removes the agent from the files. An agent who still works is enabled in the console.`,
  }),
  "agent-locked": ({ agentNumber, agentName, groups }) => ({
    message: `Agent ${person(agentNumber, agentName)} is locked in the account; the files have the agent in ${groupsNamed(groups)}.`,
    help: `Unlock the agent in the console. If the agent has left, muster agent remove ${agentNumber} removes the agent from the files.`,
  }),
  "disabled-members": ({ agents, groups, unmanaged = 0, of }) => ({
    message: `${counted(agents.length, "disabled agent is", "disabled agents are")} still in ${groupCount(groups, of)}${unmanagedOf(unmanaged, groups)}: ${peopleNamed(agents)}.`,
    help: stillMembersHelp(unmanaged, groups),
  }),
  "unlisted-members": ({ agents, groups, unmanaged = 0, of }) => ({
    message: `${counted(agents.length, "agent whom the account's agent directory does not list is", "agents whom the account's agent directory does not list are")} still in ${groupCount(groups, of)}${unmanagedOf(unmanaged, groups)}: ${peopleNamed(agents)}.`,
    help: stillMembersHelp(unmanaged, groups),
  }),
  "left-without-group": ({ agents }) => ({
    message: `After this plan ${counted(agents.length, "agent is", "agents are")} in no group: ${peopleNamed(agents, ({ groups }) => ` (was in ${groups})`)}.`,
    help: "They would get no conversations. If they are to go on working, keep each of them in a group.",
  }),
  "plan-stale-name": ({ displayName, extens, lastEdit }) => ({
    message: `The saved plan is stale: it creates ${quoted(displayName)}, which now exists (${listed(extens)}).${editSentence(lastEdit)}`,
    help: STALE_HELP,
  }),
  "plan-stale-gone": ({ displayName, exten }) => ({
    message: `The saved plan is stale: ${quoted(displayName)} (${exten}) is no longer live.`,
    help: STALE_HELP,
  }),
  "plan-expired": ({ validUntil, account }) => ({
    message: `The plan of ${quoted(account)} was valid until ${clockText(validUntil)}: since then the files want something else.`,
    help: STALE_HELP,
  }),
  "plan-of-instant": ({ at }) => ({
    message: `The plan is for ${clockText(at)} (plan --at): it is there to be looked at.`,
    help: "Make a plan without --at, and apply that.",
  }),
  "plan-stale-group": ({ displayName, exten, nameNow, joined, left, reprioritized, lastEdit }) => ({
    message: `The saved plan is stale: ${quoted(displayName)} (${exten}) has changed since the plan. ${[
      ...(nameNow === displayName ? [] : [`Its name is now ${quoted(nameNow)}.`]),
      ...personByPerson({ joined, left, reprioritized }),
      ...edited(lastEdit),
    ].join(" ")}`,
    help: STALE_HELP,
  }),
  "plan-differs": ({ displayName, exten, kind, action, nameThen, settings, lastEdit, ...members }) => {
    const group = `${quoted(displayName)}${exten === undefined ? "" : ` (${exten})`}`;
    const does = action === "create" ? "creates it" : "updates its members";
    const what = {
      live: `${group} has changed in the account since the plan that was shown.`,
      wanted: `The files want something else for ${group} than in the plan that was shown.`,
      new: `${group} was not in the plan that was shown; the plan now ${does}.`,
      dropped: `${group} was in the plan that was shown, which ${does}; the plan now leaves it as it is.`,
    }[kind];
    const renamed = nameThen === undefined ? [] : [`Its name was ${quoted(nameThen)}.`];
    const set = settings.length === 0 ? [] : [`Settings: ${listed(settings)}.`];
    const message = [what, ...renamed, ...personByPerson(members), ...set, ...edited(lastEdit)].join(" ");
    return { message, help: "Review the plan made now, and approve that one." };
  },
  "plan-stale-undone": ({ displayName, appliedAt, action }) => ({
    message: `The saved plan is stale: it was applied at ${chinaTime(appliedAt)}, and ${
      action === "create"
        ? `${quoted(displayName)} was deleted after that`
        : `its change of ${quoted(displayName)} was undone after that`
    }.`,
    help: STALE_HELP,
  }),
  "revert-of": ({ startedAt, commit }) => ({
    message: `This plan undoes the run of ${chinaTime(startedAt)}: groups that are still as that run left them get back the members they had before.`,
    help: `The files still ask for what the run wrote, and the next apply would do it again. ${commit === undefined ? "Revert that change in git, too." : `Revert it in git, too: git revert ${commit}`}`,
  }),
  "revert-conflict": ({ displayName, exten, fate, nameNow, other = "", lastEdit, ...members }) => ({
    message: [
      {
        changed: `${quoted(displayName)} (${exten}) has changed since the run and is left as it is.`,
        gone: `${quoted(displayName)} (${exten}) is no longer live.`,
        unreadable: `${quoted(displayName)} (${exten}) cannot be read and is left as it is.`,
        waits: `${quoted(displayName)} (${exten}) is left as it is: ${counted(members.left.length, "agent")} would go back to ${quoted(other)}, which does not take ${members.left.length === 1 ? "it" : "them"} back (${listed(members.left)}).`,
      }[fate],
      ...(nameNow === undefined ? [] : [`Its name is now ${quoted(nameNow)}.`]),
      ...(fate === "waits" ? [] : personByPerson(members)),
      ...edited(lastEdit),
    ].join(" "),
    help:
      fate === "changed" || fate === "waits"
        ? "Decide who belongs in it, change the files, and run muster plan."
        : "Look at the group in the console.",
  }),
  "revert-creation": ({ displayName, exten, members, sure }) => ({
    message: `${quoted(displayName)} (${exten}, ${counted(members, "member")}) was ${sure ? "created by the run" : "perhaps created by the run"}: the API cannot delete groups.`,
    help: "If it is not needed, delete it manually in the console.",
  }),
  "nothing-desired": ({ groups }) => ({
    message: `The files name no group, and ${counted(groups, "group is", "groups are")} live.`,
    help: "To manage the live groups, write them into files with muster pull. Otherwise check that the files are in the folders that muster reads.",
  }),
  "unknown-group": ({ name, flag = "--group", ...names }) => ({
    message: `${flag} names ${quoted(name)}, but no file has a group with that name.`,
    help:
      meant(names).trim() ||
      `Write the name as in displayName, the number (exten), or a pattern such as '售前*'.${flag === "--group" ? " Put paths before --group." : ""}`,
  }),
};

/** A longer list in a sentence is only counted. */
const MOST = 50;

/** `Added: 8001 李娜. Removed: 8002.`: how a member list has changed. */
function personByPerson({ joined, left, reprioritized }: MembersSince): string[] {
  return [...since("Added: ", joined), ...since("Removed: ", left), ...since("Reprioritized: ", reprioritized)];
}

function edited(edit: LastEdit | undefined): string[] {
  return edit === undefined ? [] : [editSentence(edit).trim()];
}

function since(what: string, agents: readonly string[]): string[] {
  if (agents.length === 0) return [];
  return [`${what}${agents.length > MOST ? counted(agents.length, "agent") : listed(agents)}.`];
}

const STALE_HELP = "Nothing was written. Plan again with muster plan --out, and get the new plan approved.";

const PLAN_AGAIN = "Run muster plan again and review the new plan.";

/** Why an action was not carried out or not proved, in English. */
export const applyMessages: Catalogue<ApplyFindingArgs> = {
  "changed-underneath": ({ displayName, exten, added, removed, reprioritized, lastEdit }) => ({
    message: [
      `${quoted(displayName)} (${exten}) has changed since the plan.`,
      ...personByPerson({ joined: added, left: removed, reprioritized }),
      ...edited(lastEdit),
      "Nothing was written.",
    ].join(" "),
    help: PLAN_AGAIN,
  }),
  "renamed-underneath": ({ displayName, exten, nameNow, lastEdit }) => ({
    message: `${quoted(displayName)} (${exten}) is now named ${quoted(nameNow)}. Nothing was written.${editSentence(lastEdit)}`,
    help: "It may now be used by another team. Look at it in the console, then run muster plan again.",
  }),
  "write-unknown": ({ displayName, detail }) => ({
    message: `The reply to the write of ${quoted(displayName)} was lost (${detail}), and the group could not be read afterwards. It may have been written.`,
    help: "Run muster plan to see what is still to do.",
  }),
  "name-not-alone": ({ displayName, extens }) => ({
    message: `${quoted(displayName)} was created, but the account now has several groups with that name (${listed(extens)}): someone else created one at the same time.`,
    help: "Pin the one you mean with exten, and delete the other in the console.",
  }),
  "creation-not-shown": ({ displayName, exten, madeAt }) => ({
    message: `${quoted(displayName)} was created as ${exten} at ${chinaTime(madeAt)}, and the account does not list it yet. It was not created again.`,
    help: "Run muster apply again later: it continues once the group is listed. If the group was deleted in the console, it is created again one day after that time.",
  }),
  "name-stored-differently": ({ displayName, exten, live }) => ({
    message: `${quoted(displayName)} was created as ${exten}, and the account stores its name as ${asStored(displayName, live)}. It is not created again.`,
    help: storedHelp(exten, live),
  }),
  "look-alike": (args) => ({
    message: `${quoted(args.displayName)} was not created. ${alike(args)}`,
    help: `If you mean the other group, write its name exactly${args.exten === undefined ? "" : `, or pin it with exten: ${quoted(args.exten)}`}. If you mean two groups, list ${quoted(args.other)} under distinct in this group and plan again, or run muster apply at a terminal without --auto-approve and approve the creation there.`,
  }),
  "doubtful-name": ({ displayName, doubts }) => ({
    message: `${quoted(displayName)} was not created: the name ${listed(doubts.map((doubt) => DOUBTS[doubt]))}.`,
    help: `The API cannot delete groups. Correct the name; or, if it is meant like this, list ${quoted(displayName)} itself under distinct in this group and plan again, or run muster apply at a terminal without --auto-approve and approve the creation there.`,
  }),
  "name-appeared": ({ displayName, extens }) => ({
    message: `A group named ${quoted(displayName)} was created by someone else since the plan (${listed(extens)}), so no other was created.`,
    help: PLAN_AGAIN,
  }),
  "group-vanished": ({ displayName, exten }) => ({
    message: `${quoted(displayName)} (${exten}) is no longer live. Nothing was written.`,
    help: PLAN_AGAIN,
  }),
  "waits-for": ({ displayName, agents, other }) => ({
    message: `${quoted(displayName)} was not changed: ${agents.length === 1 ? "agent" : "agents"} ${listed(agents)} could not be added to ${quoted(other)}, so ${agents.length === 1 ? "it stays" : "they stay"} here.`,
    help: `Fix the problem of ${quoted(other)}, then run muster apply again.`,
  }),
  interrupted: ({ displayName }) => ({
    message: `The run was stopped before ${quoted(displayName)} was started.`,
    help: "Run muster apply again: it continues with the rest.",
  }),
  "lock-lost": ({ displayName }) => ({
    message: `${quoted(displayName)} was not started: the run had lost its lock in the store.`,
    help: "Run muster apply again: it continues with the rest.",
  }),
  "creation-unrecorded": ({ displayName, detail }) => ({
    message: `${quoted(displayName)} was not created: the store could not record the creation (${detail}).`,
    help: "Without that record, a run on another machine could create the group a second time. Run muster apply again when the store answers.",
  }),
  "interrupted-in-flight": ({ displayName }) => ({
    message: `The run was stopped while the write of ${quoted(displayName)} was waiting for its reply. It may have been written.`,
    help: "Run muster apply again: it checks first, and creates nothing twice.",
  }),
  "agents-skipped": ({ displayName, agents }) => ({
    message: `The server skipped ${agents.length === 1 ? "agent" : "agents"} ${listed(agents)} in ${quoted(displayName)}, as it does with numbers that the account does not have.`,
    help: "Correct the numbers in the files, or create the agents in the console and apply again.",
  }),
  "members-not-as-written": ({ displayName, missing, unexpected, reprioritized }) => ({
    message: `The members of ${quoted(displayName)} are not as written${details([
      ["missing", missing],
      ["unexpected", unexpected],
      ["with another priority", reprioritized],
    ])}.`,
    help: "Someone may have changed the group at the same time. Run muster plan to see what differs.",
  }),
  "setting-not-as-written": ({ displayName, attribute, wanted, live }) => ({
    message: `${quoted(displayName)} was created, but its ${attribute} is ${quoted(live)} instead of ${quoted(wanted)}: the server uses its default for a value that it does not accept.`,
    help: `Change ${attribute} manually in the console; the API cannot change it.`,
  }),
  "not-visible": ({ displayName, exten, seconds }) => ({
    message: `${quoted(displayName)} (${exten}) was written, but the account did not list it within ${seconds} s.`,
    help: "It may only need more time. Run muster apply again later: it finds the group by its name, and creates nothing twice.",
  }),
  "verification-failed": ({ displayName, detail }) => ({
    message: `${quoted(displayName)} was written, but could not be read back to verify it${because(detail)}.`,
    help: "Run muster plan to see what is still to do.",
  }),
  "create-unknown": ({ displayName, detail }) => ({
    message: `The reply to the creation of ${quoted(displayName)} was lost, and muster could not check whether the group exists${because(detail)}.`,
    help: "Run muster plan: if the group exists, it is found by its name, and nothing is created twice.",
  }),
  "create-unclear": ({ displayName, groups }) => ({
    message: `The reply to the creation of ${quoted(displayName)} was lost. No group has that name, but ${groups.length === 1 ? "a new group may be it" : "one of these new groups may be it"}, stored under another name: ${listed(groups.map(({ exten, live }) => `${quoted(live)} (${exten})`))}. It was not created again.`,
    help: `Look in the console. If ${groups.length === 1 ? "it is this group" : "one of them is this group"}, pin it with exten and write its name as the account has it. If not, list ${groups.length === 1 ? "its name" : "their names"} under distinct in this group. Then run muster apply again.`,
  }),
  "create-ambiguous": ({ displayName, extens }) => ({
    message: `The reply to the creation of ${quoted(displayName)} was lost, and the account now has ${counted(extens.length, "new group")} with that name (${listed(extens)}).`,
    help: "Decide in the console which one to keep, and pin it with exten. Delete the others there; the API cannot.",
  }),
};

/** `: 8001 and 8002 added; 8003 removed`, or nothing where all lists are empty. */
function details(lists: readonly (readonly [what: string, agents: readonly string[]])[]): string {
  const parts = lists.filter(([, agents]) => agents.length > 0).map(([what, agents]) => `${listed(agents)} ${what}`);
  return parts.length === 0 ? "" : `: ${parts.join("; ")}`;
}

function because(detail: string): string {
  return detail === "" ? "" : ` (${detail})`;
}
