import { posix } from "node:path";
import type { FilePort } from "../config/files.js";
import type { PulledFile } from "../writeback/pullFiles.js";

/** Where `muster init` writes the schema of group files. */
const SCHEMA = ".muster/skill-groups.schema.json";

/**
 * New files begin with the line by which editors find the schema, where a folder above has it.
 *
 * @param root real path of the folder that files are written in: the search ends there
 */
export async function withSchemaLine<Written extends { readonly files: readonly PulledFile[] }>(
  pulled: Written,
  root: string,
  files: FilePort,
): Promise<Written> {
  const written = pulled.files.map(async (file) => {
    const schema = file.before === undefined ? await schemaAbove(file.path, root, files) : undefined;
    return schema === undefined ? file : { ...file, text: `# yaml-language-server: $schema=${schema}\n${file.text}` };
  });
  return { ...pulled, files: await Promise.all(written) };
}

/** The nearest schema, as seen from the file. */
async function schemaAbove(path: string, root: string, files: FilePort): Promise<string | undefined> {
  const home = posix.dirname(await files.placeOf(path));
  for (let folder = home; folder === root || folder.startsWith(`${root}/`); folder = posix.dirname(folder)) {
    const schema = posix.join(folder, SCHEMA);
    const kind = await files.kind(schema).catch(() => "missing");
    if (kind === "file") return posix.relative(home, schema);
  }
  return undefined;
}
