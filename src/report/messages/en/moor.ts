import type { MoorFindingArgs, UnreachableReason } from "../../../moor/findings.js";
import { formatDuration } from "../../duration.js";
import type { Catalogue, Prose } from "../prose.js";
import { counted } from "./phrases.js";

const DATA_PAGE = "the vendor's data-query page (对接数据)";

const PROXY_HINT =
  "If this network reaches the internet through a proxy, name it in HTTPS_PROXY, such as http://proxy.example:3128.";
const CA_HINT = "its certificate file in the environment variable NODE_EXTRA_CA_CERTS";

/** Why there was no answer, and what to try. */
const UNREACHABLE: Record<UnreachableReason, (host: string, proxy: string) => Prose> = {
  dns: (host) => ({
    message: `The host name of ${host} could not be resolved`,
    help: `Check the host for a typing mistake: it stands on ${DATA_PAGE}. If it is right, this machine's DNS or network is not. ${PROXY_HINT}`,
  }),
  refused: (host) => ({
    message: `${host} refused the connection`,
    help: `Check the host and its port: they stand on ${DATA_PAGE}. A firewall answers like this too. ${PROXY_HINT}`,
  }),
  reset: (host) => ({
    message: `${host} dropped the connection before it answered`,
    help: "Try again. If it happens every time: is the host http where it should be https? Otherwise look for a proxy or a firewall between this machine and the vendor.",
  }),
  "no-route": (host) => ({
    message: `No connection to ${host} could be made`,
    help: `Check this machine's network, and the host: it stands on ${DATA_PAGE}. ${PROXY_HINT}`,
  }),
  timeout: (host) => ({
    message: `${host} did not answer in time`,
    help: `Try again, or allow more time with --timeout SECONDS. If it happens every time, check the host. ${PROXY_HINT}`,
  }),
  "certificate-authority": (host) => ({
    message: `The certificate of ${host} is signed by nobody that this machine trusts`,
    help: `If your company's proxy or a private CA stands in between, name ${CA_HINT}. If not, somebody else may be answering: check the host.`,
  }),
  "certificate-expired": (host) => ({
    message: `The certificate of ${host} has expired`,
    help: "Is this machine's clock right? If it is, whoever runs the host (or the proxy in between) has to renew the certificate.",
  }),
  "certificate-not-yet-valid": (host) => ({
    message: `The certificate of ${host} is not valid yet`,
    help: "Set this machine's clock: it is probably behind.",
  }),
  "certificate-name": (host) => ({
    message: `The certificate of ${host} is for another name`,
    help: `Check the host for a typing mistake: it stands on ${DATA_PAGE}. An address in numbers, or a name of your own, does not do.`,
  }),
  certificate: (host) => ({
    message: `The certificate of ${host} is not accepted`,
    help: `Check the host and this machine's clock. If a company proxy or a private CA stands in between, name ${CA_HINT}.`,
  }),
  "not-tls": (host) => ({
    message: `${host} does not speak https, or breaks it off`,
    help: `Check the host and its port: they stand on ${DATA_PAGE}. If they are right, look for a proxy or a firewall in between.`,
  }),
  port: (host) => ({
    message: `The port of ${host} is one that is never called, since it belongs to another protocol`,
    help: `Check the host's port: it stands on ${DATA_PAGE}. Most hosts have none.`,
  }),
  other: (host) => ({
    message: `${host} could not be reached`,
    help: `Check this machine's network, and the host: it stands on ${DATA_PAGE}.`,
  }),
  "proxy-dns": (host, proxy) => ({
    message: `The name of the proxy ${proxy}, on the way to ${host}, could not be resolved`,
    help: "Check HTTPS_PROXY (or HTTP_PROXY) for a typing mistake. Hosts under NO_PROXY are called without it.",
  }),
  "proxy-refused": (host, proxy) => ({
    message: `The proxy ${proxy}, on the way to ${host}, refused the connection`,
    help: "Check host and port in HTTPS_PROXY (or HTTP_PROXY), and whether the proxy runs. Hosts under NO_PROXY are called without it.",
  }),
  "proxy-reset": (host, proxy) => ({
    message: `The proxy ${proxy} hung up when it was asked for ${host}`,
    help: "Is HTTPS_PROXY (or HTTP_PROXY) really an http proxy, and on this port? If it is, ask those who run it.",
  }),
  "proxy-timeout": (host, proxy) => ({
    message: `No connection to the proxy ${proxy}, on the way to ${host}, could be made in time`,
    help: "Check host and port in HTTPS_PROXY (or HTTP_PROXY). Hosts under NO_PROXY are called without it.",
  }),
  "proxy-certificate": (host, proxy) => ({
    message: `No secure connection to the proxy ${proxy}, on the way to ${host}, could be made`,
    help: `Most proxies are named with http:// in HTTPS_PROXY, for https hosts as well. If yours has a certificate by a private CA, name ${CA_HINT}.`,
  }),
  "proxy-auth": (host, proxy) => ({
    message: `The proxy ${proxy}, on the way to ${host}, wants a user and password, or others`,
    help: "Write them into HTTPS_PROXY (or HTTP_PROXY), as http://USER:PASSWORD@proxy.example:3128, signs such as @ and : in them as %40 and %3A. muster never prints them.",
  }),
  "proxy-denied": (host, proxy) => ({
    message: `The proxy ${proxy} does not let this machine through to ${host}`,
    help: "Ask those who run the proxy to allow the host. If it needs none from here, name it in NO_PROXY.",
  }),
  "proxy-failed": (host, proxy) => ({
    message: `The proxy ${proxy} could not reach ${host}`,
    help: `Check the host for a typing mistake: it stands on ${DATA_PAGE}. If it is right, ask those who run the proxy. A host that needs no proxy is named in NO_PROXY.`,
  }),
  "proxy-other": (host, proxy) => ({
    message: `The proxy ${proxy}, on the way to ${host}, could not be used`,
    help: "Check HTTPS_PROXY (or HTTP_PROXY). Hosts under NO_PROXY are called without it.",
  }),
};

