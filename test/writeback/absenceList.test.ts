import { describe, expect, it } from "vitest";
import { absenceEdits, type WrittenAbsence } from "../../src/writeback/absenceList.js";
import { applyEdits } from "../../src/writeback/edits.js";
import { documentsOf } from "../../src/writeback/reading.js";

const LEAVE: WrittenAbsence = { agent: "li.na", from: "2026-12-03T18:00", until: "2026-12-05", by: '"8002"' };
const LINE = '{ agent: li.na, from: 2026-12-03T18:00, until: 2026-12-05, by: "8002" }';

function added(text: string, absence: WrittenAbsence = LEAVE): string | undefined {
  const [document] = documentsOf(text);
  const edits = document && absenceEdits(absence, document, text);
  return edits && applyEdits(text, edits);
}

describe("absenceEdits", () => {
  it("adds a line behind the others, whatever stands around them", () => {
    const head = "version: 1\nabsences: # away\n  - { agent: a, from: 2026-01-01, until: 2026-01-02 } # told\n";
    expect(added(`${head}  # the end\n\ngroups: []\n`)).toBe(`${head}  - ${LINE}\n  # the end\n\ngroups: []\n`);
    const flush = "absences:\n- { agent: a, from: 2026-01-01, until: 2026-01-02 }\ngroups: []\n";
    expect(added(flush)).toBe(flush.replace("groups", `- ${LINE}\ngroups`));
  });

  it("writes a field a line where the last one does", () => {
    const text = "absences:\n  - agent: a\n    from: 2026-01-01\n    until: 2026-01-02 # told\nversion: 1\n";
    expect(added(text, { ...LEAVE, reason: "年假 #2" })).toBe(
      text.replace(
        "version",
        '  - agent: li.na\n    from: 2026-12-03T18:00\n    until: 2026-12-05\n    by: "8002"\n    reason: "年假 #2"\nversion',
      ),
    );
  });

  it("adds to a list in brackets", () => {
    const one = "{ agent: a, from: 2026-01-01, until: 2026-01-02 }";
    expect(added("version: 1\nabsences: []\n")).toBe(`version: 1\nabsences: [${LINE}]\n`);
    expect(added(`version: 1\nabsences: [${one}]\n`)).toBe(`version: 1\nabsences: [${one}, ${LINE}]\n`);
    expect(added(`version: 1\nabsences: [\n  ${one}, # told\n]\n`)).toBe(
      `version: 1\nabsences: [\n  ${one}, # told\n  ${LINE},\n]\n`,
    );
    expect(added("{ version: 1, groups: [] }\n")).toBe(`{ version: 1, groups: [], absences: [${LINE}] }\n`);
  });

  it("makes a list where fmt would put it, and leaves comments where they are", () => {
    const block = `absences:\n  - ${LINE}\n`;
    expect(added("version: 1\nteams:\n  a: [8000]\n  # b is gone\n\n# all groups\ngroups: []\n")).toBe(
      `version: 1\nteams:\n  a: [8000]\n  # b is gone\n\n${block}\n# all groups\ngroups: []\n`,
    );
    expect(added("version: 1\ngroups: []\n")).toBe(`version: 1\n\n${block}\ngroups: []\n`);
    expect(added("groups: []\n")).toBe(`${block}\ngroups: []\n`);
    expect(added("# top\ngroups: []\nversion: 1\n")).toBe(`# top\ngroups: []\nversion: 1\n\n${block}`);
    expect(added("---\nversion: 1\nagents:\n  a: 8000\n---\nversion: 1\n")).toBe(
      `---\nversion: 1\nagents:\n  a: 8000\n\n${block}---\nversion: 1\n`,
    );
    expect(added("version: 1\r\ngroups: []\r\n")).toBe(`version: 1\n\n${block}\ngroups: []\n`.replaceAll("\n", "\r\n"));
  });

  it("takes no list that is another's", () => {
    expect(added("version: 1\nabsences: *x\n")).toBeUndefined();
    expect(added("- 1\n")).toBeUndefined();
  });
});
