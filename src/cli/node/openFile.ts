import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import type { Confines } from "../../config/files.js";
import { isWithin } from "../../config/files.js";
import { fileError } from "./realPlaces.js";

/** Bytes, if the caller gives no other number. */
const MOST = 64 * 1024 * 1024;
/** Absent on Windows, which has neither pipes among its files nor links that every user may make. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * The one place where files are opened for reading: a regular file whose real path lies inside the root, and never more
 * of it than `most`. Everything is asked of the same descriptor, because a name may mean another file between two
 * questions. Sizes are not trusted: files in `/proc` say 0 and never end.
 *
 * @throws the system's error, or one of {@link Confines}' codes
 */
export function readRegularFile(path: string, { root, most = MOST }: Confines = {}): Uint8Array {
  const place = realpathSync.native(path);
  if (root !== undefined && !isWithin(root, place)) throw fileError("EOUTSIDE", path);
  const descriptor = openSync(place, FLAGS);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw fileError("ENOTFILE", path);
    if (stat.size > most) throw Object.assign(fileError("EFBIG", path), { size: stat.size });
    return readAll(descriptor, stat.size, most, path);
  } finally {
    closeSync(descriptor);
  }
}

function readAll(descriptor: number, expected: number, most: number, path: string): Uint8Array {
  let bytes = Buffer.allocUnsafe(expected + 1);
  let filled = 0;
  for (;;) {
    const read = readSync(descriptor, bytes, filled, bytes.length - filled, null);
    filled += read;
    if (read === 0) return bytes.subarray(0, filled);
    if (filled > most) throw Object.assign(fileError("EFBIG", path), { size: filled });
    if (filled < bytes.length) continue;
    const larger = Buffer.allocUnsafe(Math.min(Math.max(2 * filled, 65_536), most + 1));
    bytes.copy(larger, 0, 0, filled);
    bytes = larger;
  }
}
