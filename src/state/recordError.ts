/**
 * This machine's records cannot be read or written: no folder, no permission, no space. That alone never stops a run: the
 * caller decides. The message is a code and a path, never prose.
 */
export class RecordError extends Error {
  override readonly name = "RecordError";
  /** The system's code (`EACCES`, `ENOSPC`, …), or `EBUSY` when other processes never let us have a turn. */
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, cause?: unknown) {
    super(`${code}: ${path}`, { cause });
    this.code = code;
    this.path = path;
  }
}

/** For `catch`: an error of the file system as a {@link RecordError}. Mistakes of the program pass unchanged. */
export function asRecordError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  return error instanceof RecordError || code === undefined ? error : new RecordError(code, path, error);
}

/** The system's code of an error: `ENOENT` and the like. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
