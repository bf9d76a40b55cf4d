import type { AuthorFindingArgs } from "../../../writeback/findings.js";
import type { AuthorWords } from "../author.js";
import type { Catalogue } from "../prose.js";
import { counted, listed, quoted } from "./phrases.js";

/** What a pull could not write down, in English. */
export const authorMessages: Catalogue<AuthorFindingArgs> = {
  "pull-name": ({ displayName, exten }) => ({
    message: `The live group ${exten} bears a name that files cannot hold: ${quoted(displayName)}.`,
    help: "It was left out. Give it a name without control characters in the console, and pull again.",
  }),
  "pull-number": ({ displayName, exten }) => ({
    message: `Several groups are named ${quoted(displayName)}, and this one cannot be pinned: its number is ${quoted(exten)}.`,
    help: "It was left out. Give it a name of its own in the console, and pull again.",
  }),
  "pull-member": ({ displayName, exten, agentNumber, priority }) => ({
    message: `${quoted(displayName)} (${exten}) has a member that files cannot hold: agent ${quoted(agentNumber)} with priority ${priority}.`,
    help: "Its members were left as the files have them: look at the plan before you apply. Agent numbers are digits, priorities whole numbers from 0.",
  }),
  "pull-twice": ({ displayName, exten, agentNumber, priorities, written }) => ({
    message: `${quoted(displayName)} (${exten}) lists agent ${agentNumber} several times, with the priorities ${listed(priorities.map(String))}: ${written} was written.`,
    help: "A plan shows the others as a change, and muster apply removes them. If another one is meant, write it in the file.",
  }),
  "pull-setting": ({ displayName, exten, attribute, live }) => ({
    message: `${quoted(displayName)} (${exten}) has ${attribute} ${quoted(live)}, for which muster has no word.`,
    help: "The setting was left out, so it is not managed.",
  }),
  "pull-team": ({ displayName, team }) => ({
    message: `${quoted(displayName)} no longer has team ${quoted(team)} as it is defined; its members were written out.`,
  }),
  "pull-unedited": ({ displayName }) => ({
    message: `${quoted(displayName)} could not be edited where it stands, and was left as it is.`,
    help: "Write its members one a line, each after a dash, and pull again.",
  }),
  "pull-not-live": ({ displayName }) => ({
    message: `${quoted(displayName)} is in the files, but not live; it was left as it is.`,
    help: "Remove it from the files if it is gone for good; muster plan would create it, or say that its pin is not live.",
  }),
};

/** What `pull` and `fmt` say, in English. */
export const authorWords: AuthorWords = {
  remarks: {
    unknownSetting: (live) => `not managed; live it is "${live}", for which muster has no word`,
    unwritableMember: (agentNumber) => `not managed; live there is agent "${agentNumber}", whom files cannot hold`,
    teamWrittenOut: (team) => `team "${team}" written out by muster pull: the live group no longer matches it`,
  },
  wrote: (path, isNew) => `${isNew ? "created" : "updated"} ${path}`,
  wouldWrite: (path, isNew) => `would ${isNew ? "create" : "update"} ${path}`,
  pulled: (files, groups) => `${counted(files, "file")}, ${counted(groups, "new group")}.`,
  unedited: (groups) => `${counted(groups, "group")} left as in the files: see above.`,
  upToDate: "The files say what is live.",
  formatted: (path) => `formatted ${path}`,
  notFormatted: (path) => `not formatted: ${path}`,
  formatSummary: (changed, files, check) =>
    changed === 0
      ? `${counted(files, "file")}, all formatted.`
      : `${changed} of ${counted(files, "file")} ${check ? "not formatted: run muster fmt." : "formatted."}`,
};
