import type { DesiredState } from "../../src/config/desired.js";
import { DEFAULT_GUARDS } from "../../src/config/settings.js";
import type { LiveState } from "../../src/moor/live.js";
import { DOCUMENTED_LIMITS } from "../../src/moor/operations.js";
import { makePlan } from "../../src/plan/makePlan.js";
import { agentNumber, groupName, priorityOf } from "./accounts.js";
import { RENDERERS, type RendererName } from "./renderers.js";
import type { Rendered } from "./sections/render.js";

const MEMBERS = 100;

/** A separate process: measures what a first plan costs, in code that never ran before. */
const [, , renderer, groups] = process.argv;
process.stdout.write(JSON.stringify(measure(renderer as RendererName, Number(groups))));

function measure(name: RendererName, count: number): Rendered {
  const desired = desiredState(count);
  const live = liveState(count);
  const before = performance.now();
  const agreeing = compareByMaps(desired, live);
  const floorMs = performance.now() - before;
  if (agreeing !== Math.floor(count * 0.9)) throw new Error(`a tenth of the groups must differ, ${agreeing} agree`);

  const floorMb = peakMb();
  const began = performance.now();
  const { plan: draft } = makePlan({
    account: { name: "default", host: "https://api.example", accountId: "N0" },
    desired,
    live,
    guards: { settings: DEFAULT_GUARDS },
    limits: DOCUMENTED_LIMITS,
    isIgnored: () => false,
    createdAt: "2026-11-23T00:00:00.000Z",
    musterVersion: "0.0.0",
  });
  if (draft?.actions.length !== Math.ceil(count * 0.1)) throw new Error(`planned ${draft?.actions.length} changes`);
  const text = RENDERERS[name]({ ...draft, diagnostics: [] });
  return { ms: performance.now() - began, floorMs, bytes: text.length, mb: peakMb(), floorMb };
}

/** The most memory that this process ever held. */
function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

function desiredState(count: number): DesiredState {
  const groups = Array.from({ length: count }, (_, group) => {
    const source = { file: `groups/${group}.yaml`, line: 3, column: 5 };
    const members = Array.from({ length: MEMBERS }, (_, index) => ({
      agentNumber: agentNumber(group, index),
      priority: priorityOf(index),
      source: { file: source.file, line: 7 + index, column: 9 },
    }));
    return {
      displayName: groupName(group),
      previously: [],
      membership: "exact" as const,
      members,
      source,
      settingSources: { members: source },
    };
  });
  return { groups, agentNames: new Map() };
}

/** Every tenth group differs: a tenth of its members are others, a tenth have another priority. */
function liveState(count: number): LiveState {
  const groups = Array.from({ length: count }, (_, group) => {
    const members = Array.from({ length: MEMBERS }, (_, index) => {
      const changed = group % 10 === 0 && index % 10 === 0;
      const reprioritized = group % 10 === 0 && index % 10 === 1;
      return {
        agentNumber: agentNumber(group, changed ? index + MEMBERS : index),
        priority: priorityOf(index) + (reprioritized ? 1 : 0),
      };
    });
    return {
      exten: String(10_018_578 + group),
      displayName: groupName(group),
      assignRule: "random" as const,
      memory: "off" as const,
      members,
    };
  });
  return { groups, odd: [], pageSize: 100, pages: Math.ceil(count / 100) };
}

/**
 * The least that any comparison does: looks up each membership of one side in the other. Returns how many groups agree.
 */
function compareByMaps(desired: DesiredState, live: LiveState): number {
  const byName = new Map(live.groups.map((group) => [group.displayName, group]));
  return desired.groups.filter((group) => {
    const priorities = new Map(byName.get(group.displayName)?.members.map((one) => [one.agentNumber, one.priority]));
    return group.members?.every((one) => priorities.get(one.agentNumber) === one.priority);
  }).length;
}
