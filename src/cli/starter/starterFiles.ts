import musterSchema from "../../../schemas/muster.schema.json" with { type: "json" };
import skillGroupsSchema from "../../../schemas/skill-groups.schema.json" with { type: "json" };
import type { InitPart } from "../arguments/options.js";
import type { CiSystem } from "./ciSystems.js";
import githubDependabot from "./github/dependabot.yml?raw";
import githubApply from "./github/muster-apply.yml?raw";
import githubDrift from "./github/muster-drift.yml?raw";
import githubDue from "./github/muster-due.yml?raw";
import githubPlan from "./github/muster-plan.yml?raw";
import gitlabCi from "./gitlab/gitlab-ci.yml?raw";
import gitlabStarter from "./gitlab/muster.gitlab-ci.yml?raw";
import gitlabNote from "./gitlab/muster-note.mjs?raw";
import { readmeFor } from "./readme.js";
import { EXAMPLE_YAML, GITIGNORE, MUSTER_YAML, VSCODE_EXTENSIONS, VSCODE_SETTINGS } from "./settingsFiles.js";
import { dependabot, githubWorkflow, gitlabComponent, gitlabJobs, type Way, type Ways } from "./ways.js";

/** A file of the starter repository. */
export interface StarterFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  /** What `init --only` calls it. */
  readonly part?: InitPart;
}

/** A repository that already has this file keeps it, and includes the jobs by hand. */
export const GITLAB_CI = ".gitlab-ci.yml";
export const GITLAB_JOBS = ".gitlab/muster.gitlab-ci.yml";

const CI_FILES: Readonly<Record<CiSystem, (way: Way) => readonly StarterFile[]>> = {
  github: (way) => [
    { path: ".github/workflows/muster-plan.yml", text: githubWorkflow(githubPlan, way) },
    { path: ".github/workflows/muster-apply.yml", text: githubWorkflow(githubApply, way) },
    { path: ".github/workflows/muster-drift.yml", text: githubWorkflow(githubDrift, way) },
    { path: ".github/workflows/muster-due.yml", text: githubWorkflow(githubDue, way) },
    { path: ".github/dependabot.yml", text: dependabot(githubDependabot, way) },
  ],
  gitlab: (way) => [
    { path: GITLAB_CI, text: gitlabCi },
    { path: GITLAB_JOBS, text: gitlabJobs(gitlabStarter, way) },
    { path: ".gitlab/muster-note.mjs", text: gitlabNote },
  ],
};

/** The jobs as a component of GitLab's catalogue; it is a part of the release's own tree. */
export const GITLAB_COMPONENT: string = gitlabComponent(gitlabStarter);

/**
 * The starter repository. It has copies of the schemas, so editors need neither the network nor `node_modules`, and the
 * path in each file's first line is right on every machine.
 */
export function starterFiles(systems: readonly CiSystem[], ways: Ways = {}): readonly StarterFile[] {
  return [
    { path: "muster.yaml", text: MUSTER_YAML },
    { path: "groups/example.yaml", text: EXAMPLE_YAML },
    ...systems.flatMap((system) =>
      CI_FILES[system](ways[system] ?? { kind: "archive" }).map((file) => ({ ...file, part: "ci" as const })),
    ),
    { path: ".muster/muster.schema.json", text: `${JSON.stringify(musterSchema, null, 2)}\n`, part: "schemas" },
    {
      path: ".muster/skill-groups.schema.json",
      text: `${JSON.stringify(skillGroupsSchema, null, 2)}\n`,
      part: "schemas",
    },
    { path: ".vscode/settings.json", text: VSCODE_SETTINGS, part: "editor" },
    { path: ".vscode/extensions.json", text: VSCODE_EXTENSIONS, part: "editor" },
    { path: ".gitignore", text: GITIGNORE },
    { path: "README.md", text: readmeFor(systems, ways) },
  ];
}
