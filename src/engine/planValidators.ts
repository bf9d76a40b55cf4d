import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import { compileOnDemand, type SchemaSet } from "../model/schemaSet.js";

/** A saved plan says only what is wrong first: nobody mends it by hand. */
export const SCHEMA_SET: SchemaSet<"plan"> = {
  options: { allErrors: false, strict: false },
  schemas: { plan: planSchema },
  pointers: { plan: "plan" },
};

/** The validator of a saved plan. Replaced by the build: see {@link compileOnDemand}. */
export const validatorFor = compileOnDemand(SCHEMA_SET);
