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
