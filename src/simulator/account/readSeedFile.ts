import { readFile } from "node:fs/promises";
import { checkSeed } from "./checkSeed.js";
import { type Seed, SeedError } from "./seed.js";

/**
 * Reads a seed file, which is JSON.
 *
 * @throws SeedError for what is no JSON or no seed; the file system's own errors as they are
 */
export async function readSeedFile(file: string): Promise<Seed> {
  return { accounts: checkSeed(await readJsonFile(file), file) };
}

/** @throws SeedError for what is no JSON */
export async function readJsonFile(file: string): Promise<unknown> {
  const json = await readFile(file, "utf8");
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new SeedError(file, [`not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
