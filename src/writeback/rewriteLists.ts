import { withLineEnd } from "./edits.js";
import { freshRemarks } from "./freshRemarks.js";
import type { MemberList } from "./memberLists.js";
import { nameAgents } from "./nameAgents.js";
import { nameRemark } from "./nameRemarks.js";
import { proposeTeams } from "./proposeTeams.js";
import type { PullRequest } from "./pullFiles.js";
import type { Sound } from "./reading.js";

/** The lists of a run, and the files that they may use names of. */
export interface ListScope {
  /** The lists that the run is about. */
  readonly isMeant: (list: MemberList) => boolean;
  /** Files that take no names of this account: other accounts read them, too. */
  readonly isShared: (path: string) => boolean;
  /** Does the comment say who the agent is, and nothing else? */
  readonly isNameOf: (remark: string, agentNumber: string) => boolean;
}

export interface RewrittenLists {
  /** Only the texts that changed. */
  readonly changed: ReadonlyMap<string, string>;
  /** How many names and teams are new. */
  readonly names: number;
  readonly teams: number;
}

/**
 * Rewrites member lists that say what is live already: comments that name agents follow the account, names stand in place
 * of numbers, a team in place of equal lists. What the lists mean stays; one that cannot be rewritten stays as it is.
 */
export function rewriteLists(before: Sound, request: PullRequest): RewrittenLists {
  const { live, match, only, people, teams = false, definitions, isShared = () => false } = request;
  const listed = live.flatMap(({ members }) => members);
  const names = new Map(listed.flatMap(({ agentNumber, agentName = "" }) => named(agentNumber, agentName)));
  const found = match(before.reading.places.map(({ desired }) => desired));
  const selected = new Set(
    before.reading.places.flatMap(({ desired }, index) => {
      const group = found.get(desired);
      return group !== undefined && only(group) ? index : [];
    }),
  );
  const isMeant = ({ path, users }: MemberList) => !isShared(path) && [...users].some((index) => selected.has(index));

  const isNameOf = (remark: string, number: string) =>
    [names, people?.names].some((known) => remark === nameRemark(known?.get(number)));
  const scope = { isMeant, isShared, isNameOf };

  let sound = freshRemarks(before, names, isMeant);
  let [newNames, newTeams] = [0, 0];
  if (teams) ({ sound, added: newTeams } = proposeTeams(sound, { ...scope, file: definitions.teams }));
  if (people !== undefined) {
    const directory = [...people.names].flatMap(([number, name]) => named(number, name));
    const all = { ...people, names: new Map([...names, ...directory]) };
    ({ sound, added: newNames } = nameAgents(sound, { ...scope, people: all, file: definitions.agents }));
  }
  const changed = [...sound.texts].filter(([path, text]) => text !== withLineEnd(before.texts.get(path) ?? ""));
  return { changed: new Map(changed), names: newNames, teams: newTeams };
}

function named(number: string, name: string): (readonly [number: string, name: string])[] {
  return name.trim() === "" ? [] : [[number, name]];
}
