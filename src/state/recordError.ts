/** A folder that cannot exist: nothing is remembered there, as on a disk that cannot be written to. */
export const NO_FOLDER = "/dev/null/muster";

/**
 * This machine's records cannot be read or written: no folder, no permission, no space. The caller decides what that means;
 * by itself it never stops a run. The message is a code and a path, not a sentence.
 */
export class RecordError extends Error {
  override readonly name = "RecordError";
  /** The system's code (`EACCES`, `ENOSPC`, …), or `EBUSY` where other processes never let this one write. */
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, cause?: unknown) {
    super(`${code}: ${path}`, { cause });
    this.code = code;
    this.path = path;
  }
}

/** For `catch`: an error of the file system as a `RecordError`. Errors of the program pass unchanged. */
export function asRecordError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  return error instanceof RecordError || code === undefined ? error : new RecordError(code, path, error);
}

/** The system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
