import liveSchema from "../../schemas/live.schema.json" with { type: "json" };
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import resultSchema from "../../schemas/result.schema.json" with { type: "json" };
import { compileOnDemand, type SchemaSet } from "../model/schemaSet.js";

/** Documents that muster wrote and reads again. Only the first error is reported: no one edits them by hand. */
export const SCHEMA_SET: SchemaSet<"plan" | "live" | "result"> = {
  options: { allErrors: false, strict: false },
  schemas: { plan: planSchema, live: liveSchema, result: resultSchema },
  pointers: { plan: "plan", live: "live", result: "result#/definitions/result" },
};

/** The validator of a saved plan, of a snapshot, or of one account's result. Replaced by the build: see {@link compileOnDemand}. */
export const validatorFor = compileOnDemand(SCHEMA_SET);
