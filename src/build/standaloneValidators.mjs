// Has ajv compile the schemas while the bundle is made: muster ships the validators, not their compiler.
//
// There were two alternatives: a generated file beside the sources, which would have to be made before types, lint or
// tests can run, and would be out of date after each change of a schema; or the same file in git, which no one can
// review. This way the sources work by themselves (they call ajv), and the bundle cannot be out of date.
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";

/** Every module of the sources that only compiles a set of schemas. */
const MODULES = /[/\\]src[/\\].*[vV]alidators\.ts$/;

/** An esbuild plugin: replaces a module with a `SCHEMA_SET` by the same `validatorFor` over code that ajv made. */
export const standaloneValidators = {
  name: "standalone-validators",
  setup({ onLoad }) {
    onLoad({ filter: MODULES }, async ({ path }) => ({
      contents: await standaloneModule(path),
      loader: "js",
      // The packages that ajv's code needs at run time are required from there.
      resolveDir: process.cwd(),
    }));
  },
};

/** The module at the path, as JavaScript that needs no compiler. */
export async function standaloneModule(path) {
  const { options, schemas, pointers } = await readSchemaSet(path);
  const judging = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutRemarks(schema)]));
  const ajv = new Ajv.Ajv({ ...options, schemas: judging, code: { source: true, esm: true } });
  return `${standaloneCode(ajv, pointers)}
const VALIDATORS = { ${Object.keys(pointers).join(", ")} };
export const validatorFor = (name) => VALIDATORS[name];
`;
}

/**
 * The schema without its descriptions for editors, in two languages: with `verbose` they would be in the code several
 * times.
 */
function withoutRemarks(schema) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(withoutRemarks);
  // A field may have the same name as a description; then its value is a schema.
  const isRemark = ([key, value]) =>
    (["description", "markdownDescription", "title"].includes(key) && typeof value === "string") ||
    (key === "examples" && Array.isArray(value));
  return Object.fromEntries(
    Object.entries(schema).flatMap((entry) => (isRemark(entry) ? [] : [[entry[0], withoutRemarks(entry[1])]])),
  );
}

/** Runs the module for its data; `compileOnDemand` compiles nothing before the first use, so ajv may be missing. */
async function readSchemaSet(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    plugins: [
      {
        name: "no-ajv",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^ajv$/ }, ({ path: id }) => ({ path: id, namespace: "none" }));
          onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export class Ajv {}" }));
        },
      },
    ],
  });
  const { SCHEMA_SET } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
  return SCHEMA_SET;
}
