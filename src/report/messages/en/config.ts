import type { ConfigFindingArgs, FieldPath, HostFault, NumberFault, Shape } from "../../../config/findings.js";
import type { PatternFault } from "../../../config/patterns.js";
import type { PolicyName } from "../../../config/rules/policies.js";
import { isNeeded, isRate } from "../../../config/schema/fieldPath.js";
import type { Catalogue } from "../prose.js";
import { shortened } from "../shortened.js";
import { counted, listed, quoted as quotedWhole } from "./phrases.js";

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
  text: "text, in quotes where in doubt",
  "whole-number": "a number such as 1, without quotes",
  number: "a number such as 1.5, without quotes",
  "yes-or-no": "true or false",
  list: "a list: one entry a line, each after a dash",
  map: "fields, each as name: value",
  nothing: "nothing",
};

const NUMBER_FAULTS: Readonly<Record<NumberFault, string>> = {
  sign: "it has a sign",
  fraction: "it has a decimal point",
  notation: "YAML reads this notation as another number",
  text: "it has something else in it",
};

const HOST_FAULTS: Readonly<Record<HostFault, string>> = {
  "not-a-url": "is not a web address",
  "not-http": "is neither https nor http",
  credentials: "has a user name or password in it",
  query: "has a query or a fragment (? or #) in it",
};

const RATE_HELP = "Write calls per window, like 20/60s; the window in ms, s or m, and no longer than 60m.";

const PATTERN_FAULTS: Readonly<Record<PatternFault, string>> = {
  syntax: "it is not a regular expression",
  backtracking: "it looks around or back, which can take for ever",
  "too-large": "it is too long, or repeats too much",
};

const PATTERN_HELP: Readonly<Record<PatternFault, string>> = {
  syntax: "Write a regular expression as RE2 has it, like ^(售前|售后).",
  backtracking: "Do without (?=…), (?!…), (?<=…), (?<!…), \\1 and \\k<…>; RE2, which reads patterns, has none of them.",
  "too-large": "Up to 500 characters and 1,000 steps are allowed; a{100} has a hundred of them.",
};

const POLICY_EXAMPLES: Readonly<Record<PolicyName, string>> = {
  minMembers: "it like 2, or { value: 2, level: warning }",
  maxMembers: "it like 50, or { value: 50, level: warning }",
  maxGroupsPerAgent: "it like 5, or { value: 5, level: warning }",
  namePattern: 'it like "^售", or { value: "^售", level: warning }',
  requireAlias: "true, or { value: true, level: warning }",
};

