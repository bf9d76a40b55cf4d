import { type Document, isMap, isSeq, type YAMLSeq } from "yaml";
import { usersIn } from "../config/agentIndex.js";
import type { Entry } from "../config/declarations.js";
import { followed, pairOf, type ReadPair } from "./nodes.js";
import type { Reading } from "./reading.js";

/** A member list where it is written, and all that it serves: a team, a group, or several of them by a YAML alias. */
export interface MemberList {
  readonly path: string;
  readonly document: Document;
  /** The key with the list itself, no alias of it. */
  readonly pair: ReadPair;
  readonly list: YAMLSeq;
  readonly entries: readonly Entry[];
  /** The teams that it is the list of. */
  readonly teams: readonly string[];
  /** Numbers of the groups that have its members, as their own or through a team. */
  readonly users: ReadonlySet<number>;
  /** Is it, or one of its teams, in a roster? Its members then come to groups at times. */
  readonly isInRoster: boolean;
  /** The roster that has it as the agents of a row as well, by a YAML alias. */
  readonly rowOf?: string;
}

/** The agents of a row of a roster. They have no priorities, and whoever is in a cycle has a place there. */
export interface RosterList extends MemberList {
  readonly roster: string;
  readonly kind: "week" | "cycle";
  /** The rows that it is one of. */
  readonly rows: WrittenRows;
  readonly row: number;
}

/** Rows of a roster where they are written; each is an entry without a name. */
export type WrittenRows = MemberList;

/** The member lists of all files. */
export interface MemberLists {
  readonly all: readonly MemberList[];
  /** Of rosters; they are not among the others. */
  readonly rosters: readonly RosterList[];
  /** The group's own; `undefined` where the files leave its members alone. */
  ofGroup(index: number): MemberList | undefined;
  ofTeam(team: string): MemberList | undefined;
}

type Growing = { -readonly [Part in keyof MemberList]: MemberList[Part] } & { teams: string[]; users: Set<number> };

export function memberListsOf(reading: Reading): MemberLists {
  const { declared, places, documents } = reading;
  const lists = new Map<YAMLSeq, Growing>();
  const ofGroup = new Map<number, MemberList>();
  const ofTeam = new Map<string, MemberList>();
  const found = (path: string, document: Document, pair: ReadPair, entries: readonly Entry[]): Growing | undefined => {
    const list = followed(pair.value, document);
    if (!isSeq(list)) return undefined;
    const one = lists.get(list) ?? { ...noUses(), path, document, pair, list, entries };
    lists.set(list, one);
    if (pair.value === list) one.pair = pair;
    return one;
  };

  const entriesOf = new Map(declared.teams.map(({ team, entries }) => [team, entries]));
  const users = usersIn(declared);
  const numbers = new Map(declared.groups.map((group, index) => [group, index]));
  for (const [path, all] of documents) {
    for (const document of all) {
      const teams = followed(pairOf(document.contents, "teams")?.value, document);
      for (const pair of isMap(teams) ? teams.items : []) {
        const team = String(followed(pair.key, document));
        const one = found(path, document, pair, entriesOf.get(team) ?? []);
        if (one === undefined) continue;
        one.teams.push(team);
        one.isInRoster ||= users.isInRoster(team);
        for (const group of users.ofTeam(team)) one.users.add(numbers.get(group) ?? -1);
        ofTeam.set(team, one);
      }
    }
  }
  for (const [index, { path, document, node, declared: group }] of places.entries()) {
    const pair = pairOf(node, "members");
    const one = pair && group.entries && found(path, document, pair, group.entries);
    if (one === undefined) continue;
    one.users.add(index);
    ofGroup.set(index, one);
  }
  const usersOf = (roster: string) => new Set(users.ofRoster(roster).map((group) => numbers.get(group) ?? -1));
  const rosters = rosterLists(reading, usersOf);
  for (const { list, roster } of rosters) {
    const shared = lists.get(list);
    if (shared === undefined) continue;
    shared.rowOf = roster;
    shared.isInRoster = true;
  }
  return {
    all: [...lists.values()],
    rosters,
    ofGroup: (index) => ofGroup.get(index),
    ofTeam: (team) => ofTeam.get(team),
  };
}

const ROWS = new WeakMap<Reading, ReadonlyMap<YAMLSeq, string>>();

/** The roster that has a list of members as the agents of a row as well, by a YAML alias. */
export function rosterWithRow(reading: Reading, list: YAMLSeq): string | undefined {
  if (reading.moment === undefined) return undefined;
  const rows = ROWS.get(reading) ?? new Map(rosterLists(reading, () => new Set()).map((one) => [one.list, one.roster]));
  ROWS.set(reading, rows);
  return rows.get(list);
}

function noUses() {
  return { teams: [] as string[], users: new Set<number>(), isInRoster: false };
}

/** The rows of all rosters that are written where they count. */
function rosterLists(
  { declared, documents }: Reading,
  usersOf: (roster: string) => ReadonlySet<number>,
): readonly RosterList[] {
  const declarations = (declared.timetable?.rosters ?? []).values();
  const found: RosterList[] = [];
  for (const [path, all] of documents) {
    for (const document of all) {
      const rosters = followed(pairOf(document.contents, "rosters")?.value, document);
      for (const { value } of isMap(rosters) ? rosters.items : []) {
        const declaration = declarations.next().value;
        if (declaration === undefined) return found;
        const { roster, week, cycles } = declaration;
        const users = usersOf(roster);
        for (const [kind, rows] of [
          ["week", week],
          ["cycle", cycles],
        ] as const) {
          const pair = pairOf(followed(value, document), kind);
          const list = followed(pair?.value, document);
          if (pair === undefined || !isSeq(list) || list.items.length !== rows.length) continue;
          const entries = rows.map(
            ({ at }): Entry => ({ kind: "agent", name: "", nameAt: at, priority: undefined, at }),
          );
          const common = { path, document, teams: [], users, isInRoster: true };
          const written: WrittenRows = { ...common, pair, list, entries };
          for (const [row, { people }] of rows.entries()) {
            const agents = pairOf(followed(list.items[row], document), "agents");
            const names = followed(agents?.value, document);
            if (agents === undefined || !isSeq(names) || names.items.length !== people.length) continue;
            const place = { pair: agents, list: names, entries: people };
            found.push({ ...common, ...place, roster, kind, rows: written, row });
          }
        }
      }
    }
  }
  return found;
}
