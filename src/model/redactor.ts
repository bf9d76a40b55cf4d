/** Stands where a secret would. */
const STARS = "***";

/**
 * A shorter secret is like an ordinary word, and output without it could not be read. The vendor's secrets have 36
 * characters.
 */
const LEAST_LENGTH = 8;

/** Signatures that are remembered: more than a run makes within the minutes for which the server accepts one. */
const SIGNATURES = 500;

/** Backslashes before a character that was quoted several times over. Without a limit, a long row of them would take for ever. */
const BACKSLASHES = "\\\\{0,8}";

/** What may stand between two characters of one text: a line break with indentation, or a break opportunity in HTML. */
const BETWEEN = "(?:\\s{0,80}|<wbr>)";

/**
 * Removes the secrets of a run from all text that it writes, in every encoding: plain, broken over lines, URL-, HTML-, JSON-
 * or base64-encoded, in upper or lower case. Also the signatures and `Authorization` values that are made of them.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  /** How `Authorization` values of an account begin, in base64; the rest is the time. */
  readonly #authorizations = new Set<string>();
  readonly #signatures = new Set<string>();
  #pattern: RegExp | undefined;

  /**
   * Remembers a secret. One that is too short to differ from ordinary words is not removed.
   *
   * @returns whether it is new and will be removed
   */
  keep(secret: string): boolean {
    const text = secret.trim();
    if (text.length < LEAST_LENGTH || this.#secrets.has(text)) return false;
    this.#secrets.add(text);
    this.#pattern = undefined;
    return true;
  }

  /** Remembers what authenticates one request: its `sig`, and the value of its `Authorization` header. */
  keepSignature(sig: string, authorization: string): void {
    if (/^[0-9a-f]{32}$/i.test(sig)) {
      this.#signatures.add(sig.toLowerCase());
      const [oldest = ""] = this.#signatures;
      if (this.#signatures.size > SIGNATURES) this.#signatures.delete(oldest);
    } else this.keep(sig);
    const scheme = /^(?:bearer|token|basic)\s+(.*)$/i.exec(authorization)?.[1];
    if (scheme !== undefined) {
      this.keep(scheme);
      return;
    }
    // Base64 of `N00000000556:2026…`: of one account all begin alike.
    const beginning = authorization.slice(0, 16);
    if (beginning.length < LEAST_LENGTH || this.#authorizations.has(beginning)) return;
    this.#authorizations.add(beginning);
    this.#pattern = undefined;
  }

  /** The text without any of them. */
  redact(text: string): string {
    this.#pattern ??= patternOf(this.#secrets, this.#authorizations);
    const rest = this.#pattern === undefined ? text : text.replace(this.#pattern, STARS);
    return this.#signatures.size === 0 ? rest : withoutSignatures(rest, this.#signatures);
  }
}

function patternOf(secrets: ReadonlySet<string>, authorizations: ReadonlySet<string>): RegExp | undefined {
  const spellings = [
    // The longest first: one secret may begin with another.
    ...[...secrets].sort((a, b) => b.length - a.length).flatMap((secret) => [spelled(secret), ...inBase64(secret)]),
    ...[...authorizations].map(
      (beginning) => `${spelled(beginning)}(?:${BETWEEN}[\\w+/-]|%2[bf])*(?:=|%(?:25)*3d|&#61;|&#x3d;)*`,
    ),
    ...[...authorizations].flatMap(inBase64),
  ];
  return spellings.length === 0 ? undefined : new RegExp(spellings.join("|"), "gi");
}

/** A pattern for a text in every encoding: each character as it is, or as in a URL, in HTML or in JSON. */
function spelled(text: string): string {
  return [...text].map(spelledCharacter).join(BETWEEN);
}

const NAMED: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

function spelledCharacter(character: string): string {
  const spellings = new Set<string>();
  const escaped = new Set<string>([literal(character)]);
  for (const form of new Set([character, character.toLowerCase(), character.toUpperCase()])) {
    spellings.add([...new TextEncoder().encode(form)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join(""));
    const code = form.codePointAt(0) ?? 0;
    spellings.add(`&(?:amp;)*#(?:0*${code}|x0*${code.toString(16)});`);
    const units = [...Array(form.length).keys()].map((index) => `\\\\u${hex(form.charCodeAt(index), 4)}`);
    escaped.add(units.join(BACKSLASHES));
    escaped.add(`\\\\u\\{0*${code.toString(16)}\\}`);
    if (code < 0x100) escaped.add(`\\\\x${hex(code, 2)}`);
  }
  const named = NAMED[character];
  if (named !== undefined) spellings.add(`&(?:amp;)*${named};`);
  if (character === " ") spellings.add("\\+");
  return `(?:${[`${BACKSLASHES}(?:${[...escaped].join("|")})`, ...spellings].join("|")})`;
}

/** The text in base64, for each of its three possible offsets, without the ends, which depend on the neighbouring bytes. */
function inBase64(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    const from = Math.ceil((shift * 8) / 6);
    const core = encoded.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
    const sign: Readonly<Record<string, string>> = { "+": "(?:[+-]|%2b)", "/": "(?:[/_]|%2f)" };
    return `${[...core].map((one) => sign[one] ?? one).join("\\s{0,80}")}[\\w+/-]?(?:=|%3d)*`;
  });
}

/** Any 32 hex digits may be a signature; only those that were made are removed. Also within base64, which may be broken over lines. */
function withoutSignatures(text: string, signatures: ReadonlySet<string>): string {
  return (
    text
      // Before the plain digits, which may overlap the end of base64.
      .replace(/[A-Za-z0-9+/_-](?:(?:\r?\n[ \t]{0,80})?[A-Za-z0-9+/_-]){41,}/g, (run) => {
        const digits = run.replace(/\s/g, "");
        const isIn = [0, 1, 2, 3].some((shift) =>
          decoded(digits.slice(shift))
            .match(/[0-9a-f]{32,}/gi)
            ?.some((one) => holds(one, signatures)),
        );
        return isIn ? STARS : run;
      })
      .replace(/[0-9a-f](?:\s{0,80}[0-9a-f]){31,}/gi, (run) => (holds(run, signatures) ? STARS : run))
  );
}

function holds(run: string, signatures: ReadonlySet<string>): boolean {
  const digits = run.replace(/\s/g, "").toLowerCase();
  for (let at = 0; at + 32 <= digits.length; at += 1) if (signatures.has(digits.slice(at, at + 32))) return true;
  return false;
}

function decoded(run: string): string {
  return Buffer.from(run.replaceAll("-", "+").replaceAll("_", "/"), "base64").toString("latin1");
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

function literal(character: string): string {
  return character.replace(/[$()*+.?[\\\]^{|}/-]/g, "\\$&");
}
