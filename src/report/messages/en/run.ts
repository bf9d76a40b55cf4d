import type { RunFindingArgs } from "../../../engine/findings.js";
import type { Catalogue } from "../catalogue.js";
import { GUARD_FLAGS, waiverLine } from "../shared.js";
import { counted, listed, meant, quoted, uncoveredHelp, wouldDo } from "./phrases.js";

/** Why the store cannot be used. */
export const STORE_REASONS = {
  "bad-address": "its address is not set or not valid",
  unreachable: "it could not be reached",
  timeout: "it did not answer within two seconds",
  tls: "no secure connection could be made",
  auth: "it did not accept the user or the password",
  "not-allowed": "its user may not run a command that muster needs",
  "read-only": "it is a read-only replica",
  full: "it refused to write",
  "not-ready": "it is not ready yet",
  "not-redis": "it does not answer like a Redis server",
  "too-old": "it is too old; muster needs Redis 6.2 or later, or Valkey",
  busy: "other runs were always faster",
  "too-large": "the record is too large",
  refused: "it refused a command",
} as const satisfies Record<RunFindingArgs["store-unusable"]["reason"], string>;
const STORE_RUNS = "Check that it is running, and that this machine may connect to it (host, port, network, firewall).";
const STORE_LATER = "Try again in a minute. If it stays so, ask whoever runs the server.";

/** As many names as a sentence shows. */
const MOST_NAMES = 5;

/** What to do about a store that cannot be used. */
const STORE_HELP: Readonly<Record<RunFindingArgs["store-unusable"]["reason"], string>> = {
  "bad-address": "Write it as redis://user:password@host:6379/0.",
  unreachable: STORE_RUNS,
  timeout: STORE_RUNS,
  tls: "Use rediss:// only if the server speaks TLS at this port. Put the certificates of a private CA into the file that NODE_EXTRA_CA_CERTS names.",
  auth: "Check both in the store's address. In it write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25.",
  "not-allowed": "Allow that user the commands and keys that README lists for the store.",
  "read-only": "Name the primary server in the store's address.",
  full: "Make room on the server. muster itself needs a few hundred KB for each account.",
  "not-ready": STORE_LATER,
  "not-redis": "Check host and port. If the server speaks TLS, write rediss://.",
  "too-old": "Use a newer server.",
  busy: STORE_LATER,
  "too-large": "Please report this as a bug of muster.",
  refused: "The server's own words say why.",
};

/** What a run does without the store. */
const STORE_ENDS: Readonly<Record<RunFindingArgs["store-unusable"]["use"], string>> = {
  apply: " Nothing was sent to the account.",
  read: " This run goes on with what this machine knows: it does not see calls and creations of other machines.",
  check: "",
};

