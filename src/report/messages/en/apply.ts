import type { ApplyFindingArgs } from "../../../apply/findings.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../prose.js";
import { alike, asStored, storedHelp } from "./alike.js";
import { counted, listed, quoted } from "./phrases.js";

const PLAN_AGAIN = "Run muster plan again and review the new plan.";

/** Why an action was not carried out or not proved, in English. */
export const applyMessages: Catalogue<ApplyFindingArgs> = {
  "changed-underneath": ({ displayName, exten, added, removed, reprioritized }) => ({
    message: `${quoted(displayName)} (${exten}) has changed since the plan${details([
      ["added", added],
      ["removed", removed],
      ["reprioritized", reprioritized],
    ])}. Nothing was written.`,
    help: PLAN_AGAIN,
  }),
  "renamed-underneath": ({ displayName, exten, nameNow }) => ({
    message: `${quoted(displayName)} (${exten}) is now named ${quoted(nameNow)}. Nothing was written.`,
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
