import { homedir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";

/** Of muster's folders, by platform: the path below the home, and the variable that replaces its upper part. */
const PLACES = {
  darwin: { state: ["Library", "Logs", "muster"], cache: ["Library", "Caches", "muster"] },
  win32: { state: ["AppData", "Local", "muster", "Log"], cache: ["AppData", "Local", "muster", "Cache"] },
  other: { state: [".local", "state", "muster"], cache: [".cache", "muster"] },
} as const;

/**
 * The user's own folder for what programs remember, or for what they can make again. (`env-paths` uses an empty HOME
 * and a relative XDG_STATE_HOME as they are, and so writes into the working folder. For a user without a home it
 * throws.)
 *
 * @param env relative values of XDG variables are ignored, as the XDG rule says
 * @returns `undefined` for a user without a home, which containers have
 */
export function userFolder(
  kind: "state" | "cache",
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const isOther = platform !== "darwin" && platform !== "win32";
  const places = isOther ? PLACES.other : PLACES[platform];
  const instead = platform === "win32" ? env["LOCALAPPDATA"] : isOther ? env[XDG[kind]] : undefined;
  if (instead !== undefined && isAbsolute(instead)) {
    return join(instead, ...places[kind].slice(places[kind].indexOf("muster")));
  }
  const home = homeOf();
  return home === undefined ? undefined : join(home, ...places[kind]);
}

const XDG = { state: "XDG_STATE_HOME", cache: "XDG_CACHE_HOME" } as const;

/** From HOME, else as the system says. */
function homeOf(): string | undefined {
  return [homedir, () => userInfo().homedir].flatMap(absolute)[0];
}

function absolute(ask: () => string): string[] {
  try {
    const home = ask();
    return isAbsolute(home) ? [home] : [];
  } catch {
    return [];
  }
}
