import type {
  ConfigFindingArgs,
  FieldPath,
  HostFault,
  NumberFault,
  Shape,
  WrittenWaiver,
} from "../../../config/findings.js";
import type { PatternFault } from "../../../config/patterns.js";
import type { PolicyName } from "../../../config/rules/policies.js";
import type { ShiftTableFindingArgs } from "../../../config/time/tableFindings.js";
import type { AgentsMeant } from "../../../config/writtenAgents.js";
import type { ConflictSide, FileKind } from "../../../config/yaml/foreign.js";
import type { StoreFault } from "../../../model/storeAddress.js";
import type { Catalogue } from "../catalogue.js";
import { clockText, DECRYPT, isDigits, isNeeded, isRate, shortened, variableOf } from "../shared.js";
import { counted, differs, listed, quoted as quotedWhole } from "./phrases.js";
import { timesText } from "./times.js";

const SHAPES: Readonly<Record<Shape, string>> = {
  text: "text",
  "whole-number": "a whole number",
  number: "a decimal number",
  "yes-or-no": "true or false",
  list: "a list",
  map: "a map of fields",
  nothing: "nothing",
};

const EXAMPLES: Readonly<Record<Shape, string>> = {
  text: "text, in quotes if in doubt",
  "whole-number": "a number such as 1, without quotes",
  number: "a number such as 1.5, without quotes",
  "yes-or-no": "true or false",
  list: "a list, with one entry on each line after a dash",
  map: "fields, each as name: value",
  nothing: "nothing",
};

const NUMBER_FAULTS: Readonly<Record<NumberFault, string>> = {
  sign: "it has a sign",
  fraction: "it has a decimal point",
  notation: "YAML reads this notation as another number",
  text: "it has other characters than digits",
};

const HOST_FAULTS: Readonly<Record<HostFault, string>> = {
  "not-a-url": "is not a web address",
  "not-http": "is neither https nor http",
  credentials: "contains a user name or a password",
  query: "contains a query or a fragment (? or #)",
};

const STORE_FAULTS: Readonly<Record<StoreFault, string>> = {
  "not-a-url": "is not an address",
  scheme: "does not begin with redis:// or rediss://",
  "user-alone": "has a user but no password",
  encoding: "has a % that does not begin an encoded character",
  database: "has something else than a database number after the port",
  query: "has a ? or a #",
  space: "has white space or a control character in it",
};

const STORE_HELP =
  "Write it as redis://user:password@host:6379/0, or rediss:// for TLS; user, port and database may be left out, as in redis://:password@host. In user and password write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25.";

const RATE_HELP = "Write calls per window, like 20/60s. The window is in ms, s or m, and at most 60m.";

const PATTERN_FAULTS: Readonly<Record<PatternFault, string>> = {
  syntax: "it is not a regular expression",
  backtracking: "it uses lookaround or a backreference, which could take forever",
  "too-large": "it is too long, or has too many repetitions",
};

const PATTERN_HELP: Readonly<Record<PatternFault, string>> = {
  syntax: "Write a regular expression as RE2 has it, like ^(售前|售后).",
  backtracking: "Do not use (?=…), (?!…), (?<=…), (?<!…), \\1 or \\k<…>: RE2, which reads patterns, has none of them.",
  "too-large": "Up to 500 characters and 1,000 steps are allowed; a{100} counts as 100 steps.",
};

const POLICY_EXAMPLES: Readonly<Record<PolicyName, string>> = {
  minMembers: "it like 2, or { value: 2, level: warning }",
  maxMembers: "it like 50, or { value: 50, level: warning }",
  maxGroupsPerAgent: "it like 5, or { value: 5, level: warning }",
  namePattern: 'it like "^售", or { value: "^售", level: warning }',
  requireAlias: "true, or { value: true, level: warning }",
};

/** A host as it is written, or the variable that has it: its value may be a secret in the wrong place. */
function hostOf(written: string): string {
  const variable = variableOf(written);
  return variable === undefined ? quoted(written) : `in the variable ${variable}`;
}

