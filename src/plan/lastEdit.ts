import type { LiveGroup } from "../moor/live.js";
import type { LastEdit } from "./plan.js";

/** The query's times are China Standard Time, as `2022-01-04 16:17:27` (the API page). */
const CHINA_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/;

/**
 * When a live group was last edited, and by whom; `undefined` where the query gives no time. The server leaves
 * `updateAgent` blank where an API client made the edit.
 *
 * @param nameOf the name of an agent, by number
 */
export function lastEditOf(
  { updateTime = "", updateAgent }: Pick<LiveGroup, "updateTime" | "updateAgent">,
  nameOf: (agentNumber: string) => string | undefined,
): LastEdit | undefined {
  const [, day, time] = CHINA_TIME.exec(updateTime.trim()) ?? [];
  const ms = Date.parse(`${day}T${time}+08:00`);
  if (Number.isNaN(ms)) return undefined;
  const by = updateAgent?.trim() ?? "";
  const byName = by === "" ? undefined : nameOf(by);
  return {
    at: new Date(ms).toISOString(),
    ...(by === "" ? {} : { by }),
    ...(byName === undefined ? {} : { byName }),
  };
}
