/**
 * A text as it may be shown: the value of every key whose name means a secret is replaced by stars, one for one, so that
 * places stay right; a plain `${VAR}` is kept. Works on lines, because the text may be broken YAML.
 */
export function maskSecrets(text: string): string {
  if (!MAY_HOLD_ONE.test(text)) return text;
  const anchors = new Set<string>();
  const masked = maskLines(text, maskerOf(anchors)).replace(STORE_ADDRESS, stars);
  // The value may stand elsewhere, under a name: `x: &s value`, `apiSecret: *s`.
  return anchors.size === 0 ? masked : maskLines(masked, anchorMasker(anchors));
}

/** A store's address holds a password, wherever it was pasted. */
const STORE_ADDRESS = /rediss?:(?:\\?\/){2}.*/gi;

/** Most files have no such key. A key may be written with escapes, or in full width. */
const MAY_HOLD_ONE =
  /store|redis|secret|passw|token|credential|key|account.?id|\\[xu]|[\uff00-\uffef]|密|口令|令牌|^[ \t]*(?:-[ \t]+)*\?[ \t]/im;

/** Where on a line the hidden part begins, and what of the lines after it is hidden with it. */
interface Hidden {
  readonly from: number;
  /** `block`: all that is further in; `next`: also the very next line; a quote: up to where it is closed. */
  readonly until: "line" | "block" | "next" | '"' | "'";
}
type Masker = (line: string) => Hidden | undefined;

function maskLines(text: string, masker: Masker): string {
  let until: Hidden["until"] = "line";
  let indentAbove = 0;
  return text
    .split("\n")
    .map((line) => {
      const indent = line.search(/\S|$/);
      const isBlank = indent === line.length;
      if (until === '"' || until === "'") {
        const end = endOfQuoted(`${until}${line}`, 0);
        if (end <= line.length) until = "block";
        return stars(line);
      }
      // `? apiSecret` has its value behind a colon of its own.
      const goesOn = indent > indentAbove || isBlank || (until === "next" ? true : /^\s*[:：]/.test(line));
      if (until !== "line" && goesOn) {
        if (until === "next" && !isBlank) until = "block";
        return stars(line);
      }
      until = "line";
      const hidden = masker(line);
      if (hidden === undefined) return line;
      indentAbove = indent;
      until = hidden.until;
      return line.slice(0, hidden.from) + stars(line.slice(hidden.from));
    })
    .join("\n");
}