/** What is wrong with how muster was called, in English. */
export const runMessages: Catalogue<RunFindingArgs> = {
  "unknown-account": ({ name, known, suggestion }) => ({
    message: `muster.yaml has no account ${quoted(name)}.`,
    help:
      suggestion === undefined
        ? `It has ${listed(known)}.`
        : `Did you mean ${quoted(suggestion)}? It has ${listed(known)}.`,
  }),
  "same-account": ({ names, accountId }) => ({
    message: `${listed(names)} are the same account (${accountId}).`,
    help: "Two plans for one account would contradict each other. Keep one name, and list all its files under groups.",
  }),
  "several-accounts": ({ known }) => ({
    message: `muster.yaml has several accounts (${listed(known)}); this command needs to know which one.`,
    help: "Choose one with --account NAME; apply also takes --all-accounts.",
  }),
  "path-not-chosen": ({ path, is, accounts, folders, ...names }) => ({
    message:
      is === "elsewhere"
        ? `${quoted(path)} is none of the files of ${accounts.length === 1 ? "account" : "the accounts"} ${listed(accounts)}.`
        : /[*?[{]/.test(path)
          ? `No file of ${accounts.length === 1 ? "account" : "the accounts"} ${listed(accounts)} fits ${quoted(path)}.`
          : `The file or folder ${quoted(path)} does not exist.`,
    help: `Paths choose among the files that muster.yaml names under groups: ${listed(folders)}.${meant(names)}`,
  }),
  "paths-without-groups": ({ account, files }) => ({
    message: `The ${files === 1 ? "file" : "files"} of these paths ${files === 1 ? "has" : "have"} no groups, so nothing is planned for account ${account}.`,
    help: "Definitions count in all groups of the account: leave the paths out to see what a change of them brings.",
  }),
  "definitions-left-out": ({ files, names, isChoice }) => ({
    message: `${counted(names.length, "name is", "names are")} used here and defined in ${listed(files)}, which ${isChoice ? "these paths leave out" : "this folder does not have"}: ${listed(names.slice(0, MOST_NAMES).map(quoted))}${names.length > MOST_NAMES ? " …" : ""}.`,
    help: `${isChoice ? "Give those files too" : "Run muster in the folder above"}, or keep a muster.yaml at the top of the repository: with one, paths only choose groups, and definitions come from all files.`,
  }),
  "config-not-yours": ({ path }) => ({
    message: `${path} belongs to another user than the current folder and the repository, so it is not used.`,
    help: `It decides where calls go and which guards hold. If it is right, name it: --config ${path}.`,
  }),
  "needs-approval": () => ({
    message: "Nothing was applied: there is no terminal to ask for approval.",
    help: "Add --auto-approve to apply without a question, for example in CI.",
  }),
  declined: () => ({
    message: "Nothing was applied: the plan was not approved.",
    help: "Change the files, or run muster apply again to approve the plan.",
  }),
  "guard-tripped": ({ guard, limit, actual, of, uncovered = 0, madeAt }) =>
    guard === "minClaiming"
      ? {
          message: `The guard ${guard} tripped, so nothing was applied: the plan ${wouldDo({ guard, actual, ...(of === undefined ? {} : { of }) })}; the minimum is ${limit}.`,
          help: `muster status shows who takes conversations now. If this is intended, lower the guard: for this run with ${GUARD_FLAGS[guard]} 0, in a pull request with a waiver in muster.yaml. ${waiverLine({ guard, actual }, madeAt)}`,
        }
      : {
          message: `The guard ${guard} tripped, so nothing was applied: the plan ${wouldDo({ guard, actual, ...(of === undefined ? {} : { of }) })}; the limit is ${limit}.`,
          help: `If this is intended, make the change in smaller steps, or raise the guard: for this run with ${GUARD_FLAGS[guard]} ${actual}, in a pull request with a waiver in muster.yaml. ${uncovered > 0 ? `${uncoveredHelp(uncovered)} ` : ""}${waiverLine({ guard, actual }, madeAt)}`,
        },
  "findings-stop": ({ account, codes }) => ({
    message: `Nothing was applied to ${quoted(account)}: its plan has findings that muster.yaml makes errors (${codes.join(", ")}).`,
    help: "Correct what they point at, and plan again. Where it is right as it is, put # muster: allow CODE — reason on the line, or lower the level under findings.",
  }),
  "plan-unreadable": ({ path, detail }) => ({
    message:
      detail === "ENOENT" ? `The plan file ${path} does not exist.` : `${path} cannot be read as a plan: ${detail}`,
    help: "Use the file that muster plan --out wrote.",
  }),
  "snapshot-unreadable": ({ path, detail }) => ({
    message:
      detail === "ENOENT"
        ? `The snapshot ${path} does not exist.`
        : `${path} cannot be read as a snapshot of the live account: ${detail}`,
    help: "Create one where the secret is available: muster pull --format json --out live.json",
  }),
  "snapshot-lacks": ({ part, account }) => ({
    message:
      part === "account"
        ? `The snapshot has no account ${quoted(account)}.`
        : `The snapshot does not say who takes conversations in account ${quoted(account)}; the guard minClaiming needs that.`,
    help: "Create it again with the same muster.yaml: muster pull --format json --out live.json",
  }),
  "format-newer": ({ path, formatVersion }) => ({
    message: `${path} has format ${formatVersion}, which this version of muster does not know.`,
    help: "Use the version of muster that wrote it, or a newer one; or write the file again with this version.",
  }),
  "plan-tampered": ({ path }) => ({
    message: `${path} was changed after muster wrote it: its hash or its lists do not match its actions.`,
    help: "A saved plan is applied exactly as it is, or not at all. Plan again with muster plan --out.",
  }),
  "plan-other-account": ({ planned, accountId }) => ({
    message: `The plan is for account ${planned}, but this run is for account ${accountId}.`,
    help: "Check MUSTER_HOST and MUSTER_ACCOUNT_ID, or --account and muster.yaml.",
  }),
  "result-unreadable": ({ path, detail }) => ({
    message:
      detail === "ENOENT"
        ? `The result file ${path} does not exist.`
        : `${path} cannot be read as the result of an apply: ${detail}`,
    help: "Use the file that muster apply --report json=result.json wrote.",
  }),
  "result-other-account": ({ planned, accountId }) => ({
    message: `The result is of account ${planned}, but this run is for account ${accountId}.`,
    help: "Check MUSTER_HOST and MUSTER_ACCOUNT_ID, or --account and muster.yaml.",
  }),
  "hash-differs": ({ expected, actual }) => ({
    message: `The plan has changed: ${expected} was approved, but ${actual} would be applied. Nothing was written.`,
    help: "If an apply of the approved plan was stopped, apply its file again with --plan: it continues with the rest. Otherwise get the new plan approved.",
  }),
  locked: ({ account, pid, host, since, job }) => ({
    message: `Another muster apply is running for account ${quoted(account)}: process ${pid} on ${host}, since ${since}${job === undefined ? "" : `, in the job ${job}`}.`,
    help: "Try again when it has finished, or wait for it with --lock-timeout SECONDS.",
  }),
  "store-unusable": ({ where, reason, detail, use }) => ({
    message: `The store${where === "" ? "" : ` ${where}`} cannot be used: ${STORE_REASONS[reason]}${detail === "" ? "" : ` (${detail})`}.${STORE_ENDS[use]}`,
    help:
      use === "check"
        ? STORE_HELP[reason]
        : use === "apply"
          ? "Runs on other machines may be creating the same groups, so apply does not go on without the store. muster check says what is wrong with it. To apply without it, make sure that no other run is at work, and leave the store out."
          : "muster check says what is wrong with the store. muster apply will not run without it.",
  }),
  "store-unset": ({ variable, use }) => ({
    message: `A store is configured, but the environment variable ${variable} with its address is not set.${STORE_ENDS[use]}`,
    help: `Set ${variable}. In CI, check that the secret exists and is passed to this job. To work without a store, remove store from muster.yaml.`,
  }),
  "lease-lost": ({ account, by }) => ({
    message:
      by === undefined
        ? `The lock of account ${quoted(account)} in the store could not be renewed for 45 seconds, so this run started nothing more.`
        : `The lock of account ${quoted(account)} in the store was taken by another run (process ${by.pid} on ${by.host}, since ${by.since}${by.job === undefined ? "" : `, in the job ${by.job}`}), so this run started nothing more.`,
    help: "Calls in flight were waited for. Run muster apply again when the store answers and no other run is at work: it continues with the rest.",
  }),
  "flags-clash": ({ flags }) => ({
    message: `${listed(flags)} cannot be used together.`,
    help: flags.includes("--plan")
      ? "A saved plan has its own groups and settings; see muster apply --help."
      : "Leave one of them out; --help explains each.",
  }),
  "bad-setting": ({ name, value, expected }) => ({
    message: `${name} is not valid: ${quoted(value)}.`,
    help: `Write it like ${expected}.`,
  }),
  "config-missing": ({ path }) => ({
    message: `The config file ${path} does not exist.`,
    help: "Check --config. Without it, muster uses the muster.yaml of the current folder, or of the nearest folder above in the repository.",
  }),
  "no-such-group": ({ name, ...names }) => ({
    message: `The account has no live group ${quoted(name)}.`,
    help:
      meant(names).trim() ||
      "Use a group's full name, its number, or a pattern such as '售前*'. muster status without names lists all groups.",
  }),
  "flag-needs": ({ command, flag, needs }) => ({
    message: `${flag} needs ${needs}.`,
    help: `muster ${command} --help explains both.`,
  }),
  "base-unusable": ({ ref, account, reason, errors = 0, first, only }) => ({
    message:
      reason === "no-account"
        ? `The base commit ${quoted(ref)} has no account ${quoted(account)} in its muster.yaml, so what this change brings cannot be told from what differed before.`
        : `The files of the base commit ${quoted(ref)} have ${counted(errors, "error")}${first === undefined ? "" : ` (the first: ${first})`}, so what this change brings cannot be told from what differed before.`,
    help: `${only === undefined ? "All differences are shown together." : "Without that, --only change cannot be carried out."} Give --base a commit whose files are valid: muster validate, run there, shows the errors.`,
  }),
  "unknown-ref": ({ ref, shallow }) => ({
    message: `This git repository has no commit ${quoted(ref)}.`,
    help: shallow
      ? "Only part of the history was fetched. Fetch the commit first: fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 in GitLab CI, or git fetch origin."
      : "Use a branch, tag or commit that git rev-parse knows, such as origin/main.",
  }),
  "git-unusable": ({ ref, missing, detail }) => ({
    message: missing
      ? `${quoted(ref)} cannot be read: git was not found.`
      : `git could not read ${quoted(ref)}: ${detail}`,
    help: "To read a commit, muster needs git and a clone of the repository with the files of that commit.",
  }),
  "cannot-write": ({ path, detail }) => ({
    message: `${path} could not be written: ${detail}`,
    help: "Check that its folder exists and is writable.",
  }),
  "file-changed": ({ paths }) => ({
    message: `Somebody else has edited ${listed(paths)} since muster read ${paths.length === 1 ? "it" : "them"}.`,
    help: "Nothing was written. Run the command again: it starts from the files as they are now.",
  }),
  "output-lost": ({ detail }) => ({
    message: `The output could not be written: ${detail}.`,
    help: "What was applied stays applied; muster plan shows what is still to do.",
  }),
  "state-untrusted": ({ folder, fault }) => ({
    message: {
      "missing-home": "This user has no home folder, so muster keeps no records for later runs.",
      owner: `${folder} belongs to another user, so muster does not use it.`,
      writable: `Other users may write to ${folder}, so muster does not use it.`,
      "not-a-folder": `${folder} is not a folder, so muster keeps no records.`,
    }[fault],
    help:
      fault === "writable"
        ? `Run chmod go-w ${folder}. Until then muster does not know the calls, locks and creations of other runs.`
        : "Set MUSTER_STATE_DIR to a folder of your own. Until then muster does not know the calls, locks and creations of other runs.",
  }),
  "replaces-input": ({ path }) => ({
    message: `A report cannot replace ${path}: muster reads this file, or it is an existing YAML file.`,
    help: "Write the report to another file.",
  }),
  stopped: () => ({
    message: "Stopped. Nothing was written.",
  }),
  internal: ({ detail }) => ({
    message: `This is a bug in muster: ${detail}`,
    help: "Please report it with the command and this message. What was applied stays applied; muster plan shows what is still to do.",
  }),
};
