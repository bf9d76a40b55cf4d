import type { Origin, OriginSummary, Plan, ReplaceMembersAction } from "../../../src/plan/plan.js";
import { at, buildCreate, buildPlan, buildReplace, joins, leaves, moves } from "./buildPlan.js";

const EDITED = { at: "2026-11-21T19:12:00Z", by: "8001", byName: "胡娟" };
/** A plan that knows its base, its counts by origin made from its actions. */
export function withOrigins(plan: Plan, more: Partial<Plan> = {}): Plan {
  const counts = (origin: Origin): OriginSummary => {
    const actions = [...plan.actions, ...(plan.left ?? []), ...(more.left ?? [])];
    const own = <M extends { readonly origin?: Origin }>(list: readonly M[], of?: Origin) =>
      list.filter((one) => (one.origin ?? of) === origin);
    const replaces = actions.filter((action) => action.action === "replaceMembers");
    const sum = (count: (action: ReplaceMembersAction) => number) =>
      replaces.reduce((total, action) => total + count(action), 0);
    const creates = own(actions.filter((action) => action.action === "create"));
    return {
      create: creates.length,
      replaceMembers: replaces.filter(
        ({ added, removed, reprioritized, origin: its }) =>
          own([...added, ...removed, ...reprioritized], its).length > 0,
      ).length,
      manual: own(plan.manual).length,
      membersAdded:
        sum((action) => own(action.added, action.origin).length) +
        creates.reduce((total, { added }) => total + added.length, 0),
      membersRemoved: sum((action) => own(action.removed, action.origin).length),
      membersReprioritized: sum((action) => own(action.reprioritized, action.origin).length),
    };
  };
  return {
    ...plan,
    base: "b".repeat(40),
    summary: { ...plan.summary, change: counts("change"), drift: counts("drift") },
    ...more,
  };
}

/** Findings M1: a pull request adds 8004 to 售后, and somebody edited 投诉 in the console the night before. */
export function consoleEditPlan(more: Partial<Plan> = {}): Plan {
  const change = { origin: "change" } as const;
  const drift = { origin: "drift" } as const;
  const source = at("groups/a.yaml", 9);
  return withOrigins(
    buildPlan({
      actions: [
        buildReplace(
          "投诉",
          "10018580",
          {
            added: [joins("8001", { ...drift, agentName: "胡娟", source })],
            removed: [leaves("8009", { ...drift, agentName: "王五", source })],
            staying: [{ agentNumber: "8005", priority: 0 }],
          },
          { ...drift, lastEdit: EDITED, source },
        ),
        buildReplace(
          "售后",
          "10018578",
          {
            added: [joins("8004", { ...change, agentName: "欧阳明月" })],
            staying: ["8000", "8009"].map((agentNumber) => ({ agentNumber, priority: 0 })),
          },
          change,
        ),
      ],
      guards: [{ guard: "maxRemovals", limit: "0", actual: 1, of: 4, change: 0, drift: 1, tripped: true }],
      unchanged: 6,
    }),
    more,
  );
}

/** What a pipeline tells about who asked. */
export const ASKED: Partial<Plan> = {
  commit: "a".repeat(40),
  actor: "li.na",
  run: "https://forge.example/a/b/actions/runs/7",
  pullRequest: {
    number: 12,
    title: "售后加人：欧阳明月",
    author: "li.na",
    url: "https://forge.example/a/b/pull/12",
  },
};

/** A change of so many groups: a few lose nearly all, most lose one or none. Every fourth has drift, too. */
export function bigPlan(groups: number, drift: boolean): Plan {
  const named = (index: number) => ({ agentName: `${"张王李赵陈"[index % 5]}${"伟芳娜敏静"[(index * 3) % 5]}` });
  const agent = (index: number) => String(8000 + (index % 900));
  const change = drift ? ({ origin: "change" } as const) : {};
  const other = drift ? ({ origin: "drift" } as const) : {};
  const actions = Array.from({ length: groups }, (_, index) => {
    const source = at(`groups/华东/team-${index % 40}.yaml`, 10 + index);
    const name = `${["售前", "售后", "投诉", "夜班", "直播间"][index % 5]}-${["北京", "上海", "深圳", "成都"][index % 4]}-${index}`;
    const staying = Array.from({ length: index % 7 === 3 ? 1 : 5 }, (_, at) => ({
      agentNumber: agent(index * 7 + at + 100),
      priority: 0,
    }));
    if (groups > 1 && index % 15 === 4)
      return buildCreate(name, [joins(agent(index), { ...named(index), ...change, source })], { ...change, source });
    const removed = [leaves(agent(index), { ...named(index), ...change, source })];
    const worst = index === Math.floor(groups * 0.7);
    if (worst)
      for (let more = 1; more < 5; more += 1)
        removed.push(leaves(agent(index + more * 31), { ...named(more), ...change, source }));
    return buildReplace(
      name,
      String(10018000 + index),
      {
        added: index % 2 === 0 && !worst ? [joins(agent(index + 450), { ...named(index + 1), ...change, source })] : [],
        removed:
          index % 3 === 0 || worst
            ? removed
            : index % 3 === 1
              ? [leaves(agent(index + 222), { ...named(index), ...other, source })].slice(
                  drift && index % 4 === 0 ? 0 : 1,
                )
              : [],
        reprioritized: index % 3 === 2 ? [moves(agent(index + 33), 5, 0, { ...named(index), ...change, source })] : [],
        staying: worst ? staying.slice(0, 1) : staying,
      },
      { ...change, lastEdit: EDITED, source },
    );
  }).filter(
    (action) =>
      action.action === "create" || action.added.length + action.removed.length + action.reprioritized.length > 0,
  );
  const plan = buildPlan({
    actions,
    guards: [
      { guard: "maxRemovals", limit: "30%", actual: groups, of: groups * 6, tripped: false },
      { guard: "maxCreates", limit: "20", actual: Math.ceil(groups / 15), tripped: groups > 300 },
    ],
    manual: actions.slice(0, Math.floor(groups / 9)).map(({ displayName, source }, index) => ({
      displayName,
      exten: String(10018000 + index),
      attribute: "memory" as const,
      live: "off",
      desired: "1d",
      source,
      ...change,
    })),
    unchanged: 12,
  });
  return drift ? withOrigins(plan, ASKED) : { ...plan, ...ASKED };
}

/** The plan as all drift, or as all change with the same drift left, and the name in every field that comes with a base. */
export function withOriginsNamed(plan: Plan, name: string, only?: "change"): Plan {
  const edited = { lastEdit: { at: "2026-11-21T19:12:00Z", by: name, byName: name } };
  const marked = (origin: Origin) => plan.actions.map((action) => ({ ...action, ...edited, origin }));
  const manual = plan.manual.map((change) => ({ ...change, ...edited, origin: "drift" as const }));
  const asked = {
    commit: name,
    base: name,
    actor: `${name}!`,
    run: `https://forge.example/run?${name}`,
    pullRequest: { number: 12, title: name, author: name, url: `https://forge.example/pull?${name}` },
    noLongerManaged: [{ displayName: name, exten: name, members: 3 }],
  };
  const marks =
    only === undefined ? { actions: marked("drift") } : { actions: marked("change"), left: marked("drift"), only };
  return withOrigins({ ...plan, manual, ...marks }, asked);
}
