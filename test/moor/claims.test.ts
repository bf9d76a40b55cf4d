import { describe, expect, it } from "vitest";
import { claimState } from "../../src/model/claims.js";
import { parseClaimPage } from "../../src/moor/replies.js";

const PHONE = "15711356914";

function page(...members: object[]) {
  const list = [{ displayName: "售前", exten: 10018578, assignRule: "random", assignMembers: members }];
  return { success: true, data: { count: "1", list } };
}

const member = (pcAutoClaim: unknown, mobileAutoClaim: unknown) => ({
  agentNumber: "8000",
  agentName: "李娜",
  pcAutoClaim,
  mobileAutoClaim,
  priority: "3",
  phone: PHONE,
});

const claimOf = (pc: unknown, app: unknown) =>
  parseClaimPage(page(member(pc, app))).groups[0]?.members.map(({ claim }) => claim);

describe("the claim status", () => {
  it("is read with all that documents show, and without telephone numbers", () => {
    const read = parseClaimPage(
      page(member(true, false), { ...member(false, false), agentNumber: 8001, phone: PHONE }),
    );
    expect(read).toEqual({
      count: 1,
      groups: [
        {
          exten: "10018578",
          displayName: "售前",
          members: [
            { agentNumber: "8000", agentName: "李娜", priority: 3, claim: "pc" },
            { agentNumber: "8001", agentName: "李娜", priority: 3, claim: "none" },
          ],
        },
      ],
    });
    expect(JSON.stringify(read)).not.toContain(PHONE);
  });

  it.each([
    [true, true, "both"],
    [true, false, "pc"],
    [false, true, "app"],
    [false, false, "none"],
    ["true", "false", "pc"],
    [0, 1, "app"],
    ["1", "0", "pc"],
    [null, true, "app"],
    [true, undefined, "pc"],
    [false, null, "unknown"],
    ["", undefined, "unknown"],
  ] as const)("PC %j and app %j is %s", (pc, app, state) => {
    expect(claimOf(pc, app)).toEqual([state]);
  });

  it.each([["maybe"], [2], [{}], [[]]])("%j is no state, and none is guessed", (value) => {
    for (const [pc, app] of [
      [value, true],
      [false, value],
    ])
      expect(parseClaimPage(page(member(pc, app)))).toMatchObject({ groups: [], odd: [{ exten: "10018578" }] });
  });

  it("an empty list that came as null has no members", () => {
    const list = [{ displayName: "空", exten: "1", assignMembers: null }];
    expect(parseClaimPage({ success: true, data: { count: 1, list } }).groups[0]?.members).toEqual([]);
  });

  it("one switch that is on is enough", () => {
    expect(claimState(true, undefined)).toBe("pc");
    expect(claimState(undefined, undefined)).toBe("unknown");
  });
});
