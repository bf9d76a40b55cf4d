import { posix, relative, sep } from "node:path";
import { isWithin } from "../config/files.js";
import { readFile } from "../config/findFiles.js";
import type { ConfigFinding } from "../config/findings.js";
import { loadDesiredAt } from "../config/loadDesired.js";
import { type ShiftTable, shiftWords } from "../config/time/shiftTable.js";
import type { RosterDeclaration } from "../config/time/timetable.js";
import { suggest } from "../model/suggest.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { readingsOf } from "../tables/cellText.js";
import { readTable } from "../tables/readTable.js";
import type { Sheet } from "../tables/sheet.js";
import { ShiftWords } from "../tables/shiftCells.js";
import { type KnownShifts, type ReadShifts, readShifts } from "../tables/shiftTable.js";
import { shiftCsv, shiftMonthOf } from "../tables/writeShifts.js";
import { agentName } from "../tables/writeTable.js";
import { namesInComments } from "../writeback/nameRemarks.js";
import { withRosterTable } from "../writeback/rosterTables.js";
import { placeOfTable, tableReader } from "./accountFiles.js";
import { type EditedFile, editedFiles, readSound } from "./editAgents.js";
import type { Host } from "./host.js";
import { sheetOf } from "./importTable.js";
import { inOtherAccounts } from "./otherAccounts.js";
import { loadSoundConfig } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, selectAccounts } from "./workspace.js";

export interface ImportShiftsOptions extends ConfigOptions {
  /** The file of the table. */
  readonly table: string;
  /** Of a workbook, where it has several. */
  readonly sheet?: string | undefined;
  /** The roster that the table is of. */
  readonly roster: string;
  /** The file that the table is written to, as CSV. */
  readonly out: string;
  /** The month that the table is of, where nothing in it says so: `2026-12`. */
  readonly month?: string | undefined;
  readonly account?: string | undefined;
}

