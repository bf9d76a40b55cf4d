import { execFile } from "node:child_process";
import { mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Bad input that cannot stand in a repository: binary, large, or changed by a checkout. */
export interface MadeInput {
  readonly name: string;
  /** Codes in the order of the report. */
  readonly codes: readonly string[];
  /** Written as `groups.yaml`; or `make` writes what it likes. */
  readonly bytes?: Uint8Array | string;
  readonly make?: (folder: string) => Promise<void>;
}

const V = "version: 1\n";
const MISSPELT = `${V}groups:\n  - displayName: 售前\n    memroy: 1d\n`;

export const MADE: readonly MadeInput[] = [
  { name: "byte-order-mark", codes: ["unknown-field"], bytes: `\uFEFF${MISSPELT}` },
  { name: "carriage-returns", codes: ["unknown-field"], bytes: MISSPELT.replaceAll("\n", "\r\n") },
  { name: "byte-order-mark-and-nothing-else", codes: ["empty-file"], bytes: "\uFEFF" },
  { name: "gbk", codes: ["not-utf8"], bytes: gbk() },
  { name: "utf-16", codes: ["not-utf8"], bytes: Buffer.from(`\uFEFF${MISSPELT}`, "utf16le") },
  { name: "cut-in-a-character", codes: ["not-utf8"], bytes: Buffer.from(`${V}# 售前`).subarray(0, -1) },
  { name: "nul-bytes", codes: ["control-character"], bytes: `${V}groups:\n  - displayName: a\0b\n` },
  { name: "documents-without-end", codes: ["too-many-documents"], bytes: `${V}---\n`.repeat(100_000) },
  { name: "carriage-returns-alone", codes: ["line-ends"], bytes: MISSPELT.replaceAll("\n", "\r") },
  {
    name: "merge-conflict",
    codes: ["merge-conflict"],
    bytes: `${V}groups:\n<<<<<<< HEAD\n  - displayName: a\n=======\n  - displayName: b\n>>>>>>> other\n`,
  },
  {
    name: "pointer-of-lfs",
    codes: ["not-checked-out"],
    bytes: "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
  },
  { name: "link-as-text", codes: ["not-checked-out"], bytes: "../shared/groups.yaml" },
  {
    name: "priorities-in-other-notations",
    codes: ["priority-notation", "priority-notation"],
    bytes: `${V}groups:\n  - displayName: a\n    members: [{ agent: 1, priority: 010 }, { agent: 2, priority: 0x10 }]\n`,
  },
  {
    name: "names-that-hide-something",
    codes: ["hidden-character", "placeholder-in-name", "empty-value"],
    bytes: `${V}groups:\n  - displayName: "a\\u200bb"\n  - displayName: \${NAME}\n  - displayName: "\\u3164"\n`,
  },
  { name: "alias-bomb", codes: ["alias-bomb"], bytes: aliasBomb() },
  { name: "deep-brackets", codes: ["too-deep"], bytes: `${V}groups: ${"[".repeat(100_000)}` },
  { name: "deep-indentation", codes: ["too-deep"], bytes: deepIndentation() },
  { name: "eleven-mebibytes", codes: ["file-too-large"], make: elevenMebibytes },
  { name: "a-megabyte-in-one-line", codes: ["unknown-field", "previously-own-name"], bytes: megabyteLine() },
  { name: "more-members-than-anybody-has", codes: ["too-many-members"], bytes: manyMembers() },
  { name: "link-to-itself", codes: ["file-unreadable"], make: linkToItself },
  { name: "neither-file-nor-folder", codes: ["path-not-a-file"], make: pipe },
  { name: "out-of-the-folder", codes: ["path-outside"], make: (folder) => settingsThatName("/etc/passwd", folder) },
  {
    name: "settings-under-another-name",
    codes: ["settings-file-name"],
    make: (folder) => writeFile(join(folder, "muster.yml"), `${V}guards: {}\n`),
  },
  { name: "submodule-that-is-not-there", codes: ["submodule-missing"], make: emptySubmodule },
  { name: "files-that-are-too-large-together", codes: ["too-much-text"], make: fiftyMebibytes },
];

export async function makeIn(folder: string, { bytes, make }: MadeInput): Promise<void> {
  if (make) await make(folder);
  else await writeFile(join(folder, "groups.yaml"), bytes ?? "");
}

/** `售前` as editors on Chinese Windows may save it. */
function gbk(): Uint8Array {
  return Buffer.concat([Buffer.from(`${V}groups:\n  - displayName: `), Buffer.from([0xca, 0xdb, 0xc7, 0xb0, 0x0a])]);
}

function aliasBomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `  t${level + 1}: &t${level + 1} [${Array(10).fill(`*t${level}`).join(", ")}]\n`,
  );
  return `${V}teams:\n  t0: &t0 ["8000"]\n${levels.join("")}`;
}

function deepIndentation(): string {
  return V + Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("");
}

function megabyteLine(): string {
  const long = "售".repeat(200_000);
  return `${V}groups: [{ displayName: ${long}, memroy: 1d, previously: [${long}] }]\n`;
}

function manyMembers(): string {
  const agents = Array.from({ length: 2_000 }, (_, index) => `"${8_000 + index}"`).join(", ");
  const groups = Array.from(
    { length: 600 },
    (_, index) => `  - displayName: g${index}\n    members: [{ team: all }]\n`,
  );
  return `${V}teams:\n  all: [${agents}]\ngroups:\n${groups.join("")}`;
}

async function elevenMebibytes(folder: string): Promise<void> {
  const path = join(folder, "groups.yaml");
  await writeFile(path, MISSPELT);
  await truncate(path, 11 * 1024 * 1024);
}

async function fiftyMebibytes(folder: string): Promise<void> {
  for (let file = 0; file < 5; file += 1) {
    await writeFile(join(folder, `${file}.yaml`), `# ${"x".repeat(10 * 1024 * 1024 - 40)}\n${V}groups: []\n`);
  }
}

async function pipe(folder: string): Promise<void> {
  await promisify(execFile)("mkfifo", [join(folder, "pipe.yaml")]);
}

async function emptySubmodule(folder: string): Promise<void> {
  await mkdir(join(folder, "groups/shared"), { recursive: true });
  await writeFile(join(folder, "groups/a.yaml"), `${V}groups: []\n`);
  await writeFile(join(folder, ".gitmodules"), '[submodule "shared"]\n\tpath = groups/shared\n\turl = ../shared.git\n');
}

async function linkToItself(folder: string): Promise<void> {
  await symlink("loop.yaml", join(folder, "loop.yaml"));
  await settingsThatName("loop.yaml", folder);
}

function settingsThatName(path: string, folder: string): Promise<void> {
  const account = 'host: "${H}", accountId: "${A}", apiSecret: "${S}"';
  return writeFile(join(folder, "muster.yaml"), `${V}accounts:\n  prod: { ${account}, groups: [${path}] }\n`);
}