/** What is wrong with the files, in English. */
export const configMessages: Catalogue<ConfigFindingArgs> = {
  "path-missing": ({ path }) => ({
    message: `There is no file or folder ${quoted(path)}.`,
    help: "Check the path; it is taken from the current folder.",
  }),
  "path-not-a-file": ({ path }) => ({
    message: `${quoted(path)} is neither a file nor a folder.`,
    help: "Give YAML files, or folders that hold some.",
  }),
  "path-outside": ({ path }) => ({
    message: `${quoted(path)} leads out of the repository, so it is not opened.`,
    help: "Files are read and written inside the git repository only, or where there is none inside the folder of muster.yaml. Move the file there.",
  }),
  "folder-without-yaml": ({ path }) => ({
    message: `The folder ${quoted(path)} holds no YAML file.`,
    help: "Files ending in .yaml or .yml are looked for; muster.yaml, hidden folders and node_modules are passed over.",
  }),
  "submodule-missing": ({ path }) => ({
    message: `The folder ${quoted(path)} is a git submodule that is not checked out.`,
    help: "Run git submodule update --init; in CI, have the checkout fetch submodules.",
  }),
  "settings-file-name": ({ path }) => ({
    message: `The settings file is called muster.yaml; ${quoted(path)} is not read.`,
    help: "Rename the file. Groups may stand in a file of any other name.",
  }),
  "file-unreadable": ({ path, detail }) => ({
    message: `${quoted(path)} cannot be read: ${detail}.`,
    help: "Check that it is there and that you may read it; if it is a link, that what it leads to is there.",
  }),
  "file-too-large": ({ bytes, limit }) => ({
    message: `The file has ${megabytes(bytes)}; the limit is ${megabytes(limit)}.`,
    help: "Split it into several files: all files of an account share agents and teams.",
  }),
  "too-much-text": ({ limit }) => ({
    message: `The files up to this one hold more than ${megabytes(limit)} together.`,
    help: "Check which files the paths lead to: a folder may hold YAML that is not muster's.",
  }),
  "not-utf8": ({ byte, encoding }) => ({
    message: `The file is not UTF-8: ${encoding ? `it is ${encoding}` : `the byte ${byte} does not belong here`}.`,
    help: "Save the file as UTF-8. Editors on Windows may have saved it as GBK.",
  }),
  "empty-file": () => ({
    message: "The file is empty.",
    help: "Remove it, or begin it with version: 1 and groups.",
  }),
  "not-checked-out": ({ as, target }) => ({
    message:
      as === "link"
        ? `The file holds nothing but a path (${quoted(target ?? "")}): it is a link that git wrote as text.`
        : "The file is a pointer of Git LFS, not what it points to.",
    help:
      as === "link"
        ? "Set core.symlinks to true and check the file out again; on Windows this needs developer mode."
        : "Run git lfs pull; in CI, have the checkout fetch LFS files.",
  }),
  "merge-conflict": () => ({
    message: "This is a merge conflict that nobody has resolved.",
    help: "Decide between the two sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.",
  }),
  "line-ends": () => ({
    message: "The file's lines end with CR alone, so all of it is one line.",
    help: "Save it with line ends LF, or CR LF.",
  }),

  "yaml-tab": () => ({
    message: "A tab cannot be used as indentation.",
    help: "Indent with spaces; two a level is usual.",
  }),
  "yaml-indent": () => ({
    message: "This line is not indented like its neighbours.",
    help: "Let it begin in the same column as the fields or entries that it belongs to.",
  }),
  "yaml-unclosed": ({ closer }) => ({
    message: `The closing ${closer} is missing.`,
    help:
      closer === '"' || closer === "'"
        ? `Add the ${closer} at the end of the text that begins here.`
        : `Add the ${closer}, and indent all that stands before it further than the field it belongs to.`,
  }),
  "yaml-missing-colon": ({ fullWidth }) => ({
    message: "A field needs a colon and a space after its name.",
    help: `${otherThan(fullWidth)}Write it like displayName: 售前咨询.`,
  }),
  "yaml-missing-dash": () => ({
    message: "An entry of a list needs a dash and a space before it.",
    help: 'Write it like - "8003", with the dash in the column of those above.',
  }),
  "yaml-nested-colon": () => ({
    message: "A value cannot hold a colon and a space unless it is quoted.",
    help: "Put the value in quotes; or, if it is a field of its own, on a line of its own.",
  }),
  "yaml-reserved-character": ({ character }) => ({
    message: `Text cannot begin with ${character} unless it is quoted.`,
    help: "Put the text in quotes.",
  }),
  "yaml-escape": ({ sequence }) => ({
    message: `${quoted(sequence)} means nothing in a text in double quotes.`,
    help: "Write the backslash twice, or use single quotes.",
  }),
  "yaml-tag": ({ tag }) => ({
    message: `The tag ${quoted(tag)} is not supported.`,
    help: "Remove it. A text that begins with ! must be quoted.",
  }),
  "yaml-directive": ({ directive }) => ({
    message: `The directive ${quoted(directive)} is not understood.`,
    help: "Remove the line. Files are read as YAML 1.2.",
  }),
  "yaml-syntax": ({ detail, fullWidth }) => ({
    message: `This is not YAML: ${detail}.`,
    help: fullWidth
      ? otherThan(fullWidth).trimEnd()
      : "Check quotes, brackets and commas here and on the line before. Text with special characters must be quoted.",
  }),
  "unknown-anchor": ({ name, suggestion }) => ({
    message: `No anchor &${name} stands before this alias.`,
    help: `${didYouMean(suggestion && `*${suggestion}`)}A text that begins with * must be quoted.`,
  }),
  "alias-cycle": ({ name }) => ({
    message: `The alias *${name} stands inside what it means, and would never end.`,
    help: "Write out what is meant instead of the alias.",
  }),
  "alias-bomb": ({ limit }) => ({
    message: `The aliases of this document unfold to more than ${grouped(limit)} values.`,
    help: "Use fewer aliases inside aliases; teams do the same and are counted once.",
  }),
  "too-deep": ({ limit }) => ({
    message: `This is nested more than ${limit} levels deep.`,
    help: "Check for brackets that are never closed.",
  }),
  "too-many-documents": ({ limit }) => ({
    message: `The file has more than ${grouped(limit)} documents.`,
    help: "Put more groups into one document; --- begins a new one.",
  }),
  "duplicate-key": ({ key }) => ({
    message: `The field ${quoted(key)} is there twice.`,
    help: "Keep one of the two.",
  }),
  "merge-key": () => ({
    message: "Merge keys (<<) are not supported.",
    help: "Write the fields out, or use a team for members that several groups share.",
  }),
  "non-text-key": ({ key }) => ({
    message: key === "" ? "A field's name is missing." : `The field name ${quoted(key)} is not text to YAML.`,
    help: key === "" ? "Write it before the colon." : "Put the name in quotes.",
  }),

  "newer-version": ({ version }) => ({
    message: `The file is of version ${version}, made for a newer muster.`,
    help: "Update muster: this one reads version 1.",
  }),
  "bad-version": ({ written }) => ({
    message: `There is no version ${shortened(written)}.`,
    help: "Write version: 1.",
  }),
  "unknown-field": ({ field, allowed, suggestion }) => ({
    message: `There is no field ${quoted(field)} here.`,
    help: `${didYouMean(suggestion)}${allowed.length === 1 ? "The only field here is" : "The fields here are"} ${listed(allowed)}.`,
  }),
  "missing-field": ({ field }) => ({
    message: `The field ${quoted(field)} is missing.`,
    help: field === "version" ? "Begin the document with version: 1." : "Add it.",
  }),
  "wrong-type": ({ expected, actual, ...spot }) => ({
    message:
      actual === "nothing"
        ? `${placed(spot)} has no value; it must be ${oneOf(expected.map((shape) => SHAPES[shape]))}.`
        : `${placed(spot)} must be ${oneOf(expected.map((shape) => SHAPES[shape]))}, not ${SHAPES[actual]}.`,
    help: actual === "nothing" ? emptyHelp(expected, spot) : `Write ${exampleOf(expected, spot)}.`,
  }),
  "unquoted-text": ({ written, actual, ...spot }) => ({
    message: `${placed(spot)} must be text, but YAML reads ${shortened(written)} as ${actual === "nothing" ? "nothing at all" : SHAPES[actual]}.`,
    help: isRate(spot) ? RATE_HELP : `Put it in quotes: "${shortened(written)}".`,
  }),
  "bad-value": ({ field, value, allowed, suggestion, rule }) => ({
    message: `${quoted(value)} is not a value of ${field}.`,
    help:
      rule === undefined
        ? `${didYouMean(suggestion)}The values are ${listed(allowed)}.`
        : `The schema asks for another value here: ${rule}.`,
  }),
  "empty-value": (spot) => ({
    message: `${placed(spot)} must not be empty.`,
    help: emptyHelp(["text"], spot),
  }),
  "out-of-range": ({ field, value, minimum, maximum }) => ({
    message: `${field} must be ${minimum === undefined ? `at most ${maximum}` : `at least ${minimum}`}, not ${shortened(value)}.`,
    help: "Write a number in that range.",
  }),
  "member-shape": ({ names }) => ({
    message:
      names === "both"
        ? "A member names either an agent or a team, not both."
        : "A member must name an agent or a team.",
    help: 'Write { agent: "8004", priority: 5 } or { team: night-shift, priority: 1 }.',
  }),

  "leading-zero": ({ written }) => ({
    message: `The number ${shortened(written)} begins with a zero, which YAML drops unless it is quoted.`,
    help: `Put it in quotes: "${shortened(written)}".`,
  }),
  "bad-number": ({ written, fault }) => ({
    message: `${quoted(written)} is not a number of an agent or a group: ${NUMBER_FAULTS[fault]}.`,
    help:
      fault === "text"
        ? "Write its digits and nothing else: no spaces, nothing full-width."
        : "Write its digits and nothing else.",
  }),
  "priority-notation": ({ written }) => ({
    message: `The priority ${shortened(written)} is not written in decimal digits; YAML reads it as another number than it seems.`,
    help: "Write its digits and nothing else, without a zero before them.",
  }),
  "duplicate-agent": ({ alias }) => ({
    message: `The agent name ${quoted(alias)} is defined twice.`,
    help: "Keep one of the two: all files of an account share agents.",
  }),
  "numeric-alias": ({ alias }) => ({
    message:
      alias === ""
        ? "An agent name cannot be empty."
        : `The agent name ${quoted(alias)} could be mistaken for an agent number.`,
    help: "Use a name with something other than digits in it.",
  }),
  "agent-number-shared": ({ agentNumber, alias, other }) => ({
    message: `${quoted(alias)} and ${quoted(other)} are both agent ${agentNumber}.`,
    help: "Keep one of the names, or correct the number.",
  }),
  "unknown-agent-name": ({ name, suggestion, isTeam }) => ({
    message: `No agent is named ${quoted(name)}.`,
    help: isTeam
      ? `It is a team: write { team: ${shortened(name)} }.`
      : name.includes(" - ")
        ? "YAML reads two lines as one text here: let the second begin in the column of the first."
        : `${didYouMean(suggestion)}Define the name under agents, or write the agent's number.`,
  }),
  "duplicate-team": ({ team }) => ({
    message: `The team ${quoted(team)} is defined twice.`,
    help: "Keep one of the two: all files of an account share teams.",
  }),
  "unknown-team": ({ team, suggestion, isAgent }) => ({
    message: `There is no team ${quoted(team)}.`,
    help: isAgent
      ? `It is an agent: write { agent: ${shortened(team)} }.`
      : `${didYouMean(suggestion)}Define it under teams.`,
  }),
  "team-cycle": ({ path }) => ({
    message: `The team ${quoted(path[0] ?? "")} holds itself: ${path.map(shortened).join(" → ")}.`,
    help: "Take one of the teams out of the next.",
  }),
  "agent-twice": ({ agents }) => ({
    message: `${agents.length === 1 ? "Agent" : "Agents"} ${shortList(agents)} ${agents.length === 1 ? "is" : "are"} already in this list.`,
    help: "Once is enough: remove one of the two entries.",
  }),
  "priority-conflict": ({ agent, priority, otherPriority, other }) => ({
    message: `Agent ${agent} has priority ${priority} here, but ${otherPriority} at ${other}.`,
    help: "Keep one of the two entries, or give both the same priority.",
  }),
  "too-many-members": ({ limit }) => ({
    message: `The groups and teams come to more than ${grouped(limit)} memberships.`,
    help: "Check for teams that hold each other many times over.",
  }),
  "duplicate-name": ({ displayName }) => ({
    message: `Another group is named ${quoted(displayName)} too, so the two cannot be told apart.`,
    help: "Give each of them its number with exten, or give one another name.",
  }),
  "duplicate-pin": ({ exten }) => ({
    message: `Another group is pinned to ${exten} too.`,
    help: "Each live group has one entry: correct one exten, or merge the two groups.",
  }),
  "control-character": ({ character, ...spot }) => ({
    message: `${placed(spot)} has a control character in it (${character}).`,
    help: "Remove it; it may have come with a copy and paste.",
  }),
  "surrounding-space": ({ value, ...spot }) => ({
    message: `${placed(spot)} has white space around it: ${quoted(value)}.`,
    help: "Remove it, unless the live group's name has it too.",
  }),
  "hidden-character": ({ characters, ...spot }) => ({
    message: `${placed(spot)} has characters in it that nobody sees: ${listed(characters)}.`,
    help: "Remove them, unless the live group's name has them too.",
  }),
  "placeholder-in-name": ({ value, ...spot }) => ({
    message: `${placed(spot)} looks like a variable, but none is filled in here: ${quoted(value)}.`,
    help: "Write the name out. A group that is created by this name cannot be deleted again through the API.",
  }),
  "previously-own-name": ({ displayName }) => ({
    message: `${quoted(displayName)} is the group's name now, not an old one.`,
    help: "Remove it from previously.",
  }),
  "previously-in-use": ({ name, other }) => ({
    message: `The old name ${quoted(name)} also belongs to the group ${quoted(other)}, so the wrong live group may be found by it.`,
    help: "Pin both groups with exten, or remove the old name once the console has the new one.",
  }),
  "additive-without-members": ({ displayName }) => ({
    message: `${quoted(displayName)} is additive but lists no members, so nothing is made sure of.`,
    help: "Add members, or remove membership.",
  }),

  "several-documents": () => ({
    message: "muster.yaml must be one document.",
    help: "Remove the --- and put all settings into one.",
  }),
  "literal-secret": () => ({
    message: "The API secret stands in the file itself.",
    help: "Write apiSecret: ${MOOR_SECRET} and set that variable in the environment or as a secret of the CI. If the file was ever committed, have the vendor change the secret.",
  }),
  "bad-reference": ({ field }) => ({
    message: `${field} has a \${ that is not the beginning of a variable.`,
    help: "Write ${NAME}, with letters, digits and _ in the name.",
  }),
  "reference-not-here": ({ field }) => ({
    message: `Variables are not filled in under ${field}.`,
    help: "Write the path out. Only host, accountId and apiSecret may have ${VAR} in them.",
  }),
  "undefined-variable": ({ variable, field, account }) => ({
    message: `The environment variable ${variable} is not set: the ${field} of account ${quoted(account)} comes from it.`,
    help: `Set ${variable} and try again. In CI, check that the secret exists and is passed to this job.`,
  }),
  "missing-environment": ({ variables }) => ({
    message: `No account is known: ${listed(variables)} ${variables.length === 1 ? "is" : "are"} not set in the environment.`,
    help: "Set MUSTER_HOST, MUSTER_ACCOUNT_ID and MUSTER_API_SECRET, or describe accounts in muster.yaml.",
  }),
  "host-invalid": ({ written, fault }) => ({
    message: `The host ${quoted(written)} ${HOST_FAULTS[fault]}.`,
    help: "Write it like https://openapis.7moor.com; yours stands on the vendor's data-query page (对接数据).",
  }),
  "host-insecure": ({ written }) => ({
    message: `The host ${quoted(written)} is plain http: everything, signatures too, could be read on the way.`,
    help: "Use https. For a test server in your own network there is --insecure-http.",
  }),
  "host-not-allowed": ({ written, allowed }) => ({
    message: `The host ${quoted(written)} is not one of those that may get signed calls: ${listed(allowed)}.`,
    help: "Whoever gets a signed call can change the account. If the host is right, name it in the environment variable MUSTER_ALLOWED_HOSTS, as host, host:port or *.domain. It is not read from a file.",
  }),
  "account-id-invalid": () => ({
    message: "The accountId is not an account number, so it is not shown.",
    help: "An account number is a capital letter and digits, like N00000000556; yours stands on the vendor's data-query page (对接数据).",
  }),
  "account-id-is-secret": () => ({
    message: "The accountId is not an account number, and the secret may stand in its place.",
    help: "Compare both with the vendor's data-query page (对接数据): the account number is like N00000000556. Nothing was sent.",
  }),
  "account-id-odd": () => ({
    message: "MUSTER_ACCOUNT_ID does not look like an account number, so it may not be shown.",
    help: "An account number is a capital letter and digits, like N00000000556. Compare it with the vendor's data-query page (对接数据).",
  }),
  "variable-refused": ({ variable, field, because }) => ({
    message:
      because === "secret"
        ? `The variable ${variable} holds a secret; the ${field} is sent and shown.`
        : `The variable ${variable} is not open to files; the ${field} is sent and shown.`,
    help:
      because === "secret"
        ? `Let the ${field} come from a variable of its own, such as MOOR_ACCOUNT.`
        : `Give it a name that begins with MUSTER_ or MOOR_, or name it in the environment variable MUSTER_VARIABLES (${variable}). That is not read from a file.`,
  }),
  "variable-in-path": () => ({
    message: "A variable stands in the path of the host.",
    help: "Write host: ${MUSTER_HOST}, with the whole address in the variable, or write the path out.",
  }),
  "bad-rate": ({ value, setting }) => ({
    message: `${quoted(value)}${setting === undefined ? "" : ` in ${setting}`} is not a rate.`,
    help: RATE_HELP,
  }),
  "limit-above-documented": ({ operation, value, documented }) => ({
    message: `${operation} is set to ${value}, above the documented ${documented}.`,
    help: "The vendor refuses calls over its limit. Leave the limit out, unless the vendor granted this account more.",
  }),
  "after-merge": ({ setting, change, ref }) => ({
    message: `${setting} is ${change} here and takes effect after the merge. Until then ${ref} decides.`,
    help: "Where calls go and which groups are left out is read from the base, so that a change cannot decide it for itself.",
  }),
  "guard-changed": ({ guard, before, limit }) => ({
    message: `This change sets the guard ${guard} from ${before} to ${limit}. It counts at once.`,
    help: "Approve it only if the plan needs it.",
  }),
  "unknown-operation": ({ operation, setting, allowed, suggestion }) => ({
    message: `${quoted(operation)}${setting === undefined ? "" : ` in ${setting}`} is not an interface with a limit.`,
    help: `${didYouMean(suggestion)}The interfaces are ${listed(allowed)}.`,
  }),
  "bad-guard": ({ field, value }) => ({
    message: `${quoted(value)} is not a limit for ${field}.`,
    help: "Write a number of memberships like 12, or a share of them like 30%.",
  }),
  "bad-pattern": ({ field, value, fault }) => ({
    message: `${field} cannot be ${quoted(value)}: ${PATTERN_FAULTS[fault]}.`,
    help: PATTERN_HELP[fault],
  }),

  "policy-min-members": ({ displayName, members, minimum }) => ({
    message: `${quoted(displayName)} has ${counted(members, "member")}; the policy minMembers asks for ${minimum} or more.`,
    help: "Add members, or name the group under ignore of the policy in muster.yaml.",
  }),
  "policy-max-members": ({ displayName, members, maximum }) => ({
    message: `${quoted(displayName)} has ${counted(members, "member")}; the policy maxMembers allows ${maximum}.`,
    help: "Take members out, split the group, or name it under ignore of the policy in muster.yaml.",
  }),
  "policy-groups-per-agent": ({ agent, groups, maximum }) => ({
    message: `Agent ${agent} is in ${counted(groups.length, "group")} (${shortList(groups)}); the policy maxGroupsPerAgent allows ${maximum}.`,
    help: "Take the agent out of some, or name the agent under ignore of the policy in muster.yaml. The command muster who lists the lines.",
  }),
  "policy-name": ({ displayName, pattern }) => ({
    message: `The name ${quoted(displayName)} does not fit the policy namePattern, ${quoted(pattern)}.`,
    help: "Correct the name, or name the group under ignore of the policy in muster.yaml. Live groups are renamed in the console.",
  }),
  "policy-alias": ({ agentNumber }) => ({
    message: `Agent ${agentNumber} has no name; the policy requireAlias asks for one.`,
    help: `Give the number a name under agents, like li.na: "${agentNumber}".`,
  }),

  "agent-not-found": ({ agent, asked, suggestion }) => ({
    message: `No agent ${quoted(agent)} is known to ${asked === "files" ? "the files" : "the files or the account"}.`,
    help: `${didYouMean(suggestion)}Give an agent number, or a name from agents.`,
  }),
};

/** Where a value stands, as the beginning of a sentence. */
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

/** A list that does not run on for ever. */
function shortList(items: readonly string[]): string {
  return items.length > 6 ? `${items.slice(0, 5).join(", ")} and ${items.length - 5} more` : listed(items);
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
    : `The ${fullWidth} here is a full-width one: write ${fullWidth.normalize("NFKC")} instead. `;
}
