import type { ErrorObject } from "ajv";
import { FindingList } from "../config/findings.js";
import { reportForeign } from "../config/yaml/foreign.js";
import { decode } from "../config/yaml/sourceText.js";
import type { Host } from "./host.js";
import { UserError } from "./userError.js";

/**
 * A JSON document that the user named, of which nothing is trusted: within the size of files, and inside its repository,
 * since an error would quote a file that is not JSON.
 *
 * @param unreadable makes the error of a file that cannot be read; `detail` is the system's code, or what JSON says
 * @throws {UserError}
 */
export async function readDocument(
  path: string,
  { files }: Pick<Host, "files">,
  unreadable: (path: string, detail: string) => UserError,
): Promise<unknown> {
  let bytes: Uint8Array | undefined;
  try {
    const root = await files.rootOf(path, await files.rootOf("."));
    bytes = await files.read(path, { root });
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    // What git or another program left there says more than the first sign that is no JSON.
    const foreign = new FindingList();
    const source = bytes && decode({ path, bytes }, foreign);
    if (source !== undefined) reportForeign(source, foreign);
    const findings = foreign.sorted().filter((one) => one.code !== "not-utf8" && one.code !== "line-ends");
    if (findings.length > 0) throw new UserError(findings);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EOUTSIDE") throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
    throw unreadable(path, code ?? message);
  }
}

/** What is read of a document before its kind is known. */
interface DocumentHead {
  /** `undefined` for what is no word at all. */
  readonly kind: string | undefined;
  /** The document's format, if it is not ours: of a newer muster. */
  readonly newer: string | undefined;
}

/** @returns `undefined` for what is no JSON object */
export function headOf(document: unknown): DocumentHead | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const { formatVersion, kind } = document as Readonly<Record<string, unknown>>;
  const isOther = typeof formatVersion === "string" && formatVersion !== "1.0" && /^\d+\.\d+$/.test(formatVersion);
  return { kind: typeof kind === "string" ? kind : undefined, newer: isOther ? formatVersion : undefined };
}

/** The document was written by a newer muster, which may mean by it what this one does not know. */
export function newerFormat(path: string, formatVersion: string): UserError {
  return new UserError([{ code: "format-newer", severity: "error", args: { path, formatVersion } }]);
}

/** Where a document is not as its schema says, and how. @param at where the checked part stands in the document */
export function schemaDetail(at: string, errors: readonly ErrorObject[] | null | undefined): string {
  const [first] = errors ?? [];
  return `${at}${first?.instancePath ?? ""} ${first?.message ?? ""}`.trim();
}
