import { type Member, sortMembers } from "../../../src/model/skillGroup.js";
import type { Source } from "../../../src/model/source.js";
import type {
  Action,
  AddedMember,
  CreateAction,
  Diagnostic,
  GuardReading,
  ManualChange,
  Plan,
  RemovedMember,
  ReplaceMembersAction,
  ReprioritizedMember,
  UnmanagedGroup,
} from "../../../src/plan/plan.js";

/** A place in a file; line and file are what tests care for. */
export function at(file: string, line: number, column = 7): Source {
  return { file, line, column };
}

/** Somebody who joins. */
export function joins(agentNumber: string, more: Partial<AddedMember> = {}): AddedMember {
  return { agentNumber, priority: 0, source: at("groups/a.yaml", 20), ...more };
}

/** Somebody who leaves. */
export function leaves(agentNumber: string, more: Partial<RemovedMember> = {}): RemovedMember {
  return { agentNumber, priority: 0, source: at("groups/a.yaml", 20), ...more };
}

/** Somebody with another priority. */
export function moves(
  agentNumber: string,
  from: number,
  to: number,
  more: Partial<ReprioritizedMember> = {},
): ReprioritizedMember {
  return { agentNumber, from, to, source: at("groups/a.yaml", 20), ...more };
}

/** A group that is not there yet. */
export function buildCreate(
  displayName: string,
  added: readonly AddedMember[],
  more: Partial<CreateAction> = {},
): CreateAction {
  return {
    id: `create:${displayName}`,
    action: "create",
    displayName,
    after: { members: sortMembers(added.map(bare)) },
    added,
    source: at("groups/a.yaml", 12, 5),
    ...more,
  };
}

interface Changes {
  readonly added?: readonly AddedMember[];
  readonly removed?: readonly RemovedMember[];
  readonly reprioritized?: readonly ReprioritizedMember[];
  /** Those who stay as they are. */
  readonly staying?: readonly Member[];
}

/** A group whose members change; before and after follow from who comes, goes and stays. */
export function buildReplace(
  displayName: string,
  exten: string,
  { added = [], removed = [], reprioritized = [], staying = [] }: Changes,
  more: Partial<ReplaceMembersAction> = {},
): ReplaceMembersAction {
  const before = [
    ...staying,
    ...removed.map(bare),
    ...reprioritized.map(({ agentNumber, from }) => ({ agentNumber, priority: from })),
  ];
  const after = [
    ...staying,
    ...added.map(bare),
    ...reprioritized.map(({ agentNumber, to }) => ({ agentNumber, priority: to })),
  ];
  return {
    id: `replaceMembers:${exten}`,
    action: "replaceMembers",
    displayName,
    exten,
    membership: "exact",
    before: { members: sortMembers(before) },
    after: { members: sortMembers(after) },
    added,
    removed,
    reprioritized,
    source: at("groups/a.yaml", 18, 5),
    ...more,
  };
}

function bare({ agentNumber, priority }: Member): Member {
  return { agentNumber, priority };
}

