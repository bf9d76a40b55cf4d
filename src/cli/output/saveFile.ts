import { posix } from "node:path";
import { isWithin } from "../../config/files.js";
import type { Host, WriteOptions } from "../../engine/host.js";
import { UserError } from "../../engine/userError.js";
import type { Finding } from "../../report/messages/formatFinding.js";
import { STREAM } from "../node/writeThrough.js";

/** Plans and reports contain people's names: only their owner may read them, unless the owner changes that. */
const PRIVATE = 0o600;

/**
 * Writes a file whole or not at all.
 *
 * @throws {UserError} `path-outside`; `cannot-write`, with the system's word
 */
export async function saveFile(
  path: string,
  content: string | Uint8Array,
  host: Pick<Host, "files">,
  options: WriteOptions = {},
): Promise<void> {
  await host.files.write(path, content, options).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/** Writes the file that a flag names: a plan, a report. @throws {UserError} as {@link saveFile} */
export async function saveOutput(path: string, content: string | Uint8Array, host: Pick<Host, "files">): Promise<void> {
  await saveFile(path, content, host, { root: await rootOfOutput(path, host), mode: PRIVATE });
}

/**
 * Before anything is sent: refuses an output that would replace what is read, or a link to it: an existing YAML file,
 * or one of `inputs`. Also refuses one that a link leads elsewhere.
 *
 * @throws {UserError}
 */
export async function refuseOutputs(
  outputs: readonly string[],
  inputs: readonly string[],
  { files }: Pick<Host, "files">,
): Promise<void> {
  const placeOf = (path: string) => files.placeOf(path).catch(() => path);
  const read = new Set(await Promise.all(inputs.map(placeOf)));
  for (const path of outputs) {
    const place = await placeOf(path);
    const kind = await files.kind(path).catch(() => "missing");
    if (kind === "file" && (read.has(place) || /\.ya?ml$/i.test(place)))
      throw new UserError([{ code: "replaces-input", severity: "error", args: { path } }]);
    const root = await rootOfOutput(path, { files }).catch(() => place);
    if (!isWithin(root, place) && !STREAM.test(path)) throw new UserError([outside(path)]);
  }
}

/** Makes the folder of an output. @throws {UserError} `cannot-write` */
export async function makeOutputFolder(path: string, { files }: Pick<Host, "files">): Promise<void> {
  const folder = posix.dirname(path.replaceAll("\\", "/"));
  await files.makeFolder(folder).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/** Options for a file in this root; none for a file whose root is not known. */
export function withRoot(root: string | undefined): WriteOptions {
  return root === undefined ? {} : { root };
}

/** The file system's error, as an error of the user's. */
export function cannotWrite(path: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EOUTSIDE") return new UserError([outside(path)]);
  return new UserError([{ code: "cannot-write", severity: "error", args: { path, detail: code ?? message } }]);
}

/** The user chose a flag's file: it may lie anywhere, but a link may not lead it elsewhere. */
async function rootOfOutput(path: string, { files }: Pick<Host, "files">): Promise<string> {
  return files.rootOf(path, await files.rootOf("."));
}

function outside(path: string): Finding {
  return { code: "path-outside", severity: "error", args: { path } };
}