/** @param anchors gets the names that stand for a secret */
function maskerOf(anchors: Set<string>): Masker {
  return (line) => {
    const explicit = /^\s*(?:-\s+)*\?\s+(.*)$/.exec(line)?.[1];
    // No person writes a key of several lines.
    if (
      explicit !== undefined &&
      (/^(?:[|>]|["'][^"']*$)/.test(explicit) || namesSecret(unquoted(explicit)) === "surely")
    )
      return { from: line.length, until: "block" };
    for (const { key, after } of keysOf(line)) {
      const value = line.slice(after);
      if (!isHidden(key, value)) continue;
      const alias = /^\s*\*([^\s,[\]{}]+)/.exec(value)?.[1];
      if (alias !== undefined) anchors.add(alias);
      return { from: after, until: endOf(value) };
    }
    return undefined;
  };
}

function anchorMasker(anchors: ReadonlySet<string>): Masker {
  return (line) => {
    for (const found of line.matchAll(/&([^\s,[\]{}]+)/g)) {
      const from = found.index + found[0].length;
      if (anchors.has(found[1] ?? "")) return { from, until: endOf(line.slice(from)) };
    }
    return undefined;
  };
}

function isHidden(key: string, value: string): boolean {
  if (/^\W*account.?id\W*$/i.test(key)) return !MAY_BE_ACCOUNT.test(value);
  if (namesStore(key)) return !MAY_BE_SHOWN.test(value) && !isReference(value);
  const named = namesSecret(key);
  if (named === "no" || isReference(value)) return false;
  return named === "surely" || LOOKS_SECRET.test(value);
}

/** Text as long as a secret: neither a number nor the beginning of a list or a map. */
const LOOKS_SECRET = /^\s*(?:[&!]\S*\s+)*(?:[|>*]|["']?(?!\d+["'\s,}]|[[{])[^\s,}]{8,})/;

/** Under `store`: no text, or the number of an agent who is called so. Anything else may be an address. */
const MAY_BE_SHOWN = /^\s*(?:["']?\d+["']?\s*)?(?:[,}#].*|[[{].*)?$/s;

/** An account number, a variable, or nothing on this line. Anything else may be a secret in the wrong place. */
const MAY_BE_ACCOUNT = /^\s*(?:["']?(?:[A-Za-z]?\d+|[^"'\s]*\$\{.*)["']?\s*(?:[,}#].*)?|[|>&*!].*)?$/s;

function endOf(value: string): Hidden["until"] {
  const [, before = "", quote] = /^(\s*(?:[&!]\S*\s+)*)(["'])/.exec(value) ?? [];
  if ((quote === '"' || quote === "'") && endOfQuoted(value, before.length) === value.length) return quote;
  return /^\s*(?:[&!]\S*\s*)*(?:#.*)?$/.test(value) ? "next" : "block";
}

function isReference(value: string): boolean {
  const plain = /^\s*(["']?)\$\{\w+\}\1\s*(?:[,}]|#.*|$)/s.exec(value)?.[0];
  return plain !== undefined;
}

function unquoted(text: string): string {
  return text.trim().replace(/^["']|["']\s*(?:#.*)?$/g, "");
}

function stars(text: string): string {
  return text.replace(/\S/g, "*");
}

/** A key of a line of YAML, sound or not, and where its value begins. */
export interface LineKey {
  readonly key: string;
  /** Offset in the line of what follows the colon. */
  readonly after: number;
}

const COLONS = ":：﹕︰";

/** Everything on a line that could be a key, however it is quoted and whichever colon follows it. */
export function* keysOf(line: string): Generator<LineKey> {
  let token = "";
  let at = /^(?:\s|-\s|\?\s)*/.exec(line)?.[0].length ?? 0;
  while (at < line.length) {
    const character = line[at] ?? "";
    if ((character === '"' || character === "'") && /^(?:\s*[&!]\S*)*\s*$/.test(token)) {
      const end = endOfQuoted(line, at);
      token = line.slice(at + 1, end);
      at = end + 1;
      continue;
    }
    if (character === "#" && /^\s?$/.test(line[at - 1] ?? "")) return;
    at += 1;
    if (COLONS.includes(character)) {
      yield { key: token, after: at };
      token = "";
    } else if ("{}[],，".includes(character)) token = "";
    else token += character;
  }
}

/** Offset of the quote that closes the one at `at`; the line's length where there is none. */
export function endOfQuoted(line: string, at: number): number {
  const quote = line[at];
  for (let end = at + 1; end < line.length; end += 1) {
    if (line[end] === "\\" && quote === '"') end += 1;
    else if (line[end] === quote && quote === "'" && line[end + 1] === quote) end += 1;
    else if (line[end] === quote) return end;
  }
  return line.length;
}

/** Is it `store`, the setting of `muster.yaml`? */
export function namesStore(key: string): boolean {
  return /^["'\s]*store["'\s]*$/i.test(key);
}

/** `surely`: whatever its value is. `maybe`: names of people have "key" in them, too (`li.keyu: "8001"`). */
export function namesSecret(key: string): "surely" | "maybe" | "no" {
  const plain = unescaped(key.replace(/^(?:\s*[&!]\S*\s)+/, ""))
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  if (/secret|passw|token|credential|(?:api|access|private|auth|sign|signing)key|^key$|密钥|密码|口令|令牌/.test(plain))
    return "surely";
  return plain.includes("key") ? "maybe" : "no";
}

/** `api\u0053ecret`, as YAML and JSON read it between double quotes. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))/gi,
    (whole, x?: string, u?: string, long?: string) => {
      const code = Number.parseInt(x ?? u ?? long ?? "", 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
