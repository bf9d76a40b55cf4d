import { chooseLanguage } from "../cli/arguments/language.js";
import type { ConsoleHost } from "../cli/node/consoleHost.js";
import { redactedBody } from "../cli/output/redacting.js";
import type { GitOptions, Host } from "../engine/host.js";
import { stepOutputsText } from "../report/github/stepOutputs.js";
import { workflowCommand } from "../report/github/workflowCommand.js";
import type { Level } from "../report/lineFindings.js";
import { readEvent, type WorkflowEvent } from "./event.js";
import { Github } from "./github.js";
import type { Inputs } from "./inputs.js";
import { type ActionWords, actionWordsOf } from "./words.js";

/** What all parts of the action work with. */
export interface ActionContext {
  readonly inputs: Inputs;
  readonly event: WorkflowEvent;
  readonly words: ActionWords;
  /** Absent if there is no token or no repository: then nothing can be written. */
  readonly github: Github | undefined;
  /** An annotation without a place. */
  readonly say: (level: Level, message: string) => void;
  readonly setOutput: (name: string, value: string) => Promise<void>;
  /** Is a secret of this run in the text? What is sent packed is not redacted on its way. */
  readonly hasSecret: (text: string) => boolean;
}

export async function openContext(inputs: Inputs, host: ConsoleHost): Promise<ActionContext> {
  const { env, clock } = host;
  const event = await readEvent(host);
  const apiUrl = env["GITHUB_API_URL"] ?? "https://api.github.com";
  const { token } = inputs;
  return {
    inputs,
    event,
    words: actionWordsOf(chooseLanguage(inputs.language, env)),
    github:
      token === undefined || event.repository === undefined
        ? undefined
        : new Github({
            apiUrl,
            // An enterprise's REST is below /api/v3, its GraphQL below /api.
            graphqlUrl: env["GITHUB_GRAPHQL_URL"] ?? `${apiUrl.replace(/\/v3$/, "")}/graphql`,
            token,
            // Opened by the first call: a proxy that does not work must not stop a run that needs no comment.
            fetch: async (input, init) => (await host.http())(input, redactedBody(init, host.secrets)),
            clock,
          }),
    say: (level, message) => host.stdout.write(`${workflowCommand(level, { title: "muster" }, message)}\n`),
    setOutput: (name, value) => setOutputs({ [name]: value }, host),
    hasSecret: (text) => host.secrets.redact(text) !== text,
  };
}

/** Adds to the outputs that later steps read. */
export async function setOutputs(
  outputs: Readonly<Record<string, string>>,
  { env, files, machine }: Host,
): Promise<void> {
  const path = env["GITHUB_OUTPUT"];
  if (path === undefined || path === "") return;
  await files.append(path, stepOutputsText(outputs, `muster-${machine.owner}`));
}

/** Runs git and returns what it printed, without the last line break; `undefined` if git fails or is not there. */
export type Git = (words: readonly string[], options: GitOptions) => Promise<string | undefined>;

/** The git of this machine, for what is a line of text. */
export function gitOf({ git }: Pick<Host, "git">): Git {
  return async (words, options) => {
    const { stdout, detail } = await git(words, options);
    return detail === undefined ? new TextDecoder().decode(stdout).replace(/\r?\n$/, "") : undefined;
  };
}