interface PlanParts {
  readonly actions?: readonly Action[];
  readonly manual?: readonly ManualChange[];
  readonly unmanaged?: readonly UnmanagedGroup[];
  readonly guards?: readonly GuardReading[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly unchanged?: number;
}

/** A plan whose summary and budget follow from its parts. */
export function buildPlan(parts: PlanParts = {}, more: Partial<Plan> = {}): Plan {
  const { actions = [], manual = [], unmanaged = [], guards = [], diagnostics = [], unchanged = 0 } = parts;
  const replaces = actions.filter((action) => action.action === "replaceMembers");
  const sum = (count: (action: ReplaceMembersAction) => number) =>
    replaces.reduce((total, action) => total + count(action), 0);
  return {
    formatVersion: "1.0",
    kind: "plan",
    musterVersion: "0.1.0",
    createdAt: "2026-11-22T05:00:00Z",
    hash: `sha256:${"0123456789abcdef".repeat(4)}`,
    account: { name: "prod", host: "https://openapis.7moor.com", accountId: "N00000000556" },
    summary: {
      create: actions.length - replaces.length,
      replaceMembers: replaces.length,
      unchanged,
      manual: manual.length,
      unmanaged: unmanaged.length,
      membersAdded: actions.reduce((total, action) => total + action.added.length, 0),
      membersRemoved: sum((action) => action.removed.length),
      membersReprioritized: sum((action) => action.reprioritized.length),
    },
    actions,
    manual,
    unmanaged,
    guards,
    diagnostics,
    budget: {
      reads: replaces.length + 2,
      writes: actions.length,
      etaSeconds: Math.floor(Math.max(0, actions.length - 1) / 20) * 60,
    },
    ...more,
  };
}

const NIGHT = "groups/teams/night-shift.yaml";

/** What a reviewer meets on an ordinary day: something of everything. */
export const ORDINARY_PLAN: Plan = buildPlan(
  {
    actions: [
      buildCreate(
        "售前咨询",
        [
          joins("8000", { alias: "zhang.wei", source: at("groups/a.yaml", 15) }),
          joins("8001", {
            alias: "li.na",
            agentName: "李娜",
            priority: 2,
            source: { ...at("groups/a.yaml", 9), team: "night-shift" },
          }),
          joins("8003", { source: at("groups/a.yaml", 16) }),
        ],
        {
          after: {
            assignRule: "priority",
            memory: "1d",
            members: [
              { agentNumber: "8000", priority: 0 },
              { agentNumber: "8001", priority: 2 },
              { agentNumber: "8003", priority: 0 },
            ],
          },
        },
      ),
      buildCreate("VIP 客户 🌟", [], { source: at("groups/vip.yaml", 4, 5) }),
      buildReplace("售后", "10018578", {
        added: [
          joins("8001", {
            alias: "li.na",
            agentName: "李娜",
            priority: 2,
            source: { ...at("groups/a.yaml", 9), team: "night-shift" },
          }),
        ],
        removed: [leaves("8009", { agentName: "王五" })],
        reprioritized: [moves("8004", 0, 5, { agentName: "欧阳明月", source: at("groups/a.yaml", 22) })],
        staying: ["8002", "8005", "8006"].map((agentNumber) => ({ agentNumber, priority: 0 })),
      }),
      buildReplace(
        "投诉处理",
        "10018580",
        {
          added: ["8101", "8102", "8103", "8104", "8105", "8106", "8107", "8108", "8109", "8110", "8111", "8112"].map(
            (number, index) =>
              joins(number, {
                ...(index % 3 === 0 ? { agentName: `李${"雷华娜"[index % 3] ?? ""}` } : {}),
                priority: index > 8 ? 3 : 0,
                source: { ...at(NIGHT, 10 + index), team: "night-shift" },
              }),
          ),
          staying: [{ agentNumber: "8002", priority: 0 }],
        },
        { membership: "additive", source: at("groups/after-sales.yaml", 31, 5) },
      ),
      buildReplace(
        "夜班",
        "10018590",
        { removed: [leaves("8020", { alias: "wang.wu", agentName: "王五" }), leaves("8021")] },
        { source: at("groups/a.yaml", 40, 5) },
      ),
    ],
    manual: [
      {
        displayName: "售后",
        exten: "10018578",
        attribute: "assignRule",
        live: "random",
        desired: "priority",
        source: at("groups/a.yaml", 19),
      },
      {
        displayName: "技术支持一线",
        exten: "10018601",
        attribute: "memory",
        live: "off",
        desired: "7d",
        source: at("groups/tech.yaml", 8),
      },
      {
        displayName: "旧名",
        exten: "10018602",
        attribute: "displayName",
        live: "旧名",
        desired: "新名",
        source: at("groups/tech.yaml", 30),
      },
    ],
    unmanaged: [
      { displayName: "测试一", exten: "10018700", members: 3 },
      { displayName: "Demo", exten: "10018701", members: 1 },
    ],
    guards: [
      { guard: "maxRemovals", limit: "30%", actual: 3, of: 40, tripped: false },
      { guard: "maxEmptied", limit: "0", actual: 1, tripped: true },
      { guard: "maxCreates", limit: "20", actual: 2, tripped: false },
    ],
    diagnostics: [
      {
        severity: "warning",
        code: "near-miss",
        args: { displayName: "VIP 客户 🌟", other: "VIP客户 🌟", exten: "10018600", difference: "space" },
        source: at("groups/vip.yaml", 4, 18),
      },
      {
        severity: "warning",
        code: "unknown-agent",
        args: { agentNumber: "8003", displayName: "售前咨询" },
        source: at("groups/a.yaml", 16, 9),
      },
    ],
    unchanged: 54,
  },
  { budget: { reads: 7, writes: 5, etaSeconds: 60 } },
);
