import type { FindingSink } from "../findings.js";
import type { SourceText } from "./sourceText.js";

/** What stands in the place of YAML, where the first bytes leave no doubt. */
export type FileKind =
  | "excel"
  | "zip"
  | "gzip"
  | "pdf"
  | "image"
  | "shortcut"
  | "html"
  | "xml"
  | "rtf"
  | "git-crypt"
  | "sops"
  | "ansible-vault"
  | "pgp"
  | "age";

/** First characters, with a byte for each. No text that is YAML begins like this. */
const BEGINNINGS: readonly (readonly [FileKind, readonly string[]])[] = [
  ["excel", ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]],
  ["zip", ["PK\x03\x04", "PK\x05\x06"]],
  ["gzip", ["\x1f\x8b"]],
  ["pdf", ["%PDF-"]],
  ["image", ["\x89PNG", "\xff\xd8\xff", "GIF87a", "GIF89a"]],
  ["shortcut", ["L\0\0\0\x01\x14\x02\0", "[InternetShortcut]"]],
  ["xml", ["<?xml"]],
  ["rtf", ["{\\rtf"]],
  ["git-crypt", ["\0GITCRYPT\0"]],
  ["ansible-vault", ["$ANSIBLE_VAULT;"]],
  ["pgp", ["-----BEGIN PGP MESSAGE-----"]],
  ["age", ["age-encryption.org/v1", "-----BEGIN AGE ENCRYPTED FILE-----"]],
];

/** Enough of a file to know it by. */
const LOOKED_AT = 4096;

/** What the bytes are, if surely something else than YAML. */
export function kindOf(bytes: Uint8Array): FileKind | undefined {
  return kindOfStart(String.fromCharCode(...bytes.subarray(0, LOOKED_AT)));
}

function kindOfStart(start: string): FileKind | undefined {
  if (/^\s*<(?:!doctype html|html|head|body)\b/i.test(start)) return "html";
  const kind = BEGINNINGS.find(([, signs]) => signs.some((sign) => start.startsWith(sign)))?.[0];
  // A workbook is a zip archive, which names what it holds.
  return kind === "zip" && /xl\/|workbook/.test(start) ? "excel" : kind;
}

/** A line that git writes where two changes conflict. */
const MARKER = /^(?:<{7}|>{7}|\|{7}|={7})(?= |\r?$)/m;
/** Nearly no file has one of them anywhere. */
const SIGNS = ["=======", "<<<<<<<", ">>>>>>>", "|||||||"];

/**
 * Reports text that git, another program or an old editor left in the place of YAML. The parser would report many errors
 * that miss the point.
 *
 * @returns Is it such a text? Then it has been reported.
 */
export function reportForeign(source: SourceText, sink: FindingSink): boolean {
  const { text, place } = source;
  if (text.startsWith("version https://git-lfs.github.com/spec/")) {
    sink.error("not-checked-out", { as: "lfs-pointer" }, place(0));
    return true;
  }
  const [target] = /^\.{0,2}\/[^\s:]+$|^[^\s:#]+\.ya?ml$/.exec(text) ?? [];
  if (target !== undefined) {
    sink.error("not-checked-out", { as: "link", target }, place(0));
    return true;
  }
  const kind = kindOfStart(text.slice(0, LOOKED_AT)) ?? (isSealed(text) ? "sops" : undefined);
  if (kind !== undefined) {
    sink.error("not-yaml", { kind }, place(0));
    return true;
  }
  const hasMarker = SIGNS.some((sign) => text.includes(sign)) && MARKER.test(text);
  if (hasMarker) {
    reportConflicts(source, sink);
    return true;
  }
  if (text.includes("\r") && !text.includes("\n")) {
    sink.error("line-ends", {}, place(0));
    return true;
  }
  return false;
}

/** SOPS leaves the keys and writes its own last. */
function isSealed(text: string): boolean {
  return text.lastIndexOf("\nsops:") !== -1 && text.includes("ENC[AES256_GCM,");
}

/** The lines of a conflict's side, both included; `to` before `from` where the side is empty. `name`: the branch, as git writes it. */
export type ConflictSide = { readonly from: number; readonly to: number; readonly name?: string };

/** Each conflict once, with the lines of both sides; a marker that has lost the others by itself. */
function reportConflicts({ text, place }: SourceText, sink: FindingSink): void {
  let open: { offset: number; line: number; name: string; oursEnd?: number; middle?: number } | undefined;
  let offset = 0;
  let hasReported = false;
  const report = (at: number, sides: { ours?: ConflictSide; theirs?: ConflictSide } = {}) => {
    sink.error("merge-conflict", sides, place(at));
    hasReported = true;
  };
  for (const [index, raw] of text.split("\n").entries()) {
    const line = index + 1;
    const [, marker = "", name = ""] = /^(<{7}|>{7}|\|{7}|={7})(?: (.*?))?\r?$/.exec(raw) ?? [];
    if (marker.startsWith("<")) {
      if (open !== undefined) report(open.offset);
      open = { offset, line, name };
    } else if (marker.startsWith("|") && open !== undefined) open.oursEnd ??= line - 1;
    else if (marker.startsWith("=") && open !== undefined) {
      open.oursEnd ??= line - 1;
      open.middle ??= line;
    } else if (marker.startsWith(">") && open?.middle !== undefined && open.oursEnd !== undefined) {
      const ours = { from: open.line + 1, to: open.oursEnd, ...(open.name === "" ? {} : { name: open.name }) };
      const theirs = { from: open.middle + 1, to: line - 1, ...(name === "" ? {} : { name }) };
      report(open.offset, { ours, theirs });
      open = undefined;
    } else if (marker !== "" && open === undefined && !hasReported) report(offset);
    offset += raw.length + 1;
  }
  if (open !== undefined) report(open.offset);
}
