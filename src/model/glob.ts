/**
 * Does a name match a pattern in which `*` stands for any text and `?` for one character? Patterns come from files, so
 * this is no regular expression, which could be made to backtrack without end: only the last `*` is tried again.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  return matchesRow(
    [...pattern],
    [...name],
    (sign) => sign === "*",
    (sign, character) => sign === "?" || sign === character,
  );
}

/** Does a row of signs fit a row of items, where some signs stand for any number of items? */
export function matchesRow<Sign, Item>(
  signs: readonly Sign[],
  items: readonly Item[],
  isStar: (sign: Sign) => boolean,
  fits: (sign: Sign, item: Item) => boolean,
): boolean {
  const isStarAt = (at: number): boolean => at < signs.length && isStar(signs[at] as Sign);
  let sign = 0;
  let star = -1;
  let taken = 0;
  for (let at = 0; at < items.length; ) {
    if (isStarAt(sign)) {
      star = sign++;
      taken = at;
    } else if (sign < signs.length && fits(signs[sign] as Sign, items[at] as Item)) {
      sign++;
      at++;
    } else if (star !== -1) {
      sign = star + 1;
      at = ++taken;
    } else return false;
  }
  while (isStarAt(sign)) sign++;
  return sign === signs.length;
}
