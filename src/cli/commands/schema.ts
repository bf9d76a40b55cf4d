import { posix } from "node:path";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { visible } from "../../report/text/visible.js";
import type { CommonOptions, SchemaName } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { Output } from "../output/output.js";
import { makeOutputFolder, saveFile } from "../output/saveFile.js";
import { SCHEMAS, schemaText } from "../starter/schemas.js";

interface SchemaOptions extends Pick<CommonOptions, "lang" | "format" | "color" | "verbose" | "quiet"> {
  /** The folder to write to. */
  readonly out?: string;
}

/** `muster schema`: prints a JSON Schema, lists them, or writes them into a folder. */
export async function schema(
  name: SchemaName | undefined,
  options: SchemaOptions,
  host: ConsoleHost,
): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const { out } = options;
    if (out !== undefined) await write(name, out, output, host);
    else if (name !== undefined) output.print(await schemaText(name));
    else await list(output);
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

async function list(output: Output): Promise<void> {
  const schemas = await Promise.all(
    (Object.keys(SCHEMAS) as SchemaName[]).map(async (name) => {
      const { title, description } = JSON.parse(await schemaText(name)) as { title: string; description: string };
      return { name, title, description };
    }),
  );
  if (output.format === "json") {
    output.print(`${JSON.stringify({ formatVersion: "1.0", kind: "schemas", schemas }, null, 2)}\n`);
    return;
  }
  const longest = Math.max(...schemas.map(({ name }) => name.length));
  // Both languages stand in the schema, a line each.
  const line = output.language === "zh" ? 1 : 0;
  for (const { name, description } of schemas)
    output.print(`${name.padEnd(longest)}  ${visible(description.split("\n")[line] ?? description)}\n`);
}

async function write(asked: SchemaName | undefined, folder: string, output: Output, host: ConsoleHost): Promise<void> {
  const root = await host.files.rootOf(folder, await host.files.rootOf("."));
  const written: string[] = [];
  for (const name of asked === undefined ? (Object.keys(SCHEMAS) as SchemaName[]) : [asked]) {
    const path = posix.join(folder, `${name}.schema.json`);
    if (written.length === 0) await makeOutputFolder(path, host);
    await saveFile(path, await schemaText(name), host, { root });
    written.push(path);
  }
  if (output.format === "json")
    output.print(`${JSON.stringify({ formatVersion: "1.0", kind: "schemas", written }, null, 2)}\n`);
  else for (const path of written) output.print(`${visible(path)}\n`);
}
