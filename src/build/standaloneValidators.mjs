// Has ajv compile the schemas while the bundle is made: what muster ships are the validators, not their compiler.
//
// The alternatives were a generated file beside the sources, which would have to be made before types, lint or tests can
// be checked and goes stale when a schema changes, and the same file in git, which nobody can review. This way the
// sources stand on their own (they call ajv), and the bundle cannot be out of date.
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";

/** Every module of the sources that does nothing but compile a set of schemas. */
const MODULES = /[/\\]src[/\\].*[vV]alidators\.ts$/;

/** An esbuild plugin: in place of a module with a `SCHEMA_SET`, the same `validatorFor` over code that ajv made. */
export const standaloneValidators = {
  name: "standalone-validators",
  setup({ onLoad }) {
    onLoad({ filter: MODULES }, async ({ path }) => ({
      contents: await standaloneModule(path),
      loader: "js",
      // What ajv's code needs at run time is required from there.
      resolveDir: process.cwd(),
    }));
  },
};

/** The module at the path as JavaScript that needs no compiler. */
export async function standaloneModule(path) {
  const { options, schemas, pointers } = await readSchemaSet(path);
  const judging = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutRemarks(schema)]));
  const ajv = new Ajv.Ajv({ ...options, schemas: judging, code: { source: true, esm: true } });
  return `${standaloneCode(ajv, pointers)}
const VALIDATORS = { ${Object.keys(pointers).join(", ")} };
export const validatorFor = (name) => VALIDATORS[name];
`;
}

/** The schema without what it says to editors, in two languages: with `verbose` it would all be in the code, several times. */
function withoutRemarks(schema) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(withoutRemarks);
  // A field may be named like a remark; then a schema stands there.
  const isRemark = ([key, value]) =>
    (["description", "markdownDescription", "title"].includes(key) && typeof value === "string") ||
    (key === "examples" && Array.isArray(value));
  return Object.fromEntries(
    Object.entries(schema).flatMap((entry) => (isRemark(entry) ? [] : [[entry[0], withoutRemarks(entry[1])]])),
  );
}

/** Runs the module for its data; `compileOnDemand` compiles nothing before it is asked, so ajv may be missing. */
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
