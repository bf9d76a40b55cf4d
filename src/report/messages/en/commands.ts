import type { ClaimState } from "../../../model/claims.js";
import type { AuthorFindingArgs } from "../../../writeback/findings.js";
import type { CheckFindingArgs, SecretOddity } from "../../check.js";
import { formatDuration } from "../../duration.js";
import type { Catalogue } from "../catalogue.js";
import type { AuthorWords, CheckWords, StatusWords, WhoWords } from "../commands.js";
import { NAMED_AT_MOST } from "../shared.js";
import { AGENT_STATES, clockOffset, counted, listed, quoted } from "./phrases.js";

const SECRET = "The vendor shows the secret on the data-query page (对接数据)";

const ODDITIES: Readonly<Record<SecretOddity, string>> = {
  quotes: "is in quotation marks",
  space: "has white space or a line break inside",
  assignment: "begins with NAME=, as if a whole line was copied",
  "not-ascii": "has characters that no API secret has, such as full-width ones",
  account: "is the account number",
  unexpanded: "is a variable name that was not replaced by its value",
  masked: "is only stars, as logs and settings pages show secrets",
  escape: "ends with a backslash and a letter, as an escaped line break does",
};

const WITHOUT_CLAIMS =
  "plan and apply work without it, and read through queueQueue at a fifth of the rate; muster status and --staffing do not.";

/** The text of `muster check`, in English. */
export const checkWords: CheckWords = {
  names: {
    settings: "settings",
    files: "files",
    store: "store",
    host: "host",
    clock: "clock",
    credentials: "account and secret",
    queueQueue: "queueQueue",
    queueQueueAgentClaimStatus: "queueQueueAgentClaimStatus",
    getCCAgentsByAcc: "agent directory",
  },
  ready: (accounts) => (accounts > 1 ? `All ${accounts} accounts are ready.` : "The account is ready."),
  notReady: (bad, accounts) =>
    accounts > 1
      ? `${bad} of ${accounts} accounts ${bad === 1 ? "is" : "are"} not ready: apply would fail.`
      : "The account is not ready: apply would fail.",
  writesNotTried:
    "addQueue and updateQueueAssignMembers were not called, since that would change the account. The first apply shows whether the account may call them.",
};

