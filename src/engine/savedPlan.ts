import type { ValidateFunction } from "ajv";
import type { Plan } from "../plan/plan.js";
import { isIntact } from "../plan/savedPlan.js";
import type { AccountFailure } from "../report/documents.js";
import type { Shell } from "./host.js";
import { UserError } from "./userError.js";

type PlanDocument = Plan | { kind: "plans"; plans: readonly (Plan | AccountFailure)[] };

/**
 * Reads what `muster plan --out` wrote, and believes none of it: shape, format and hash are checked before anything is
 * sent.
 *
 * @returns one plan for each account of the file
 * @throws {UserError} not a plan, of a newer format, or changed by somebody
 */
export async function readSavedPlan(path: string, shell: Shell): Promise<readonly Plan[]> {
  const document = await parse(path, shell);
  const { formatVersion } = document as { formatVersion?: unknown };
  if (typeof formatVersion === "string" && formatVersion !== "1.0" && /^\d+\.\d+$/.test(formatVersion)) {
    throw new UserError([{ code: "plan-newer", severity: "error", args: { path, formatVersion } }]);
  }
  const { validatorFor } = await import("./planValidators.js");
  const validate = validatorFor("plan") as ValidateFunction<PlanDocument>;
  const { kind } = document as { kind?: unknown };
  if ((kind !== "plan" && kind !== "plans") || !validate(document)) {
    const [first] = validate.errors ?? [];
    throw unreadable(
      path,
      kind === "plan" || kind === "plans" ? `${first?.instancePath ?? ""} ${first?.message ?? ""}`.trim() : "kind",
    );
  }
  const entries = document.kind === "plans" ? document.plans : [document];
  // Some other program may have saved what a plan printed whose run failed for one account: half of it is not it.
  const plans = entries.filter((entry) => entry.kind === "plan");
  if (plans.length < entries.length) throw unreadable(path, "an account of it could not be planned");
  if (!plans.every(isIntact)) throw new UserError([{ code: "plan-tampered", severity: "error", args: { path } }]);
  return plans;
}

async function parse(path: string, shell: Shell): Promise<unknown> {
  try {
    // A link out of the repository is refused: what is no JSON would be quoted.
    const root = await shell.files.rootOf(path, await shell.files.rootOf("."));
    const bytes = await shell.files.read(path, { root });
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EOUTSIDE") throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
    throw unreadable(path, code ?? message);
  }
  throw unreadable(path, "it holds no JSON object");
}

function unreadable(path: string, detail: string): UserError {
  return new UserError([{ code: "plan-unreadable", severity: "error", args: { path, detail } }]);
}
