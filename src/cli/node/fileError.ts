/** An error as the file system throws it, for what muster refuses itself. Codes: see `FilePort`. */
export function fileError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}
