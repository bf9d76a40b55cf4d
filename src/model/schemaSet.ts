import { Ajv, type Options, type ValidateFunction } from "ajv";

/** Schemas that are compiled together, and which parts of them are asked for. Plain data, so that the build can read it. */
export interface SchemaSet<Name extends string> {
  readonly options: Options;
  readonly schemas: Readonly<Record<string, object>>;
  /** Where each part stands: the name of a schema, with a JSON pointer into it. */
  readonly pointers: Readonly<Record<Name, string>>;
}

/**
 * Compiles the validators of a set as they are asked for.
 *
 * Only where muster runs from its sources, as in tests. Importing ajv and compiling takes several times what a whole
 * `validate` of a small repository needs, so the build runs ajv instead and puts what it made into the bundle, in place of
 * each module that calls this (see `src/build/standaloneValidators.mjs`). A test holds the two to the same errors.
 */
export function compileOnDemand<Name extends string>(set: SchemaSet<Name>): (name: Name) => ValidateFunction {
  let ajv: Ajv | undefined;
  return (name) => {
    ajv ??= new Ajv({ ...set.options, schemas: set.schemas });
    const validate = ajv.getSchema(set.pointers[name]);
    if (!validate) throw new Error(`no schema ${set.pointers[name]}`);
    return validate;
  };
}
