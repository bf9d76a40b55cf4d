import fc from "fast-check";
import { loadDesired } from "../../src/config/loadDesired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import type { PlanDraft } from "../../src/plan/makePlan.js";
import type { Remarks } from "../../src/writeback/findings.js";
import { brief, fileOf } from "../config/reading.js";
import { plan } from "../support/builders.js";

/** Remarks that repeat what comes from outside, as real ones do. */
export const REMARKS: Remarks = {
  unknownSetting: (live) => `${live} is not managed`,
  unwritableMember: (agentNumber) => `${agentNumber} is not managed`,
  inactiveAgent: (status) => status,
  teamWrittenOut: (team) => `team ${team} written out`,
};

/** The plan of files against live groups; the files must be sound. */
export function planOf(texts: ReadonlyMap<string, string>, live: readonly LiveGroup[]): PlanDraft {
  const { desired, findings } = loadDesired([...texts].map(([path, text]) => fileOf(text, path)));
  if (!desired)
    throw new Error(`not sound: ${findings.map(brief).join(", ")}\n${[...texts.values()].join("\n====\n")}`);
  const { plan: draft, findings: planFindings } = plan(desired.groups, live);
  if (!draft) throw new Error(`no plan: ${JSON.stringify(planFindings)}\n${[...texts.values()].join("\n====\n")}`);
  return draft;
}

/** Names that YAML, or a careless writer of it, would get wrong. */
export const HOSTILE = [
  "yes",
  "null",
  "0800",
  "- a",
  "a: b",
  "😀👨‍👩‍👧",
  "　全角　空格　",
  `it's "quoted"`,
  "#x",
  "a #b",
  "~",
  "1e3",
  "0x1f",
  "[a]",
  "{a}",
  "&a",
  "*a",
  "!t",
  "|",
  ">",
  "%YAML",
  "---",
  "...",
  "@x",
  "`x`",
  "\ufeffbom",
  "a\u2028b",
  "a\u0085b",
  "\u202eevil",
  "true",
  "on",
  "?",
  ": a",
  "a:",
  "back\\slash",
  " lead",
  "trail ",
  "",
  "  ",
  "a\nb",
  "\ud800",
  "售前咨询",
  "muster",
  "con",
  "../x",
  "日本 語",
  "<<",
  "é",
];

const name = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ maxLength: 8 }),
);
const member = fc.record({
  agentNumber: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 8000, max: 8012 }).map(String) },
    { weight: 2, arbitrary: fc.constantFrom("0800", "00", "0", "12345678901234567890") },
  ),
  priority: fc.constantFrom(0, 0, 0, 1, 5, 9007199254740991),
  agentName: fc.option(name, { nil: undefined as unknown as string }),
});
const oddMember = fc.constantFrom(
  { agentNumber: "80a", priority: 0 },
  { agentNumber: "8000", priority: -1 },
  { agentNumber: "8", priority: 0.5 },
);

/** Any account: hostile names, duplicates of them, odd settings and members. */
export const liveGroups: fc.Arbitrary<LiveGroup[]> = fc
  .array(
    fc.record({
      displayName: name,
      assignRule: fc.constantFrom("random", "queue", "least", "priority", "neu\nes: x"),
      memory: fc.constantFrom("off", "2h", "1d", "7d", "30d", "90m"),
      members: fc.oneof(
        { weight: 9, arbitrary: fc.uniqueArray(member, { maxLength: 6, selector: (one) => one.agentNumber }) },
        { weight: 1, arbitrary: oddMember.map((one) => [one]) },
      ),
    }),
    { maxLength: 8 },
  )
  .map((groups) => groups.map((group, index) => ({ exten: String(10018578 + index), ...group })));

/** Comments where people put them: above lines, and behind values. */
export function withComments(text: string, places: readonly number[]): string {
  const lines = text.split("\n");
  for (const place of places) {
    const at = place % lines.length;
    const line = lines[at] ?? "";
    if (/["']?[\w\]}"]$/.test(line) && place % 2 === 0 && !line.includes("#")) lines[at] = `${line} # behind ${place}`;
    else if (/^\s*(?:- )?\w+:|^\s*- /.test(line)) lines.splice(at, 0, `${/^\s*/.exec(line)?.[0]}# above ${place}`);
  }
  return lines.join("\n");
}
