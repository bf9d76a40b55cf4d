import type { Argument, Option } from "commander";

/** Help is in English where it is defined; Chinese is loaded where it is read. */
export async function helpWords(chinese: boolean): Promise<{ say: (text: string) => string; helpEnd: string }> {
  if (!chinese) return { say: (text) => text, helpEnd: HELP_END };
  const [{ inChinese }, { CHINESE_HELP_END }] = await Promise.all([
    import("./chineseHelp.js"),
    import("./chineseTexts.js"),
  ]);
  return { say: inChinese, helpEnd: CHINESE_HELP_END };
}

/** An argument, with what it takes. */
export function argumentHelp({ description, defaultValue, argChoices }: Argument): string {
  const choices = argChoices === undefined ? "" : ` (choices: ${argChoices.join(", ")})`;
  return `${description}${choices}${defaultValue === undefined ? "" : ` (default: ${defaultValue})`}`;
}

/** A switch that is off when it is left out needs no "(default: false)". */
export function optionHelp(option: Option): string {
  const { defaultValue, description } = option;
  return defaultValue === undefined || typeof defaultValue === "boolean"
    ? description
    : `${description} (default: ${defaultValue})`;
}

const HELP_END = `
Environment:
  MUSTER_HOST, MUSTER_ACCOUNT_ID,
  MUSTER_API_SECRET       the account, where muster.yaml names none
  MUSTER_ALLOWED_HOSTS    hosts to sign calls for, in place of *.7moor.com
  MUSTER_VARIABLES        further variables that muster.yaml may fill in
  MUSTER_LIMITS           rate limits, as addQueue=20/60s,queueQueue=20/60s
  MUSTER_SETTLE           how long a new group may take to show (default 10s)
  MUSTER_STATE_DIR        where calls, creations and locks are remembered
  MUSTER_SOURCE_URL       where reports link to, with {file} and {line}
  HTTPS_PROXY, NO_PROXY   a proxy, as http://USER:PASSWORD@HOST:PORT
  NODE_EXTRA_CA_CERTS     certificates of a private CA, in PEM form
  MUSTER_LANG, NO_COLOR   language and colours of the output

Exit codes: 0 done · 1 failed · 2 differs (plan --detailed-exitcode), unstaffed
(status --fail-unstaffed) · 3 stopped for a person · 130 interrupted
`;