/** What is wrong with the files, in English. */
export const configMessages: Catalogue<Omit<ConfigFindingArgs, keyof ShiftTableFindingArgs>> = {
  "path-missing": ({ path, in: where }) => ({
    message: `The file or folder ${quoted(path)} does not exist.`,
    help: `Check the path. It is relative to the ${where === "settings" ? "folder of muster.yaml" : where === "roster" ? "folder of this file" : "current folder"}.`,
  }),
  "path-not-a-file": ({ path }) => ({
    message: `${quoted(path)} is neither a file nor a folder.`,
    help: "Give YAML files, or folders with YAML files.",
  }),
  "path-outside": ({ path }) => ({
    message: `${quoted(path)} is outside of the repository, so it is not opened.`,
    help: "Files are read and written only inside the git repository; without one, only inside the folder of muster.yaml. Move the file there.",
  }),
  "folder-without-yaml": ({ path }) => ({
    message: `The folder ${quoted(path)} has no YAML files.`,
    help: "Files that end in .yaml or .yml are read, except muster.yaml and those in hidden folders and node_modules. To begin with what the account has, run muster pull.",
  }),
  "submodule-missing": ({ path }) => ({
    message: `The folder ${quoted(path)} is a git submodule that is not checked out.`,
    help: "Run git submodule update --init. In CI, let the checkout step fetch submodules.",
  }),
  "settings-file-name": ({ path }) => ({
    message: `The settings file must be named muster.yaml; ${quoted(path)} is not read.`,
    help: "Rename the file. Groups may be in a file with any other name.",
  }),
  "file-unreadable": ({ path, detail }) => ({
    message: `${quoted(path)} cannot be read: ${detail}.`,
    help: "Check that the file exists and that you may read it. If it is a link, check its target.",
  }),
  "file-too-large": ({ bytes, limit }) => ({
    message: `The file is ${megabytes(bytes)}; the limit is ${megabytes(limit)}.`,
    help: "Split it into several files. All files of an account share agents and teams.",
  }),
  "too-much-text": ({ limit }) => ({
    message: `The files up to this one are more than ${megabytes(limit)} together.`,
    help: "Check the paths: a folder may contain YAML files that are not for muster.",
  }),
  "not-utf8": ({ byte, encoding }) => ({
    message: `The file is not UTF-8: ${encoding ? `it is ${encoding}` : `the byte ${byte} is not valid here`}.`,
    help: "Save the file as UTF-8. An editor on Windows may have saved it as GBK.",
  }),
  "empty-file": () => ({
    message: "The file is empty.",
    help: "Delete it, or begin it with version: 1 and groups.",
  }),
  "not-checked-out": ({ as, target }) => ({
    message:
      as === "link"
        ? `The file contains only a path (${quoted(target ?? "")}): it is a link that git wrote as text.`
        : "The file is a Git LFS pointer, not the content.",
    help:
      as === "link"
        ? "Set core.symlinks to true and check out the file again. On Windows this needs developer mode."
        : "Run git lfs pull. In CI, let the checkout step fetch LFS files.",
  }),
  "not-yaml": ({ kind }) => ({
    message: `The file is no text that muster reads: it is ${FILE_KINDS[kind]}.`,
    help: Object.hasOwn(DECRYPT, kind)
      ? `Decrypt it first: ${DECRYPT[kind]}. In CI, add a step before muster.`
      : kind === "excel"
        ? "Put the right file in its place. Tables are read by muster import."
        : kind === "html"
          ? "A web page was saved in its place. Download the raw file."
          : "Put the right file in its place, or give this one another name.",
  }),
  "merge-conflict": ({ ours, theirs }) => ({
    message:
      ours && theirs
        ? `This is an unresolved merge conflict: ${sideText(ours)} against ${sideText(theirs)}.`
        : "This is an unresolved merge conflict.",
    help: "Keep one of the two sides, or combine them, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.",
  }),
  "line-ends": () => ({
    message: "The lines of the file end with CR only, so the whole file is one line.",
    help: "Save it with LF or CRLF line endings.",
  }),

  "yaml-tab": () => ({
    message: "A tab cannot be used as indentation.",
    help: "Indent with spaces, usually two for each level.",
  }),
  "yaml-indent": () => ({
    message: "This line is not indented like the lines around it.",
    help: "Start it in the same column as the other fields or entries of its list or map.",
  }),
  "yaml-unclosed": ({ closer }) => ({
    message: `The closing ${closer} is missing.`,
    help:
      closer === '"' || closer === "'"
        ? `Add ${closer} at the end of the text that begins here.`
        : `Add ${closer}, and indent the lines before it more than their field.`,
  }),
  "yaml-missing-colon": ({ fullWidth }) => ({
    message: "A field needs a colon and a space after its name.",
    help: `${otherThan(fullWidth)}Write it like displayName: 售前咨询.`,
  }),
  "yaml-missing-dash": () => ({
    message: "A list entry needs a dash and a space before it.",
    help: 'Write it like - "8003", with the dash in the same column as the entries above.',
  }),
  "yaml-nested-colon": () => ({
    message: "A value with a colon and a space must be quoted.",
    help: "Put the value in quotes. If it is another field, put it on its own line.",
  }),
  "yaml-reserved-character": ({ character }) => ({
    message: `Text that begins with ${character} must be quoted.`,
    help: "Put the text in quotes.",
  }),
  "yaml-escape": ({ sequence }) => ({
    message: `${quoted(sequence)} is not a valid escape in double quotes.`,
    help: "Write the backslash twice, or use single quotes.",
  }),
  "yaml-tag": ({ tag }) => ({
    message: `The tag ${quoted(tag)} is not supported.`,
    help: "Remove it. A text that begins with ! must be quoted.",
  }),
  "yaml-directive": ({ directive }) => ({
    message: `The directive ${quoted(directive)} is not supported.`,
    help: "Remove the line. Files are read as YAML 1.2.",
  }),
  "yaml-syntax": ({ detail, fullWidth }) => ({
    message: `This is not valid YAML: ${detail}.`,
    help: fullWidth
      ? otherThan(fullWidth).trimEnd()
      : "Check quotes, brackets and commas on this line and the line before. Text with special characters must be quoted.",
  }),
  "unknown-anchor": ({ name, suggestion }) => ({
    message: `There is no anchor &${name} before this alias.`,
    help: `${didYouMean(suggestion && `*${suggestion}`)}A text that begins with * must be quoted.`,
  }),
  "alias-cycle": ({ name }) => ({
    message: `The alias *${name} is inside its own anchor and would never end.`,
    help: "Write out the content instead of the alias.",
  }),
  "alias-bomb": ({ limit }) => ({
    message: `The aliases of this document expand to more than ${grouped(limit)} values.`,
    help: "Use fewer aliases inside aliases, or use teams instead: a team is counted once.",
  }),
  "too-deep": ({ limit }) => ({
    message: `This is nested deeper than ${limit} levels.`,
    help: "Check for brackets that are never closed.",
  }),
  "too-many-documents": ({ limit }) => ({
    message: `The file has more than ${grouped(limit)} documents.`,
    help: "Put more groups into one document; --- begins a new document.",
  }),
  "duplicate-key": ({ key }) => ({
    message: `The field ${quoted(key)} is written twice.`,
    help: "Keep one of the two.",
  }),
  "merge-key": () => ({
    message: "Merge keys (<<) are not supported.",
    help: "Write the fields out, or use a team for members that several groups share.",
  }),
  "non-text-key": ({ key }) => ({
    message: key === "" ? "A field's name is missing." : `YAML does not read the field name ${quoted(key)} as text.`,
    help:
      key === ""
        ? "Write it before the colon."
        : key.startsWith("{")
          ? "If {{ }} belongs to a template, fill it in first; else put the name in quotes."
          : isDigits(key)
            ? `Put the name in quotes. In a list of agents write - "${key}" # the name, or { agent: "${key}", priority: 5 }; under agents the name stands first, as in li.na: "${key}".`
            : "Put the name in quotes.",
  }),

  "newer-version": ({ version }) => ({
    message: `The file has version ${version}, which needs a newer muster.`,
    help: "Update muster: this version reads version 1.",
  }),
  "bad-version": ({ written }) => ({
    message: `The version ${shortened(written)} does not exist.`,
    help: "Write version: 1.",
  }),
  "unknown-field": ({ field, allowed, suggestion }) => ({
    message: `The field ${quoted(field)} is unknown here.`,
    help: `${didYouMean(suggestion)}${allowed.length === 1 ? "Valid field" : "Valid fields"}: ${listed(allowed)}.`,
  }),
  "missing-field": ({ field }) => ({
    message: `The field ${quoted(field)} is missing.`,
    help: field === "version" ? "Begin the document with version: 1." : "Add it.",
  }),
  "wrong-type": ({ expected, actual, digits, ...spot }) => ({
    message:
      actual === "nothing"
        ? `${placed(spot)} has no value; it must be ${oneOf(expected.map((shape) => SHAPES[shape]))}.`
        : `${placed(spot)} must be ${oneOf(expected.map((shape) => SHAPES[shape]))}, not ${SHAPES[actual]}.`,
    help:
      actual === "nothing"
        ? emptyHelp(expected, spot)
        : `Write ${digits === undefined ? exampleOf(expected, spot) : `${shortened(digits)}, without quotes`}.`,
  }),
  "unquoted-text": ({ written, actual, ...spot }) => ({
    message: `${placed(spot)} must be text, but YAML reads ${shortened(written)} as ${actual === "nothing" ? "nothing at all" : SHAPES[actual]}.`,
    help: isRate(spot) ? RATE_HELP : `Put it in quotes: "${shortened(written)}".`,
  }),
  "bad-value": ({ field, value, allowed, suggestion, meant, rule }) => ({
    message: `${field} cannot be ${quoted(value)}.`,
    help:
      rule === undefined
        ? `${meant === undefined ? didYouMean(suggestion) : `Write ${meant}. `}Valid values: ${listed(allowed)}.`
        : `The schema requires another value here: ${rule}.`,
  }),
  "empty-value": (spot) => ({
    message: `${placed(spot)} must not be empty.`,
    help: emptyHelp(["text"], spot),
  }),
  "too-long": ({ field, length, most }) => ({
    message: `${field} has ${length} characters; at most ${most} are allowed.`,
    help: "Shorten it. What only readers of the file need can be a comment.",
  }),
  "too-many-entries": ({ field, most }) => ({
    message: `${field} has more than ${most} entries.`,
    help: "Shorten the list.",
  }),
  "out-of-range": ({ field, value, minimum, maximum }) => ({
    message: `${field} must be ${minimum === undefined ? `at most ${maximum}` : `at least ${minimum}`}, not ${shortened(value)}.`,
    help: "Write a number in that range.",
  }),
  "member-shape": ({ names }) => ({
    message:
      names === "both"
        ? "A member names an agent, a team or a roster, and only one of them."
        : "A member must name an agent, a team or a roster.",
    help: 'Write { agent: "8004", priority: 5 } or { team: night-shift, priority: 1 }.',
  }),

  "leading-zero": ({ written }) => ({
    message: `The number ${shortened(written)} begins with a zero, which YAML drops without quotes.`,
    help: `Put it in quotes: "${shortened(written)}".`,
  }),
  "bad-number": ({ written, fault, digits }) => ({
    message: `${quoted(written)} is not an agent number or a group number: ${NUMBER_FAULTS[fault]}.`,
    help:
      digits === undefined
        ? "Write only digits: no spaces and no full-width characters."
        : fault === "text"
          ? `Write "${shortened(digits)}": only digits, no spaces and no full-width characters.`
          : `Write "${digits}", if that is the number. YAML reads this as ${digits}.`,
  }),
  "priority-notation": ({ written, value }) => ({
    message: `The priority ${shortened(written)} is not written in plain decimal digits. YAML reads it as ${value}, other tools may read another number.`,
    help: `Write ${value}, if that is the number: only digits, without a leading zero.`,
  }),
  "duplicate-agent": ({ alias }) => ({
    message: `The agent name ${quoted(alias)} is defined twice.`,
    help: "Keep one of the two. All files of an account share agents.",
  }),
  "numeric-alias": ({ alias }) => ({
    message:
      alias === ""
        ? "An agent name cannot be empty."
        : `The agent name ${quoted(alias)} could be mistaken for an agent number.`,
    help: "Use a name that is not only digits.",
  }),
  "agent-number-shared": ({ agentNumber, alias, other }) => ({
    message: `${quoted(alias)} and ${quoted(other)} are both names of agent ${agentNumber}.`,
    help: "Keep one of the names, or correct the number.",
  }),
  "unknown-agent-name": ({ name, suggestion, isTeam, isException, meant }) => ({
    message: `The agent name ${quoted(name)} is not defined.`,
    help: isTeam
      ? isException
        ? "It is a team. except lists agents: name each of them, or take the team out of the other team's list."
        : `It is a team: write { team: ${shortened(name)} }.`
      : name.includes(" - ")
        ? "YAML reads two lines as one text here. Start the second line in the same column as the first."
        : meant
          ? meantHelp(meant)
          : `${didYouMean(suggestion)}Define it under agents, or write the agent number.`,
  }),
  "duplicate-team": ({ team }) => ({
    message: `The team ${quoted(team)} is defined twice.`,
    help: "Keep one of the two. All files of an account share teams.",
  }),
  "unknown-team": ({ team, suggestion, isAgent }) => ({
    message: `The team ${quoted(team)} is not defined.`,
    help: isAgent
      ? `It is an agent: write { agent: ${shortened(team)} }.`
      : `${didYouMean(suggestion)}Define it under teams.`,
  }),
  "team-cycle": ({ path }) => ({
    message: `The team ${quoted(path[0] ?? "")} contains itself: ${path.map(shortened).join(" → ")}.`,
    help: "Remove one of these teams from the next one.",
  }),
  "agent-twice": ({ agents }) => ({
    message: `${agents.length === 1 ? "Agent" : "Agents"} ${shortList(agents)} ${agents.length === 1 ? "is" : "are"} already in this list.`,
    help: "Remove one of the two entries. With except, a team can be used without an agent.",
  }),
  "except-not-in-team": ({ agent, team, isRoster }) => ({
    message: `${quoted(agent)} is not in the ${isRoster ? "roster" : "team"} ${quoted(team)}${isRoster ? " with such a shift" : ""}, so except has nobody to leave out.`,
    help: "Remove the name from except, or correct it.",
  }),
  "except-twice": ({ agent }) => ({
    message: `${quoted(agent)} is already in this except.`,
    help: "Remove one of the two.",
  }),
  "except-everyone": ({ team, members, isRoster }) => ({
    message: `Nobody is left of the ${isRoster ? "roster" : "team"} ${quoted(team)}: except lists ${members === 1 ? "its one member" : `all of its ${members} members`}.`,
    help: "Remove the entry, or shorten except.",
  }),
  "priority-conflict": ({ agent, priority, otherPriority, other, at }) => ({
    message: `${at === undefined ? "Agent" : `From ${at} on, agent`} ${agent} has priority ${priority} here, but priority ${otherPriority} in ${other}.`,
    help: "Keep one of the two entries, or give both the same priority. With except, a team can be used without an agent.",
  }),
  "bad-time": ({ field, value, zone, fault, meant }) => ({
    message: {
      shape: `${quoted(value)} is not a time for ${field}.`,
      zone: `${quoted(value)} says its own zone; ${field} is a time by the clock of the file's zone, ${zone}.`,
      "no-such-day": `${quoted(value)} for ${field} is not a day of the calendar.`,
      "no-such-time": `${quoted(value)} for ${field} is not a time of the day: those are 00:00 to 23:59.`,
    }[fault],
    help:
      meant === undefined
        ? "Write a day, such as 2026-12-01, or a day and a time, such as 2026-12-01T18:00."
        : fault === "zone"
          ? `Write it without the zone, by the clock in ${zone}: ${meant} if that is the time there. timezone: at the top of the file sets another zone.`
          : `Write ${meant}.`,
  }),
  "until-not-after-from": ({ from, until }) => ({
    message: `The entry ends (${until}) before it begins (${from}), or just then.`,
    help: "The time until does not count any more, and a day means its beginning: for one whole day, write the next day as until.",
  }),
  "member-expired": ({ name, kind, until }) => ({
    message: `The entry of ${kind} ${quoted(name)} ended at ${clockText(until)}. It no longer counts.`,
    help: "Remove the entry.",
  }),
  "coverage-gap": ({ displayName, min, staffed, days, times, more = 0 }) => ({
    message: `${quoted(displayName)} has fewer members than the ${min} that its coverage demands${
      times.length === 0
        ? `, at all times within the next ${counted(days, "day")}: ${staffed} at the least`
        : `: ${[
            ...times.map((one) => timesText(one, `${one.staffed} of ${min}`)),
            ...(more > 0 ? [`and ${more} more`] : []),
          ].join("; ")}`
    }.`,
    help: "Give the group more members then, or change its coverage.",
  }),
  "bad-day": ({ field, value, fault, meant }) => ({
    message:
      fault === "no-such-day"
        ? `${quoted(value)} in ${field} is not a day of the calendar.`
        : `${quoted(value)} in ${field} is not a day.`,
    help: meant === undefined ? "Write a day, such as 2026-10-01." : `Write ${meant}.`,
  }),
  "holiday-reversed": ({ from, to }) => ({
    message: `The holiday ends (${to}) before it begins (${from}), or lasts more than a year.`,
    help: "Both days belong to the holiday: for a single day, write it twice.",
  }),
  "makeup-is-holiday": ({ date }) => ({
    message: `${date} is a make-up workday and a holiday.`,
    help: "Remove one of the two.",
  }),
  "calendar-until-early": ({ calendar, until }) => ({
    message: `The calendar ${quoted(calendar)} has days after its end, ${until}.`,
    help: "Set until to the last day of the last year that is complete, or remove the days.",
  }),
  "calendar-ends": ({ calendar, until, date }) => ({
    message: `The calendar ${quoted(calendar)} ends on ${until}: from ${date} on nobody knows which days are workdays.`,
    help: nextYear(date),
  }),
  "calendar-ended": ({ calendar, until, date }) => ({
    message: `The calendar ${quoted(calendar)} ends on ${until}, and ${date} is needed.`,
    help: nextYear(date),
  }),
  "calendar-missing": ({ on }) => ({
    message: `${listed(on)} can only be told by a calendar, and the files have none.`,
    help: "Add the holidays and make-up workdays of a year with muster calendar add CN YEAR; mon to sun and daily need no calendar.",
  }),
  "calendar-unclear": ({ calendars }) => ({
    message: `The files have several calendars (${listed(calendars)}), and none is named here.`,
    help: `Name one: calendar: ${calendars[0] ?? ""}.`,
  }),
  "defined-twice": ({ kind, name }) => ({
    message: `${{ calendar: "The calendar", shift: "The shift", roster: "The roster" }[kind]} ${quoted(name)} is defined twice.`,
    help: "All files of the account share these names. Keep one of the two, or rename one.",
  }),
  "unknown-name": ({ kind, name, suggestion }) => ({
    message: `There is no ${kind} ${quoted(name)}.`,
    help: `${didYouMean(suggestion)}Define it under ${kind}s:, in any file of the account.`,
  }),
  "shift-alias-twice": ({ alias, shift, other }) => ({
    message: `${quoted(alias)} stands for the shift ${quoted(shift)} here, and for ${quoted(other)} elsewhere.`,
    help: "In a table it could mean either. Remove one of the two.",
  }),
  "shift-name-off": ({ name }) => ({
    message: `${quoted(name)} cannot be the name of a shift: it stands for a day off.`,
    help: "Choose another name.",
  }),
  "too-many-stretches": ({ limit }) => ({
    message: `The files have more than ${limit.toLocaleString("en")} stretches of time in the days that muster looks at.`,
    help: "That is more than any account has. Look for people or times that are listed over and over, or shorten --horizon.",
  }),
  "bad-interval": ({ field, value, meant }) => ({
    message: `${quoted(value)} in ${quoted(field)} is not a from-to of the clock.`,
    help: meant === undefined ? "Write it like 09:00-18:00; the end of the day is 24:00." : `Write ${meant}.`,
  }),
  "intervals-overlap": ({ field }) => ({
    message: `Two of the times in ${quoted(field)} overlap.`,
    help: "Join the two, or shorten one. An end that is not after its start is on the next day.",
  }),
  "bad-lead": ({ value }) => ({
    message: `${quoted(value)} is not a length of time for lead.`,
    help: "Write it like 2m or 90s, and no more than an hour.",
  }),
  "when-both": () => ({
    message: "when has both at and shift.",
    help: "Keep one of them: at has times of its own, shift takes those of a shift.",
  }),
  "roster-in-roster": ({ team, roster }) => ({
    message: `The team ${quoted(team)} takes its members from the roster ${quoted(roster)}, so it cannot be used in a roster.`,
    help: "List the agents, or use a team of agents alone.",
  }),
  "shift-empty": ({ roster, shifts }) => ({
    message:
      shifts.length === 0
        ? `Nobody has a shift of the roster ${quoted(roster)} in the days that muster looks at.`
        : `Nobody has the shift ${listed(shifts.map((one) => quoted(one)))} of the roster ${quoted(roster)} in the days that muster looks at.`,
    help: "Remove the entry, or give somebody the shift.",
  }),
  "absence-expired": ({ agent, until }) => ({
    message: `The absence of ${quoted(agent)} ended at ${clockText(until)}. It no longer counts.`,
    help: "Remove the entry.",
  }),
  "cover-self": ({ agent }) => ({
    message: `${agent} cannot cover for ${agent}.`,
    help: "Name another agent as by, or leave it out.",
  }),
  "cover-absent": ({ agent, by, at }) => ({
    message: `${by} is to cover for ${agent}, and is away from ${at} on.`,
    help: "Name another agent as by, or end one of the absences earlier.",
  }),
  "cover-without-effect": ({ agent, by }) => ({
    message: `${by} takes no place of ${agent}: the agent would be in no group then, or ${by} is there anyway.`,
    help: "Remove by, or name another agent.",
  }),
  "until-without-effect": ({ displayName, until }) => ({
    message: `${quoted(displayName)} is additive: whoever joins until ${until} stays in the live group after that.`,
    help: "Remove the agent in the console then, or leave out membership: additive and list all members.",
  }),
  "unknown-timezone": ({ zone, suggestion }) => ({
    message: `${quoted(zone)} is not a time zone.`,
    help: `${didYouMean(suggestion)}Write an IANA name, such as Asia/Shanghai or America/New_York.`,
  }),
  "timezone-twice": ({ zone, other }) => ({
    message: `The file has the time zone ${zone} here, and ${other} before.`,
    help: "A file has one time zone. Put the groups of the other one into a file of their own.",
  }),
  "timezone-sign": ({ zone, opposite, isChina }) => ({
    message: `${zone} is ${zone.includes("+") ? "behind" : "ahead of"} UTC: the signs of these names are reversed.`,
    help: isChina
      ? "Write Asia/Shanghai where the time of China is meant."
      : `Write ${opposite} where the other side of UTC is meant, or the name of a place, such as Asia/Shanghai.`,
  }),
  "timezone-missing": ({ zone, other }) => ({
    message: `The file has times and no time zone, while another file is in ${other}.`,
    help: `A file without one is in ${zone}. Write timezone: at its top, whichever it is.`,
  }),
  "bad-instant": ({ written, meant, zones }) => ({
    message:
      zones === undefined
        ? `${quoted(written)} is not a time.`
        : `The time ${written} is not clear: the files use the time zones ${listed(zones)}.`,
    help:
      zones !== undefined
        ? "Write the time with an offset, such as 2026-12-01T18:00+08:00."
        : `Write ${meant ?? "a day, such as 2026-12-01, or a day and a time, such as 2026-12-01T18:00"}.`,
  }),
  "too-many-members": ({ limit }) => ({
    message: `The groups and teams have more than ${grouped(limit)} memberships.`,
    help: "Check for teams that contain each other many times.",
  }),
  "unused-team": ({ team, members }) => ({
    message: `No group uses the team ${quoted(team)} (${counted(members, "entry", "entries")}).`,
    help: "Remove it, or use it: { team: … } in a group's members.",
  }),
  "unused-roster": ({ roster }) => ({
    message: `No group uses the roster ${quoted(roster)}.`,
    help: "Remove it, or use it: { roster: … } in a group's members.",
  }),
  "unused-shift": ({ shift }) => ({
    message: `Nothing uses the shift ${quoted(shift)}.`,
    help: "Remove it, or use it in a roster or in when.",
  }),
  "unused-calendar": ({ calendar }) => ({
    message: `Nothing uses the calendar ${quoted(calendar)}.`,
    help: "Remove it, or name it: calendar: … in a roster or in when.",
  }),
  "unused-agent-name": ({ names, count }) => ({
    message: `${counted(count, "name")} under agents ${count === 1 ? "is" : "are"} used nowhere: ${listed(names.map(shortened))}${count > names.length ? " …" : ""}.`,
    help: "Remove what is not needed. Where agents is a directory of everybody, set unused-agent-name to off in muster.yaml.",
  }),
  "remark-code": ({ code, suggestion }) => ({
    message:
      code === ""
        ? "This remark does not say what it allows."
        : `${quoted(code)} is not a warning that a remark can allow.`,
    help: `${didYouMean(suggestion)}Write # muster: allow CODE — reason, with the code that stands in brackets behind the word warning. Errors cannot be allowed.`,
  }),
  "remark-reason": ({ codes }) => ({
    message: "This remark gives no reason, so it has no effect.",
    help: `Write # muster: allow ${codes.map(shortened).join(", ")} — and why.`,
  }),
  "remark-unused": ({ codes }) => ({
    message: `There is no warning ${listed(codes.map(shortened))} where this remark stands.`,
    help: "Remove the remark, or put it at the end of the line of the warning, or directly above that line.",
  }),
  "duplicate-name": ({ displayName }) => ({
    message: `Another group is also named ${quoted(displayName)}, and nothing tells the two apart.`,
    help: "Pin each to its number with exten, or give one another name.",
  }),
  "duplicate-pin": ({ exten }) => ({
    message: `Another group is also pinned to ${exten}.`,
    help: "A live group may be in the files only once. Correct one exten, or merge the two groups.",
  }),
  "control-character": ({ character, ...spot }) => ({
    message: `${placed(spot)} contains a control character (${character}).`,
    help: "Remove it. It may come from copy and paste.",
  }),
  "surrounding-space": ({ value, ...spot }) => ({
    message: `${placed(spot)} begins or ends with white space: ${quoted(value)}.`,
    help: removeHelp("it", spot),
  }),
  "hidden-character": ({ characters, ...spot }) => ({
    message: `${placed(spot)} contains invisible characters: ${listed(characters)}.`,
    help: removeHelp("them", spot),
  }),
  "odd-space": ({ value, characters, ...spot }) => ({
    message: `${placed(spot)} contains ${characters.length === 0 ? "several spaces in a row" : `white space that is no plain space (${listed(characters)})`}: ${quoted(value)}.`,
    help: `Write one plain space, or none.${asMeant(spot)}`,
  }),
  "placeholder-in-name": ({ value, variable, ...spot }) => ({
    message: variable
      ? `${placed(spot)} looks like a variable, but variables are not replaced here: ${quoted(value)}.`
      : `${placed(spot)} looks like a placeholder for a name: ${quoted(value)}.`,
    help: `Write the name itself. The API cannot delete a group that is created with this name.${asMeant(spot)}`,
  }),
  "quotes-in-name": ({ value, bare, ...spot }) => ({
    message: `The quotes are part of the name: ${shortened(value)}.`,
    help: `${/^["']/.test(value) ? "" : `YAML knows only the quotes " and '. `}Write ${shortened(bare)}.${asMeant(spot)}`,
  }),
  "alike-names": ({ of, name, other, difference }) => ({
    message: `Another ${{ groups: "group", agents: "agent", teams: "team" }[of]} is named ${quoted(other)}, which ${differs(name, other, difference)}.`,
    help:
      of === "groups"
        ? `If the two are one group, keep one. If they are two, list ${quoted(other)} under distinct in this group, or pin both with exten.`
        : "If the two are one, keep one. If they are two, give one a name that cannot be mistaken.",
  }),
  "previously-own-name": ({ displayName }) => ({
    message: `${quoted(displayName)} is the current name of the group, not an old one.`,
    help: "Remove it from previously.",
  }),
  "previously-in-use": ({ name, other }) => ({
    message: `The old name ${quoted(name)} also belongs to the group ${quoted(other)}, so it may match the wrong live group.`,
    help: "Pin both groups with exten, or remove the old name once the group is renamed in the console.",
  }),
  "additive-without-members": ({ displayName }) => ({
    message: `${quoted(displayName)} is additive but lists no members, so it has no effect.`,
    help: "Add members, or remove membership.",
  }),
  "retired-conflict": ({ displayName, field }) => ({
    message:
      field === "members"
        ? `${quoted(displayName)} is retired, so it cannot have members.`
        : field === "coverage"
          ? `${quoted(displayName)} is retired, so it cannot demand members.`
          : `${quoted(displayName)} is retired, so it cannot be additive: nobody stays in it.`,
    help: `Remove ${field}, or remove retired.`,
  }),

  "several-documents": () => ({
    message: "muster.yaml must be one document.",
    help: "Remove the --- and put all settings into one document.",
  }),
  "literal-secret": () => ({
    message: "The API secret is written in the file.",
    help: "Write apiSecret: ${MOOR_SECRET}, and set that variable in the environment or as a CI secret. If the file was ever committed, ask the vendor to change the secret.",
  }),
  "bad-reference": ({ field }) => ({
    message: `${field} has a \${ that does not begin a variable.`,
    help: "Write ${NAME}; the name has letters, digits and _.",
  }),
  "reference-not-here": ({ field }) => ({
    message: `Variables are not replaced in ${field}.`,
    help: "Write the path itself. Only host, accountId, apiSecret and store may contain ${VAR}.",
  }),
  "undefined-variable": ({ variable, field, account }) => ({
    message: `The environment variable ${variable} is not set; the ${field} of account ${quoted(account)} needs it.`,
    help: `Set ${variable} and try again. In CI, check that the variable or secret exists and is passed to this job.`,
  }),
  "missing-environment": ({ variables }) => ({
    message: `No account is configured: ${listed(variables)} ${variables.length === 1 ? "is" : "are"} not set in the environment.`,
    help: "Set MUSTER_HOST, MUSTER_ACCOUNT_ID and MUSTER_API_SECRET, or configure accounts in muster.yaml.",
  }),
  "host-invalid": ({ written, fault }) => ({
    message: `The host ${hostOf(written)} ${HOST_FAULTS[fault]}.`,
    help: "Write it like https://openapis.7moor.com. The vendor shows yours on the data-query page (对接数据).",
  }),
  "host-insecure": ({ written }) => ({
    message: `The host ${hostOf(written)} is plain http: others could read the traffic, including signatures.`,
    help: "Use https. For a test server in your own network, add --insecure-http.",
  }),
  "host-not-allowed": ({ written, allowed }) => ({
    message: `The host ${hostOf(written)} is not allowed to get signed calls; allowed are ${listed(allowed)}.`,
    help: "A server that gets a signed call can change the account. If the host is right, add it to the environment variable MUSTER_ALLOWED_HOSTS, as host, host:port or *.domain. Files cannot set it.",
  }),
  "account-id-invalid": () => ({
    message: "The accountId is not an account number. Its value is not shown.",
    help: "An account number is a capital letter and digits, like N00000000556. The vendor shows yours on the data-query page (对接数据).",
  }),
  "account-id-is-secret": () => ({
    message: "The accountId is not an account number. It may be the secret by mistake.",
    help: "Compare both with the vendor's data-query page (对接数据); an account number looks like N00000000556. Nothing was sent.",
  }),
  "account-id-odd": () => ({
    message: "MUSTER_ACCOUNT_ID does not look like an account number, so output may hide it.",
    help: "An account number is a capital letter and digits, like N00000000556. Compare it with the vendor's data-query page (对接数据).",
  }),
  "variable-refused": ({ variable, field, because }) => ({
    message:
      field === "store"
        ? because === "secret"
          ? `The variable ${variable} is the apiSecret of an account; it cannot be the address of the store.`
          : `Files may not use the variable ${variable} for the store.`
        : because === "secret"
          ? `The variable ${variable} is a secret, but the ${field} is sent and shown.`
          : `Files may not use the variable ${variable}, since the ${field} is sent and shown.`,
    help:
      because === "secret"
        ? `Use another variable for the ${field}, such as ${field === "store" ? "MUSTER_STORE" : "MOOR_ACCOUNT"}.`
        : `Use a name that begins with MUSTER_ or MOOR_, or list the variable in the environment variable MUSTER_VARIABLES (${variable}). Files cannot set it.`,
  }),
  "literal-store": () => ({
    message: "The store must be one variable: its address holds a password. The value is not shown.",
    help: "Write store: ${MUSTER_STORE}, and set that variable in the environment or as a CI secret. If a password was ever committed, change it.",
  }),
  "store-invalid": ({ variable, fault }) => ({
    message: `The store's address in ${variable} ${STORE_FAULTS[fault]}. The value is not shown.`,
    help: STORE_HELP,
  }),
  "variable-in-path": () => ({
    message: "The path of the host contains a variable.",
    help: "Write host: ${MUSTER_HOST} with the whole address in the variable, or write the path itself.",
  }),
  "bad-rate": ({ value, setting }) => ({
    message: `${quoted(value)}${setting === undefined ? "" : ` in ${setting}`} is not a valid rate.`,
    help: RATE_HELP,
  }),
  "limit-above-documented": ({ operation, value, documented }) => ({
    message: `${operation} is set to ${value}; the documented limit is ${documented}.`,
    help: "The vendor refuses calls above its limit. Leave the setting out, unless the vendor raised the limit of this account.",
  }),
  "after-merge": ({ setting, change, ref }) => ({
    message: `${setting} is ${change} here and takes effect after the merge. Until then the value of ${ref} is used.`,
    help: "Hosts, limits and ignored groups are read from the base, so that a change cannot set them for its own plan.",
  }),
  "guard-changed": ({ guard, before, limit }) => ({
    message: `This change sets the guard ${guard} from ${before} to ${limit}. It takes effect at once.`,
    help: "Approve it only if the plan needs it.",
  }),
  "waiver-in-force": ({ guard, limit, until, reason }) => ({
    message: `A waiver of the guard ${guard} is in force until the end of ${until}: its limit is ${limit} (${shortened(reason)}).`,
    help: "Until then, in China time, the most permissive limit counts in every run.",
  }),
  "waiver-ended": ({ guard, limit, until }) => ({
    message: `The waiver of ${guard} (${limit}) ended on ${until}. It no longer counts.`,
    help: "Remove it from muster.yaml.",
  }),
  "waiver-long": ({ guard, until }) => ({
    message: `The waiver of ${guard} lasts until ${until}, which is more than 90 days.`,
    help: "End it sooner, or set the guard under guards in muster.yaml.",
  }),
  "waiver-twice": ({ guard }) => ({
    message: `Two waivers of ${guard} are in force; the more permissive one counts.`,
    help: "Remove one of them.",
  }),
  "waiver-changed": ({ guard, limit, before, after }) => ({
    message: `This change ${before.length === 0 ? "adds a waiver of" : after.length === 0 ? "removes the waiver of" : "changes the waiver of"} ${guard}: ${[
      before.length === 0 ? limit : waiversText(before),
      after.length === 0 ? limit : waiversText(after),
    ].join(" → ")}. It takes effect at once.`,
    help: "Approve it only if the plan needs it.",
  }),
  "unknown-level": ({ code, allowed, suggestion }) => ({
    message: `${quoted(code)} is not a warning whose level can be set.`,
    help: `${suggestion === undefined ? `The levels of these warnings can be set: ${listed(allowed)}. ` : didYouMean(suggestion)}Errors cannot be lowered.`,
  }),
  "remark-added": ({ codes, reason }) => ({
    message: `This change accepts ${listed(codes.map(shortened))} here: ${shortened(reason)}. It takes effect at once.`,
    help: "Approve it only if the reason holds. The warning itself is not shown.",
  }),
  "level-changed": ({ code, before, level }) => ({
    message: `This change sets the level of ${code} from ${before} to ${level}. It takes effect at once.`,
    help:
      level === "error"
        ? "Findings of this kind now stop the run."
        : "Approve it only if these warnings are not needed.",
  }),
  "bad-date": ({ field, value }) => ({
    message: `${quoted(value)} is not a day for ${field}.`,
    help: "Write a day of the calendar, such as 2026-12-01.",
  }),
  "unknown-operation": ({ operation, setting, allowed, suggestion }) => ({
    message: `${quoted(operation)}${setting === undefined ? "" : ` in ${setting}`} is not an interface with a rate limit.`,
    help: `${didYouMean(suggestion)}Valid interfaces: ${listed(allowed)}.`,
  }),
  "bad-guard": ({ field, value }) => ({
    message: `${quoted(value)} is not a limit for ${field}.`,
    help:
      field === "maxRemovals"
        ? "Write a number of memberships like 12, or a percentage like 30%."
        : "Write a whole number, like 1.",
  }),
  "bad-pattern": ({ field, value, fault }) => ({
    message: `${field} cannot be ${quoted(value)}: ${PATTERN_FAULTS[fault]}.`,
    help: PATTERN_HELP[fault],
  }),

  "policy-min-members": ({ displayName, members, minimum }) => ({
    message: `${quoted(displayName)} has ${counted(members, "member")}; the policy minMembers requires at least ${minimum}.`,
    help: "Add members, or list the group under ignore of this policy in muster.yaml.",
  }),
  "policy-max-members": ({ displayName, members, maximum }) => ({
    message: `${quoted(displayName)} has ${counted(members, "member")}; the policy maxMembers allows at most ${maximum}.`,
    help: "Remove members, split the group, or list it under ignore of this policy in muster.yaml.",
  }),
  "policy-groups-per-agent": ({ agent, groups, maximum }) => ({
    message: `Agent ${agent} is in ${counted(groups.length, "group")} (${shortList(groups)}); the policy maxGroupsPerAgent allows at most ${maximum}.`,
    help: "Remove the agent from some groups, or list the agent under ignore of this policy in muster.yaml. muster who shows the lines.",
  }),
  "policy-name": ({ displayName, pattern }) => ({
    message: `The name ${quoted(displayName)} does not match the policy namePattern, ${quoted(pattern)}.`,
    help: "Correct the name, or list the group under ignore of this policy in muster.yaml. Rename live groups in the console.",
  }),
  "policy-alias": ({ agentNumber }) => ({
    message: `Agent ${agentNumber} has no name; the policy requireAlias requires one.`,
    help: `Define a name under agents, like li.na: "${agentNumber}".`,
  }),

  "agent-not-found": ({ agent, asked, suggestion }) => ({
    message: `There is no agent ${quoted(agent)} in ${ASKED[asked]}`,
    help: `${didYouMean(suggestion)}Use an agent number, or a name from agents${asked === "files-and-live" || asked === "files-and-groups" ? " or of the account" : ""}.`,
  }),
};

