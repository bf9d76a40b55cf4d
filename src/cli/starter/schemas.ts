import type { SchemaName } from "../arguments/options.js";

type Loaded = { readonly default: object };

/** The JSON Schemas of this version, each loaded when it is asked for: of group files, of settings, and of what muster prints. */
export const SCHEMAS: Readonly<Record<SchemaName, () => Promise<Loaded>>> = {
  "skill-groups": () => import("../../../schemas/skill-groups.schema.json", { with: { type: "json" } }),
  muster: () => import("../../../schemas/muster.schema.json", { with: { type: "json" } }),
  plan: () => import("../../../schemas/plan.schema.json", { with: { type: "json" } }),
  result: () => import("../../../schemas/result.schema.json", { with: { type: "json" } }),
  live: () => import("../../../schemas/live.schema.json", { with: { type: "json" } }),
  status: () => import("../../../schemas/status.schema.json", { with: { type: "json" } }),
  who: () => import("../../../schemas/who.schema.json", { with: { type: "json" } }),
  schedule: () => import("../../../schemas/schedule.schema.json", { with: { type: "json" } }),
  check: () => import("../../../schemas/check.schema.json", { with: { type: "json" } }),
  seed: () => import("../../../schemas/seed.schema.json", { with: { type: "json" } }),
};

/** A schema as a file. */
export async function schemaText(name: SchemaName): Promise<string> {
  return `${JSON.stringify((await SCHEMAS[name]()).default, null, 2)}\n`;
}
