import { isAbsolute, posix } from "node:path";
import { type FilePort, isWithin, type SourceFile } from "../config/files.js";
import { readFile } from "../config/findFiles.js";
import { type ConfigFinding, FindingList } from "../config/findings.js";
import { redactFindings } from "../config/redactFindings.js";
import type { ShiftTable, TableNames } from "../config/time/shiftTable.js";
import { reportForeign } from "../config/yaml/foreign.js";
import { sourceText } from "../config/yaml/sourceText.js";
import type { Located } from "../config/yaml/tree.js";
import { readTable } from "../tables/readTable.js";
import { readShifts, type ShiftTableFinding } from "../tables/shiftTable.js";

/**
 * Reads a table that a roster names: a CSV file inside the repository, by a path relative to the folder of the YAML file that
 * names it. What is not there, lies outside or is no CSV is reported at that line, everything else at its cell.
 *
 * @param roots the root of each YAML file
 * @param texts takes the text of the table, so that findings show the line
 */
export async function readShiftTable(
  path: Located<string>,
  names: TableNames,
  port: FilePort,
  roots: ReadonlyMap<string, string>,
  texts: Map<string, string>,
): Promise<ShiftTable> {
  const sink = new FindingList();
  const { file, at } = await fileAt(path, port, roots, sink);
  return file === undefined
    ? { cells: [], findings: sink.sorted() }
    : readShiftFile(file, { ...path, at }, names, texts);
}

/** As {@link readShiftTable}, of a table's bytes. */
export async function readShiftFile(
  file: SourceFile,
  path: Located<string>,
  { agents, shifts }: TableNames,
  texts: Map<string, string>,
): Promise<ShiftTable> {
  const sink = new FindingList();
  // By its content, too: a workbook that was renamed is none the less one.
  if (/\.xls[xmb]?$|\.et$/i.test(file.path) || (file.bytes[0] === 0x50 && file.bytes[1] === 0x4b)) {
    sink.error("roster-table-format", { path: path.value }, path.at);
    return { cells: [], findings: sink.sorted() };
  }
  const read = await readTable(file.path, file.bytes);
  if ("finding" in read) return { cells: [], findings: [read.finding as ShiftTableFinding] };
  const text = read.sheet.inText?.text ?? "";
  texts.set(file.path, text);
  // git's own words in the place of a table: every line of them would be an error.
  if (reportForeign(sourceText(file.path, text), sink)) return { cells: [], findings: sink.sorted() };
  const { cells, findings } = readShifts(read.sheet, { agents: { index: agents }, shifts, files: [file.path] });
  // Warnings are for whoever imports a table.
  const errors = findings.filter(({ severity }) => severity === "error") as ShiftTableFinding[];
  return { cells, findings: redactFindings<ConfigFinding>(errors, texts) };
}

async function fileAt(
  { value, at }: Located<string>,
  port: FilePort,
  roots: ReadonlyMap<string, string>,
  sink: FindingList,
) {
  const path = posix.join(posix.dirname(at.file), value);
  const root = roots.get(at.file) ?? (await port.rootOf(at.file));
  // What lies outside is not described, not even whether it exists.
  const isOutside = isAbsolute(value) || !isWithin(root, await port.placeOf(path));
  const kind = isOutside ? "outside" : await port.kind(path).catch(() => "file" as const);
  if (kind === "outside") sink.error("path-outside", { path: value }, at);
  else if (kind === "missing") sink.error("path-missing", { path: value, in: "roster" }, at);
  else if (kind !== "file") sink.error("table-unreadable", { reason: "not-a-table" }, at);
  else return { at, file: await readFile(path, port, (finding) => sink.add(tooLarge(finding)), root) };
  return { at, file: undefined };
}

/** What files of YAML are told to do helps no table. */
function tooLarge(finding: ConfigFinding): ConfigFinding {
  if (finding.code !== "file-too-large") return finding;
  return { ...finding, code: "table-too-large", args: { part: "file", limit: finding.args.limit } };
}