/** Where an agent was looked for. */
const ASKED = {
  files: "the files.",
  offline: "the files. The account was not read (--offline).",
  "files-and-groups": "the files or the live groups. The account's agent directory did not answer.",
  "files-and-live": "the files or the account.",
} as const satisfies Record<ConfigFindingArgs["agent-not-found"]["asked"], string>;

/** Where a value is, as the beginning of a sentence. */
function placed({ field, part }: FieldPath): string {
  if (part === "entry") return `An entry of ${field}`;
  return field === "" ? "The document" : field;
}

function exampleOf(expected: readonly Shape[], { field }: FieldPath): string {
  const [shape = "text", ...others] = expected;
  if (others.length === 0) return EXAMPLES[shape];
  if (field === "maxRemovals") return "it like 12 or 30%";
  if (isPolicy(field)) return POLICY_EXAMPLES[field];
  if (field === "exten") return 'it like "10018578"';
  return `it like "8003"${others.includes("map") ? ", or with its fields in braces" : ""}`;
}

function waiversText(waivers: readonly WrittenWaiver[]): string {
  return listed(waivers.map(({ limit, until, reason }) => `${limit} until the end of ${until} (${shortened(reason)})`));
}

function isPolicy(field: string): field is PolicyName {
  return Object.hasOwn(POLICY_EXAMPLES, field);
}

