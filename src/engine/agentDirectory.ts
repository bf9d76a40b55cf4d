import { MoorError, StoppedError } from "../moor/errors.js";
import type { AgentDirectory } from "../moor/live.js";
import type { RunContext } from "./events.js";
import type { Session } from "./session.js";

/** The agent directory is an extra: many accounts may not call it, so the wait for it is short. */
const DIRECTORY_MS = 5_000;

/** Its own limit may make it wait for longer than an extra is worth: then it is not asked. */
const DIRECTORY_TURN_MS = 2_000;

/** The agent directory, if it answers soon. If not, nothing is said of agents that only it knows. */
export async function agentDirectory(
  { client, account }: Pick<Session, "client" | "account">,
  { host, onEvent }: Pick<RunContext, "host" | "onEvent">,
): Promise<AgentDirectory | undefined> {
  const enough = new AbortController();
  const late = host.clock.sleep(DIRECTORY_MS, enough.signal).then(
    () => undefined,
    () => undefined,
  );
  const answer = client.readAgents(DIRECTORY_TURN_MS).catch((error: unknown) => {
    if (error instanceof MoorError || error instanceof StoppedError) return undefined;
    throw error;
  });
  const agents = await Promise.race([answer, late]).finally(() => enough.abort());
  if (agents !== undefined && agents.size > 0) return agents;
  onEvent({ kind: "no-agent-directory", account: account.name });
  return undefined;
}
