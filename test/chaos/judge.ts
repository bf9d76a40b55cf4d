import type { Result } from "../../src/apply/result.js";

/** Compares exit code 0 of an apply with its own result. */
export function judgeResult(code: number, stdout: string): string[] {
  if (code !== 0) return [];
  const result: Result = JSON.parse(stdout);
  return result.actions
    .filter(({ status, verified }) => status !== "applied" || !verified)
    .map(({ id, status, verified }) => `exit 0, yet ${id} is ${status}${verified ? "" : " and not verified"}`);
}
