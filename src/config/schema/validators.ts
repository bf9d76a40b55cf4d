import musterSchema from "../../../schemas/muster.schema.json" with { type: "json" };
import skillGroupsSchema from "../../../schemas/skill-groups.schema.json" with { type: "json" };
import { compileOnDemand, type SchemaSet } from "../../model/schemaSet.js";

/** What can be validated: the two kinds of file, and parts of them. */
export type SchemaName =
  | "skillGroups"
  | "muster"
  | "agentName"
  | "agent"
  | "members"
  | "group"
  | "member"
  | "agentMember"
  | "teamMember"
  | "rosterMember"
  | "rosterTeam"
  | "calendar"
  | "shift"
  | "roster"
  | "absence"
  | "when"
  | "coverageRule"
  | "namedAgent";

type Schema = Readonly<Record<string, unknown>>;

/** A schema of an object, as one of another document, for objects whose collections are empty: only their kind is checked. */
function emptied({ properties, ...schema }: Schema, collections: readonly string[]): Schema {
  const kindOf = ({ type = "array" }: Schema) => ({ type });
  const own = Object.entries(properties as Record<string, Schema>).map(([key, value]) => [
    key,
    collections.includes(key) ? kindOf(value) : value,
  ]);
  // References lead to the whole document, which this is no part of.
  const text = JSON.stringify({ ...schema, properties: Object.fromEntries(own) });
  return JSON.parse(text.replaceAll('"$ref":"#/', '"$ref":"skill-groups#/')) as Schema;
}

const { definitions, ...document } = skillGroupsSchema;
/** Collections are checked entry by entry, so what is compiled for the rest does not hold them a second time. */
const shells = {
  definitions: {
    document: emptied(document, ["agents", "teams", "calendars", "shifts", "rosters", "absences", "groups"]),
    group: emptied(definitions.group, ["members"]),
  },
};

export const SCHEMA_SET: SchemaSet<SchemaName> = {
  options: { allErrors: true, verbose: true, allowUnionTypes: true },
  schemas: { "skill-groups": skillGroupsSchema, muster: musterSchema, shells },
  pointers: {
    skillGroups: "shells#/definitions/document",
    muster: "muster",
    agentName: "skill-groups#/properties/agents/propertyNames",
    agent: "skill-groups#/definitions/agent",
    members: "skill-groups#/definitions/members",
    group: "shells#/definitions/group",
    member: "skill-groups#/definitions/member",
    agentMember: "skill-groups#/definitions/agentMember",
    teamMember: "skill-groups#/definitions/teamMember",
    rosterMember: "skill-groups#/definitions/rosterMember",
    rosterTeam: "skill-groups#/definitions/rosterTeam",
    calendar: "skill-groups#/definitions/calendar",
    shift: "skill-groups#/definitions/shift",
    roster: "skill-groups#/definitions/roster",
    absence: "skill-groups#/definitions/absence",
    when: "skill-groups#/definitions/when",
    coverageRule: "skill-groups#/definitions/coverageRule",
    namedAgent: "skill-groups#/definitions/namedAgent",
  },
};

/** The validator of a schema. Replaced by the build: see {@link compileOnDemand}. */
export const validatorFor = compileOnDemand(SCHEMA_SET);