/** What only a check finds, in English. */
export const checkMessages: Catalogue<CheckFindingArgs> = {
  "settings-ok": ({ proxy }) => ({
    message: `Host, account number and secret are set${proxy === undefined ? "" : `; the environment sets the proxy ${proxy}`}.`,
  }),
  "secret-odd": ({ oddity }) => ({
    message: `The secret ${ODDITIES[oddity]}.`,
    help: `It may have been copied wrongly. ${SECRET}.`,
  }),
  "account-odd": ({ accountId }) => ({
    message: `The account number ${accountId} does not look like an account number, such as N00000000556.`,
    help: "Compare it with the vendor's data-query page (对接数据).",
  }),
  "host-path": ({ host, path }) => ({
    message: `The host has a path: ${path}`,
    help: `muster adds the path of each interface. The vendor's hosts have no path: try ${host}.`,
  }),
  "ca-file-unusable": ({ path }) => ({
    message: `NODE_EXTRA_CA_CERTS names ${path}, which does not exist or has no certificate. It is ignored.`,
    help: "Set it to a file with certificates in PEM format (-----BEGIN CERTIFICATE-----).",
  }),
  "tls-loosened": ({ name, value }) => ({
    message: `${name} contains ${value}. muster still checks certificates and needs TLS 1.2.`,
    help: "Remove it from the environment, since other programs follow it. Put the certificates of a private CA into the file that NODE_EXTRA_CA_CERTS names.",
  }),
  "files-ok": ({ files, groups }) => ({ message: `${counted(files, "file")} with ${counted(groups, "group")}.` }),
  "files-none": ({ path }) => ({
    message: `There is no YAML file yet (${path}).`,
    help: "Run muster pull to write the live groups into files.",
  }),
  "files-broken": ({ errors }) => ({
    message: `The files have ${counted(errors, "error")}.`,
    help: "Run muster validate to see them all.",
  }),
  "store-ok": ({ store, server, aheadMs, roundTripMs }) => ({
    message: `${store}${server === undefined ? "" : ` (${server})`} works as a store. Its clock is ${clockOffset(aheadMs)}; an answer takes ${roundTripMs} ms.`,
  }),
  "store-none": () => ({
    message:
      "None is set. Runs on this machine know of each other; runs on other machines, such as CI, do not know of these.",
  }),
  "store-none-in-ci": () => ({
    message:
      "None is set, and most CI systems throw the machine away after the job. A later run then does not know what this one created or how many calls it made.",
    help: "Let only one apply run at a time (concurrency in GitHub Actions, resource_group in GitLab), or set MUSTER_STORE to a Redis server. .github/CI.md shows both.",
  }),
  "store-evicts": ({ policy }) => ({
    message: `When its memory is full, the server removes keys (maxmemory-policy ${policy}): it may forget creations.`,
    help: "Set maxmemory-policy to noeviction, or use a server or database that does.",
  }),
  "store-forgets": () => ({
    message: "The server keeps its data in memory only: a restart of Redis forgets creations.",
    help: "Turn on its append-only file (appendonly yes), or the persistence of your provider.",
  }),
  "store-not-encrypted": () => ({
    message: "The password is sent to another machine without encryption.",
    help: "Use rediss:// if the server speaks TLS.",
  }),
  "store-broken": ({ store, lacks }) => ({
    message:
      lacks === "expiry"
        ? `${store} kept a text after its time: it does not expire keys, so it cannot be used as a store.`
        : `${store} let an old text replace a new one, so it cannot be used as a store.`,
    help: "Use a Redis (6.2 or later) or Valkey server itself, without a proxy that changes its answers.",
  }),
  "host-ok": ({ host }) => ({ message: `${host} answers like the API.` }),
  "clock-ok": ({ secondsAhead }) => ({
    message:
      Math.abs(secondsAhead) < 2
        ? "Correct to about a second."
        : `${formatDuration(Math.abs(secondsAhead), "en")} ${secondsAhead > 0 ? "ahead of" : "behind"} the server's.`,
  }),
  "clock-drift": ({ secondsAhead }) => ({
    message: `This machine's clock is ${formatDuration(Math.abs(secondsAhead), "en")} ${secondsAhead > 0 ? "ahead of" : "behind"} the server's. From 5 minutes on, calls are refused.`,
    help: "Set this machine's clock (with systemd: timedatectl set-ntp true).",
  }),
  "clock-unknown": () => ({
    message: "No reply had the server's time, so the clock could not be compared.",
    help: "A signature is valid for 5 minutes: check that this machine's clock is synchronized (NTP).",
  }),
  "credentials-ok": ({ accountId }) => ({ message: `The server accepts account ${accountId} and its secret.` }),
  "turned-away": ({ host, detail }) => ({
    message: `Every call to ${host} was refused with ${detail} and without JSON: probably not by the API, but by a gateway or a firewall in front of it.`,
    help: "Ask the vendor (or your network administrator) whether calls from this machine's address are allowed, and compare the host with the vendor's data-query page (对接数据). Some gateways also answer wrong credentials like this: compare account number and secret, too.",
  }),
  "wrong-account": ({ accountId, detail }) => ({
    message: `The account number ${accountId} is wrong: the server knows no such account${inWords(detail)}.`,
    help: "Compare it and the host with the vendor's data-query page (对接数据): each account has its own host. The secret was not checked.",
  }),
  "wrong-secret": ({ accountId, detail }) => ({
    message: `The secret is wrong: the server knows account ${accountId} and refused it${inWords(detail)}. For an unknown account its reply is different.`,
    help: `${SECRET}; check the variable that apiSecret names in muster.yaml (without muster.yaml: MUSTER_API_SECRET).${ownWords(detail)}`,
  }),
  "account-or-secret": ({ accountId, detail }) => ({
    message: `Account ${accountId} or its secret is wrong. The server's reply does not say which: it is the same as for an unknown account${inWords(detail)}.`,
    help: `Copy both again from the vendor's data-query page (对接数据): the account number, and the secret into the variable that apiSecret names in muster.yaml (without muster.yaml: MUSTER_API_SECRET). Check that both belong to the same account, and that the host is the one on that page.${ownWords(detail)}`,
  }),
  "interface-ok": ({ size }) => ({ message: `Allowed; the account has ${counted(size, "group")}.` }),
  "interface-forbidden": ({ operation, detail }) => ({
    message: `The account may not call ${operation}${inWords(detail)}. Other calls are accepted, so account, secret and clock are right.`,
    help: "Ask the vendor to open the online skill group interfaces (在线技能组, v20210827) for this account. Without it muster can neither plan nor apply.",
  }),
  "claim-status-off": ({ detail }) => ({
    message: `Not allowed (${detail}).`,
    help: `${WITHOUT_CLAIMS} Ask the vendor to open it for this account.`,
  }),
  "claim-status-failing": ({ detail }) => ({
    message: `Does not answer at the moment (${detail}).`,
    help: `${WITHOUT_CLAIMS} Try again in a few minutes.`,
  }),
  "claim-status-needed": ({ detail }) => ({
    message: `Does not answer (${detail}), and the guard minClaiming needs it.`,
    help: "Ask the vendor to open it for this account, or set guards.minClaiming in muster.yaml to 0. Until then an apply that changes a group stops.",
  }),
  "directory-ok": ({ size }) => ({
    message: `Available, with ${counted(size, "agent")}: plans warn about agent numbers that do not exist, names that differ and disabled agents.`,
  }),
  "directory-off": ({ detail }) => ({
    message: `Not available (${detail}): plans cannot warn about disabled agents, nor about agent numbers that do not exist: an apply finds and lists those afterwards.`,
  }),
  "not-tried": ({ because }) => ({ message: `Not checked, because of ${checkWords.names[because]}.` }),
};

