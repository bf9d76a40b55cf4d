import { posix } from "node:path";
import { findFiles } from "../config/findFiles.js";
import { type ConfigFinding, sortFindings } from "../config/findings.js";
import type { AccountEntry } from "../config/musterFile.js";
import { isNamedBy } from "../config/selectFiles.js";
import type { CalendarDeclaration } from "../config/time/timetable.js";
import { calendarsIn, type WrittenCalendars } from "../config/time/writtenCalendars.js";
import type { Host } from "./host.js";
import { homeOf } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import type { LoadedConfig } from "./workspace.js";

/** The files that an account's calendars are in, or may be. */
export interface CalendarFiles extends WrittenCalendars {
  readonly roots: ReadonlyMap<string, string>;
  readonly marked: ReadonlySet<string>;
}

/** No errors here: the calendar may be the first, and a year that comes mends a date after the end. */
export const MAY_BE: ReadonlySet<string> = new Set<ConfigFinding["code"]>([
  "folder-without-yaml",
  "calendar-until-early",
]);

/** @throws {UserError} a file, or a calendar in it, cannot be read */
export async function readCalendarFiles(
  { groups, groupSources }: AccountEntry,
  { root }: LoadedConfig,
  { files }: Host,
): Promise<CalendarFiles> {
  const kinds = await Promise.all(groups.map((path) => files.kind(path).catch(() => "unreadable" as const)));
  const present = groups.filter((_, index) => kinds[index] !== "missing");
  const found = await findFiles(present, files, groupSources, root);
  const read = calendarsIn(found.files);
  const all = sortFindings([...found.findings, ...read.findings]).filter(({ code }) => !MAY_BE.has(code));
  if (hasError(all)) throw new UserError(all, read.texts);
  const marked = found.files.filter(({ bytes }) => bytes[0] === 0xef).map(({ path }) => path);
  return { ...read, roots: found.roots, marked: new Set(marked) };
}

/** The calendars of texts. */
export function readTexts(texts: ReadonlyMap<string, string>): WrittenCalendars {
  const encoder = new TextEncoder();
  return calendarsIn([...texts].map(([path, text]) => ({ path, bytes: encoder.encode(text) })));
}

/** Where the calendar is, or is to be. @throws {UserError} `--file` names another place, or one that nobody reads */
export async function fileFor(
  calendar: CalendarDeclaration | undefined,
  { file: asked, name }: { readonly file?: string | undefined; readonly name: string },
  { groups }: AccountEntry,
  { documents, texts }: CalendarFiles,
  host: Host,
): Promise<string> {
  const path = asked === undefined ? undefined : posix.normalize(asked);
  if (calendar !== undefined) {
    const { file } = calendar.at;
    if (path === undefined || path === file) return file;
    const args = { calendar: name, path, file };
    throw new UserError([{ code: "calendar-elsewhere", severity: "error", args, source: calendar.at }], texts);
  }
  if (path !== undefined) {
    const isRead =
      groups.some((one) => isNamedBy(one, path)) && /\.ya?ml$/i.test(path) && !/(?:^|\/)\.|^muster\.ya?ml$/i.test(path);
    if (isRead || texts.has(path)) return path;
    throw new UserError([{ code: "calendar-file-unread", severity: "error", args: { path, folders: [...groups] } }]);
  }
  const withSome = [...documents].find(([, all]) =>
    all.some((one) => one.kind === "map" && one.fields.has("calendars")),
  );
  if (withSome !== undefined) return withSome[0];
  const [home = "."] = groups;
  const own = await homeOf(home, host);
  if (own.file !== undefined) return own.file;
  const folders = [...texts.keys()].filter((one) => isNamedBy(home, one)).map((one) => posix.dirname(one));
  return posix.join(folders.length === 0 ? own.folder : commonFolder(folders), "calendars.yaml");
}

function commonFolder(folders: readonly string[]): string {
  const [first = "", ...rest] = folders.map((folder) => folder.split("/"));
  const parts = [...first];
  const isCommon = (length: number) =>
    rest.every((one) => one.slice(0, length).join("/") === parts.slice(0, length).join("/"));
  let length = parts.length;
  while (length > 0 && !isCommon(length)) length -= 1;
  return parts.slice(0, length).join("/") || ".";
}
