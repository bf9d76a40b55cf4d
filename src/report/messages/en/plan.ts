import type { PlanFindingArgs } from "../../../plan/findings.js";
import { chinaTime } from "../../text/chinaTime.js";
import type { Catalogue } from "../prose.js";
import { alike, asStored, storedHelp } from "./alike.js";
import { counted, listed, quoted } from "./phrases.js";

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
  "waits-for-stopped": ({ displayName, exten, agents, other }) => ({
    message: `${quoted(displayName)} (${exten}) is not changed: ${agents.length === 1 ? "agent" : "agents"} ${listed(agents)} would move to ${quoted(other)}, which has an error.`,
    help: `Fix the error of ${quoted(other)}; then both groups are planned.`,
  }),
  "create-without-members": ({ displayName }) => ({
    message: `${quoted(displayName)} would be created without members: nobody would take its conversations.`,
    help: "Add members, unless the console or another tool adds them.",
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
  "plan-stale-name": ({ displayName, extens }) => ({
    message: `The saved plan is stale: it creates ${quoted(displayName)}, which now exists (${listed(extens)}).`,
    help: STALE_HELP,
  }),
  "plan-stale-gone": ({ displayName, exten }) => ({
    message: `The saved plan is stale: ${quoted(displayName)} (${exten}) is no longer live.`,
    help: STALE_HELP,
  }),
  "plan-stale-group": ({ displayName, exten, nameNow, joined, left, reprioritized }) => ({
    message: `The saved plan is stale: ${quoted(displayName)} (${exten}) has changed since the plan. ${[
      ...(nameNow === displayName ? [] : [`Its name is now ${quoted(nameNow)}.`]),
      ...since("Added: ", joined),
      ...since("Removed: ", left),
      ...since("Reprioritized: ", reprioritized),
    ].join(" ")}`,
    help: STALE_HELP,
  }),
  "plan-stale-undone": ({ displayName, appliedAt, action }) => ({
    message: `The saved plan is stale: it was applied at ${chinaTime(appliedAt)}, and ${
      action === "create"
        ? `${quoted(displayName)} was deleted after that`
        : `its change of ${quoted(displayName)} was undone after that`
    }.`,
    help: STALE_HELP,
  }),
  "unknown-group": ({ name, suggestion }) => ({
    message: `No file has the group ${quoted(name)} of --group.`,
    help:
      suggestion === undefined
        ? "Write the name as in displayName. Put paths before --group."
        : `Did you mean ${quoted(suggestion)}?`,
  }),
};

/** A longer list in a sentence is only counted. */
const MOST = 50;

function since(what: string, agents: readonly string[]): string[] {
  if (agents.length === 0) return [];
  return [`${what}${agents.length > MOST ? counted(agents.length, "agent") : listed(agents)}.`];
}

const STALE_HELP = "Nothing was written. Make a new plan with muster plan --out and have it approved.";
