import { shellWord } from "../../../model/shellWord.js";
import type { AgentFindingArgs } from "../../../writeback/findings.js";
import type { AgentWords } from "../agent.js";
import type { Catalogue } from "../catalogue.js";
import { clockText, wholeDays } from "../shared.js";
import { AGENT_STATES, counted, listed, quoted } from "./phrases.js";

const all = (names: readonly string[]): string => listed(names.map(quoted));
const uses = (names: readonly string[]): string => `${all(names)} ${names.length === 1 ? "uses" : "use"}`;

/** Why an edit of an agent is not made, in English. */
export const agentMessages: Catalogue<AgentFindingArgs> = {
  "several-agents": ({ agent, matches }) => ({
    message: `${quoted(agent)} is the name of ${matches.length} agents: ${listed(
      matches.map(({ agentNumber, agentName, alias, account, groups, status }) => {
        const name = agentName === undefined || agentName === agent || agentName === alias ? [] : [agentName];
        const particulars = [
          ...(alias === undefined ? [] : [alias]),
          ...(groups === undefined ? [] : [groups === 0 ? "in no group" : `in ${counted(groups, "group")}`]),
          ...(status === undefined ? [] : [AGENT_STATES[status]]),
          ...(account === undefined ? [] : [`account ${account}`]),
        ];
        return [agentNumber, ...name, ...(particulars.length === 0 ? [] : [`(${particulars.join(", ")})`])].join(" ");
      }),
    )}.`,
    help: "Use the agent number.",
  }),
  "several-groups": ({ name, extens }) => ({
    message: `Several groups have the name ${quoted(name)}: ${listed(extens)}.`,
    help: "Use the group's number.",
  }),
  "in-shared-list": ({ agent, groups, others, roster }) => ({
    message: `The member list of ${all(groups)} is also ${
      roster === undefined ? `the list of ${all(others)}` : `a row of the roster ${quoted(roster)}`
    }, by a YAML alias; ${agent} cannot be edited in one of them.`,
    help: `Nothing was changed. ${
      roster === undefined ? `Name ${all(others)} as well, or replace` : "Replace"
    } the YAML alias by a list and run the command again.`,
  }),
  "members-not-managed": ({ displayName }) => ({
    message: `${quoted(displayName)} has no members in the files: they are not managed.`,
    help: "Nothing was changed, since an apply would then remove all others. List the group's members first, or set membership: additive and members: [].",
  }),
  "not-a-member": ({ agent, displayName }) => ({
    message: `${agent} is not in ${quoted(displayName)} in the files.`,
    help: `Nothing was changed. muster who ${agent} --offline shows the agent's groups.`,
  }),
  "member-already": ({ agent, displayName, until, ends, begins }) => ({
    message:
      begins === undefined
        ? `${agent} is in ${quoted(displayName)} already, ${ends === undefined ? "and stays" : `until ${clockText(ends)}`}.`
        : `${agent} is in ${quoted(displayName)} from ${clockText(begins)} on, with another priority.`,
    help:
      begins !== undefined
        ? "Nothing was changed. Give the same --priority, end the new membership before that with --until, or edit that entry by hand."
        : `Nothing was changed. ${until === undefined ? "Take until out of that entry" : `Write until: ${until} into that entry`}, or remove the agent first.`,
  }),
  "bad-end": ({ until, isOver, flag = "--until" }) => ({
    message: isOver ? `--until ${until} is past.` : `${quoted(until)} is not a time for ${flag}.`,
    help: isOver
      ? "Nothing was changed. Write a time to come."
      : "Nothing was changed. Write a day, such as 2026-12-05, or a day and a time, such as 2026-12-05T18:00.",
  }),
  "never-away": ({ from, until }) => ({
    message: `--until ${clockText(until)} is not after --from ${clockText(from)}.`,
    help: "Nothing was changed. A day means its beginning: for one whole day, give the next day as --until.",
  }),
  "absent-already": ({ agent, from, until, by }) => ({
    message: `${agent} is away already from ${clockText(from)} until ${clockText(until)}${by === undefined ? "" : `, covered by ${by}`}.`,
    help: "Nothing was changed. Edit that line by hand, or give times that do not overlap it.",
  }),
  "cover-away": ({ by, from, until }) => ({
    message: `${by} is away from ${clockText(from)} until ${clockText(until)} and cannot cover for anybody then.`,
    help: "Nothing was changed. Choose somebody else with --by, or cover the parts of the time one by one.",
  }),
  "covers-then": ({ agent, other, from, until }) => ({
    message: `${agent} covers for ${other} from ${clockText(from)} until ${clockText(until)}.`,
    help: `Nothing was changed. Name another cover for ${other} in that line first.`,
  }),
  "covers-own-place": ({ agent }) => ({
    message: `${agent} cannot cover for ${agent}.`,
    help: "Nothing was changed. Name another agent with --by, or leave it out if nobody takes over.",
  }),
  "away-now": ({ agent, until }) => ({
    message: `${agent} is away until ${clockText(until)}, by absences, and would join only then.`,
    help: "Nothing was changed. Do it after that time, or end the absence first.",
  }),
  "there-as-cover": ({ agent, displayName, other }) => ({
    message: `${agent} is in ${quoted(displayName)} as the cover for ${other}, who is away.`,
    help: "Nothing was changed. Name another cover in that line of absences.",
  }),
  "cycle-order": ({ agent, roster }) => ({
    message: `${agent} has a place in a cycle of the roster ${quoted(roster)}: without it, those behind would move up and get other shifts.`,
    help: `Nothing was changed. Put somebody else in the place with muster agent replace ${agent} NEW, take the agent out of groups with --from, or write the cycle anew by hand.`,
  }),
  "cycle-place": ({ agent, roster }) => ({
    message: `${agent} has a place in a cycle of the roster ${quoted(roster)}, which cannot be copied: each place is one agent's or one team's.`,
    help: "Nothing was changed. Add the newcomer to the cycle by hand, or put a team in the place.",
  }),
  "in-roster-already": ({ agent, roster }) => ({
    message: `${agent} is in the roster ${quoted(roster)} already and cannot have two places there.`,
    help: "Nothing was changed. Edit the roster by hand, or take one of the two out of it first.",
  }),
  "in-table": ({ agent, roster, file }) => ({
    message: `The roster ${quoted(roster)} has shifts of ${agent} to come in the table ${file}, which is not edited here.`,
    help: "Nothing was changed. Edit the table, then run the command again.",
  }),
  "moves-by-roster": ({ agent, displayName, roster }) => ({
    message: `${agent} is in ${quoted(displayName)} by the roster ${quoted(roster)}, at the times of the shifts. In the other group there would be no such times.`,
    help: `Nothing was changed. Use muster agent remove ${agent} --from ${shellWord(displayName)}, and add the agent to the other group, or the roster to that group by hand.`,
  }),
  "changes-others": ({ agents, groups }) => ({
    message: `This would also change when ${listed(agents)} ${agents.length === 1 ? "is" : "are"} in ${all(groups)}.`,
    help: "Nothing was changed. Edit the files by hand.",
  }),
  "cover-follows": ({ agents, groups }) => ({
    message: `${listed(agents)} ${agents.length === 1 ? "covers" : "cover"} for this agent in ${all(groups)}: the cover changes with the agent's own places.`,
    help: "Run muster plan before you commit, or muster schedule for the time to come.",
  }),
  "excepted-roster": ({ agent, displayName, roster }) => ({
    message: `${quoted(displayName)} now takes the roster ${quoted(roster)} without ${agent}, by except.`,
    help: "To take the whole roster again, remove the agent from except.",
  }),
  "tables-name": ({ alias, paths }) => ({
    message: `${listed(paths)} may have the name ${quoted(alias)}: tables are not edited here.`,
    help: "If they name the agent by it, change it there as well, or use agent numbers. muster validate tells.",
  }),
  "not-there-then": ({ agent, from, until }) => ({
    message: `${agent} is in no group of the files between ${clockText(from)} and ${clockText(until)}.`,
    help: `Nothing was changed. muster who ${agent} --offline shows the agent's groups.`,
  }),
  "cover-idle": ({ agent, by }) => ({
    message: `${by} is in all groups of ${agent} at that time anyway: nobody takes the place.`,
    help: "Choose somebody else with --by, or leave it out.",
  }),
  "in-no-group": ({ agent }) => ({
    message: `${agent} is in no group of the files, so there is nothing to copy.`,
    help: "Name a colleague who is in the groups, or use muster agent add with --to.",
  }),
  "priorities-differ": ({ agent, priorities }) => ({
    message: `${agent} has the priorities ${listed(priorities.map(String))} in the groups to leave.`,
    help: "Choose one for the new groups with --priority.",
  }),
  "moved-to-itself": ({ displayName }) => ({
    message: `${quoted(displayName)} is both in --from and in --to.`,
    help: "Name each group once. To change a priority, use muster agent add with --priority.",
  }),
  "no-alias": ({ agent }) => ({
    message: `${quoted(agent)} has no name in agents.`,
    help: "Add one under agents, as name: number.",
  }),
  "alias-unfit": ({ alias, reason, agentNumber = "" }) => ({
    message:
      reason === "taken"
        ? `${quoted(alias)} is the name of ${agentNumber} already.`
        : reason === "number"
          ? `${quoted(alias)} cannot be a name in agents: it reads as an agent number.`
          : reason === "reserved"
            ? `${quoted(alias)} cannot be a name in agents: YAML gives it a meaning of its own.`
            : "The new name has a control character, or nothing that can be seen.",
    help: "Choose another name.",
  }),
  "edit-failed": ({ paths }) => ({
    message: `No edit of ${listed(paths)} was found that does this and nothing else.`,
    help: "Nothing was changed. Write lists that share lines by YAML anchors out, one entry a line, or edit them by hand.",
  }),
  "breaks-account": ({ account, paths, first }) => ({
    message: `Account ${quoted(account)} reads ${listed(paths)}, too. Its files would have an error: ${first}.`,
    help: "Nothing was changed. Edit the files of both accounts by hand.",
  }),
  "changes-account": ({ account, paths, groups }) => ({
    message: `Account ${quoted(account)} reads ${listed(paths)}, too: ${all(groups)} of that account ${groups.length === 1 ? "changes" : "change"} as well.`,
    help: `Run muster plan --account ${account} before you commit.`,
  }),
  "beside-team": ({ agent, displayName, team, others }) => ({
    message: `${agent} is listed in ${quoted(displayName)} itself, not in team ${quoted(team)}, which ${uses(others)}, too.`,
    help: `To add the agent to the team, name ${all(others)} as well.`,
  }),
  excepted: ({ agent, displayName, team, others }) => ({
    message: `${quoted(displayName)} now takes team ${quoted(team)} without ${agent}, by except${others.length > 0 ? `: ${uses(others)} the agent's team, too` : ""}.`,
    help:
      others.length > 0
        ? `To edit the team itself, name ${all(others)} as well.`
        : "To take the whole team again, remove the agent from except.",
  }),
  "stays-live": ({ agent, displayName }) => ({
    message: `${quoted(displayName)} is additive: an apply leaves ${agent} in the live group.`,
    help: "Remove the agent from the group in the console.",
  }),
  "priority-kept": ({ agent, displayName, priority, other }) => ({
    message: `${agent} was in ${quoted(displayName)} already and keeps priority ${priority}, not ${other}.`,
    help: `For another priority: muster agent add ${agent} --to ${shellWord(displayName)} --priority ${other}`,
  }),
};

