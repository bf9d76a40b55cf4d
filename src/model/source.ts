/**
 * A place in a file. Lines and columns count from 1; columns count UTF-16 code units, as editors and SARIF do.
 */
export interface Source {
  /** Path as the user would type it: relative to the working folder where possible, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** In a workbook: the cell with its sheet, `Sheet1!C7`, which people know it by. */
  readonly cell?: string;
}

/** Where a member comes from: the line that names the agent and, for a team's agent, the team and the line that includes it. */
export interface MemberSource extends Source {
  /** The team that lists the agent (the innermost, where teams hold teams). */
  readonly team?: string;
  /** The group's own line that includes the team. */
  readonly via?: Source;
  /** When the membership ends, as the file writes it: `2026-12-04`, `2026-12-04T18:00`. */
  readonly until?: string;
  /** The roster and the shift that bring the agent. */
  readonly roster?: string;
  readonly shift?: string;
  /** The number of the absent agent whose place this one takes. */
  readonly coverFor?: string;
  /** The place is an absence: the agent is away. */
  readonly absent?: true;
}

/** The place alone, without the team that led to it. */
export function placeOf({ file, line, column }: Source): Source {
  return { file, line, column };
}