function emptyHelp(expected: readonly Shape[], spot: FieldPath): string {
  if (isNeeded(spot)) return "Give it a value.";
  return expected.includes("list")
    ? "Leave the field out, or write [] for an empty list."
    : "Give it a value, or leave it out.";
}

function oneOf(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} or ${last}`;
}

/** A list, shortened where it is long. */
function shortList(items: readonly string[]): string {
  return items.length > 6 ? `${items.slice(0, 5).join(", ")} and ${items.length - 5} more` : listed(items);
}

const FILE_KINDS: Readonly<Record<FileKind, string>> = {
  excel: "an Excel workbook",
  zip: "a zip archive",
  gzip: "compressed with gzip",
  pdf: "a PDF document",
  image: "an image",
  shortcut: "a Windows shortcut",
  html: "a web page",
  xml: "XML",
  rtf: "a text document with formatting (RTF)",
  "git-crypt": "encrypted with git-crypt",
  sops: "encrypted with SOPS",
  "ansible-vault": "encrypted with Ansible Vault",
  pgp: "encrypted with PGP",
  age: "encrypted with age",
};

/** `lines 4 to 6 (HEAD)`. */
function sideText({ from, to, name }: ConflictSide): string {
  const lines = to < from ? "nothing" : from === to ? `line ${from}` : `lines ${from} to ${to}`;
  return `${lines}${name === undefined ? "" : ` (${shortened(name)})`}`;
}

/** How the agents of a text are written. */
function meantHelp({ agents, remark, priority }: AgentsMeant): string {
  const [first = "", ...others] = agents.map((agent) => shortened(isDigits(agent) ? `"${agent}"` : agent));
  if (priority !== undefined) return `Write { agent: ${first}, priority: ${priority} }.`;
  if (others.length > 0) return `Write each agent as an entry of its own: ${shortList([first, ...others])}.`;
  return remark === undefined
    ? `Write ${first}.`
    : `Write - ${first} # ${shortened(remark)} on a line of its own: the entry is the number, the name a comment.`;
}

