import type { RunFindingArgs } from "../../../engine/findings.js";
import { GUARD_FLAGS } from "../guardFlags.js";
import type { Catalogue } from "../prose.js";
import { counted, listed, quoted } from "./phrases.js";

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
    message: `${listed(names)} are one and the same account (${accountId}).`,
    help: "Two plans for one account know nothing of each other. Give it one name, with all its files under groups.",
  }),
  "several-accounts": ({ known }) => ({
    message: `muster.yaml has several accounts (${listed(known)}), and apply has not been told which.`,
    help: "Name one with --account NAME, or take them all with --all-accounts.",
  }),
  "paths-need-account": ({ known }) => ({
    message: `Paths were given, but each of the accounts (${listed(known)}) brings its own files.`,
    help: "Name the account that the paths are for with --account NAME, or leave the paths out.",
  }),
  "needs-approval": () => ({
    message: "Nothing was applied: there is no terminal to ask for approval.",
    help: "Add --auto-approve where nobody can answer, as in CI.",
  }),
  declined: () => ({
    message: "Nothing was applied: the answer was no.",
    help: "Change the files, or run muster apply again once the plan is what you want.",
  }),
  "guard-tripped": ({ guard, limit, actual, of }) =>
    guard === "minClaiming"
      ? {
          message: `A guard has tripped, so nothing was applied: minClaiming wants ${limit} taking conversations in every changed group, and ${actual} of ${counted(of ?? actual, "changed group")} would have fewer.`,
          help: `If all of this is meant, lower the guard for this run with ${GUARD_FLAGS[guard]} 0, or for good under guards in muster.yaml. muster status shows who takes conversations now.`,
        }
      : {
          message: `A guard has tripped, so nothing was applied: ${guard} allows ${limit}, and this plan comes to ${actual}${of === undefined ? "" : ` of ${of}`}.`,
          help: `If all of this is meant, raise the guard for this run with ${GUARD_FLAGS[guard]} ${actual}, or for good under guards in muster.yaml.`,
        },
  "plan-unreadable": ({ path, detail }) => ({
    message: detail === "ENOENT" ? `There is no file ${path}.` : `${path} is not a plan that can be read: ${detail}`,
    help: "Give the file that muster plan --out wrote.",
  }),
  "snapshot-unreadable": ({ path, detail }) => ({
    message:
      detail === "ENOENT" ? `There is no file ${path}.` : `${path} is not a snapshot of the live state: ${detail}`,
    help: "Make one where the secret is: muster pull --format json --out live.json",
  }),
  "snapshot-lacks": ({ part, account }) => ({
    message:
      part === "account"
        ? `The snapshot has no account ${quoted(account)}.`
        : `The snapshot does not say who takes conversations in account ${quoted(account)}; the guard minClaiming needs it.`,
    help: "Make it again with the same muster.yaml: muster pull --format json --out live.json",
  }),
  "plan-newer": ({ path, formatVersion }) => ({
    message: `${path} has format ${formatVersion}, which this muster does not know.`,
    help: "Apply it with the muster that made it, or make the plan again with this one.",
  }),
  "plan-tampered": ({ path }) => ({
    message: `${path} is not what muster wrote: its hash or its lists do not fit its actions.`,
    help: "A saved plan is applied exactly or not at all. Make it again with muster plan --out.",
  }),
  "plan-other-account": ({ planned, accountId }) => ({
    message: `The plan is for ${planned}, but the account at hand is ${accountId}.`,
    help: "Check MUSTER_HOST and MUSTER_ACCOUNT_ID, or --account and muster.yaml.",
  }),
  "hash-differs": ({ expected, actual }) => ({
    message: `The plan has changed: ${expected} was approved, ${actual} would be applied now. Nothing was written.`,
    help: "If an apply of the approved plan was stopped half-way, apply its file again with --plan: it goes on with the rest. Otherwise have the plan as it is now approved.",
  }),
  locked: ({ account, pid, host, since }) => ({
    message: `Another muster apply is at work on account ${quoted(account)}: process ${pid} on ${host}, since ${since}.`,
    help: "Wait until it has finished, or give --lock-timeout SECONDS to wait for it.",
  }),
  "flags-clash": ({ flags }) => ({
    message: `${listed(flags)} cannot be used together.`,
    help: flags.includes("--plan")
      ? "A saved plan brings its own groups; see muster apply --help."
      : "Leave one of them out; --help says what each does.",
  }),
  "bad-setting": ({ name, value, expected }) => ({
    message: `${name} is not understood: ${quoted(value)}.`,
    help: `Write it like ${expected}.`,
  }),
  "config-missing": ({ path }) => ({
    message: `The config file ${path} is not there.`,
    help: "Check --config; without it, muster.yaml of the current folder is taken where there is one.",
  }),
  "no-such-group": ({ name, suggestion }) => ({
    message: `The account has no live group ${quoted(name)}.`,
    help:
      suggestion === undefined
        ? "Give a group's whole name, or its number, as muster status without names lists them."
        : `Did you mean ${quoted(suggestion)}?`,
  }),
  "unknown-ref": ({ ref, shallow }) => ({
    message: `git knows no commit ${quoted(ref)} here.`,
    help: shallow
      ? "Only a part of the history was fetched. Fetch that commit first: fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in GitLab CI, or git fetch origin."
      : "Name a branch, a tag or a commit that git rev-parse knows, such as origin/main.",
  }),
  "git-unusable": ({ ref, missing, detail }) => ({
    message: missing
      ? `git was not found; ${quoted(ref)} cannot be read.`
      : `git could not read ${quoted(ref)}: ${detail}`,
    help: "Settings of a commit need git and a checkout of the repository.",
  }),
  "cannot-write": ({ path, detail }) => ({
    message: `${path} could not be written: ${detail}`,
    help: "Check that its folder exists and may be written to.",
  }),
  "output-lost": ({ detail }) => ({
    message: `The output could not be written: ${detail}.`,
    help: "What was done is done; muster plan shows what is left.",
  }),
  "state-untrusted": ({ folder, fault }) => ({
    message: {
      "missing-home": "This user has no home, so muster remembers nothing of this run for the next.",
      owner: `${folder} belongs to another user, so nothing is read from it or kept there.`,
      writable: `Others may write to ${folder}, so nothing is read from it or kept there.`,
      "not-a-folder": `${folder} is no folder, so nothing is kept there.`,
    }[fault],
    help:
      fault === "writable"
        ? `Run chmod go-w ${folder}. Until then rate limits, locks and creations of other runs are not known.`
        : "Set MUSTER_STATE_DIR to a folder of your own. Until then rate limits, locks and creations of other runs are not known.",
  }),
  "replaces-input": ({ path }) => ({
    message: `${path} is a file that muster reads, or is YAML that is there already: a report does not replace it.`,
    help: "Write the report to another file.",
  }),
  stopped: () => ({
    message: "Stopped on request. Nothing was written.",
  }),
  internal: ({ detail }) => ({
    message: `A fault in muster itself: ${detail}`,
    help: "Please report it, with the command and this message. What was applied up to here is safe; muster plan shows what is left.",
  }),
};
