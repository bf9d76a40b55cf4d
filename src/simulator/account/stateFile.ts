import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Account, seedOf } from "./account.js";
import { problemsOf } from "./checkJson.js";
import { findRepeated, readJsonFile, SeedError, type SeedGroup } from "./seed.js";

/** What is kept of an account: its groups. Agents and secret are the seed's. */
export interface StoredAccount {
  readonly accountId: string;
  readonly nextExten: number;
  readonly groups: readonly SeedGroup[];
}

interface StoredState {
  readonly accounts: readonly StoredAccount[];
}

/**
 * Reads the state that an earlier simulator left; none where there is no file yet.
 *
 * @throws SeedError for a file that is damaged, or not a state file, or of another seed's accounts
 */
export async function readStateFile(file: string, accountIds: readonly string[]): Promise<readonly StoredAccount[]> {
  const value = await readJsonFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return { accounts: [] };
    throw error;
  });
  const misshapen = problemsOf("state", value);
  if (misshapen.length > 0) throw new SeedError(file, misshapen);
  const { accounts } = value as StoredState;
  const problems: string[] = [];
  for (const [index, { accountId, groups }] of accounts.entries()) {
    const path = `$.accounts[${index}]`;
    if (!accountIds.includes(accountId)) problems.push(`${path}.accountId: the seed has no account "${accountId}"`);
    problems.push(
      ...findRepeated(
        groups.map(({ exten }) => exten),
        (place) => `${path}.groups[${place}].exten`,
      ),
    );
  }
  if (problems.length > 0) throw new SeedError(file, problems);
  return accounts;
}

/** Keeps accounts from one simulator to the next. */
export interface StateKeeper {
  /** Resolves when a state no older than this call is kept. */
  save(): Promise<void>;
  /** Resolves when nothing is being written any more; rejects if the last writing failed. */
  settled(): Promise<void>;
}

/** For a simulator without a state file. */
export const keepNothing: StateKeeper = { save: async () => {}, settled: async () => {} };

/** The file is replaced as a whole: a killed process leaves the old state or the new one, never half of one. */
export function keepStateIn(file: string, accounts: readonly Account[]): StateKeeper {
  const write = async () => {
    const state: StoredState = {
      accounts: accounts.map(({ accountId, nextExten, groups }) => ({
        accountId,
        nextExten,
        groups: groups.map(seedOf),
      })),
    };
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.tmp`, `${JSON.stringify(state, null, 2)}\n`);
    await rename(`${file}.tmp`, file);
  };
  let latest = Promise.resolve();
  return {
    save() {
      latest = latest.then(write, write);
      return latest;
    },
    settled: () => latest,
  };
}
