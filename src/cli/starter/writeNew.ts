import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../../state/folders.js";

/** Writes a file, with the folders above it, if nothing at all has its name: the system itself sees to that. */
export type WriteNew = (path: string, text: string) => Promise<"written" | "kept">;

/** On the real disk. A link that leads nowhere counts as being there. */
export const writeNewFile: WriteNew = async (path, text) => {
  await makeFolder(dirname(path), 0o777);
  try {
    await writeFile(path, text, { flag: "wx" });
    return "written";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return "kept";
    throw error;
  }
};
