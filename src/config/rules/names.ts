import { hasVisible } from "../../model/hiddenCharacters.js";
import { codePoint, doubtsOf, type NameDoubt } from "../../model/nameDoubts.js";
import { nearMiss, plain } from "../../model/nearMiss.js";
import type { GroupDeclaration } from "../declarations.js";
import type { FieldPath, FindingSink } from "../findings.js";
import type { Located } from "../yaml/tree.js";
import type { Judged } from "./rules.js";

/** Names must be fit to send and to show. */
export function groupNamesAreSound({ declared }: Judged, sink: FindingSink): void {
  for (const { displayName, distinct } of declared.groups) {
    if (!displayName || !isFit(displayName, NAME, sink)) continue;
    if (isMeant(displayName.value, distinct)) continue;
    for (const doubt of doubtsOf(displayName.value)) report(doubt, displayName, NAME, sink);
  }
}

const NAME: FieldPath = { field: "displayName", part: "value" };
const OLD_NAME: FieldPath = { field: "previously", part: "entry" };

/** A group that lists its own name under `distinct` has it on purpose. */
function isMeant(name: string, distinct: GroupDeclaration["distinct"]): boolean {
  return distinct.some(({ value }) => value === name);
}

/** Old names too, and they are not the present one. In an account they may have any quotes and spaces inside. */
export function oldNamesAreSound({ declared }: Judged, sink: FindingSink): void {
  for (const { displayName, previously } of declared.groups) {
    for (const name of previously) {
      if (isFit(name, OLD_NAME, sink))
        for (const doubt of doubtsOf(name.value))
          if (doubt.kind !== "quotes" && doubt.kind !== "inside") report(doubt, name, OLD_NAME, sink);
      if (name.value === displayName?.value) {
        sink.warning("previously-own-name", { displayName: name.value }, name.at);
      }
    }
  }
}

/** Names of agents and teams stay in the files, but each list must write them in the same way. */
export function ownNamesAreSound({ declared }: Judged, sink: FindingSink): void {
  const check = (field: "agents" | "teams", value: string, at: Located<string>["at"]): void => {
    for (const doubt of doubtsOf(value))
      if (doubt.kind !== "placeholder") report(doubt, { value, at }, { field, part: "entry" }, sink);
  };
  for (const { alias, at } of declared.agents) check("agents", alias, at);
  for (const { team, at } of declared.teams) check("teams", team, at);
}

/**
 * Two names that only a careful reader tells apart: of groups that the account may not have yet, and of agents and teams.
 * One other character is left to the plan, which knows what is live.
 */
export function namesLookDifferent({ declared }: Judged, sink: FindingSink): void {
  const groups = declared.groups.flatMap(({ displayName, exten, distinct }) =>
    displayName && !exten ? [{ ...displayName, distinct: distinct.map(({ value }) => value) }] : [],
  );
  reportAlike("groups", groups, sink);
  const agents = declared.agents.map(({ alias, number = "", at }) => ({ value: alias, at, distinct: [], number }));
  reportAlike("agents", agents, sink);
  const teams = declared.teams.map(({ team, at }) => ({ value: team, at, distinct: [] }));
  reportAlike("teams", teams, sink);
}

/** A name, and the names that it may look like. */
type Own = Located<string> & { readonly distinct: readonly string[]; readonly number?: string };

function reportAlike(of: "groups" | "agents" | "teams", names: readonly Own[], sink: FindingSink): void {
  const firsts = new Map<string, Own>();
  for (const name of names) {
    const key = plain(name.value);
    const first = key === "" ? undefined : firsts.get(key);
    if (first === undefined) firsts.set(key, name);
    const difference = first && nearMiss(first.value, name.value);
    if (first === undefined || difference === undefined) continue;
    // Two names of one agent are reported as such.
    if (first.number !== undefined && first.number === name.number) continue;
    if (first.distinct.includes(name.value) || name.distinct.includes(first.value)) continue;
    const args = { of, name: name.value, other: first.value, difference };
    sink.warning("alike-names", args, name.at, [{ note: "other", source: first.at }]);
  }
}

/**
 * A name that goes to the API and to people's screens. Control characters are refused, and so are halves of surrogate
 * pairs, which `"\ud800"` can write.
 */
function isFit(name: Located<string>, spot: FieldPath, sink: FindingSink): boolean {
  const control = /[\p{Cc}\p{Cs}]/u.exec(name.value)?.[0];
  if (control !== undefined) sink.error("control-character", { ...spot, character: codePoint(control) }, name.at);
  else if (!hasVisible(name.value)) sink.error("empty-value", spot, name.at);
  else return true;
  return false;
}

function report(doubt: NameDoubt, { value, at }: Located<string>, spot: FieldPath, sink: FindingSink): void {
  switch (doubt.kind) {
    case "ends":
      sink.warning("surrounding-space", { ...spot, value }, at);
      break;
    case "inside":
      sink.warning("odd-space", { ...spot, value, characters: doubt.characters }, at);
      break;
    case "hidden":
      sink.warning("hidden-character", { ...spot, value, characters: doubt.characters }, at);
      break;
    case "placeholder":
      sink.warning("placeholder-in-name", { ...spot, value, variable: doubt.variable }, at);
      break;
    case "quotes":
      sink.warning("quotes-in-name", { ...spot, value, bare: doubt.bare }, at);
      break;
  }
}