/** The server may refuse for another reason. */
function ownWords(detail: string): string {
  return detail === ""
    ? ""
    : " If the server's message names another reason, such as an address that is not allowed, that reason counts.";
}

function inWords(detail: string): string {
  return detail === "" ? "" : ` ("${detail}")`;
}

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
  "pull-team-unused": ({ team }) => ({
    message: `No group uses the team ${quoted(team)} any more.`,
    help: "Remove it from teams, unless it is going to be used again.",
  }),
  "pull-unedited": ({ displayName, part }) => ({
    message: `The ${part} of ${quoted(displayName)} could not be edited in the file, and were left as they are.`,
    help:
      part === "members"
        ? "Write them one a line, each after a dash, and pull again."
        : "Write each setting on a line of its own, as key: value, and pull again.",
  }),
  "pull-timed": ({ displayName, because, agentNumber = "", name = "" }) => ({
    message: `The members of ${quoted(displayName)} were left as they are: ${
      {
        away: `${agentNumber} is live there, though away by absences`,
        cover: `${agentNumber} is to be there as a cover, and is not live so`,
        early: `${agentNumber} is to be there early for a shift, and is not live so`,
        roster: `most of those whom the roster ${quoted(name)} has now are not live there`,
        priority: `someone whom the roster ${quoted(name)} has now is live with another priority`,
        team: `the team ${quoted(name)} is not what is live, and its members come and go`,
        alias: "the list is another group's by a YAML alias, and its members come and go",
        row: `the list is also a row of the roster ${quoted(name)}, by a YAML alias`,
      }[because]
    }.`,
    help:
      because === "alias" || because === "team" || because === "row"
        ? "Write the list out by hand, and pull again."
        : "The last change of shift may not be applied yet. Run muster plan: apply makes the group what the files say, or edit the files by hand.",
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
    inactiveAgent: (status) => `${AGENT_STATES[status]} in the account`,
    teamWrittenOut: (team) => `was team "${team}"; written one by one, since the list no longer matches it`,
  },
  wrote: (path, isNew) => `${isNew ? "created" : "updated"} ${path}`,
  wouldWrite: (path, isNew) => `would ${isNew ? "create" : "update"} ${path}`,
  pulled: ({ files, added, names, teams }) => {
    const more = [
      ...(names > 0 ? [counted(names, "new name")] : []),
      ...(teams > 0 ? [counted(teams, "new team")] : []),
    ];
    return `${[counted(files.length, "file"), counted(added, "new group"), ...more].join(", ")}.`;
  },
  onlyPinned: (groups) =>
    `${counted(groups, "group")} in the files ${groups === 1 ? "differs" : "differ"} from the live account and got only the number. Without --pin, muster pull writes the live state.`,
  notWhole: (warnings) =>
    `The files are not the whole account: see ${warnings === 1 ? "the warning" : `the ${warnings} warnings`} above.`,
  nothingToWrite: "Nothing to write.",
  unedited: (groups) =>
    `${counted(groups, "group")} left as ${groups === 1 ? "it is" : "they are"} in the files: see above.`,
  upToDate: "The files match the live account.",
  notAdded: (groups) =>
    `${counted(groups, "live group is", "live groups are")} in no file and not written: paths choose groups that are in files. Run muster pull without paths, or name a file with --out.`,
  formatted: (path) => `formatted ${path}`,
  notFormatted: (path) => `not formatted: ${path}`,
  formatSummary: (changed, files, check) =>
    changed === 0
      ? `${counted(files, "file")}, all formatted.`
      : `${changed} of ${counted(files, "file")} ${check ? "not formatted: run muster fmt." : "formatted."}`,
};

