import { describe, expect, test } from "vitest";
import { baseCommit } from "../../src/action/base.js";
import type { ActionContext, Git } from "../../src/action/context.js";
import { GithubError } from "../../src/action/github.js";

const [BASE, TIP, HEAD, LEFT] = ["a", "b", "c", "d"].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
  string,
];

interface Repository {
  /** The parents of what is checked out. */
  readonly parents?: readonly string[];
  /** What a clone with history answers. */
  readonly mergeBase?: string;
  /** Commits that are here, and those that a fetch brings. */
  readonly here?: readonly string[];
  readonly there?: readonly string[];
}

function repository({ parents = [], mergeBase, here = [], there = [] }: Repository) {
  const [known, asked] = [new Set(here), [] as string[]];
  const git: Git = async (words) => {
    asked.push(words[0] ?? "");
    const last = words.at(-1) ?? "";
    if (words[0] === "cat-file" && words[1] === "-e") return known.has(last.replace("^{commit}", "")) ? "" : undefined;
    if (words[0] === "cat-file")
      return [`tree ${BASE}`, ...parents.map((hash) => `parent ${hash}`), "author t", "", `parent ${LEFT}`].join("\n");
    if (words[0] === "merge-base") return mergeBase;
    if (words[0] === "fetch" && there.includes(last)) known.add(last);
    return "";
  };
  return { git, asked };
}

type Call = NonNullable<ActionContext["github"]>["call"];

function context(event: object, inputs: object = {}, call?: Call): ActionContext {
  return {
    inputs: { command: "plan", args: [], token: "t", ...inputs },
    event: { repository: "o/r", server: "https://github.example", isGuarded: false, sha: HEAD, ...event },
    github: call === undefined ? undefined : { call },
  } as unknown as ActionContext;
}

const PULL = { name: "pull_request", settingsBase: BASE };
const found = (event: object, place: Repository, inputs?: object, call?: Call) =>
  baseCommit(context(event, inputs, call), "/r", repository(place).git);

describe("the commit that a plan compares with", () => {
  test("of a pull request is the target's tip in the trial merge, though the clone has one commit", async () => {
    expect(await found(PULL, { parents: [TIP, HEAD], there: [TIP] })).toBe(TIP);
  });

  test.each([
    ["its own last commit is checked out", [LEFT]],
    ["it is a merge of something else", [TIP, LEFT]],
    ["it has more parents", [TIP, HEAD, LEFT]],
  ])("is where the branch left the target, where %s", async (_, parents) => {
    expect(await found(PULL, { parents, mergeBase: LEFT, here: [LEFT] })).toBe(LEFT);
    const asked: string[] = [];
    const call: Call = async (method, path) => {
      asked.push(`${method} ${path}`);
      return { data: { merge_base_commit: { sha: LEFT } }, headers: new Headers() };
    };
    expect(await found(PULL, { parents, there: [LEFT] }, {}, call)).toBe(LEFT);
    expect(asked).toEqual([`GET /repos/o/r/compare/${BASE}...${HEAD}?per_page=1`]);
  });

  test("is missing where neither git nor GitHub knows it, and where it cannot be fetched", async () => {
    const call: Call = async () => {
      throw new GithubError(403, "no");
    };
    expect(await found(PULL, {}, {}, call)).toEqual({ missing: "?" });
    expect(await found(PULL, {})).toEqual({ missing: "?" });
    expect(await found(PULL, { parents: [TIP, HEAD] })).toEqual({ missing: TIP });
    expect(await found({ name: "push", before: "refs/heads/evil" }, {})).toEqual({ missing: "refs/heads/evil" });
  });

  test.each([
    ["a push: the commit before it", { name: "push", before: TIP }, TIP],
    ["a push that creates the branch: none", { name: "push", before: "0".repeat(40) }, undefined],
    ["a push that does not say: none", { name: "push" }, undefined],
    ["a merge queue: its base", { name: "merge_group", settingsBase: TIP }, TIP],
    ["a schedule: none, all of it is drift", { name: "schedule" }, undefined],
    ["by hand: none", { name: "workflow_dispatch" }, undefined],
    ["the base itself: none", { name: "pull_request_target", isGuarded: true, settingsBase: TIP }, undefined],
  ])("of %s", async (_, event, expected) => {
    expect(await found(event, { there: [TIP] })).toBe(expected);
  });

  test.each([
    ["a saved plan, which has its own", { command: "apply", plan: "plan.json" }],
    ["a validation", { command: "validate" }],
    ["a workflow that says another", { args: ["--base=main"] }],
  ])("is not looked for with %s", async (_, inputs) => {
    const { git, asked } = repository({ there: [TIP] });
    expect(await baseCommit(context({ name: "push", before: TIP }, inputs), "/r", git)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
