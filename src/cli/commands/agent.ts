import { type AgentRequest, type EditedFiles, editAgents, type Person } from "../../engine/editAgents.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { agentWordsOf } from "../../report/messages/agent.js";
import { formatFinding } from "../../report/messages/formatFinding.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { commitCommand, saveEdits } from "../output/edits.js";
import { openProject } from "../output/openProject.js";
import { Output } from "../output/output.js";
import { patchOf } from "../output/patch.js";

export interface AgentOptions extends CommonOptions {
  readonly dryRun: boolean;
}

type To = AgentOptions & { readonly to: readonly string[]; readonly priority?: number; readonly until?: string };

/** `muster agent add`: adds an agent to groups, in the files. */
export async function addAgent(agent: string, options: To, host: ConsoleHost): Promise<ExitCode> {
  const { to, priority, until } = options;
  return run({ kind: "add", agent, to, priority, until }, options, host);
}

/** `muster agent remove`: removes an agent from groups, or from all. */
export async function removeAgent(
  agent: string,
  options: AgentOptions & { readonly from?: readonly string[] },
  host: ConsoleHost,
): Promise<ExitCode> {
  return run({ kind: "remove", agent, from: options.from }, options, host);
}

/** `muster agent move`: from groups to others. */
export async function moveAgent(
  agent: string,
  options: To & { readonly from: readonly string[] },
  host: ConsoleHost,
): Promise<ExitCode> {
  const { from, to, priority } = options;
  return run({ kind: "move", agent, from, to, priority }, options, host);
}

/** An edit with two names. */
type Paired = (agent: string, by: string, options: AgentOptions, host: ConsoleHost) => Promise<ExitCode>;

/** `muster agent replace`: another agent takes the place. */
export const replaceAgent: Paired = (agent, by, options, host) => run({ kind: "replace", agent, by }, options, host);

/** `muster agent copy`: another agent gets the same groups. */
export const copyAgent: Paired = (agent, by, options, host) => run({ kind: "copy", agent, by }, options, host);

/** `muster agent rename`: another name in `agents`. */
export const renameAgent: Paired = (agent, by, options, host) => run({ kind: "rename", agent, by }, options, host);

/** `muster agent cover`: away for a while, and who takes the places. */
export async function coverAgent(
  agent: string,
  options: AgentOptions & {
    readonly by?: string;
    readonly from: string;
    readonly until: string;
    readonly reason?: string;
  },
  host: ConsoleHost,
): Promise<ExitCode> {
  const { by, from, until, reason } = options;
  return run({ kind: "cover", agent, by, from, until, reason }, options, host);
}

/** Edits the files, or shows what would change. Offline. */
async function run(request: AgentRequest, options: AgentOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const project = await openProject(options, host, output);
    const edited = await editAgents({ ...options, request, host: project.host });
    if (!options.dryRun) await saveEdits(edited.files, project.host);
    if (output.format === "json") output.print(documentOf(request, edited, options.dryRun, output));
    else say(request, edited, options.dryRun, project.back, output);
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

function documentOf(request: AgentRequest, edited: EditedFiles, dryRun: boolean, output: Output): string {
  const { account, agent, by, memberships, files, findings } = edited;
  const document = {
    formatVersion: "1.0",
    kind: "agent",
    edit: request.kind,
    account,
    agent,
    ...(by !== undefined && { by }),
    ...(request.kind === "rename" && { alias: request.by }),
    dryRun,
    memberships,
    files: files.map(({ path, before, text }) => ({ path, change: "update", diff: patchOf(path, before, text) })),
    diagnostics: findings.map((finding) => formatFinding(finding, output.language)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function say(
  request: AgentRequest,
  edited: EditedFiles,
  dryRun: boolean,
  typed: (path: string) => string,
  output: Output,
): void {
  const words = agentWordsOf(output.language);
  const { findings, files, texts, declaredAt } = edited;
  if (findings.length > 0) output.warn(findingsText(findings, texts, output.textOptions("stderr")));
  for (const { path, before, text } of files) output.print(patchOf(path, before, text));
  if (files.length === 0) output.note(`${words.unchanged}\n`);
  else {
    const edit = titleOf(request, edited, output);
    output.note(`${visible(words.changed(edit, files.length, dryRun))}\n`);
    const paths = files.map(({ path }) => typed(path));
    if (!dryRun) output.note(`${visible(words.commit(commitCommand(edit, paths)))}\n`);
  }
  const isGone = request.kind === "replace" || (request.kind === "remove" && request.from === undefined);
  if (isGone && declaredAt !== undefined) {
    const place = `${declaredAt.file}:${declaredAt.line}`;
    output.note(`${visible(words.stillNamed(edited.agent.alias ?? "", place))}\n`);
  }
}

function titleOf(request: AgentRequest, { agent, by, memberships }: EditedFiles, output: Output): string {
  const names = (some: EditedFiles["memberships"]) => [...new Set(some.map(({ displayName }) => displayName))];
  const isRename = request.kind === "rename";
  return agentWordsOf(output.language).edit({
    kind: request.kind,
    agent: isRename ? (agent.alias ?? agent.agentNumber) : labelOf(agent),
    by: isRename ? request.by : by === undefined ? "" : labelOf(by),
    groups: names(memberships),
    to: names(memberships.filter(({ after }) => after !== undefined)),
    ...(request.kind === "cover" && { from: request.from, until: request.until }),
  });
}

function labelOf({ agentNumber, alias, agentName }: Person): string {
  return [agentNumber, agentName ?? alias].filter((part) => part !== undefined).join(" ");
}
