import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseEvents } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/cli.js";

interface Parser {
  readonly parseEvents: typeof parseEvents;
}

let parserOf: (library: string) => string;
let library = "";
let parser: Parser;
beforeAll(async () => {
  ({ parserOf } = (await import(join(ROOT, "src/build/yamlParser.mjs"))) as { parserOf: (library: string) => string });
  library = await readFile(
    createRequire(import.meta.url)
      .resolve("js-yaml")
      .replace(/\.cjs\.js$/, ".mjs"),
    "utf8",
  );
  parser = (await import(`data:text/javascript,${encodeURIComponent(parserOf(library))}`)) as Parser;
});

describe("what the bundle has of js-yaml", () => {
  it.each([
    "examples/sixty-groups/groups/presales.yaml",
    "examples/small-team/groups.yaml",
    "test/badInput/01-tab-indentation/groups.yaml",
  ])("gives the same events, or the same error: %s", async (path) => {
    const text = await readFile(join(ROOT, path), "utf8");
    const outcome = (parse: typeof parseEvents) => {
      try {
        return parse(text, { maxDepth: 20 });
      } catch (error) {
        return String(error);
      }
    };
    expect(outcome(parser.parseEvents)).toEqual(outcome(parseEvents));
  });

  it("keeps to the depth that it is given", () => {
    expect(() => parser.parseEvents("[[[1]]]", { maxDepth: 4 })).toThrow("maxDepth");
    expect(parser.parseEvents("[[1]]", { maxDepth: 4 })).toHaveLength(7);
  });

  it("is a third of it", () => {
    expect(parserOf(library).length).toBeLessThan(library.length / 2.5);
  });

  it("is looked at again when js-yaml changes", () => {
    expect(() => parserOf(library.replace("//#region src/parser/parser.ts", "//#region src/parser.ts"))).toThrow(
      "src/build/yamlParser.mjs",
    );
    expect(() => parserOf(library.replaceAll("DEFAULT_PARSER_OPTIONS", "DEFAULTS"))).toThrow(
      "src/build/yamlParser.mjs",
    );
  });
});
