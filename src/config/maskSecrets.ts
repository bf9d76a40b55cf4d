/**
 * The text of `muster.yaml` as it may be shown: whatever stands behind an `apiSecret:` and is not a plain `${VAR}` has
 * stars instead, one for one, so that places stay right. Works on lines, because the text may be broken YAML.
 */
export function maskSecrets(text: string): string {
  let hiddenBelow: number | undefined;
  return text
    .split("\n")
    .map((line) => {
      const indent = line.search(/\S|$/);
      if (hiddenBelow !== undefined && (indent > hiddenBelow || line.trim() === "")) return stars(line);
      hiddenBelow = undefined;
      const [, before = "", value = ""] = /^(?!\s*#)(.*?apiSecret["']?[ \t]*:)(.*)$/s.exec(line) ?? [];
      if (before === "" || isReference(value)) return line;
      // The value may go on below, as block text or in quotes.
      hiddenBelow = indent;
      return before + stars(value);
    })
    .join("\n");
}

function isReference(value: string): boolean {
  return /^\s*(["']?)\$\{\w+\}\1\s*(?:[,}].*)?(?:#.*)?$/s.test(value) && !/apiSecret/.test(value);
}

function stars(text: string): string {
  return text.replace(/\S/g, "*");
}