/** What `muster agent` says, in English. */
export const agentWords: AgentWords = {
  edit: ({ kind, agent, by, groups, to, from = "", until = "" }) => {
    const where = groups.length === 1 ? groups.join() : counted(groups.length, "group");
    switch (kind) {
      case "add":
        return `Add ${agent} to ${where}`;
      case "remove":
        return groups.length === 0 ? `Remove ${agent} from unused teams` : `Remove ${agent} from ${where}`;
      case "move":
        // Who is in the new groups already only leaves.
        if (to.length === 0) return `Remove ${agent} from ${where}`;
        return `Move ${agent} to ${to.length === 1 ? to.join() : counted(to.length, "group")}`;
      case "replace":
        return `Replace ${agent} by ${by} in ${where}`;
      case "copy":
        return `Add ${by} to ${where} of ${agent}`;
      case "rename":
        return `Rename ${agent} to ${by}`;
      case "cover": {
        const [first, last] = wholeDays(from, until) ?? [];
        const days = first === last ? `on ${first}` : `from ${first} to ${last}`;
        const time = first === undefined ? `from ${clockText(from)} until ${clockText(until)}` : days;
        return by === "" ? `Take ${agent} out of all groups ${time}` : `Cover for ${agent} by ${by} ${time}`;
      }
    }
  },
  changed: (edit, files, dryRun) => `${edit}: ${counted(files, "file")} ${dryRun ? "would change" : "changed"}.`,
  commit: (command) => `To commit: ${command}`,
  unchanged: "The files say this already. Nothing was changed.",
  stillNamed: (alias, place) =>
    `${alias} is still defined at ${place}. Delete the line if the name is no longer needed.`,
};
