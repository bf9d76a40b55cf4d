import { isDigits } from "../config/numbers.js";
import type { Edit } from "./edits.js";
import { type MemberList, memberListsOf } from "./memberLists.js";
import { nameRemark, remarkBehind } from "./nameRemarks.js";
import type { Sound } from "./reading.js";
import { type ListEdits, withListEdits } from "./soundTexts.js";

/**
 * Lets the names that `pull` wrote behind numbers follow the account. A comment counts as one of these only where nothing
 * of what a person wrote can be lost: it is what the name begins with, the name but for one character, or the name of
 * another agent.
 *
 * @param names the account's names: number → name
 */
export function freshRemarks(
  sound: Sound,
  names: ReadonlyMap<string, string>,
  isMeant: (list: MemberList) => boolean,
): Sound {
  const all = new Set([...names.values()].map((name) => name.trim()));
  const places = memberListsOf(sound.reading)
    .all.filter(isMeant)
    .flatMap((list): ListEdits[] => {
      const edits = remarkEdits(list, sound.texts.get(list.path) ?? "", names, all);
      return edits.length === 0 ? [] : [{ path: list.path, edits }];
    });
  return places.length === 0 ? sound : withListEdits(sound, places);
}

function remarkEdits(
  { list, entries }: MemberList,
  text: string,
  names: ReadonlyMap<string, string>,
  all: ReadonlySet<string>,
): Edit[] {
  return entries.flatMap(({ kind, name: number }, index): Edit[] => {
    const name = names.get(number)?.trim() ?? "";
    if (kind !== "agent" || !isDigits(number) || name === "") return [];
    const remark = remarkBehind(list.items[index], text);
    const now = nameRemark(name);
    const said = remark?.text.replace(/^#[ \t]*/, "") ?? "";
    if (remark === undefined || remark.text === now || !isFormerName(said, name, all)) return [];
    return [{ start: remark.start, end: remark.end, text: ` ${now}` }];
  });
}

/** Shorter words are nicknames or roles as well. */
const MIN_LENGTH = 3;

function isFormerName(said: string, name: string, all: ReadonlySet<string>): boolean {
  if (said.length < 2 || said === name) return false;
  return (
    all.has(said) || name.startsWith(said) || (Math.min(said.length, name.length) >= MIN_LENGTH && isNear(said, name))
  );
}

/** Is one the other but for one character? */
function isNear(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > 1) return false;
  let before = 0;
  while (before < Math.min(a.length, b.length) && a[before] === b[before]) before += 1;
  let behind = 0;
  while (behind < Math.min(a.length, b.length) - before && a.at(-1 - behind) === b.at(-1 - behind)) behind += 1;
  return Math.max(a.length, b.length) - before - behind === 1;
}
