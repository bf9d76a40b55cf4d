import type { FindingOf, Related, Severity } from "../model/finding.js";
import type { Difference } from "../model/nearMiss.js";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { WallFault } from "../model/span.js";
import type { StoreFault } from "../model/storeAddress.js";
import type { Level } from "./levels.js";
import type { PatternFault } from "./patterns.js";
import type { PolicyFindingArgs } from "./rules/policies.js";
import type { StaffedTimes } from "./time/coverageGaps.js";
import type { ShiftTableFindingArgs } from "./time/tableFindings.js";
import type { AgentsMeant } from "./writtenAgents.js";
import type { ConflictSide, FileKind } from "./yaml/foreign.js";

/** What a value is, or ought to be; the catalogue has a word for each. */
export type Shape = "text" | "whole-number" | "number" | "yes-or-no" | "list" | "map" | "nothing";

/** Where a value stands: under a field, as an entry of the list that the field holds, or as the whole document. */
export type FieldPath = {
  /** Name of the field; empty for the document itself. */
  readonly field: string;
  /** `entry`: one of the list's, or one of the map's whose names are free (`agents`, `teams`, `accounts`). */
  readonly part: "value" | "entry";
};

/** Why a number of an agent or a pin is not one. */
export type NumberFault = "sign" | "fraction" | "notation" | "text";

/** Why a host is refused. The value itself is never an argument: a variable may hold the wrong secret. */
export type HostFault = "not-a-url" | "not-http" | "credentials" | "query";

/** A waiver as it stands in `muster.yaml`: `until` is its last day, in China time. */
export type WrittenWaiver = { readonly limit: string; readonly until: string; readonly reason: string };
type GuardWaiver = WrittenWaiver & { readonly guard: "maxRemovals" | "maxEmptied" | "maxCreates" | "minClaiming" };

/** Everything that can be wrong with the files, by code. Codes are stable; tools may rely on them. */
export interface ConfigFindingArgs extends PolicyFindingArgs, ShiftTableFindingArgs {
  // Finding and reading files.
  /** `settings`: `muster.yaml` names the path; `roster`: a roster does. */
  "path-missing": { path: string; in?: "settings" | "roster" };
  /** Neither a file nor a folder: a device, a socket. */
  "path-not-a-file": { path: string };
  /** Out of the repository, by `..`, an absolute path or a link. Nothing of what is there is shown. */
  "path-outside": { path: string };
  "folder-without-yaml": { path: string };
  /** A folder that git left empty. */
  "submodule-missing": { path: string };
  /** `muster.yml`, `Muster.yaml`: not what the settings are looked for under. */
  "settings-file-name": { path: string };
  /** `detail` is the system's word: EACCES, EIO. */
  "file-unreadable": { path: string; detail: string };
  "file-too-large": { bytes: number; limit: number };
  /** All files of an account together. */
  "too-much-text": { limit: number };
  "not-utf8": { byte: string; encoding?: "UTF-16" };
  "empty-file": Record<string, never>;
  /** git has put something else in the file's place: a pointer to large storage, or a link's target as text. */
  "not-checked-out": { as: "lfs-pointer" | "link"; target?: string };
  /** Another kind of file under the name of a YAML file, or an encrypted one. */
  "not-yaml": { kind: FileKind };
  /** Without sides: a marker that has lost the others. */
  "merge-conflict": { ours?: ConflictSide; theirs?: ConflictSide };
  /** Lines that end with CR alone, as on very old systems. */
  "line-ends": Record<string, never>;

  // YAML.
  "yaml-tab": Record<string, never>;
  "yaml-indent": Record<string, never>;
  "yaml-unclosed": { closer: string };
  /** `fullWidth`: a colon as Chinese input methods write it. */
  "yaml-missing-colon": { fullWidth?: string };
  "yaml-missing-dash": Record<string, never>;
  "yaml-nested-colon": Record<string, never>;
  "yaml-reserved-character": { character: string };
  "yaml-escape": { sequence: string };
  "yaml-tag": { tag: string };
  "yaml-directive": { directive: string };
  /** `detail` is the parser's own sentence, in English. */
  "yaml-syntax": { detail: string; fullWidth?: string };
  "unknown-anchor": { name: string; suggestion?: string };
  "alias-cycle": { name: string };
  "alias-bomb": { limit: number };
  "too-deep": { limit: number };
  "too-many-documents": { limit: number };
  "duplicate-key": { key: string };
  "merge-key": Record<string, never>;
  "non-text-key": { key: string };

