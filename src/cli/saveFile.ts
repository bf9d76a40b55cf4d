import type { Shell } from "./shell.js";
import { UserError } from "./userError.js";

/** Writes a file whole or not at all. @throws {UserError} `cannot-write`, with the system's word */
export async function saveFile(path: string, text: string, shell: Pick<Shell, "files">): Promise<void> {
  await shell.files.write(path, text).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/** What the file system threw, as the user's fault. */
export function cannotWrite(path: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new UserError([{ code: "cannot-write", severity: "error", args: { path, detail: code ?? message } }]);
}
