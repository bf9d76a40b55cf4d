import { describe, expect, it } from "vitest";
import { checkResults, createdBy, writtenBy } from "../../src/engine/savedResults.js";
import { UserError } from "../../src/engine/userError.js";
import { resultJson } from "../../src/report/json.js";
import { buildOutcome, buildResult } from "../report/fakes/buildResult.js";

const members = (...agents: readonly string[]) => ({
  members: agents.map((agentNumber) => ({ agentNumber, priority: 0 })),
});
const RESULT = buildResult([
  buildOutcome("新组", { id: "create:新组", action: "create", exten: "12", after: members("8001") }),
  buildOutcome("售前", { exten: "10", before: members("8001"), after: members("8002") }),
  buildOutcome("售后", { exten: "11", attempts: 0, before: members("8001"), after: members("8001") }),
  buildOutcome("投诉", { exten: "13", status: "failed" }),
  buildOutcome("夜班", { exten: "14", status: "unknown", before: members("8001"), after: members() }),
]);
const plain = (): Record<string, unknown> => JSON.parse(resultJson(RESULT, "en"));
const with_ = (index: number, more: object): unknown => {
  const document = plain();
  const actions = document["actions"] as object[];
  return { ...document, actions: actions.with(index, { ...actions[index], ...more }) };
};

async function refusal(document: unknown): Promise<unknown> {
  const error = await checkResults(document, "result.json").catch((thrown: unknown) => thrown);
  return error instanceof UserError
    ? error.findings.map(({ code, args }) => [code, (args as { detail?: string }).detail])
    : error;
}

describe("a result that is read again", () => {
  it("is what was written, and what was created; nothing that was so already or failed", async () => {
    const [read] = await checkResults(plain(), "result.json");
    expect(writtenBy(read ?? RESULT).map(({ displayName }) => displayName)).toEqual(["售前", "夜班"]);
    expect(createdBy(read ?? RESULT)).toEqual([{ displayName: "新组", exten: "12" }]);
  });

  it("puts an agent whom the server listed twice back once", () => {
    const twice = { members: [...members("8001", "8002").members, { agentNumber: "8001", priority: 3 }] };
    const outcome = (after: ReturnType<typeof members>) => buildOutcome("售前", { exten: "10", before: twice, after });
    const run = (after: ReturnType<typeof members>) => writtenBy(buildResult([outcome(after)]));
    expect(run(members("8001"))).toMatchObject([{ before: members("8001", "8002").members }]);
    expect(run(members("8001", "8002"))).toEqual([]);
  });

  it("may be of several accounts, of which one failed", async () => {
    const failed = { kind: "error", formatVersion: "1.0", account: RESULT.account, diagnostics: [] };
    expect(await checkResults({ formatVersion: "1.0", kind: "results", results: [failed, plain()] }, "r")).toHaveLength(
      1,
    );
  });

  it.each<[what: string, document: unknown, detail: string]>([
    ["a text", "result", "it holds no JSON object"],
    ["a plan", { ...plain(), kind: "plan" }, "kind plan"],
    ["of no kind", { ...plain(), kind: ["\u001b[31m"] }, "kind"],
    ["without its account", { ...plain(), account: undefined }, "must have required property 'account'"],
    ["of a muster that did not say who moved", with_(1, { before: undefined, after: undefined }), "/actions/1/before"],
    ["half of it", JSON.parse(JSON.stringify(with_(1, { before: undefined }))), "/actions/1/before"],
    ["of hostile members", with_(1, { before: { members: 7 } }), "/actions/1/before/members must be array"],
    ["of a group twice", with_(2, { exten: "10" }), "/actions/2: 10"],
    ["of a group without a number", JSON.parse(JSON.stringify(with_(2, { exten: undefined }))), "/actions/2/exten"],
    [
      "of several, one broken",
      { formatVersion: "1.0", kind: "results", results: [plain(), {}] },
      "/results/1 must have required property 'formatVersion'",
    ],
  ])("is not believed: %s", async (_, document, detail) =>
    expect(await refusal(document)).toEqual([["result-unreadable", detail]]),
  );

  it("of a newer format is refused with these words", async () => {
    const newer = checkResults({ ...plain(), formatVersion: "1.1" }, "result.json");
    await expect(newer).rejects.toMatchObject({
      findings: [{ code: "format-newer", args: { path: "result.json", formatVersion: "1.1" } }],
    });
  });
});
