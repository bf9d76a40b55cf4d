/** A word that any POSIX shell reads as this text. */
export function shellWord(text: string): string {
  return /^[\p{L}\p{N}\p{M}_./@%+=:,-]+$/u.test(text) && !text.startsWith("-")
    ? text
    : `'${text.replaceAll("'", "'\\''")}'`;
}
