import type { CheckFindingArgs, SecretOddity } from "../../check.js";
import { formatDuration } from "../../duration.js";
import type { CheckWords } from "../check.js";
import type { Catalogue } from "../prose.js";
import { counted } from "./phrases.js";

const SECRET = "The secret stands on the vendor's data-query page (对接数据)";

const ODDITIES: Readonly<Record<SecretOddity, string>> = {
  quotes: "has quotation marks around it",
  space: "has white space or a line break inside",
  assignment: "begins like NAME=, as if a whole line had been copied",
  "not-ascii": "holds characters that no API secret has, such as full-width ones",
  account: "is the account number",
  unexpanded: "is the name of a variable that nobody has filled in",
  masked: "is made of stars, as logs and settings pages show secrets",
  escape: "ends with a backslash and a letter, as an escaped line break does",
};

const WITHOUT_CLAIMS =
  "plan and apply do without it, and read through queueQueue at a fifth of the rate; muster status and --staffing cannot.";

/** The text of `muster check`, in English. */
export const checkWords: CheckWords = {
  names: {
    settings: "settings",
    files: "files",
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
      ? `${bad} of ${accounts} accounts ${bad === 1 ? "is" : "are"} not ready: applying would fail.`
      : "The account is not ready: applying would fail.",
  writesNotTried:
    "addQueue and updateQueueAssignMembers were not called, since that would change something: whether the account may call them shows at the first apply.",
};

/** What only a check finds, in English. */
export const checkMessages: Catalogue<CheckFindingArgs> = {
  "settings-ok": ({ proxy }) => ({
    message: `Host, account number and secret are set${proxy === undefined ? "" : `; the environment names the proxy ${proxy}`}.`,
  }),
  "secret-odd": ({ oddity }) => ({
    message: `The secret ${ODDITIES[oddity]}.`,
    help: `It may have been copied wrongly. ${SECRET}.`,
  }),
  "account-odd": ({ accountId }) => ({
    message: `The account number ${accountId} does not look like those of the vendor's pages, such as N00000000556.`,
    help: "Compare it with the vendor's data-query page (对接数据).",
  }),
  "host-path": ({ host, path }) => ({
    message: `The host goes on with a path: ${path}`,
    help: `muster adds the path of each interface by itself. The vendor's hosts have none: try ${host}.`,
  }),
  "ca-file-unusable": ({ path }) => ({
    message: `NODE_EXTRA_CA_CERTS names ${path}, which is not there or holds no certificate. It is passed over.`,
    help: "Name a file with certificates in PEM form (-----BEGIN CERTIFICATE-----).",
  }),
  "tls-loosened": ({ name, value }) => ({
    message: `${name} has ${value} in it. muster checks certificates and asks for TLS 1.2 all the same.`,
    help: "Take it out of the environment: other programs go by it. A private CA's certificates belong into the file that NODE_EXTRA_CA_CERTS names.",
  }),
  "files-ok": ({ files, groups }) => ({ message: `${counted(files, "file")} with ${counted(groups, "group")}.` }),
  "files-none": ({ path }) => ({
    message: `There is no YAML file yet (${path}).`,
    help: "muster pull writes what is live into files.",
  }),
  "files-broken": ({ errors }) => ({
    message: `The files have ${counted(errors, "error")}.`,
    help: "muster validate shows each of them.",
  }),
  "host-ok": ({ host }) => ({ message: `${host} answers as the API does.` }),
  "clock-ok": ({ secondsAhead }) => ({
    message:
      Math.abs(secondsAhead) < 2
        ? "Right to the second or so."
        : `${formatDuration(Math.abs(secondsAhead), "en")} ${secondsAhead > 0 ? "ahead of" : "behind"} the server's.`,
  }),
  "clock-drift": ({ secondsAhead }) => ({
    message: `This machine's clock is ${formatDuration(Math.abs(secondsAhead), "en")} ${secondsAhead > 0 ? "ahead of" : "behind"} the server's. From 5 minutes on calls are turned down.`,
    help: "Set the clock of this machine (timedatectl set-ntp true, where there is systemd).",
  }),
  "clock-unknown": () => ({
    message: "No answer said the server's time, so the clock could not be compared.",
    help: "A signature lives 5 minutes: see that this machine's clock is set by itself (NTP).",
  }),
  "credentials-ok": ({ accountId }) => ({ message: `The server accepts account ${accountId} and its secret.` }),
  "turned-away": ({ host, detail }) => ({
    message: `Every call to ${host} was turned down with ${detail} and no JSON: not by the API, it seems, but by something before it.`,
    help: "Ask the vendor (or whoever runs your network) whether calls from this machine's address are allowed, and compare the host with the vendor's data-query page (对接数据). Some gateways answer wrong credentials like this, too: compare account number and secret as well.",
  }),
  "wrong-account": ({ accountId, detail }) => ({
    message: `The account number ${accountId} is wrong: the server knows no such account${inWords(detail)}.`,
    help: "Compare it, and the host, with the vendor's data-query page (对接数据): each account has a host of its own. The secret was not looked at.",
  }),
  "wrong-secret": ({ accountId, detail }) => ({
    message: `The secret is wrong: the server knows account ${accountId} and turned it down${inWords(detail)}. To an account that does not exist it answers otherwise.`,
    help: `${SECRET}; check the variable that apiSecret names in muster.yaml (MUSTER_API_SECRET where there is no muster.yaml).${ownWords(detail)}`,
  }),
  "account-or-secret": ({ accountId, detail }) => ({
    message: `Account ${accountId} or its secret is wrong. The server answers just as it does to an account that does not exist, so it does not tell which${inWords(detail)}.`,
    help: `Copy both anew from the vendor's data-query page (对接数据): the account number, and the secret into the variable that apiSecret names in muster.yaml (MUSTER_API_SECRET where there is no muster.yaml). Are both of the same account, and is the host the one of that page?${ownWords(detail)}`,
  }),
  "interface-ok": ({ size }) => ({ message: `Permitted; the account has ${counted(size, "group")}.` }),
  "interface-forbidden": ({ operation, detail }) => ({
    message: `The account may not call ${operation}${inWords(detail)}. Its other calls are accepted, so account, secret and clock are right.`,
    help: "Ask the vendor to open the online skill group interfaces (在线技能组, v20210827) for this account. Without this one muster can neither plan nor apply.",
  }),
  "claim-status-off": ({ detail }) => ({
    message: `Not permitted (${detail}).`,
    help: `${WITHOUT_CLAIMS} Ask the vendor to open it for this account.`,
  }),
  "claim-status-failing": ({ detail }) => ({
    message: `Does not answer just now (${detail}).`,
    help: `${WITHOUT_CLAIMS} Try again in some minutes.`,
  }),
  "claim-status-needed": ({ detail }) => ({
    message: `Does not answer (${detail}), and the guard minClaiming cannot be read without it.`,
    help: "Ask the vendor to open it for this account, or set guards.minClaiming in muster.yaml to 0: as it is, an apply that changes a group stops.",
  }),
  "directory-ok": ({ size }) => ({
    message: `Available, with ${counted(size, "agent")}: plans warn of agent numbers that do not exist.`,
  }),
  "directory-off": ({ detail }) => ({
    message: `Not available (${detail}): plans cannot warn of agent numbers that do not exist. An apply finds out afterwards, and names them.`,
  }),
  "not-tried": ({ because }) => ({ message: `Not known, because of ${checkWords.names[because]}.` }),
};

/** A refusal may be for another reason than what it is taken for. */
function ownWords(detail: string): string {
  return detail === ""
    ? ""
    : " If the server's own words name another reason, such as an address that is not allowed, go by them.";
}

function inWords(detail: string): string {
  return detail === "" ? "" : ` ("${detail}")`;
}
