/** The canonical order of keys, that of the schema: what a line needs stands above it, and the groups, most of a file, last. */
export const DOCUMENT_KEYS: readonly string[] = [
  "version",
  "timezone",
  "calendars",
  "shifts",
  "agents",
  "teams",
  "rosters",
  "absences",
  "groups",
];
export const GROUP_KEYS: readonly string[] = [
  "displayName",
  "exten",
  "description",
  "owner",
  "retired",
  "previously",
  "distinct",
  "assignRule",
  "memory",
  "membership",
  "members",
  "coverage",
];
/** Who, who not, with which priority, and when. */
export const ENTRY_KEYS: readonly string[] = [
  "agent",
  "team",
  "roster",
  "shift",
  "except",
  "priority",
  "when",
  "from",
  "until",
];
/** Of `when`, and of the times of `coverage`. */
export const TIMES_KEYS: readonly string[] = ["shift", "on", "at", "calendar"];
export const COVERAGE_KEYS: readonly string[] = ["min", "during"];
export const ABSENCE_KEYS: readonly string[] = ["agent", "from", "until", "by", "reason"];
export const CALENDAR_KEYS: readonly string[] = ["workdays", "until", "holidays", "makeup"];
export const HOLIDAY_KEYS: readonly string[] = ["from", "to", "name"];
export const SHIFT_KEYS: readonly string[] = ["at", "alias"];
export const ROSTER_KEYS: readonly string[] = ["calendar", "lead", "week", "cycle", "tables"];
export const WEEK_KEYS: readonly string[] = ["shift", "on", "agents"];
export const CYCLE_KEYS: readonly string[] = ["agents", "from", "until", "step", "pattern"];
