/**
 * Does a name match a pattern in which `*` stands for any text and `?` for one character? Patterns come from files, so
 * there is no regular expression that could be made to backtrack for ever: only the last `*` is ever tried again.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const signs = [...pattern];
  const characters = [...name];
  let sign = 0;
  let star = -1;
  let taken = 0;
  for (let at = 0; at < characters.length; ) {
    if (signs[sign] === "*") {
      star = sign++;
      taken = at;
    } else if (sign < signs.length && (signs[sign] === "?" || signs[sign] === characters[at])) {
      sign++;
      at++;
    } else if (star !== -1) {
      sign = star + 1;
      at = ++taken;
    } else return false;
  }
  while (signs[sign] === "*") sign++;
  return sign === signs.length;
}
