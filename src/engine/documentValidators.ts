import liveSchema from "../../schemas/live.schema.json" with { type: "json" };
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import { compileOnDemand, type SchemaSet } from "../model/schemaSet.js";

/** Documents that muster wrote and reads again. Only the first error is reported: no one edits them by hand. */
export const SCHEMA_SET: SchemaSet<"plan" | "live"> = {
  options: { allErrors: false, strict: false },
  schemas: { plan: planSchema, live: liveSchema },
  pointers: { plan: "plan", live: "live" },
};

/** The validator of a saved plan or of a snapshot. Replaced by the build: see {@link compileOnDemand}. */
export const validatorFor = compileOnDemand(SCHEMA_SET);