function removeHelp(what: "it" | "them", { field }: FieldPath): string {
  if (field === "displayName")
    return `Remove ${what}. If the live group's name also has ${what}, list the name under distinct in this group.`;
  return field === "previously" ? `Remove ${what}, unless the live group's name also has ${what}.` : `Remove ${what}.`;
}

/** How to keep an odd name of a group. */
function asMeant({ field }: FieldPath): string {
  return field === "displayName" ? " If the name is meant like this, list it under distinct in this group." : "";
}

/** `Did you mean "priority"? `, or nothing. */
function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `Did you mean ${quoted(suggestion)}? `;
}

function megabytes(bytes: number): string {
  // Rounded up: a file a little over the limit is not as large as the limit.
  return `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MiB`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function quoted(name: string): string {
  return quotedWhole(shortened(name));
}

/** What to do about a sign that YAML does not know, though it looks like one that it does. */
function otherThan(fullWidth: string | undefined): string {
  return fullWidth === undefined
    ? ""
    : `The ${fullWidth} here is full-width: write ${fullWidth.normalize("NFKC")} instead. `;
}

/** What to do about a calendar that ends. @param date the first day that it does not know */
function nextYear(date: string): string {
  return `Add the next year: muster calendar add CN ${date.slice(0, 4)}. Its holidays are usually announced in November of the year before.`;
}
