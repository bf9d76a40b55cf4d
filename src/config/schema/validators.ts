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

export const SCHEMA_SET: SchemaSet<SchemaName> = {
  options: { allErrors: true, verbose: true, allowUnionTypes: true },
  schemas: { "skill-groups": skillGroupsSchema, muster: musterSchema },
  pointers: {
    skillGroups: "skill-groups",
    muster: "muster",
    agentName: "skill-groups#/properties/agents/propertyNames",
    agent: "skill-groups#/definitions/agent",
    members: "skill-groups#/definitions/members",
    group: "skill-groups#/definitions/group",
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
