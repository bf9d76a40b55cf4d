import type { ValidateFunction } from "ajv";
import type { ClaimGroup } from "../model/claims.js";
import type { LiveState, WholeRead } from "../moor/live.js";
import type { PlanAccount } from "../plan/plan.js";
import type { Shell } from "./host.js";
import { UserError } from "./userError.js";

/** One account as it was at a moment: all that a plan of it is made from, and no secret. */
export interface AccountSnapshot {
  readonly account: PlanAccount;
  /** When the reading began: ISO 8601, UTC. */
  readonly readAt: string;
  readonly live: LiveState;
  /** The agent directory, where it answers. */
  readonly agents?: Readonly<Record<string, string>>;
  /** Who takes conversations, where a guard asks for it. */
  readonly claims?: WholeRead<ClaimGroup>;
}

/** `schemas/live.schema.json`. */
export interface Snapshot {
  readonly formatVersion: "1.0";
  readonly kind: "live";
  readonly musterVersion: string;
  readonly accounts: readonly AccountSnapshot[];
}

/** How far clocks of two machines may be apart. A time that is still to come would make any snapshot look new. */
const CLOCKS_DIFFER_MS = 600_000;

/** More than any account has: 100,000 groups. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Reads what `muster pull --format json --out FILE` wrote, and believes nothing of its shape.
 *
 * @throws {UserError} not a snapshot, or of a newer format
 */
export async function readSnapshot(path: string, shell: Pick<Shell, "files" | "clock">): Promise<Snapshot> {
  const document = await parse(path, shell);
  const { validatorFor } = await import("./snapshotValidators.js");
  const validate = validatorFor("live") as ValidateFunction<Snapshot>;
  if (validate(document)) {
    const { accounts } = document;
    const odd = accounts.find(({ readAt }) => !(Date.parse(readAt) < shell.clock.now() + CLOCKS_DIFFER_MS));
    if (odd !== undefined) throw unreadable(path, `readAt ${odd.readAt}`);
    return document;
  }
  const [first] = validate.errors ?? [];
  throw unreadable(path, `${first?.instancePath ?? ""} ${first?.message ?? ""}`.trim());
}

async function parse(path: string, { files }: Pick<Shell, "files">): Promise<unknown> {
  try {
    const root = await files.rootOf(path, await files.rootOf("."));
    const bytes = await files.read(path, { root, most: MOST_BYTES });
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EOUTSIDE") throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
    throw unreadable(path, code ?? "it is no JSON");
  }
}

function unreadable(path: string, detail: string): UserError {
  return new UserError([{ code: "snapshot-unreadable", severity: "error", args: { path, detail } }]);
}