const STATES: Readonly<Record<ClaimState, string>> = {
  both: "PC and app",
  pc: "PC",
  app: "app",
  none: "not taking",
  unknown: "unknown",
};

/** The text of `muster status`, in English. */
export const statusWords: StatusWords = {
  time: (clock) => `at ${clock}`,
  summary: ({ groups, unstaffed }) => {
    if (groups === 0) return "There are no groups to show.";
    if (unstaffed === 0)
      return groups === 1
        ? "Agents are taking conversations in the group."
        : `Agents are taking conversations in all ${groups} groups.`;
    return `No agent is taking conversations in ${groups === 1 ? "the group" : `${unstaffed} of ${counted(groups, "group")}`}.`;
  },
  unstaffed: (groups, empty) =>
    `No agent is taking conversations (${counted(groups, "group")}${
      empty === 0 ? "" : empty === groups ? ", without members" : `, ${empty} of them without members`
    }):`,
  staffed: (groups) => `Agents are taking conversations, fewest first (${counted(groups, "group")}):`,
  noMembers: "no members",
  claiming: (claiming, members) => `${claiming} of ${members}`,
  state: (state) => STATES[state],
  count: (state, members) => `${state === "both" ? "both" : STATES[state]} ${members}`,
  notRead: "This read failed; below is the result of the last one.",
  hidden: (lines) => `… and ${counted(lines, "more line")}: make the window taller to see them`,
  slower: (seconds) =>
    `Reading every ${formatDuration(seconds, "en")}: more often would use more than half of the rate limit.`,
};

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** The text of `muster who`, in English. */
export const whoWords: WhoWords = {
  agent: "Agent",
  state: (state) => `, ${AGENT_STATES[state]}`,
  notKnown: "The account does not have this agent.",
  nowhere: (offline, isNow) =>
    `In no group${offline ? " of the files" : ""}${isNow ? " now" : ""}${offline ? "." : ", neither in the files nor live."}`,
  heading: (where, count) =>
    ({
      both: `In the files and live (${count}):`,
      files: `Only in the files, not live (${count}):`,
      live: `Only live, not in the files (${count}):`,
      unread: `In the files (${count}):`,
    })[where ?? "unread"],
  priority: (desired, live) =>
    desired !== undefined && live !== undefined && desired !== live
      ? `priority ${desired} in the files, ${live} live`
      : `priority ${desired ?? live}`,
  notManaged: "members unmanaged",
  additive: "additive",
  via: (team, line) => `via team ${team}, from ${line}`,
  onShift: (shift, roster) => (shift === undefined ? `roster ${roster}` : `shift ${shift} of roster ${roster}`),
  covering: (agentNumber) => `covers for ${agentNumber}`,
  moreTurns: (count) => `and ${count} more; --days 14 shows the days one by one`,
  schedule: (days, from, zone) => `${counted(days, "day")} from ${from}, by the files (${zone}):`,
  inNoGroup: "In no group in this time.",
  always: "always",
  day: (date, weekday) => `${date} ${WEEKDAYS[weekday]}`,
  days: (first, last) => `${first} to ${last}`,
  nextDay: (time) => `${time} next day`,
  absent: "Absent, and in no group meanwhile:",
  coveredBy: (agent) => `covered by ${agent}`,
  excluded: "Left out of a team or a roster (except):",
  offboarding: (entries, command) =>
    `To remove the agent from every group, run ${command}, which deletes ${counted(entries, "entry", "entries")}:`,
  inTables: (command) =>
    `Shifts to come in tables: delete the agent's row there, or import a new table. Until then ${command} changes nothing:`,
  inTeam: (team, groups) =>
    groups.length === 0
      ? `team ${team}, for no group`
      : `team ${team}, for ${counted(groups.length, "group")}: ${some(groups)}`,
  inRoster: (roster, groups) =>
    groups.length === 0
      ? `roster ${roster}, for no group`
      : `roster ${roster}, for ${counted(groups.length, "group")}: ${some(groups)}`,
  inAbsences: { agent: "an absence", by: "cover for an absence" },
  names: "and then the name, which is no longer used:",
  byHand: "Manual: apply does not remove the agent from these groups; use the console:",
  notAsked: "The live account was not read (--offline).",
};

function some(groups: readonly string[]): string {
  return groups.length > NAMED_AT_MOST
    ? `${groups.slice(0, NAMED_AT_MOST).join(", ")} and ${groups.length - NAMED_AT_MOST} more`
    : listed(groups);
}
