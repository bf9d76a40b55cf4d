import liveSchema from "../../schemas/live.schema.json" with { type: "json" };
import { compileOnDemand, type SchemaSet } from "../model/schemaSet.js";

/** As for saved plans: only what is wrong first. */
export const SCHEMA_SET: SchemaSet<"live"> = {
  options: { allErrors: false, strict: false },
  schemas: { live: liveSchema },
  pointers: { live: "live" },
};

/** The validator of a snapshot. Replaced by the build: see {@link compileOnDemand}. */
export const validatorFor = compileOnDemand(SCHEMA_SET);
