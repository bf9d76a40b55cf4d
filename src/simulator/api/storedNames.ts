/** Ways in which a server stores another name than it was sent. `cut-20` keeps the first 20 characters. */
const CHANGES = {
  "as-sent": (name) => name,
  trim: (name) => name.trim(),
  nfc: (name) => name.normalize("NFC"),
  entities: (name) => name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  "no-emoji": (name) => name.replaceAll(/[\u{10000}-\u{10ffff}]/gu, ""),
  "question-marks": (name) => name.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "????"),
  lowercase: (name) => name.toLowerCase(),
  squeeze: (name) => name.replaceAll(/\s+/gu, " "),
  halfwidth: (name) => name.normalize("NFKC"),
  default: () => "默认技能组",
} as const satisfies Record<string, (name: string) => string>;

export const STORED_NAMES = Object.keys(CHANGES) as readonly (keyof typeof CHANGES)[];
export type StoredName = keyof typeof CHANGES | `cut-${number}`;

export function isStoredName(text: string): text is StoredName {
  return Object.hasOwn(CHANGES, text) || /^cut-[1-9]\d*$/.test(text);
}

/** The name that the server keeps of one that it was sent. */
export function storedName(kind: StoredName, sent: string): string {
  if (isCut(kind)) return [...sent].slice(0, Number(kind.slice("cut-".length))).join("");
  return CHANGES[kind](sent);
}

function isCut(kind: StoredName): kind is `cut-${number}` {
  return kind.startsWith("cut-");
}