  // Shape, as the schemas have it.
  "newer-version": { version: number };
  "bad-version": { written: string };
  "unknown-field": { field: string; allowed: readonly string[]; suggestion?: string };
  "missing-field": { field: string };
  /** `digits`: the number that a text in place of one means. */
  "wrong-type": FieldPath & { expected: readonly Shape[]; actual: Shape; digits?: string };
  /** Text that YAML reads as something else because it has no quotes. */
  "unquoted-text": FieldPath & { written: string; actual: Shape };
  /**
   * `meant`: the value that other words stand for, such as `queue` for 轮流. `rule`: what the schema demands, as it is written
   * there, of a value for which no list of words can be given.
   */
  "bad-value": {
    field: string;
    value: string;
    allowed: readonly string[];
    suggestion?: string;
    meant?: string;
    rule?: string;
  };
  "empty-value": FieldPath;
  /** In characters. */
  "too-long": { field: string; length: number; most: number };
  /** Of a list. */
  "too-many-entries": { field: string; most: number };
  "out-of-range": { field: string; value: string; minimum?: number; maximum?: number };
  /** A member entry names several of agent, team and roster, or none. */
  "member-shape": { names: "both" | "neither" };

  // Meaning.
  "leading-zero": { written: string };
  /** `digits`: the number that YAML reads, or that the text means but for its width and quotes. */
  "bad-number": { written: string; fault: NumberFault; digits?: string };
  /** A priority that is not written in decimal digits: `010`, `0x10`, `1e1`. `value`: what YAML reads. */
  "priority-notation": { written: string; value: number };
  "duplicate-agent": { alias: string };
  "numeric-alias": { alias: string };
  "agent-number-shared": { agentNumber: string; alias: string; other: string };
  /** `isException`: it stands under `except`. `meant`: the agents that the text holds. */
  "unknown-agent-name": {
    name: string;
    suggestion?: string;
    isTeam?: true;
    isException?: true;
    meant?: AgentsMeant;
  };
  "duplicate-team": { team: string };
  "unknown-team": { team: string; suggestion?: string; isAgent?: true };
  /** `path` begins and ends with the same team. */
  "team-cycle": { path: readonly string[] };
  "agent-twice": { agents: readonly string[] };
  /** Of `except`; `agent` and `team` as written. */
  "except-not-in-team": { agent: string; team: string; isRoster?: true };
  "except-twice": { agent: string };
  /** Nobody of the team's `members` is left. */
  "except-everyone": { team: string; members: number; isRoster?: true };
  /** `other` is the other place, as `file:line`. `at`: the first time at which both count, where they do not always. */
  "priority-conflict": { agent: string; priority: number; otherPriority: number; other: string; at?: string };
  /** Of `from` or `until`. `zone`: the file's. `meant`: what was most likely to be written. */
  "bad-time": { field: "from" | "until"; value: string; zone: string; fault: WallFault; meant?: string };
  "until-not-after-from": { from: string; until: string };
  /** An entry that is over. */
  "member-expired": { name: string; kind: "agent" | "team" | "roster"; until: string };
  /** A date without a time: of a calendar or a cycle. */
  "bad-day": {
    field: "from" | "to" | "until" | "makeup";
    value: string;
    fault: "shape" | "no-such-day";
    meant?: string;
  };
  "holiday-reversed": { from: string; to: string };
  "makeup-is-holiday": { date: string };
  /** A date of the calendar is after its end. */
  "calendar-until-early": { calendar: string; until: string };
  /** `date`: the first day after the end that is looked at. */
  "calendar-ends": { calendar: string; until: string; date: string };
  /** The same, where without that day there is no answer. */
  "calendar-ended": { calendar: string; until: string; date: string };
  /** `on`: what only a calendar can tell. */
  "calendar-missing": { on: readonly string[] };
  "calendar-unclear": { calendars: readonly string[] };
  "defined-twice": { kind: "calendar" | "shift" | "roster"; name: string };
  "unknown-name": { kind: "calendar" | "shift" | "roster"; name: string; suggestion?: string };
  /** Two shifts have one name in tables. */
  "shift-alias-twice": { alias: string; shift: string; other: string };
  /** The name stands for a day off. */
  "shift-name-off": { name: string };
  /** What recurs, for all people and days of the account together. */
  "too-many-stretches": { limit: number };
  /** `field`: the shift, or `at`. */
  "bad-interval": { field: string; value: string; meant?: string };
  "intervals-overlap": { field: string };
  "bad-lead": { value: string };
  /** `when` has both `at` and `shift`. */
  "when-both": Record<string, never>;
  /** A team of a roster takes members from a roster. */
  "roster-in-roster": { team: string; roster: string };
  /** Nobody has such a shift within the days that are looked at. */
  "shift-empty": { roster: string; shifts: readonly string[] };
  "absence-expired": { agent: string; until: string };
  "cover-self": { agent: string };
  /** `at`: the first time at which both are away. */
  "cover-absent": { agent: string; by: string; at: string };
  "cover-without-effect": { agent: string; by: string };
  /** In an additive group, whose members nobody takes out. `until`: the first such end. */
  /**
   * Within so many days a group has fewer members than a rule of its `coverage` demands. `times`: the first few of what recurs,
   * `more` how many others there are; none: all the time. `staffed`: how many members there are at the least.
   */
  "coverage-gap": {
    displayName: string;
    min: number;
    staffed: number;
    days: number;
    times: readonly StaffedTimes[];
    more?: number;
  };
  "until-without-effect": { displayName: string; until: string };
  "unknown-timezone": { zone: string; suggestion?: string };
  /** A file that names two zones. */
  "timezone-twice": { zone: string; other: string };
  /** The file uses time and names no zone, while another file names one that is not the default. */
  /** Of `Etc/GMT+8`: it is behind UTC, and the zone of the other sign is most likely meant. */
  "timezone-sign": { zone: string; opposite: string; isChina: boolean };
  "timezone-missing": { zone: string; other: string };
  /** `--at` is no time. `zones`: the files use several, so that only a time with an offset is clear. */
  "bad-instant": { written: string; meant?: string; zones?: readonly string[] };
  "too-many-members": { limit: number };
  /** No group has it, by itself or through other teams. `members`: entries of its list. */
  "unused-team": { team: string; members: number };
  /** Nothing uses it: no group by itself or through teams, or no line. */
  "unused-roster": { roster: string };
  "unused-shift": { shift: string };
  "unused-calendar": { calendar: string };
  /** Names of one file that nothing says: the first of them, and how many there are. */
  "unused-agent-name": { names: readonly string[]; count: number };
  /** `# muster: allow` with a code that no warning has, or whose level is fixed; empty: with none. */
  "remark-code": { code: string; suggestion?: string };
  "remark-reason": { codes: readonly string[] };
  /** There is no such warning where the remark stands. */
  "remark-unused": { codes: readonly string[] };
  /** Two groups of one name, and at least this one is not pinned. */
  "duplicate-name": { displayName: string };
  "duplicate-pin": { exten: string };
  "control-character": FieldPath & { character: string };
  "surrounding-space": FieldPath & { value: string };
  /** `characters` as code points. */
  "hidden-character": FieldPath & { value: string; characters: readonly string[] };
  /** White space inside of a name. `characters`: those that are not plain spaces, as code points; none: two in a row. */
  "odd-space": FieldPath & { value: string; characters: readonly string[] };
  /** `variable`: `${NAME}` or `{{ name }}`, which other tools would fill in; else a word such as `TODO`. */
  "placeholder-in-name": FieldPath & { value: string; variable: boolean };
  /** Quotes around a name that are part of it. `bare`: the name without them. */
  "quotes-in-name": FieldPath & { value: string; bare: string };
  /** Two names that are told apart only by a careful reader. */
  "alike-names": { of: "groups" | "agents" | "teams"; name: string; other: string; difference: Difference };
  "previously-own-name": { displayName: string };
  /** An old name that another group has or lists as well. */
  "previously-in-use": { name: string; other: string };
  "additive-without-members": { displayName: string };
  /** A retired group has no members and manages all of them. */
  "retired-conflict": { displayName: string; field: "members" | "membership" | "coverage" };

