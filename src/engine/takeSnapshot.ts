import type { RunOptions } from "../cli/arguments/options.js";
import type { Voice } from "../cli/output/output.js";
import type { AccountSettings, GuardSettings } from "../config/settings.js";
import type { StopSignal } from "../model/stopSignal.js";
import { MoorError } from "../moor/errors.js";
import type { Shell } from "./host.js";
import { telling } from "./reportWaits.js";
import { openSession } from "./session.js";
import type { AccountSnapshot, Snapshot } from "./snapshot.js";
import { MUSTER_VERSION } from "./version.js";

/**
 * Reads accounts whole, side by side, for plans that are made where there is no secret.
 *
 * @throws {MoorError} an account could not be read: half a snapshot would look like a small one
 */
export async function takeSnapshot(
  accounts: readonly AccountSettings[],
  guards: GuardSettings,
  options: Pick<RunOptions, "timeout">,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<Snapshot> {
  const read = async (settings: AccountSettings): Promise<AccountSnapshot> => {
    const session = await openSession(settings, options, shell, voice, stop);
    const readAt = new Date(shell.clock.now()).toISOString();
    const { client } = session;
    const work = async () => {
      const live = await client.readAll("queueQueue");
      // A mere extra, as in every plan: many accounts may not call it.
      const agents = await client.readAgents().catch((error: unknown) => {
        if (error instanceof MoorError) return undefined;
        throw error;
      });
      const claims = guards.minClaiming > 0 ? await client.readClaims() : undefined;
      return { live, agents, claims };
    };
    const { live, agents, claims } = await telling(work(), session, shell, voice);
    return {
      account: session.account,
      readAt,
      live,
      ...(agents === undefined || agents.size === 0 ? {} : { agents: Object.fromEntries([...agents].sort()) }),
      ...(claims === undefined ? {} : { claims }),
    };
  };
  const all = await Promise.all(accounts.map(read));
  return { formatVersion: "1.0", kind: "live", musterVersion: MUSTER_VERSION, accounts: all };
}
