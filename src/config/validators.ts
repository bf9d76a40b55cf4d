import { Ajv, type ValidateFunction } from "ajv";
import musterSchema from "../../schemas/muster.schema.json" with { type: "json" };
import skillGroupsSchema from "../../schemas/skill-groups.schema.json" with { type: "json" };

/** What can be validated: the two kinds of file, and the parts of them that are one of several shapes. */
const POINTERS = {
  skillGroups: "skill-groups",
  muster: "muster",
  agentMember: "skill-groups#/definitions/agentMember",
  teamMember: "skill-groups#/definitions/teamMember",
  namedAgent: "skill-groups#/definitions/namedAgent",
} as const;
export type SchemaName = keyof typeof POINTERS;

let ajv: Ajv | undefined;

/** The validator of a schema, compiled when first asked for: compiling takes longer than most runs need. */
export function validatorFor(name: SchemaName): ValidateFunction {
  ajv ??= new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    schemas: { "skill-groups": skillGroupsSchema, muster: musterSchema },
  });
  const validate = ajv.getSchema(POINTERS[name]);
  if (!validate) throw new Error(`no schema ${POINTERS[name]}`);
  return validate;
}
