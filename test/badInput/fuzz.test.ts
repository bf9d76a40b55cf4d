import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConfigFinding } from "../../src/config/findings.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { formatFinding } from "../../src/report/messages/formatFinding.js";
import { findingsText } from "../../src/report/text/findingsText.js";
import { ROOT } from "../support/cli.js";

/** Named in every failure by fast-check; another one, for a search by hand: `FUZZ_SEED=… FUZZ_RUNS=…`. */
const SEED = Number(process.env["FUZZ_SEED"] ?? 20261123);
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);

/** Real files: sixty groups, and the settings of two accounts. */
const EXAMPLES = [
  ...filesBelow(join(ROOT, "examples/sixty-groups")),
  ...filesBelow(join(ROOT, "examples/two-accounts")),
].map((path) => readFileSync(path, "utf8"));

/** Pieces that mean something to YAML or to muster. */
const WORDS = [
  ..."-:?,[]{}#&*!|>'\"%@`\\\t\n\r \uFEFF\0",
  ...["- ", ": ", "---\n", "...\n", "<<: *a", "&a ", "*a", "!!binary ", "%YAML 1.1\n", "? ", "|\n", ">-\n", "\\u", "~"],
  ...[
    "version: 1\n",
    "groups:\n",
    "agents:",
    "teams:",
    "members:",
    "displayName:",
    "__proto__: ",
    "exten: 007",
    "team: ",
  ],
  ...[
    "accounts:",
    "apiSecret:",
    "${",
    "guards:",
    "limits:",
    "售前",
    "👩‍💻",
    "0x1F",
    ".nan",
    "1e999",
    "\ud800",
    "\u0085",
    "\u2028",
  ],
];

/** Keeps every promise of a reader: an answer, with findings that can be shown. */
async function read(bytes: Uint8Array): Promise<void> {
  const desired = loadDesired([{ path: "groups.yaml", bytes }]);
  const settings = await loadMusterFile({ path: "muster.yaml", bytes });
  for (const { findings, texts } of [desired, settings]) show(findings, texts);
  expect(desired.desired === undefined).toBe(hasError(desired.findings));
  expect(settings.musterFile === undefined).toBe(hasError(settings.findings));
}

function show(findings: readonly ConfigFinding[], texts: ReadonlyMap<string, string>): void {
  for (const language of ["en", "zh"] as const) {
    const diagnostics = findings.map((finding) => formatFinding(finding, language));
    const text = findingsText(diagnostics, texts, { language, columns: 80, colour: false });
    // Nothing of the file reaches a terminal as a command.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  }
  for (const { source } of findings) {
    if (source) expect(Math.min(source.line, source.column)).toBeGreaterThan(0);
  }
}

function hasError(findings: readonly ConfigFinding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml"))
    .sort()
    .map((path) => join(folder, path));
}

/** One slip of the hand or of a disk. */
type Slip = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** What happens to a line, at a random one of them. */
function atLine(change: (lines: string[], at: number) => void): fc.Arbitrary<Slip> {
  return place.map((where) => (text) => {
    const lines = text.split("\n");
    change(lines, Math.floor(where * lines.length));
    return lines.join("\n");
  });
}

const slips: fc.Arbitrary<Slip> = fc.oneof(
  place.map(
    (where): Slip =>
      (text) =>
        text.slice(0, Math.floor(where * text.length)),
  ),
  fc.tuple(place, fc.constantFrom(...WORDS)).map(
    ([where, word]): Slip =>
      (text) => {
        const at = Math.floor(where * text.length);
        return text.slice(0, at) + word + text.slice(at);
      },
  ),
  fc.tuple(place, fc.nat(20)).map(
    ([where, length]): Slip =>
      (text) => {
        const at = Math.floor(where * text.length);
        return text.slice(0, at) + text.slice(at + length);
      },
  ),
  atLine((lines, at) => lines.splice(at, 0, lines[at] ?? "")),
  atLine((lines, at) => lines.splice(at, 1)),
  atLine((lines, at) => lines.push(...lines.splice(at, 1))),
  // The indentation of two neighbours, swapped.
  atLine((lines, at) => {
    const [, here = "", one = ""] = /^( *)(.*)$/s.exec(lines[at] ?? "") ?? [];
    const [, next = "", other = ""] = /^( *)(.*)$/s.exec(lines[at + 1] ?? "") ?? [];
    lines.splice(at, 2, next + one, here + other);
  }),
  atLine((lines, at) => lines.splice(at, 1, (lines[at] ?? "").replace(/^ {2}/, "\t"))),
);

describe(`whatever the bytes, reading ends soon and in words (seed ${SEED})`, () => {
  const parameters = { seed: SEED, numRuns: RUNS };

  it("random bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), read), parameters);
  });

  it("random pieces of YAML", async () => {
    const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 120 }).map((words) => words.join(""));
    await fc.assert(
      fc.asyncProperty(text, (yaml) => read(Buffer.from(yaml))),
      parameters,
    );
  });

  it("real files with a few slips", async () => {
    const broken = fc
      .tuple(fc.constantFrom(...EXAMPLES), fc.array(slips, { minLength: 1, maxLength: 6 }))
      .map(([text, changes]) => changes.reduce((changed, slip) => slip(changed), text));
    await fc.assert(
      fc.asyncProperty(broken, (yaml) => read(Buffer.from(yaml))),
      parameters,
    );
  });

  it("real files with bytes changed", async () => {
    const changes = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...EXAMPLES), changes, async (text, bytes) => {
        const changed = Buffer.from(text);
        for (const [where, byte] of bytes) changed[Math.floor(where * changed.length)] = byte;
        await read(changed);
      }),
      parameters,
    );
  });
});