  // muster.yaml.
  "several-documents": Record<string, never>;
  "literal-secret": Record<string, never>;
  "bad-reference": { field: string };
  "reference-not-here": { field: string };
  "undefined-variable": { variable: string; field: string; account: string };
  /** The account is named by the environment, and these variables are not set. */
  "missing-environment": { variables: readonly string[] };
  /** `written` is what the file says (`${MOOR_HOST}`), not what the variable holds. */
  "host-invalid": { written: string; fault: HostFault };
  "host-insecure": { written: string };
  /** `allowed` as it is written in MUSTER_ALLOWED_HOSTS, or the vendor's hosts and this machine. */
  "host-not-allowed": { written: string; allowed: readonly string[] };
  /** The number itself is no argument: it may be a secret in the wrong place. */
  "account-id-invalid": Record<string, never>;
  "account-id-is-secret": Record<string, never>;
  /** As `account-id-invalid`, where the environment names the account. */
  "account-id-odd": Record<string, never>;
  /** A variable whose value would be sent and shown. `not-open`: the environment does not open it to files. */
  "variable-refused": { variable: string; field: string; because: "not-open" | "secret" };
  "variable-in-path": Record<string, never>;
  /** `store` is anything else than one whole `${VAR}`. */
  "literal-store": Record<string, never>;
  /** `variable` holds no address of a Redis server. Neither the address nor a part of it is an argument: it holds a password. */
  "store-invalid": { variable: string; fault: StoreFault };
  /** `setting` is where it stands, if not in a file. */
  "bad-rate": { value: string; setting?: string };
  /** A rate of muster.yaml that is more than the vendor's page prints. */
  "limit-above-documented": { operation: string; value: string; documented: string };
  /** `ref` is where the settings in force come from. */
  "after-merge": { setting: string; change: "added" | "changed" | "removed"; ref: string };
  "guard-changed": {
    guard: "maxRemovals" | "maxEmptied" | "maxCreates" | "minClaiming";
    before: string;
    limit: string;
  };
  /** A waiver that raises its guard in this run. */
  "waiver-in-force": GuardWaiver;
  "waiver-ended": GuardWaiver;
  /** It ends later than a waiver should. */
  "waiver-long": GuardWaiver;
  /** Two waivers in force of one guard. */
  "waiver-twice": { guard: GuardWaiver["guard"] };
  /** A change adds, changes or removes waivers of a guard, whose own limit is `limit`. They count at once. */
  "waiver-changed": {
    guard: GuardWaiver["guard"];
    limit: string;
    before: readonly WrittenWaiver[];
    after: readonly WrittenWaiver[];
  };
  /** Under `findings`: no warning has the code, or its level is fixed. */
  "unknown-level": { code: string; allowed: readonly string[]; suggestion?: string };
  /** A change sets another level of a warning, which counts at once. */
  "remark-added": { codes: readonly string[]; reason: string };
  "level-changed": { code: string; before: Level; level: Level };
  "bad-date": { field: string; value: string };
  "unknown-operation": { operation: string; setting?: string; allowed: readonly string[]; suggestion?: string };
  "bad-guard": { field: string; value: string };
  "bad-pattern": { field: string; value: string; fault: PatternFault };

