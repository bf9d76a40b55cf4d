import musterSchema from "../../../schemas/muster.schema.json" with { type: "json" };
import skillGroupsSchema from "../../../schemas/skill-groups.schema.json" with { type: "json" };
import { README } from "./readme.js";
import { EXAMPLE_YAML, GITIGNORE, MUSTER_YAML, VSCODE_EXTENSIONS, VSCODE_SETTINGS } from "./settingsFiles.js";
import { APPLY_WORKFLOW, PLAN_WORKFLOW } from "./workflows.js";

/** A file of the starter repository. */
export interface StarterFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/**
 * The starter repository. It brings copies of the schemas: editors then need neither the network nor `node_modules`,
 * and the path in each file's first line holds on every machine.
 */
export const STARTER_FILES: readonly StarterFile[] = [
  { path: "muster.yaml", text: MUSTER_YAML },
  { path: "groups/example.yaml", text: EXAMPLE_YAML },
  { path: ".github/workflows/muster-plan.yml", text: PLAN_WORKFLOW },
  { path: ".github/workflows/muster-apply.yml", text: APPLY_WORKFLOW },
  { path: ".muster/muster.schema.json", text: `${JSON.stringify(musterSchema, null, 2)}\n` },
  { path: ".muster/skill-groups.schema.json", text: `${JSON.stringify(skillGroupsSchema, null, 2)}\n` },
  { path: ".vscode/settings.json", text: VSCODE_SETTINGS },
  { path: ".vscode/extensions.json", text: VSCODE_EXTENSIONS },
  { path: ".gitignore", text: GITIGNORE },
  { path: "README.md", text: README },
];
