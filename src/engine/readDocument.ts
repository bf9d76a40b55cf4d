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
  try {
    const root = await files.rootOf(path, await files.rootOf("."));
    const bytes = await files.read(path, { root });
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EOUTSIDE") throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
    throw unreadable(path, code ?? message);
  }
}
