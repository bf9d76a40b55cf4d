import type { CheckFindingArgs, SecretOddity } from "../../check.js";
import { formatDuration } from "../../duration.js";
import type { CheckWords } from "../check.js";
import type { Catalogue } from "../prose.js";
import { counted } from "./phrases.js";

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
    message: `Available, with ${counted(size, "agent")}: plans warn about agent numbers that do not exist.`,
  }),
  "directory-off": ({ detail }) => ({
    message: `Not available (${detail}): plans cannot warn about agent numbers that do not exist. An apply finds and lists them afterwards.`,
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