  // Questions about an agent.
  /**
   * Neither the files nor, where it was asked, the account know the agent. `offline`: only the files were read, by choice;
   * `files-and-groups`: the account's agent directory did not answer.
   */
  "agent-not-found": {
    agent: string;
    asked: "files" | "offline" | "files-and-groups" | "files-and-live";
    suggestion?: string;
  };
}
/** Something that is wrong with the files, and where. */
export type ConfigFinding = FindingOf<ConfigFindingArgs>;

/** Takes findings as they come up: code, particulars, place, further places. */
export interface FindingSink {
  error<Code extends keyof ConfigFindingArgs>(code: Code, args: ConfigFindingArgs[Code], ...places: Places): void;
  warning<Code extends keyof ConfigFindingArgs>(code: Code, args: ConfigFindingArgs[Code], ...places: Places): void;
}
type Places = [source?: Source | undefined, related?: readonly Related[]];

/**
 * Also takes what the schema refuses. A refusal is an error, unless another error is reported at the same place: a reader
 * or rule that checks the value itself can say more about it. Where none does, the refusal stands. So what the schema
 * refuses is refused, even where no code reads it.
 */
export interface ShapeSink extends FindingSink {
  refuse<Code extends keyof ConfigFindingArgs>(code: Code, args: ConfigFindingArgs[Code], at: Source): void;
}

