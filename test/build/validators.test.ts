import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DefinedError, ValidateFunction } from "ajv";
import { build, type Plugin } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { nodeFiles } from "../../src/cli/node/nodeFiles.js";
import * as validators from "../../src/config/schema/validators.js";
import * as documentValidators from "../../src/engine/documentValidators.js";
import { planJson } from "../../src/report/json.js";
import { ORDINARY_PLAN } from "../report/fakes/buildPlan.js";
import { ROOT } from "../support/cli.js";

type ValidatorFor = (name: string) => ValidateFunction;

/** Each module that the build replaces, as it stands in the sources. */
const MODULES = {
  "src/config/schema/validators.ts": validators,
  "src/engine/documentValidators.ts": documentValidators,
} as const;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "muster-validators-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The module as the bundle has it. */
async function built(path: string): Promise<ValidatorFor> {
  const { standaloneValidators } = (await import(join(ROOT, "src/build/standaloneValidators.mjs"))) as {
    standaloneValidators: Plugin;
  };
  const outfile = join(folder, `${path.replaceAll("/", "-")}.cjs`);
  await build({
    entryPoints: [join(ROOT, path)],
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    plugins: [standaloneValidators],
  });
  const module = createRequire(import.meta.url)(outfile) as { validatorFor: ValidatorFor };
  return module.validatorFor;
}

/** All that muster reads of the errors. */
function judge(validate: ValidateFunction, value: unknown): unknown {
  if (validate(value)) return "valid";
  return (validate.errors as DefinedError[]).map(
    ({ keyword, instancePath, schemaPath, params, message, parentSchema }) => ({
      keyword,
      instancePath,
      schemaPath,
      params,
      message,
      type: parentSchema?.["type"],
      fields: Object.keys((parentSchema?.["properties"] as object | undefined) ?? {}),
    }),
  );
}

/** The value with one place in it replaced by something else. */
const broken = (value: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.array(fc.nat({ max: 20 }), { maxLength: 6 }), fc.jsonValue({ maxDepth: 2 })).map(([way, other]) => {
    const replace = (at: unknown, [step, ...rest]: readonly number[]): unknown => {
      if (step === undefined || typeof at !== "object" || at === null || Object.keys(at).length === 0) return other;
      const keys = Object.keys(at);
      const key = keys[step % keys.length] ?? "";
      const changed = Object.fromEntries(
        Object.entries(at).map(([name, inner]) => [name, name === key ? replace(inner, rest) : inner]),
      );
      return Array.isArray(at) ? Object.values(changed) : step > 17 ? { ...changed, [`${key}x`]: other } : changed;
    };
    return replace(value, way);
  });

describe.each(Object.entries(MODULES))("%s, compiled by the build", (path, module) => {
  const names = Object.keys(module.SCHEMA_SET.pointers);
  const source = module.validatorFor as ValidatorFor;

  it("finds the same errors as ajv at run time in all bad input", async () => {
    const compiled = await built(path);
    const files = (
      await Promise.all(["test/badInput", "examples"].map((path) => nodeFiles.yamlFilesBelow(path, ROOT)))
    ).flatMap(({ files: below }) => below);
    expect(files.length).toBeGreaterThan(60);
    const verdicts = new Set<string>();
    for (const file of files) {
      const documents = parseAllDocuments(await readFile(join(ROOT, file), "utf8"), { logLevel: "silent" });
      const values = ("empty" in documents ? [] : documents).flatMap((document) => {
        try {
          return [document.toJS({ maxAliasCount: 100 }) as unknown];
        } catch {
          return [];
        }
      });
      for (const value of values) {
        for (const name of names) {
          const expected = judge(source(name), value);
          expect(judge(compiled(name), value), `${file} as ${name}`).toEqual(expected);
          verdicts.add(JSON.stringify(expected));
        }
      }
    }
    expect(verdicts.size).toBeGreaterThan(1);
  });

  it("and in documents with something broken in them", async () => {
    const compiled = await built(path);
    const groups = {
      version: 1,
      agents: { li: "8000", wang: { number: 8001, name: "王" } },
      teams: { night: ["8000", { agent: "li", priority: 2 }] },
      groups: [
        { displayName: "售前", exten: "1", assignRule: "random", memory: "1d", members: ["8000", { team: "night" }] },
      ],
    };
    const settings = {
      version: 1,
      accounts: { a: { host: "h", accountId: "N1", apiSecret: "${S}", groups: ["g"], limits: { addQueue: "20/60s" } } },
      guards: { maxRemovals: "30%", maxEmptied: 0, maxCreates: 20 },
      policies: { minMembers: { value: 1, level: "warning", ignore: ["x"] }, maxGroupsPerAgent: 10 },
    };
    let valid = 0;
    for (const whole of [groups, settings, JSON.parse(planJson(ORDINARY_PLAN, "en")) as unknown]) {
      for (const name of names) if (judge(source(name), whole) === "valid") valid++;
      fc.assert(
        fc.property(broken(whole), fc.constantFrom(...names), (value, name) => {
          expect(judge(compiled(name), value)).toEqual(judge(source(name), value));
        }),
        { numRuns: 300 },
      );
    }
    expect(valid).toBeGreaterThan(0);
  });
});
