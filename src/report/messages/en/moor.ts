import type { MoorFindingArgs, UnreachableReason } from "../../../moor/findings.js";
import type { Catalogue, Prose } from "../prose.js";
import { counted } from "./phrases.js";

const DATA_PAGE = "the vendor's data-query page (对接数据)";

/** Why there was no answer, and what to try. */
const UNREACHABLE: Record<UnreachableReason, (host: string) => Prose> = {
  dns: (host) => ({
    message: `The host name of ${host} could not be resolved`,
    help: `Check the host for a typing mistake: it stands on ${DATA_PAGE}. If it is right, this machine's DNS or network is not.`,
  }),
  refused: (host) => ({
    message: `${host} refused the connection`,
    help: `Check the host and its port: they stand on ${DATA_PAGE}. A firewall, or a proxy that has to be used, answers like this too.`,
  }),
  reset: (host) => ({
    message: `${host} dropped the connection before it answered`,
    help: "Try again. If it happens every time, look for a proxy or a firewall between this machine and the vendor.",
  }),
  timeout: (host) => ({
    message: `${host} did not answer in time`,
    help: "Try again, or allow more time with --timeout SECONDS. If it happens every time, check the host, and whether this network needs a proxy.",
  }),
  certificate: (host) => ({
    message: `The certificate of ${host} is not trusted`,
    help: "Check the host and this machine's clock. If a company proxy or a private CA stands in between, name its certificate file in NODE_EXTRA_CA_CERTS.",
  }),
  other: (host) => ({
    message: `${host} could not be reached`,
    help: `Check this machine's network, and the host: it stands on ${DATA_PAGE}.`,
  }),
};

/** Why calls to the API came to nothing, in English. */
export const moorMessages: Catalogue<MoorFindingArgs> = {
  unreachable: ({ host, operation, reason, detail, attempts }) => {
    const { message, ...help } = UNREACHABLE[reason](host);
    const facts = [operation, ...(detail === "" ? [] : [detail]), ...tried(attempts)];
    return { message: `${message} (${facts.join(", ")}).`, ...help };
  },
  "wrong-credentials": ({ operation, host, accountId, detail }) => ({
    message: `${host} does not accept the credentials of account ${accountId} (${operation}${detail === "" ? "" : `: ${detail}`}).`,
    help: `Check three things: the account number; the secret, in the variable that apiSecret names in muster.yaml (MUSTER_API_SECRET where there is no muster.yaml); and this machine's clock, since a signature lives only 5 minutes.`,
  }),
  "not-json": ({ operation, host, status, excerpt, attempts }) => ({
    message: `${host} answered ${operation} with ${kindOf(excerpt)} instead of JSON (${[`HTTP ${status}`, ...tried(attempts)].join(", ")})${excerpt === "" ? "." : `: ${excerpt}`}`,
    help: `Is the host right? It stands on ${DATA_PAGE}. If it is, a gateway or a proxy in between answered in the API's place; try again later.`,
  }),
  "api-refused": ({ operation, status, detail }) => ({
    message: `The API refused ${operation} (${status})${detail === "" ? "." : `: ${detail}`}`,
    help: "Nothing was changed by this call. Check what the request asks for (apply --dry-run shows it); if it looks right, give the vendor this message.",
  }),
  "api-error": ({ operation, status, detail, attempts }) => ({
    message: `The API failed at ${operation} (${[String(status), ...tried(attempts)].join(", ")})${detail === "" ? "." : `: ${detail}`}`,
    help: "This is trouble on the vendor's side. Try again in some minutes; running again repeats nothing that is done.",
  }),
  "bad-reply": ({ operation, expected, attempts }) => ({
    message: `The answer to ${operation} is not what the API promises: ${expected} is missing or of the wrong kind${attempts > 1 ? ` (${tried(attempts).join("")})` : ""}.`,
    help: "Check that the host belongs to the online skill group interfaces (v20210827). If it does, the API has changed: please report it to muster.",
  }),
  "incomplete-read": ({ operation, tries, listed, count }) => ({
    message: `The account could not be read whole: ${operation} was tried ${counted(tries, "time")} and listed ${counted(listed, "group")}${count === null ? "" : ` where it speaks of ${count}`}.`,
    help: "No plan is made from part of an account. Somebody may be changing groups right now: try again when it is quiet.",
  }),
  "still-limited": ({ operation, answers }) => ({
    message: `The API answered ${operation} with "too many calls" ${counted(answers, "time")} in a row, and let nothing through in between.`,
    help: "Something else spends this account's budget: another run of muster, or another program. Stop it, or give muster a smaller share under limits in muster.yaml (or MUSTER_LIMITS).",
  }),
};

function tried(attempts: number): string[] {
  return attempts > 1 ? [`${attempts} attempts`] : [];
}

function kindOf(excerpt: string): string {
  if (excerpt === "") return "nothing";
  return /^\s*<(!doctype|html|head|body)/i.test(excerpt) ? "HTML" : "text";
}