/** Gathers findings. */
export class FindingList implements ShapeSink {
  readonly #findings: ConfigFinding[] = [];
  readonly #refusals: (ConfigFinding & { readonly source: Source })[] = [];

  error<Code extends keyof ConfigFindingArgs>(code: Code, args: ConfigFindingArgs[Code], ...places: Places): void {
    this.#findings.push(findingOf("error", code, args, ...places));
  }

  warning<Code extends keyof ConfigFindingArgs>(code: Code, args: ConfigFindingArgs[Code], ...places: Places): void {
    this.#findings.push(findingOf("warning", code, args, ...places));
  }

  refuse<Code extends keyof ConfigFindingArgs>(code: Code, args: ConfigFindingArgs[Code], at: Source): void {
    this.#refusals.push({ ...findingOf("error", code, args), source: at });
  }

  get hasError(): boolean {
    return this.#refusals.length > 0 || this.#findings.some(({ severity }) => severity === "error");
  }

  /** Takes a finding that is made already. */
  add(finding: ConfigFinding): void {
    this.#findings.push(finding);
  }

  /** Is there an error at the place, or a refusal? */
  hasErrorAt(at: Source): boolean {
    const place = keyOf(at);
    const isHere = ({ severity, source }: ConfigFinding) =>
      severity === "error" && source !== undefined && keyOf(source) === place;
    return this.#refusals.some(isHere) || this.#findings.some(isHere);
  }

  /** As {@link sortFindings} has them. */
  sorted(): ConfigFinding[] {
    return sortFindings([...this.#findings, ...this.#standing()]);
  }

  /** The refusals at places where no error was reported: the first of each place. */
  #standing(): ConfigFinding[] {
    if (this.#refusals.length === 0) return [];
    const judged = new Set(
      this.#findings.flatMap(({ severity, source }) => (severity === "error" && source ? keyOf(source) : [])),
    );
    return this.#refusals.filter(({ source }) => {
      const place = keyOf(source);
      return !judged.has(place) && judged.add(place);
    });
  }
}

function keyOf({ file, line, column }: Source): string {
  return `${line}:${column}:${file}`;
}

function findingOf<Code extends keyof ConfigFindingArgs>(
  severity: Severity,
  code: Code,
  args: ConfigFindingArgs[Code],
  source?: Source,
  related?: readonly Related[],
): ConfigFinding {
  // The compiler cannot follow that these args are this code's.
  return { code, severity, args, ...(source && { source }), ...(related && { related }) } as ConfigFinding;
}

/**
 * In reading order, those without a place first. What was found twice at one place, because an alias leads there or two
 * accounts share the file, is there once.
 */
export function sortFindings(findings: readonly ConfigFinding[]): ConfigFinding[] {
  const seen = new Set<string>();
  return [...findings].sort(compareFindings).filter(({ code, args, source }) => {
    // The fields that lead to a place may differ by alias; what is wrong there does not.
    const identity = JSON.stringify([code, "part" in args || args, source]);
    return !seen.has(identity) && seen.add(identity);
  });
}

function compareFindings(a: ConfigFinding, b: ConfigFinding): number {
  return (
    compareText(a.source?.file ?? "", b.source?.file ?? "") ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    (a.source?.column ?? 0) - (b.source?.column ?? 0) ||
    compareText(a.code, b.code)
  );
}
