import type { Country, HolidayName } from "../model/calendarDay.js";
import type { FindingOf } from "../model/finding.js";

/** What a calendar or a government says of a day; `none`: nothing, so it is what its weekday is. */
export type Said = "holiday" | "makeup" | "none";

/** Years in a row, the first and the last of which belong to it. */
export interface Years {
  readonly from: number;
  readonly to: number;
}

/** What `muster calendar` has to say. */
export interface CalendarFindingArgs {
  /** No notice of this year is known. `first` to `last` are. */
  "holidays-unknown": { country: Country; year: number; first: number; last: number };
  /** A year that does not follow on what the calendar has. `next`: the one that does. */
  "calendar-gap": { calendar: string; country: Country; year: number; next: number };
  /** `--file` names another file than the one that has the calendar. */
  "calendar-elsewhere": { calendar: string; path: string; file: string };
  /** `--file` names a file that the account does not read. */
  "calendar-file-unread": { path: string; folders: readonly string[] };
  /** Days that the calendar and the published holidays say different things of. `holiday`: which one they belong to, as published. */
  "calendar-differs": {
    calendar: string;
    country: Country;
    from: string;
    to: string;
    days: number;
    written: Said;
    published: Said;
    holiday?: HolidayName;
  };
  /** Years of a calendar that could not be compared. */
  "calendar-unchecked": { calendar: string; country: Country; years: readonly Years[]; first: number; last: number };
  /** `days` until the last one that it knows; negative: it is over. `next`: the year to be added, `isKnown` where that can be done now. */
  "calendar-ends-soon": {
    calendar: string;
    country: Country;
    until: string;
    days: number;
    next: number;
    isKnown: boolean;
  };
}
export type CalendarFinding = FindingOf<CalendarFindingArgs>;
