import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { parse } from "yaml";
import { ROOT } from "./cli.js";

/**
 * An `action.yml`, by its name in the `uses:` of workflows (`owner/repository/path@ref`, or a path of the repository).
 */
export type Actions = Readonly<Record<string, string>>;

/**
 * What GitHub says about a workflow: its parser's errors, and the warnings of its language service, which also knows
 * the contexts of expressions (`needs.plan.outputs.…`). Inputs of `actions` are checked against their `action.yml`;
 * about others nothing is known. Empty: accepted.
 */
export async function workflowFindings(text: string, actions: Actions = {}): Promise<string[]> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await parsers;
  const { context, value } = parseWorkflow({ name: "workflow.yml", content: text }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  const parsed = context.errors.getErrors().map(({ message }) => message);
  return [...new Set([...parsed, ...(await serviceFindings(".github/workflows/workflow.yml", text, actions))])];
}

/** What GitHub says about an `action.yml`. Empty: accepted. */
export function actionFindings(text: string): Promise<string[]> {
  return serviceFindings("action.yml", text, {});
}

async function serviceFindings(path: string, text: string, actions: Actions): Promise<string[]> {
  const { validate, TextDocument } = await parsers;
  const uses = Object.keys(actions);
  // The service does not look up actions of the repository itself, so they are passed to it as actions elsewhere.
  const elsewhere = uses.reduce((all, name, at) => all.replaceAll(`uses: ${name}`, `uses: here/action${at}@v1`), text);
  // It caches what it has parsed by the address.
  documents += 1;
  const document = TextDocument.create(`file:///repository${documents}/${path}`, "yaml", 1, elsewhere);
  const findings = await validate(document, {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name }) => {
        const known = owner === "here" ? actions[uses[Number(name.replace("action", ""))] ?? ""] : undefined;
        return known === undefined ? { name, description: "" } : parse(known);
      },
    },
  });
  return findings.map(({ message }) => message);
}

let documents = 0;

type Parsers = typeof import("@actions/workflow-parser") &
  typeof import("@actions/languageservice") &
  typeof import("vscode-languageserver-textdocument");

/** Bundled first: the packages import JSON in a way that Node no longer supports. */
async function loadParsers(): Promise<Parsers> {
  const contents = `
    export { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
    export { validate } from "@actions/languageservice";
    export { TextDocument } from "vscode-languageserver-textdocument";`;
  const folder = await mkdtemp(join(tmpdir(), "muster-github-parsers-"));
  const outfile = join(folder, "parsers.cjs");
  try {
    await build({ stdin: { contents, resolveDir: ROOT }, bundle: true, format: "cjs", platform: "node", outfile });
    return createRequire(import.meta.url)(outfile);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const parsers = loadParsers();
