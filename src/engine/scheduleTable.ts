import type { ScheduleColumn } from "../report/messages/schedule.js";
import type { Schedule, ScheduledMember, ScheduledSpan, ScheduleGroup, Schedules } from "../report/schedule.js";
import { markedText } from "../tables/cellText.js";
import { csvText } from "../tables/csvText.js";

type Cells = Readonly<Record<ScheduleColumn, string>>;

/**
 * A schedule as CSV for Excel: one line for each stretch of a membership. Dates and times are written so that Excel reads them
 * as such; numbers of agents and texts so that it leaves them alone.
 */
export function scheduleCsv(found: Schedule | Schedules, heads: Cells, redact: (text: string) => string): string {
  const isOne = found.kind === "schedule";
  const schedules = isOne ? [found] : found.schedules;
  const columns = (Object.keys(heads) as ScheduleColumn[]).filter((column) => column !== "account" || !isOne);
  const lines = schedules.flatMap(({ account, groups }) =>
    groups.flatMap((group) =>
      group.members.flatMap((member) => member.spans.map((span) => cellsOf(account.name, group, member, span))),
    ),
  );
  return csvText([heads, ...lines].map((cells) => columns.map((column) => redact(cells[column]))));
}

function cellsOf(
  account: string,
  { displayName, exten = "" }: ScheduleGroup,
  { agentNumber, alias, agentName }: ScheduledMember,
  { from, until, priority, source }: ScheduledSpan,
): Cells {
  const { shift = "", roster = "", coverFor = "", file, line } = source;
  return {
    account: marked(account),
    group: marked(displayName),
    exten: marked(exten),
    agent: marked(agentNumber),
    name: marked(agentName ?? alias ?? ""),
    fromDate: from.slice(0, 10),
    fromTime: from.slice(11, 16),
    untilDate: until.slice(0, 10),
    untilTime: until.slice(11, 16),
    priority: String(priority),
    shift: marked(shift),
    roster: marked(roster),
    covers: marked(coverFor),
    source: marked(`${file}:${line}`),
  };
}

function marked(text: string): string {
  return markedText(text, () => false, "csv");
}
