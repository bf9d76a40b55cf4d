import type { AuthorFindingArgs } from "../../../writeback/findings.js";
import type { AuthorWords } from "../author.js";
import type { Catalogue } from "../prose.js";
import { counted, listed, quoted } from "./phrases.js";

/** What `pull` could not write to the files, in English. */
export const authorMessages: Catalogue<AuthorFindingArgs> = {
  "pull-name": ({ displayName, exten }) => ({
    message: `The name of the live group ${exten} cannot be written to a file: ${quoted(displayName)}.`,
    help: "The group was left out. Give it a name without control characters in the console, and pull again.",
  }),
  "pull-number": ({ displayName, exten }) => ({
    message: `Several groups are named ${quoted(displayName)}, and this one cannot be pinned: its number ${quoted(exten)} is not only digits.`,
    help: "The group was left out. Give it a unique name in the console, and pull again.",
  }),
  "pull-member": ({ displayName, exten, agentNumber, priority }) => ({
    message: `${quoted(displayName)} (${exten}) has a member that cannot be written to a file: agent ${quoted(agentNumber)} with priority ${priority}.`,
    help: "The members in the file were not changed: review the plan before you apply. Agent numbers are digits; priorities are whole numbers from 0.",
  }),
  "pull-twice": ({ displayName, exten, agentNumber, priorities, written }) => ({
    message: `${quoted(displayName)} (${exten}) lists agent ${agentNumber} several times, with the priorities ${listed(priorities.map(String))}. ${written} was written.`,
    help: "A plan shows the other entries as a change, and muster apply removes them. If you want another priority, write it in the file.",
  }),
  "pull-setting": ({ displayName, exten, attribute, live }) => ({
    message: `${quoted(displayName)} (${exten}) has ${attribute} ${quoted(live)}, which muster does not know.`,
    help: "The setting was left out and is unmanaged.",
  }),
  "pull-team": ({ displayName, team }) => ({
    message: `${quoted(displayName)} no longer matches team ${quoted(team)}, so its members were written one by one.`,
  }),
  "pull-unedited": ({ displayName }) => ({
    message: `${quoted(displayName)} could not be edited in the file, and was left as it is.`,
    help: "Write its members one a line, each after a dash, and pull again.",
  }),
  "pull-not-live": ({ displayName }) => ({
    message: `${quoted(displayName)} is in the files but not live; it was left as it is.`,
    help: "If it was deleted for good, remove it from the files. Otherwise muster plan would create it, or report that its pin is not live.",
  }),
};

/** What `pull` and `fmt` say, in English. */
export const authorWords: AuthorWords = {
  remarks: {
    unknownSetting: (live) => `unmanaged: the live value "${live}" is unknown to muster`,
    unwritableMember: (agentNumber) => `unmanaged: the live agent "${agentNumber}" cannot be written to a file`,
    teamWrittenOut: (team) => `team "${team}" written one by one by muster pull: the live group no longer matches it`,
  },
  wrote: (path, isNew) => `${isNew ? "created" : "updated"} ${path}`,
  wouldWrite: (path, isNew) => `would ${isNew ? "create" : "update"} ${path}`,
  pulled: (files, groups) => `${counted(files, "file")}, ${counted(groups, "new group")}.`,
  unedited: (groups) =>
    `${counted(groups, "group")} left as ${groups === 1 ? "it is" : "they are"} in the files: see above.`,
  upToDate: "The files match the live account.",
  formatted: (path) => `formatted ${path}`,
  notFormatted: (path) => `not formatted: ${path}`,
  formatSummary: (changed, files, check) =>
    changed === 0
      ? `${counted(files, "file")}, all formatted.`
      : `${changed} of ${counted(files, "file")} ${check ? "not formatted: run muster fmt." : "formatted."}`,
};
