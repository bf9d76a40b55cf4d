import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { world } from "../support/simulated.js";
import { ACCOUNT_CASES } from "./accountCases.js";

describe("bad settings of an account, found before a request", () => {
  it.concurrent.for(ACCOUNT_CASES)("$head $account $env", async ({ account, env, head }, { onTestFinished }) => {
    const { simulator, folder, run } = await world([], "version: 1\n", {}, onTestFinished);
    const { host, accountId, apiSecret } = {
      host: "${MUSTER_HOST}",
      accountId: "${MUSTER_ACCOUNT_ID}",
      apiSecret: "${MUSTER_API_SECRET}",
      ...account,
    };
    await writeFile(
      join(folder, "muster.yaml"),
      `version: 1\naccounts:\n  prod:\n    host: ${host}\n    accountId: ${accountId}\n    apiSecret: ${apiSecret}\n`,
    );
    const { code, stdout, stderr } = await run(["plan"], env ? { env } : {});
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(head);
    expect(simulator.requests).toEqual([]);
  });

  it("without muster.yaml: the variables that are missing", async () => {
    const { simulator, run } = await world([], "version: 1\n");
    const { code, stderr } = await run(["plan"], { env: { MUSTER_ACCOUNT_ID: undefined } });
    expect(code).toBe(1);
    expect(stderr).toContain("error[missing-environment]");
    expect(simulator.requests).toEqual([]);
  });
});
