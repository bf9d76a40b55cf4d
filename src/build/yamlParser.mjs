import { readFile } from "node:fs/promises";

/** The part that reads events. The other three quarters of js-yaml turn events into values, or write YAML. */
const REGIONS = [
  "src/common/snippet.ts",
  "src/common/exception.ts",
  "src/parser/events.ts",
  "src/parser/parser_scalar.ts",
  "src/parser/parser.ts",
];
const EXPORTS = ["parseEvents", "getScalarValue", "EVENT_ID", "SCALAR_STYLE", "COLLECTION_STYLE"];

/** How js-yaml makes its state, and what replaces it. */
const SPREAD = /\.\.\.DEFAULT_PARSER_OPTIONS,\s*\.\.\.options,/;
const LITERAL = 'filename: "", maxDepth: options.maxDepth,';

/**
 * An esbuild plugin: takes only the parser of js-yaml. The rest makes schemas and patterns when it is loaded, which
 * takes a twelfth of a bare start of Node, and esbuild cannot know that it may be left out.
 *
 * The parser's state is made without spreading objects into it. In Node 20 every object made that way has a hidden
 * class of its own, so code that uses it is never fast: five thousand small files take five times as long to parse.
 */
export const yamlParser = {
  name: "yaml-parser",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]js-yaml[/\\]dist[/\\]js-yaml\.mjs$/ }, async ({ path }) => ({
      contents: parserOf(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
};

/**
 * @param library the text of js-yaml
 * @throws if it is not as expected, so that a person looks at an upgrade
 */
export function parserOf(library) {
  const regions = library.split(/^(?=\/\/#region )/m);
  const parts = REGIONS.map((name) => regions.find((region) => region.startsWith(`//#region ${name}\n`)));
  const parser = parts.join("");
  if (parts.includes(undefined) || !SPREAD.test(parser))
    throw new Error("js-yaml is not as src/build/yamlParser.mjs knows it");
  return `${parser.replace(SPREAD, LITERAL)}\nexport { ${EXPORTS.join(", ")} };\n`;
}
