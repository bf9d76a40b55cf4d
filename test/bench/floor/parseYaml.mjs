// The floor of `validate`: Node and `yaml`, and the same bytes parsed as documents. Nothing is checked.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";

const [, , folder] = process.argv;
for (const file of readdirSync(folder)) parseDocument(readFileSync(join(folder, file), "utf8"));
