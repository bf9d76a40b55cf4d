import type { MoorFindingArgs, UnreachableReason } from "../../../moor/findings.js";
import { formatDuration } from "../../duration.js";
import type { Catalogue, Prose } from "../catalogue.js";
import { counted } from "./phrases.js";

const DATA_PAGE = "the vendor's data-query page (对接数据)";

const PROXY_HINT = "If this network needs a proxy, set HTTPS_PROXY, for example to http://proxy.example:3128.";
const CA_HINT = "the environment variable NODE_EXTRA_CA_CERTS to its certificate file";

/** Why there was no answer, and what to try. */
const UNREACHABLE: Record<UnreachableReason, (host: string, proxy: string) => Prose> = {
  dns: (host) => ({
    message: `The host name of ${host} could not be resolved`,
    help: `Compare the host with ${DATA_PAGE}. If it is right, check this machine's DNS and network. ${PROXY_HINT}`,
  }),
  refused: (host) => ({
    message: `${host} refused the connection`,
    help: `Compare the host and its port with ${DATA_PAGE}. A firewall may also be the cause. ${PROXY_HINT}`,
  }),
  reset: (host) => ({
    message: `${host} dropped the connection before it answered`,
    help: "Try again. If it happens every time, check that the host begins with https://, and look for a proxy or a firewall between this machine and the vendor.",
  }),
  "no-route": (host) => ({
    message: `Could not connect to ${host}`,
    help: `Check this machine's network, and compare the host with ${DATA_PAGE}. ${PROXY_HINT}`,
  }),
  timeout: (host) => ({
    message: `${host} did not answer in time`,
    help: `Try again, or allow more time with --timeout SECONDS. If it happens every time, check the host. ${PROXY_HINT}`,
  }),
  "certificate-authority": (host) => ({
    message: `The certificate of ${host} was issued by an authority that this machine does not trust`,
    help: `If your company uses a proxy or a private CA, set ${CA_HINT}. If not, the reply may come from another server: check the host.`,
  }),
  "certificate-expired": (host) => ({
    message: `The certificate of ${host} has expired`,
    help: "Check this machine's clock. If it is right, the owner of the host (or of the proxy in between) must renew the certificate.",
  }),
  "certificate-not-yet-valid": (host) => ({
    message: `The certificate of ${host} is not valid yet`,
    help: "Check this machine's clock: it is probably slow.",
  }),
  "certificate-name": (host) => ({
    message: `The certificate of ${host} is for another name`,
    help: `Compare the host with ${DATA_PAGE}. An IP address or a name of your own does not work.`,
  }),
  certificate: (host) => ({
    message: `The certificate of ${host} is not accepted`,
    help: `Check the host and this machine's clock. If your company uses a proxy or a private CA, set ${CA_HINT}.`,
  }),
  "not-tls": (host) => ({
    message: `${host} does not use https, or broke off the handshake`,
    help: `Compare the host and its port with ${DATA_PAGE}. If they are right, look for a proxy or a firewall in between.`,
  }),
  port: (host) => ({
    message: `The port of ${host} belongs to another protocol and cannot be used`,
    help: `Compare the port with ${DATA_PAGE}. Most hosts have none.`,
  }),
  other: (host) => ({
    message: `${host} could not be reached`,
    help: `Check this machine's network, and compare the host with ${DATA_PAGE}.`,
  }),
  "proxy-dns": (host, proxy) => ({
    message: `The host name of the proxy ${proxy}, used for ${host}, could not be resolved`,
    help: "Check HTTPS_PROXY (or HTTP_PROXY) for a typo. Hosts in NO_PROXY are called directly.",
  }),
  "proxy-refused": (host, proxy) => ({
    message: `The proxy ${proxy}, used for ${host}, refused the connection`,
    help: "Check host and port in HTTPS_PROXY (or HTTP_PROXY), and that the proxy is running. Hosts in NO_PROXY are called directly.",
  }),
  "proxy-reset": (host, proxy) => ({
    message: `The proxy ${proxy} closed the connection when asked for ${host}`,
    help: "Check that HTTPS_PROXY (or HTTP_PROXY) is an http proxy on this port. If it is, ask its administrator.",
  }),
  "proxy-timeout": (host, proxy) => ({
    message: `Could not connect in time to the proxy ${proxy}, used for ${host}`,
    help: "Check host and port in HTTPS_PROXY (or HTTP_PROXY). Hosts in NO_PROXY are called directly.",
  }),
  "proxy-certificate": (host, proxy) => ({
    message: `Could not make a secure connection to the proxy ${proxy}, used for ${host}`,
    help: `Most proxies are written with http:// in HTTPS_PROXY, even for https hosts. If your proxy has a certificate of a private CA, set ${CA_HINT}.`,
  }),
  "proxy-auth": (host, proxy) => ({
    message: `The proxy ${proxy}, used for ${host}, needs a user and password, or does not accept the given ones`,
    help: "Write them into HTTPS_PROXY (or HTTP_PROXY) as http://USER:PASSWORD@proxy.example:3128; write @ and : in them as %40 and %3A. muster never prints them.",
  }),
  "proxy-denied": (host, proxy) => ({
    message: `The proxy ${proxy} does not allow connections to ${host}`,
    help: "Ask the administrator of the proxy to allow the host. If the host needs no proxy, add it to NO_PROXY.",
  }),
  "proxy-failed": (host, proxy) => ({
    message: `The proxy ${proxy} could not reach ${host}`,
    help: `Compare the host with ${DATA_PAGE}. If it is right, ask the administrator of the proxy. If the host needs no proxy, add it to NO_PROXY.`,
  }),
  "proxy-other": (host, proxy) => ({
    message: `The proxy ${proxy}, used for ${host}, could not be used`,
    help: "Check HTTPS_PROXY (or HTTP_PROXY). Hosts in NO_PROXY are called directly.",
  }),
};

