import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node.js";
import { ROOT } from "../support/cli.js";

const require = createRequire(import.meta.url);
const SERVER = require.resolve("yaml-language-server/bin/yaml-language-server");

/** Our schemas for our files, as an editor's settings would say it; nothing comes from the network. */
const SETTINGS = {
  yaml: {
    schemas: {
      [schemaUri("muster")]: "**/muster.yaml",
      [schemaUri("skill-groups")]: ["**/examples/**/groups/**", "**/{groups,agents,teams}.yaml"],
    },
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    completion: true,
    hover: true,
    validate: true,
  },
  http: {},
  "[yaml]": {},
  editor: {},
  files: {},
};

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Problem {
  readonly message: string;
  readonly range: { readonly start: Position };
}

export interface Completion {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

/** What an editor asks of the server about one open file. */
export interface OpenFile {
  readonly problems: readonly Problem[];
  completions(at: Position): Promise<readonly Completion[]>;
  hover(at: Position): Promise<string>;
}

export interface LanguageServer {
  /** Opens a file of the repository, with this text instead of what is on disk if given; waits for the first verdict. */
  open(path: string, text?: string): Promise<OpenFile>;
  stop(): Promise<void>;
}

/** The real `yaml-language-server` as a process of its own, spoken to as editors do. */
export async function startLanguageServer(): Promise<LanguageServer> {
  const child = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, (problems: readonly Problem[]) => void>();
  connection.onNotification("textDocument/publishDiagnostics", (told: { uri: string; diagnostics: Problem[] }) =>
    waiting.get(told.uri)?.(told.diagnostics),
  );
  connection.onRequest("workspace/configuration", ({ items }: { items: { section: keyof typeof SETTINGS }[] }) =>
    items.map(({ section }) => SETTINGS[section] ?? {}),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();

  const workspaceFolders = [{ uri: pathToFileURL(ROOT).href, name: "muster" }];
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: workspaceFolders[0]?.uri,
    workspaceFolders,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { hover: { contentFormat: ["markdown"] }, completion: {}, publishDiagnostics: {} },
    },
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("workspace/didChangeConfiguration", { settings: SETTINGS });

  let opened = 0;
  return {
    async open(path, text = readFileSync(join(ROOT, path), "utf8")) {
      const uri = pathToFileURL(join(ROOT, path)).href;
      const verdict = new Promise<readonly Problem[]>((resolve) => waiting.set(uri, resolve));
      opened += 1;
      await connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "yaml", version: opened, text },
      });
      const problems = await verdict;
      const about = (position: Position) => ({ textDocument: { uri }, position });
      return {
        problems,
        async completions(at) {
          const found = await connection.sendRequest<{ items: Completion[] }>("textDocument/completion", about(at));
          return found.items;
        },
        async hover(at) {
          const found = await connection.sendRequest<{ contents: { value: string } } | null>(
            "textDocument/hover",
            about(at),
          );
          return found?.contents.value ?? "";
        },
      };
    },
    async stop() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      connection.dispose();
      child.kill();
      await exited;
    },
  };
}

function schemaUri(name: string): string {
  return pathToFileURL(join(ROOT, "schemas", `${name}.schema.json`)).href;
}
