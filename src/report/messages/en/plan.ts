import type { PlanFindingArgs } from "../../../plan/findings.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../prose.js";
import { alike, asStored, storedHelp } from "./alike.js";
import { counted, listed, quoted } from "./phrases.js";

/** What comparing files and account can find, in English. */
export const planMessages: Catalogue<PlanFindingArgs> = {
  "ambiguous-name": ({ displayName, extens, made = [] }) => ({
    message: `${counted(extens.length, "live group")} bear the name ${quoted(displayName)} (${listed(extens)}), and nothing says which one is meant.${made.length === 0 ? "" : ` muster made ${listed(made)} from this machine within the last day.`} This group is left as it is.`,
    help: `Pin the one you mean: give this group its number, for example exten: ${quoted(extens[0] ?? "")}.`,
  }),
  "pin-not-live": ({ displayName, exten }) => ({
    message: `${quoted(displayName)} is pinned to ${exten}, but the account has no live group of that number.`,
    help: "A pinned group is never created. Check that this is the right account; then correct exten, or remove it to have the group found by its name.",
  }),
  "name-pinned-elsewhere": ({ displayName, exten, pinnedBy }) => ({
    message: `The only live group named ${quoted(displayName)} (${exten}) is pinned by another group of the files, ${quoted(pinnedBy)}.`,
    help: "Give this group another name, or move the pin to it. Two groups of one name each need a pin of their own.",
  }),
  "previously-ambiguous": ({ displayName, previously, extens }) => ({
    message: `No live group is named ${quoted(displayName)}, and its old name ${quoted(previously)} is borne by ${counted(extens.length, "live group")} (${listed(extens)}).`,
    help: `Pin the one you mean: give this group its number, for example exten: ${quoted(extens[0] ?? "")}.`,
  }),
  "live-claimed-twice": ({ displayName, other, exten }) => ({
    message: `${quoted(displayName)} and ${quoted(other)} both find the same live group, ${exten}.`,
    help: "A live group has one entry in the files. Remove one of the two, or pin each to its own number with exten.",
  }),
  "odd-group-left": ({ exten, displayName, expected }) => ({
    message: `The live group ${[...(displayName === undefined ? [] : [quoted(displayName)]), ...(exten === undefined ? [] : [`(${exten})`])].join(" ") || "without name and number"} cannot be read and is left alone: ${expected} is missing or of the wrong kind.`,
    help: "No file names it, so everything else is planned. Look at it in the console.",
  }),
  "odd-group-managed": ({ displayName, exten, expected }) => ({
    message: `The live group of ${quoted(displayName)}${exten === undefined ? "" : ` (${exten})`} cannot be read: ${expected} is missing or of the wrong kind. Nothing is planned for it.`,
    help: "Look at the group in the console: a member whose agent was deleted, or an empty name, shows like this. Saving it there once more often mends it.",
  }),
  "odd-group-nameless": ({ displayName, exten, expected }) => ({
    message: `${quoted(displayName)} is not created: a live group${exten === undefined ? "" : ` (${exten})`} has no readable name and may be this one (${expected}).`,
    help: `A group cannot be deleted through the API, so be sure. Name the live group in the console${exten === undefined ? "" : `; if it is this one, pin it with exten: ${quoted(exten)}`}.`,
  }),
  "near-miss": (args) => ({
    message: `${quoted(args.displayName)} would be created. ${alike(args)}`,
    help: `A group cannot be deleted through the API. If the other one is meant, write its name exactly${args.exten === undefined ? "" : `, or pin it with exten: ${quoted(args.exten)}`}. If both are meant, list ${quoted(args.other)} under distinct in this group; without that, only a person at the terminal can approve the creation.`,
  }),
  "creation-open": ({ displayName, exten, madeAt }) => ({
    message:
      exten === undefined
        ? `The creation of ${quoted(displayName)} was sent at ${chinaTime(madeAt)}, its answer was lost, and the account does not show the group yet.`
        : `${quoted(displayName)} was made as ${exten} at ${chinaTime(madeAt)} and does not show yet.`,
    help:
      exten === undefined
        ? "muster apply waits for it, and makes it again only when it can no longer show."
        : "It is not made again: muster apply waits for it and takes it over once it shows.",
  }),
  "stored-differently": ({ displayName, exten, live }) => ({
    message: `${quoted(displayName)} was made as ${exten} before, and the account stores its name as ${asStored(displayName, live)}. It is not created again.`,
    help: storedHelp(exten, live),
  }),
  "waits-for-stopped": ({ displayName, exten, agents, other }) => ({
    message: `${quoted(displayName)} (${exten}) is left as it is: ${agents.length === 1 ? "agent" : "the agents"} ${listed(agents)} would leave it for ${quoted(other)}, which is stopped by an error.`,
    help: `Put right what is wrong with ${quoted(other)}; then both are changed.`,
  }),
  "create-without-members": ({ displayName }) => ({
    message: `${quoted(displayName)} would be created without a member: nobody would take its conversations.`,
    help: "Give it members, if nobody else fills it.",
  }),
  "nobody-claiming": ({ displayName, members, unknown, before }) => ({
    message: `After this change nobody in ${quoted(displayName)} is taking conversations now${
      unknown === 0 ? "" : `, as far as is known: ${unknown} of its ${counted(members, "member")} cannot be seen now`
    }.${before === undefined ? "" : before === 0 ? " Without it nobody is, either." : ` Without it ${counted(before, "agent is", "agents are")}.`}`,
    help: "Its customers would wait. Make sure that a member starts to take conversations, or add one who does; muster status shows who.",
  }),
  "unknown-agent": ({ agentNumber, displayName }) => ({
    message: `The account has no agent ${agentNumber}; the server would leave it out of ${quoted(displayName)} without a word.`,
    help: "Correct the number, or create the agent in the console first.",
  }),
  "plan-stale-name": ({ displayName, extens }) => ({
    message: `The saved plan is stale: it creates ${quoted(displayName)}, which exists by now (${listed(extens)}).`,
    help: STALE_HELP,
  }),
  "plan-stale-gone": ({ displayName, exten }) => ({
    message: `The saved plan is stale: ${quoted(displayName)} (${exten}) is not live any more.`,
    help: STALE_HELP,
  }),
  "plan-stale-group": ({ displayName, exten, nameNow, joined, left, reprioritized }) => ({
    message: `The saved plan is stale: ${quoted(displayName)} (${exten}) has changed since. ${[
      ...(nameNow === displayName ? [] : [`Its name is now ${quoted(nameNow)}.`]),
      ...since("Joined since: ", joined),
      ...since("Left since: ", left),
      ...since("Other priority since: ", reprioritized),
    ].join(" ")}`,
    help: STALE_HELP,
  }),
  "plan-stale-undone": ({ displayName, appliedAt, action }) => ({
    message: `The saved plan is stale: it was applied at ${chinaTime(appliedAt)}, and ${
      action === "create"
        ? `${quoted(displayName)} has gone since`
        : `its change of ${quoted(displayName)} was undone since`
    }.`,
    help: STALE_HELP,
  }),
  "unknown-group": ({ name, suggestion }) => ({
    message: `--group names ${quoted(name)}, but no file has a group of that name.`,
    help:
      suggestion === undefined
        ? "Write the name as displayName has it in the files. Paths go before --group."
        : `Did you mean ${quoted(suggestion)}?`,
  }),
};

/** Beyond this many a list in a sentence tells nobody anything. */
const MOST = 50;

function since(what: string, agents: readonly string[]): string[] {
  if (agents.length === 0) return [];
  return [`${what}${agents.length > MOST ? counted(agents.length, "agent") : listed(agents)}.`];
}

const STALE_HELP = "Nothing was written. Make a new plan with muster plan --out and have it approved.";
