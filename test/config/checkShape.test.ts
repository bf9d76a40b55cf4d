import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import skillGroupsSchema from "../../schemas/skill-groups.schema.json" with { type: "json" };
import { FindingList, type ShapeSink } from "../../src/config/findings.js";
import { checkGroupFile, reportErrors } from "../../src/config/schema/checkShape.js";
import { SCHEMA_SET } from "../../src/config/schema/validators.js";
import { parseYaml } from "../../src/config/yaml/parseYaml.js";
import { sourceText } from "../../src/config/yaml/sourceText.js";
import { plainData, type TreeNode } from "../../src/config/yaml/tree.js";

function findingsOf(check: (root: TreeNode, sink: ShapeSink) => void, yaml: string) {
  const report = new FindingList();
  for (const root of parseYaml(sourceText("a.yaml", yaml), new FindingList()).documents) check(root, report);
  return report.sorted();
}

/** Something that is right or wrong in a way of its own, wherever it stands. JSON is YAML. */
const any = fc.constantFrom<unknown>(
  "8000",
  8000,
  "",
  true,
  null,
  -1,
  1.5,
  [],
  {},
  ["8000"],
  [[]],
  "priority",
  "1d",
  "x",
);
const orAny = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: any });
const fields = (model: Record<string, fc.Arbitrary<unknown>>) =>
  orAny(fc.record({ ...model, odd: any }, { requiredKeys: [] }));

const number = orAny(fc.constantFrom("8000", 8000, "007"));
const member = fc.oneof(
  number,
  fields({ agent: number, priority: orAny(fc.constantFrom(0, 5)) }),
  fields({ team: orAny(fc.constant("night")), priority: orAny(fc.constant(1)) }),
  fields({ agent: number, team: orAny(fc.constant("night")) }),
);
const members = orAny(fc.array(member, { maxLength: 4 }));
const group = fields({
  displayName: orAny(fc.constant("售前")),
  exten: number,
  assignRule: orAny(fc.constant("random")),
  memory: orAny(fc.constant("1d")),
  membership: orAny(fc.constant("additive")),
  previously: orAny(fc.array(orAny(fc.constant("旧")), { maxLength: 2 })),
  members,
});
const agent = fc.oneof(number, fields({ number, name: orAny(fc.constant("李娜")) }));
const named = (value: fc.Arbitrary<unknown>) => orAny(fc.dictionary(fc.constantFrom("a", "b", "1", "agents"), value));
const file = fields({
  version: orAny(fc.constant(1)),
  agents: named(agent),
  teams: named(members),
  groups: orAny(fc.array(group, { maxLength: 3 })),
});

const validate = new Ajv(SCHEMA_SET.options).compile(skillGroupsSchema);

/** As one piece, by the schema as it is published. */
function checkWhole(root: TreeNode, report: ShapeSink): void {
  if (!validate(plainData(root))) reportErrors(validate, root, report);
}

describe("a file that is checked part by part", () => {
  it("has the findings that the whole schema gives it", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(file, (data) => {
        const yaml = JSON.stringify(data, null, 1);
        const whole = findingsOf(checkWhole, yaml);
        expect(findingsOf(checkGroupFile, yaml)).toEqual(whole);
        for (const { code } of whole) seen.add(code);
      }),
      { numRuns: 1_000 },
    );
    // Otherwise too little was compared.
    for (const code of ["wrong-type", "unknown-field", "missing-field", "member-shape", "bad-value", "empty-value"])
      expect(seen).toContain(code);
  });
});