/** Why calls to the API failed, in English. */
export const moorMessages: Catalogue<MoorFindingArgs> = {
  unreachable: ({ host, operation, reason, detail, attempts, proxy = "" }) => {
    const { message, ...help } = UNREACHABLE[reason](host, proxy);
    const facts = [operation, ...(detail === "" ? [] : [detail]), ...tried(attempts)];
    return { message: `${message} (${facts.join(", ")}).`, ...help };
  },
  "wrong-credentials": ({ operation, host, accountId, detail, bare }) => ({
    message: `${host} does not accept the credentials of account ${accountId} (${operation}${detail === "" ? "" : `: ${detail}`}).`,
    help: `Check three things: the account number; the secret, in the variable that apiSecret names in muster.yaml (without muster.yaml: MUSTER_API_SECRET); and this machine's clock, since a signature is valid for only 5 minutes.${bare ? " The reply was not JSON, so it may come from a gateway or a firewall in front of the API: check that calls from this machine's address are allowed." : detail === "" ? "" : " If the server's message names another reason, such as an address that is not allowed, that reason counts."} Run muster check to find out which.`,
  }),
  "clock-off": ({ operation, host, secondsAhead }) => ({
    message: `This machine's clock is ${formatDuration(Math.abs(secondsAhead), "en")} ${secondsAhead > 0 ? "ahead of" : "behind"} the clock of ${host}, so ${operation} was refused: a signature is valid for 5 minutes.`,
    help: "Set this machine's clock (with systemd: timedatectl set-ntp true). The time zone does not matter.",
  }),
  "not-json": ({ operation, host, status, excerpt, attempts }) => ({
    message: `${host} answered ${operation} with ${kindOf(status, excerpt)} instead of JSON (${[`HTTP ${status}`, ...tried(attempts)].join(", ")})${excerpt === "" ? "." : `: ${excerpt}`}`,
    help: `Compare the host with ${DATA_PAGE}. If it is right, a gateway or a proxy in between answered instead of the API; try again later.`,
  }),
  "api-refused": ({ operation, status, detail }) => ({
    message: `The API refused ${operation} (${status})${detail === "" ? "." : `: ${detail}`}`,
    help:
      status === 404 || status === 405
        ? `The host does not have this interface. Compare the host with ${DATA_PAGE}; it has no path.`
        : operation.startsWith("queueQueue")
          ? "If this is about the page size, set a smaller pageSize for the account in muster.yaml (muster tried down to 10). Otherwise send this message to the vendor."
          : "This call changed nothing. Check the request (apply --dry-run shows it). If it looks right, send this message to the vendor.",
  }),
  "api-error": ({ operation, status, detail, attempts }) => ({
    message: `The API failed in ${operation} (${[String(status), ...tried(attempts)].join(", ")})${detail === "" ? "." : `: ${detail}`}`,
    help: "This is a problem on the vendor's side. Try again in a few minutes; nothing that was applied is repeated.",
  }),
  "reply-too-large": ({ operation, what, most }) => ({
    message: {
      bytes: `The reply to ${operation} is larger than ${most / 1024 / 1024} MiB and was not read to the end.`,
      groups: `The reply to ${operation} says that there are more than ${most} groups, which is more than muster reads.`,
      pages: `The list of ${operation} continues after ${most} groups, which is more than muster reads.`,
    }[what],
    help: `No account is this large. Compare the host with ${DATA_PAGE}. If it is right, send this message to the vendor.`,
  }),
  "bad-reply": ({ operation, expected, attempts }) => ({
    message: `The reply to ${operation} is not as documented: ${expected} is missing, too large or has the wrong type${attempts > 1 ? ` (${tried(attempts).join("")})` : ""}.`,
    help: "Check that the host serves the online skill group interfaces (v20210827). If it does, the API has changed: please report this to muster.",
  }),
  "incomplete-read": ({ operation, tries, listed, count, constant }) => ({
    message: `The account could not be read completely: ${operation} was tried ${counted(tries, "time")} and listed ${counted(listed, "group")}${count === null ? "" : `, but reports ${count}`}.`,
    help: constant
      ? "muster does not plan with a part of the groups. The account is not changing: the server's pages do not match its own count. Try a smaller pageSize for the account in muster.yaml. If that does not help, send this message to the vendor."
      : "muster does not plan with a part of the groups. Someone may be changing groups right now: try again later.",
  }),
  "still-limited": ({ operation, answers, detail }) => ({
    message: `The API refused ${operation} ${counted(answers, "time")} in a row because of its rate limit, without a success in between${detail === "" ? "." : `: ${detail}`}`,
    help: "Another program, or another run of muster, uses this account's rate limit. Stop it, or give muster a smaller share under limits in muster.yaml (or in MUSTER_LIMITS).",
  }),
  "long-wait": ({ operation, seconds, detail }) => ({
    message: `The API refused ${operation} because of its rate limit, and asks for a wait of ${formatDuration(seconds, "en")}${detail === "" ? "." : `: ${detail}`}`,
    help: "muster waits at most ten minutes. Run it again after that time. Another program, or another run of muster, may be using this account's rate limit.",
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