/** Why calls to the API came to nothing, in English. */
export const moorMessages: Catalogue<MoorFindingArgs> = {
  unreachable: ({ host, operation, reason, detail, attempts, proxy = "" }) => {
    const { message, ...help } = UNREACHABLE[reason](host, proxy);
    const facts = [operation, ...(detail === "" ? [] : [detail]), ...tried(attempts)];
    return { message: `${message} (${facts.join(", ")}).`, ...help };
  },
  "wrong-credentials": ({ operation, host, accountId, detail, bare }) => ({
    message: `${host} does not accept the credentials of account ${accountId} (${operation}${detail === "" ? "" : `: ${detail}`}).`,
    help: `Check three things: the account number; the secret, in the variable that apiSecret names in muster.yaml (MUSTER_API_SECRET where there is no muster.yaml); and this machine's clock, since a signature lives only 5 minutes.${bare ? " The answer was no JSON, so a gateway or a firewall before the API may have given it: are calls from this machine's address allowed?" : detail === "" ? "" : " If the server's own words name another reason, such as an address that is not allowed, go by them."} muster check looks closer.`,
  }),
  "clock-off": ({ operation, host, secondsAhead }) => ({
    message: `This machine's clock is ${formatDuration(Math.abs(secondsAhead), "en")} ${secondsAhead > 0 ? "ahead of" : "behind"} the clock of ${host}, so ${operation} was turned down: a signature lives 5 minutes.`,
    help: "Set the clock of this machine (timedatectl set-ntp true, where there is systemd). Time zones do not matter.",
  }),
  "not-json": ({ operation, host, status, excerpt, attempts }) => ({
    message: `${host} answered ${operation} with ${kindOf(status, excerpt)} instead of JSON (${[`HTTP ${status}`, ...tried(attempts)].join(", ")})${excerpt === "" ? "." : `: ${excerpt}`}`,
    help: `Is the host right? It stands on ${DATA_PAGE}. If it is, a gateway or a proxy in between answered in the API's place; try again later.`,
  }),
  "api-refused": ({ operation, status, detail }) => ({
    message: `The API refused ${operation} (${status})${detail === "" ? "." : `: ${detail}`}`,
    help:
      status === 404 || status === 405
        ? `The host has no such interface. Is it right, and without a path? It stands on ${DATA_PAGE}.`
        : operation.startsWith("queueQueue")
          ? "If this is about the size of a page, set a smaller pageSize for the account in muster.yaml (muster has tried down to 10); otherwise give the vendor this message."
          : "Nothing was changed by this call. Check what the request asks for (apply --dry-run shows it); if it looks right, give the vendor this message.",
  }),
  "api-error": ({ operation, status, detail, attempts }) => ({
    message: `The API failed at ${operation} (${[String(status), ...tried(attempts)].join(", ")})${detail === "" ? "." : `: ${detail}`}`,
    help: "This is trouble on the vendor's side. Try again in some minutes; running again repeats nothing that is done.",
  }),
  "reply-too-large": ({ operation, what, most }) => ({
    message: {
      bytes: `The answer to ${operation} is larger than ${most / 1024 / 1024} MiB, and was not read to its end.`,
      groups: `The answer to ${operation} speaks of more than ${most} groups, which is more than muster reads.`,
      pages: `The listing of ${operation} goes on after ${most} groups, which is more than muster reads.`,
    }[what],
    help: `No account is as large. Is the host right? It stands on ${DATA_PAGE}. If it is, give the vendor this message.`,
  }),
  "bad-reply": ({ operation, expected, attempts }) => ({
    message: `The answer to ${operation} is not what the API promises: ${expected} is missing, too large or of the wrong kind${attempts > 1 ? ` (${tried(attempts).join("")})` : ""}.`,
    help: "Check that the host belongs to the online skill group interfaces (v20210827). If it does, the API has changed: please report it to muster.",
  }),
  "incomplete-read": ({ operation, tries, listed, count, constant }) => ({
    message: `The account could not be read whole: ${operation} was tried ${counted(tries, "time")} and listed ${counted(listed, "group")}${count === null ? "" : ` where it speaks of ${count}`}.`,
    help: constant
      ? "No plan is made from part of an account. The account is not changing: the server's pages do not fit its own count. Try a smaller pageSize of the account in muster.yaml; if that does not help, give the vendor this message."
      : "No plan is made from part of an account. Somebody may be changing groups right now: try again when it is quiet.",
  }),
  "still-limited": ({ operation, answers, detail }) => ({
    message: `The API answered ${operation} ${counted(answers, "time")} in a row that the limit is reached, and let nothing through in between${detail === "" ? "." : `: ${detail}`}`,
    help: "Something else spends this account's budget: another run of muster, or another program. Stop it, or give muster a smaller share under limits in muster.yaml (or MUSTER_LIMITS).",
  }),
  "long-wait": ({ operation, seconds, detail }) => ({
    message: `The API answered ${operation} that the limit is reached, and asks for a wait of ${formatDuration(seconds, "en")}${detail === "" ? "." : `: ${detail}`}`,
    help: "muster waits ten minutes at most. Run it again after that time. Something else may spend this account's budget: another program, or another run of muster.",
  }),
};

function tried(attempts: number): string[] {
  return attempts > 1 ? [`${attempts} attempts`] : [];
}

function kindOf(status: number, excerpt: string): string {
  if (status >= 300 && status < 400) return "a redirect";
  if (excerpt === "") return "nothing";
  return /^\s*<(!doctype|html|head|body)/i.test(excerpt) ? "HTML" : "text";
}
