import type { ApplyFindingArgs } from "../../../apply/findings.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../prose.js";
import { alike, asStored, storedHelp } from "./alike.js";
import { counted, listed, quoted } from "./phrases.js";

const PLAN_AGAIN = "Run muster plan again and review what it shows now.";

/** Why an action was not carried out or not proved, in English. */
export const applyMessages: Catalogue<ApplyFindingArgs> = {
  "changed-underneath": ({ displayName, exten, added, removed, reprioritized }) => ({
    message: `${quoted(displayName)} (${exten}) is no longer what the plan was shown for${details([
      ["joined", added],
      ["left", removed],
      ["reprioritized", reprioritized],
    ])}. Nothing was written.`,
    help: PLAN_AGAIN,
  }),
  "renamed-underneath": ({ displayName, exten, nameNow }) => ({
    message: `${quoted(displayName)} (${exten}) is now called ${quoted(nameNow)}; nothing was written.`,
    help: "It may be another team's group by now. Look at it in the console, then run muster plan again.",
  }),
  "write-unknown": ({ displayName, detail }) => ({
    message: `The answer to the write of ${quoted(displayName)} was lost (${detail}), and the group could not be read afterwards: it may be written.`,
    help: "Run muster plan: it shows whether anything is left to do.",
  }),
  "name-not-alone": ({ displayName, extens }) => ({
    message: `${quoted(displayName)} was created, but the account now has several groups of that name (${listed(extens)}): somebody else created one at the same moment.`,
    help: "Pin the one that is meant with exten, and remove the other in the console.",
  }),
  "creation-not-shown": ({ displayName, exten, madeAt }) => ({
    message: `${quoted(displayName)} was made as ${exten} at ${chinaTime(madeAt)} and does not show yet. It was not made again.`,
    help: "Run muster apply again: it takes the group over once it shows. If somebody has deleted it in the console, it is made anew a day after that time.",
  }),
  "name-stored-differently": ({ displayName, exten, live }) => ({
    message: `${quoted(displayName)} was made as ${exten}, and the account stores its name as ${asStored(displayName, live)}. It is not created again.`,
    help: storedHelp(exten, live),
  }),
  "look-alike": (args) => ({
    message: `${quoted(args.displayName)} was not created. ${alike(args)}`,
    help: `If the other one is meant, write its name exactly${args.exten === undefined ? "" : `, or pin it with exten: ${quoted(args.exten)}`}. If both are meant, list ${quoted(args.other)} under distinct in this group and plan again, or run muster apply at a terminal without --auto-approve and approve it there.`,
  }),
  "name-appeared": ({ displayName, extens }) => ({
    message: `A group named ${quoted(displayName)} has appeared since the plan (${listed(extens)}), so none was created.`,
    help: PLAN_AGAIN,
  }),
  "group-vanished": ({ displayName, exten }) => ({
    message: `${quoted(displayName)} (${exten}) is not live any more. Nothing was written.`,
    help: PLAN_AGAIN,
  }),
  "waits-for": ({ displayName, agents, other }) => ({
    message: `${quoted(displayName)} was left as it is: ${agents.length === 1 ? "agent" : "the agents"} ${listed(agents)} would have left here without having arrived in ${quoted(other)}.`,
    help: `Put right what went wrong with ${quoted(other)}, then run muster apply again.`,
  }),
  interrupted: ({ displayName }) => ({
    message: `The run was stopped before the turn of ${quoted(displayName)}.`,
    help: "Run muster apply again: it goes on with what is left.",
  }),
  "interrupted-in-flight": ({ displayName }) => ({
    message: `The run was stopped while the write of ${quoted(displayName)} was in flight: it may have been carried out.`,
    help: "Run muster apply again: it looks first, and makes nothing twice.",
  }),
  "agents-skipped": ({ displayName, agents }) => ({
    message: `The server left ${agents.length === 1 ? "agent" : "the agents"} ${listed(agents)} out of ${quoted(displayName)}, as it does with numbers that the account does not have.`,
    help: "Correct the numbers in the files, or create the agents in the console and apply again.",
  }),
  "members-not-as-written": ({ displayName, missing, unexpected, reprioritized }) => ({
    message: `Read back, the members of ${quoted(displayName)} are not those that were written${details([
      ["missing", missing],
      ["not asked for", unexpected],
      ["with another priority", reprioritized],
    ])}.`,
    help: "Somebody else may have changed the group at the same moment. Run muster plan to see where it stands.",
  }),
  "setting-not-as-written": ({ displayName, attribute, wanted, live }) => ({
    message: `${quoted(displayName)} was created, but its ${attribute} is ${quoted(live)} instead of ${quoted(wanted)}: the server takes its default for a value it dislikes.`,
    help: `Change ${attribute} by hand in the console; the API cannot.`,
  }),
  "not-visible": ({ displayName, exten, seconds }) => ({
    message: `${quoted(displayName)} (${exten}) was written, but queries did not show it within ${seconds} s.`,
    help: "It may only take longer. Run muster apply again: it finds the group by its name once it shows, and makes nothing twice.",
  }),
  "verification-failed": ({ displayName, detail }) => ({
    message: `${quoted(displayName)} was written, but the read that should prove it failed${because(detail)}.`,
    help: "Run muster plan: it shows whether anything is left to do.",
  }),
  "create-unknown": ({ displayName, detail }) => ({
    message: `The answer to the creation of ${quoted(displayName)} was lost, and whether the group exists could not be found out${because(detail)}.`,
    help: "Run muster plan: if the group is there, it finds it by its name, and nothing is made twice.",
  }),
  "create-unclear": ({ displayName, groups }) => ({
    message: `The answer to the creation of ${quoted(displayName)} was lost. No group bears the name, but ${groups.length === 1 ? "a group that is new may be it" : "groups that are new may be it"}, stored under another name: ${listed(groups.map(({ exten, live }) => `${quoted(live)} (${exten})`))}. It was not created again.`,
    help: `Look in the console. If ${groups.length === 1 ? "it is the one" : "one of them is it"}, pin it with exten and write its name as the account has it. If not, list ${groups.length === 1 ? "its name" : "their names"} under distinct in this group, and run muster apply again.`,
  }),
  "create-ambiguous": ({ displayName, extens }) => ({
    message: `The answer to the creation of ${quoted(displayName)} was lost, and now ${counted(extens.length, "new group")} bear the name (${listed(extens)}).`,
    help: "Find out in the console which one is meant, and pin it with exten. What is too much can only be deleted there.",
  }),
};

/** `: 8001 and 8002 joined; 8003 left`, or nothing where all lists are empty. */
function details(lists: readonly (readonly [what: string, agents: readonly string[]])[]): string {
  const parts = lists.filter(([, agents]) => agents.length > 0).map(([what, agents]) => `${listed(agents)} ${what}`);
  return parts.length === 0 ? "" : `: ${parts.join("; ")}`;
}

function because(detail: string): string {
  return detail === "" ? "" : ` (${detail})`;
}
