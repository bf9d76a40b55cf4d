import { readFile } from "node:fs/promises";

/** What a runner obeys in a log, by the runner's own rules, `stop-commands` included. Source: actions/runner. */
export function obeyed(log: string): string[] {
  const commands: string[] = [];
  let resumes: string | undefined;
  for (const line of log.split("\n")) {
    const text = line.trimStart();
    const [, name = "", data = ""] = /^::([\w-]+)(?: [^:]*)?::(.*)$/.exec(text) ?? [];
    if (resumes !== undefined) {
      if (text === `::${resumes}::`) resumes = undefined;
    } else if (name === "stop-commands") resumes = data;
    else if (name !== "" || text.includes("##[")) commands.push(name === "" ? text : name);
  }
  return commands;
}

/** A step's outputs, as the runner reads `GITHUB_OUTPUT`. */
export async function outputsOf(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, "utf8").catch(() => "");
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}
