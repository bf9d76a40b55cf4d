import type { PolicyFindingArgs } from "../../src/config/rules/policies.js";

const GROUP = "groups:\n- displayName: a\n";

/** What is tried, the policies, a file with a mark at each place that breaks one, and the findings there. */
export const POLICY_CASES: readonly (readonly [
  what: string,
  policies: string,
  marked: string,
  expected: readonly string[],
])[] = [
  ["too few", "{ minMembers: 2 }", `${GROUP}  ‸members: ["1"]\n`, ["error policy-min-members"]],
  ["nobody", "{ minMembers: 1 }", `${GROUP}  ‸members: []\n`, ["error policy-min-members"]],
  ["enough", "{ minMembers: 2 }", `${GROUP}  members: ["1", "2"]\n`, []],
  ["members not managed", "{ minMembers: 2, maxMembers: 3 }", GROUP, []],
  ["additive", "{ minMembers: 2 }", `${GROUP}  membership: additive\n  members: ["1"]\n`, []],
  ["too many", "{ maxMembers: 1 }", `${GROUP}  ‸members: ["1", "2"]\n`, ["error policy-max-members"]],
  ["just as many", "{ maxMembers: 2 }", `${GROUP}  members: ["1", "2"]\n`, []],
  [
    "too many, additive",
    "{ maxMembers: 1 }",
    `${GROUP}  membership: additive\n  ‸members: ["1", "2"]\n`,
    ["error policy-max-members"],
  ],
  [
    "a warning",
    "{ maxMembers: { value: 1, level: warning } }",
    `${GROUP}  ‸members: ["1", "2"]\n`,
    ["warning policy-max-members"],
  ],
  ["ignored", "{ maxMembers: { value: 1, ignore: [x, a*] } }", `${GROUP}  members: ["1", "2"]\n`, []],
  ["a name", '{ namePattern: "^售" }', "groups:\n- ‸displayName: 前售\n- displayName: 售后\n", ["error policy-name"]],
  ["a name ignored", '{ namePattern: { value: "^售", ignore: ["前?"] } }', "groups:\n- displayName: 前售\n", []],
  [
    "a number without a name",
    "{ requireAlias: true }",
    `agents: { li: "1" }\n${GROUP}  members: ["1", ‸"2"]\n`,
    ["error policy-alias"],
  ],
  [
    "a team's number, once",
    "{ requireAlias: true }",
    "teams: { t: [‸{ agent: '2' }] }\ngroups:\n- { displayName: a, members: [{ team: t }] }\n- { displayName: b, members: [{ team: t }] }\n",
    ["error policy-alias"],
  ],
  ["names not asked for", "{ requireAlias: false }", `${GROUP}  members: ["2"]\n`, []],
];

/** Particulars of every policy's finding, for its message; by type none can be left out. */
export const POLICY_SAMPLES: {
  readonly [Code in keyof PolicyFindingArgs]: readonly [PolicyFindingArgs[Code], ...PolicyFindingArgs[Code][]];
} = {
  "policy-min-members": [
    { displayName: "售前", members: 0, minimum: 2 },
    { displayName: "售前", members: 1, minimum: 2 },
  ],
  "policy-max-members": [{ displayName: "售前", members: 51, maximum: 50 }],
  "policy-groups-per-agent": [
    { agent: "li.na (8001)", groups: ["a", "b"], maximum: 1 },
    { agent: "8001", groups: ["1", "2", "3", "4", "5", "6", "7"], maximum: 1 },
  ],
  "policy-name": [{ displayName: "售前", pattern: "^售后" }],
  "policy-alias": [{ agentNumber: "8000" }],
};