/** What a table of shifts is to become. Nothing has been written yet. */
export interface ImportedShifts {
  readonly account: string;
  readonly table: Pick<Sheet, "name" | "encoding">;
  readonly agents: number;
  readonly dates: readonly string[];
  /** The files that change: the CSV file, and the YAML file where it does not name that yet. */
  readonly files: readonly (Omit<EditedFile, "read"> & { readonly read?: string; readonly isNew?: true })[];
  /** The line that a person is to add; absent where the roster names the file, or does so from now on. */
  readonly toAdd?: { readonly file: string; readonly line: number; readonly path: string };
  /** Warnings only. */
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Makes the CSV file of a roster out of a table of shifts. Offline.
 *
 * @throws {UserError} the files or the table have an error, all of them at once; or the file to be written is another one
 */
export async function importShifts(options: ImportShiftsOptions): Promise<ImportedShifts> {
  const { host, table: path, roster: asked, out } = options;
  const config = await loadSoundConfig(options);
  const [entry] = selectAccounts(config.accounts, { account: options.account, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const place = await host.files.placeOf(out);
  if (!isWithin(config.root, place))
    throw new UserError([{ code: "path-outside", severity: "error", args: { path: out } }]);
  // What lies there now may be what is wrong with the files.
  const nothing: ShiftTable = { cells: [], findings: [] };
  const sound = await readSound(entry, config, host, {}, { place, path: out, text: "", table: nothing });
  const { texts, roots, marked, desired, declared, index } = sound;
  const { rosters = [], shifts = [] } = declared.timetable ?? {};
  const roster = rosterNamed(asked, rosters);
  const nameOf = namesInComments(texts, desired.moment);
  const known = { agents: { index, nameOf }, shifts: shiftWords(shifts) };
  const sheet = await sheetOf(path, options.sheet, host);
  const shown = new Map([...texts, ...(sheet.inText === undefined ? [] : [[path, sheet.inText.text] as const])]);
  const read = readShifts(sheet, { ...known, files: [path, out], month: options.month });
  const replaced = await tableAt(out, known, host);
  const findings: Finding[] = [...read.findings, ...(replaced === undefined ? [] : checkReplaced(replaced, read, out))];
  if (!hasError(findings) && read.rows.length === 0)
    findings.push({ code: "roster-table-empty", severity: "error", args: {} });
  if (hasError(findings)) throw new UserError(findings, shown);

  const said = new Map(replaced?.shifts?.rows.map(({ agentNumber, name }) => [agentNumber, name]));
  const month = shiftMonthOf(read, (agentNumber, written = said.get(agentNumber)) => {
    return agentName(agentNumber, { index, nameOf }) ?? writtenName(written);
  });
  const text = shiftCsv(month, new ShiftWords(known.shifts));
  const listing = await listingOf(roster, place, texts, host);
  const changed = new Map(listing.changed);
  const sharing = await sharedWith(roster, rosters, place, host);
  if (sharing.length > 0)
    findings.push({ code: "roster-table-shared", severity: "warning", args: { path: out, rosters: sharing } });
  const instead = { place, path: out, text, table: { cells: read.cells, findings: [] } };
  const encoder = new TextEncoder();
  const after = await loadDesiredAt(
    [...texts].map(([file, before]) => ({ path: file, bytes: encoder.encode(changed.get(file) ?? before) })),
    { now: host.clock.now(), readTable: tableReader(host.files, roots, instead).readTable },
  );
  const errors = after.findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new UserError(errors, shown);
  findings.push(...(await inOtherAccounts(changed, entry, config, host, instead)));
  const csv = { path: out, before: replaced?.text ?? "", text, write: text, root: config.root };
  const isSame = replaced !== undefined && replaced.read === text;
  return {
    account: entry.name,
    table: {
      ...(sheet.name !== undefined && { name: sheet.name }),
      ...(sheet.encoding !== undefined && { encoding: sheet.encoding }),
    },
    agents: month.rows.length,
    dates: month.dates,
    // The table last: where its old text is not UTF-8, it could not be put back.
    files: [
      ...editedFiles(changed, texts, marked, roots),
      ...(isSame ? [] : [{ ...csv, ...(replaced === undefined ? { isNew: true as const } : { read: replaced.read }) }]),
    ],
    ...(listing.toAdd && { toAdd: listing.toAdd }),
    findings,
    texts: shown,
  };
}

/** @throws {UserError} there is none of that name */
export function rosterNamed(name: string, rosters: readonly RosterDeclaration[]): RosterDeclaration {
  const roster = rosters.find((one) => one.roster === name);
  if (roster !== undefined) return roster;
  const names = rosters.map((one) => one.roster);
  const args = { kind: "roster" as const, name, ...suggest(name, names) };
  throw new UserError([{ code: "unknown-name", severity: "error", args }]);
}

/** A name as the table has it, where no file has one. */
function writtenName(written: string | undefined): string | undefined {
  const [name = ""] = written === undefined ? [] : readingsOf(written.replace(/\s+/g, " "));
  return name === "" || /[\p{Cc}\p{Cs}]/u.test(name) ? undefined : name.trim();
}

/** The table that is replaced. */
interface Replaced {
  /** As it is shown, and as it was read. */
  readonly text: string;
  readonly read: string;
  /** Absent where it is none. */
  readonly shifts?: ReadShifts;
}

/** @throws {UserError} something lies there that cannot be read, or is no file */
async function tableAt(
  path: string,
  known: Omit<KnownShifts, "files">,
  { files }: Pick<Host, "files">,
): Promise<Replaced | undefined> {
  const kind = await files.kind(path).catch(() => "other");
  if (kind === "missing") return undefined;
  if (kind !== "file") return { text: "", read: "" };
  const findings: ConfigFinding[] = [];
  const file = await readFile(path, files, (finding) => findings.push(finding));
  if (file === undefined) throw new UserError(findings);
  const read = new TextDecoder("utf-8", { ignoreBOM: true }).decode(file.bytes);
  const found = await readTable(path, file.bytes);
  if ("finding" in found || found.sheet.inText === undefined) return { text: read, read };
  const shifts = readShifts(found.sheet, { ...known, files: [path] });
  const isTable = !shifts.findings.some(({ code }) => code === "roster-table-head");
  return { text: found.sheet.inText.text, read, ...(isTable && { shifts }) };
}

/** A table replaces one of the same days, and says whom and what it leaves out. */
function checkReplaced({ shifts }: Replaced, { rows, dates }: ReadShifts, path: string): Finding[] {
  if (shifts === undefined)
    return [{ code: "roster-table-other", severity: "error", args: { path, reason: "not-a-table" } }];
  const days = shifts.dates.filter((date) => !dates.includes(date));
  const [first, last] = [shifts.dates.toSorted()[0], shifts.dates.toSorted().at(-1)];
  if (first !== undefined && last !== undefined && dates.length > 0 && days.length === shifts.dates.length) {
    const args = { path, reason: "other-days" as const, days: [first, last] as const };
    return [{ code: "roster-table-other", severity: "error", args }];
  }
  const now = new Set(rows.map(({ agentNumber }) => agentNumber));
  const agents = shifts.rows.flatMap(({ agentNumber }) => (now.has(agentNumber) ? [] : agentNumber));
  if (agents.length + days.length === 0 || rows.length === 0 || dates.length === 0) return [];
  return [{ code: "roster-table-drops", severity: "warning", args: { path, agents, days } }];
}

/** The other rosters that name the table. */
async function sharedWith(
  { roster }: RosterDeclaration,
  rosters: readonly RosterDeclaration[],
  place: string,
  { files }: Pick<Host, "files">,
): Promise<string[]> {
  const sharing = new Set<string>();
  for (const other of rosters)
    for (const table of other.roster === roster ? [] : other.tables)
      if ((await placeOfTable(table, files)) === place) sharing.add(other.roster);
  return [...sharing];
}

/** How the roster names the table from now on: the file that changes for it, or the line that a person is to add. */
async function listingOf(
  { roster, at, tables }: RosterDeclaration,
  place: string,
  texts: ReadonlyMap<string, string>,
  { files }: Pick<Host, "files">,
): Promise<Pick<ImportedShifts, "toAdd"> & { readonly changed: readonly (readonly [string, string])[] }> {
  for (const table of tables) if ((await placeOfTable(table, files)) === place) return { changed: [] };
  const folder = await files.placeOf(posix.dirname(at.file));
  const path = relative(folder, place).split(sep).join("/");
  const text = withRosterTable(texts.get(at.file) ?? "", roster, path);
  if (text !== undefined) return { changed: [[at.file, text]] };
  return { changed: [], toAdd: { file: at.file, line: at.line, path } };
}
