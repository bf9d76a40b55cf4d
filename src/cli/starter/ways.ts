import type { CiSystem } from "./ciSystems.js";

/** How the pipelines of a repository get muster. */
export type Way =
  /** From package-lock.json: an archive, in the repository or at an address. */
  | { readonly kind: "archive" }
  /** GitHub: a release of the action, as in `uses:`. It needs neither Node nor npm in the job. */
  | { readonly kind: "action"; readonly uses: string }
  /** GitLab: a container with muster in it. */
  | { readonly kind: "image"; readonly image: string };

/** By system, where it is not the archive. */
export type Ways = Partial<Readonly<Record<CiSystem, Way>>>;

/** What decides how the pipelines get muster. */
export interface WayChoice {
  /** `--action` and `--image`. */
  readonly action?: string | undefined;
  readonly image?: string | undefined;
  /** Does the folder's package.json name muster? */
  readonly isPackage: boolean;
  /** The action of the release that runs; absent in other builds, whose owner is not known. */
  readonly release: string | undefined;
}

/** What was asked for; else the archive where the repository has it, or where there is no release to name. */
export function chooseWays({ action, image, isPackage, release }: WayChoice): Readonly<Record<CiSystem, Way>> {
  const uses = action ?? (isPackage ? undefined : release);
  return {
    github: uses === undefined ? { kind: "archive" } : { kind: "action", uses },
    gitlab: image === undefined ? { kind: "archive" } : { kind: "image", image },
  };
}

/** Is muster a package of this package.json? What cannot be read says nothing. */
export function namesMuster(packageJson: string | undefined): boolean {
  try {
    const own = JSON.parse(packageJson ?? "{}") as Readonly<Record<string, unknown>> | null;
    return [own?.["dependencies"], own?.["devDependencies"], own?.["optionalDependencies"]].some(
      (packages) => typeof packages === "object" && packages !== null && Object.hasOwn(packages, "muster"),
    );
  } catch {
    return false;
  }
}

/** What GitHub's starters do to install the archive. */
const INSTALL_STEPS =
  / {6}- uses: actions\/setup-node@.*\n(?: {8}.*\n)+(?: {6}#.*\n)* {6}- run: npm ci --ignore-scripts\n/g;
const IN_ARCHIVE = "uses: ./node_modules/muster/.github/actions/muster";

/** A workflow of GitHub for this way. */
export function githubWorkflow(text: string, way: Way): string {
  if (way.kind !== "action") return text;
  return text.replaceAll(INSTALL_STEPS, "").replaceAll(IN_ARCHIVE, `uses: ${way.uses}`);
}

/** Dependabot updates the action by itself; without the archive there is no package of npm. */
export function dependabot(text: string, way: Way): string {
  return way.kind === "action" ? text.replace(/ {2}- package-ecosystem: npm\n(?: {4}.*\n)+/, "") : text;
}

/** What GitLab's jobs say for the archive: the image, the cache of npm, and the install. */
const INSTALL = / {2}# node:24-slim has no git.*\n.*\n {2}image: node:24\n/;
const BEFORE = / {2}cache:\n(?: {4}.*\n)+ {2}before_script:\n(?: {4}.*\n)+/;

/** The jobs of GitLab for this way. */
export function gitlabJobs(text: string, way: Way): string {
  if (way.kind !== "image") return text;
  return text.replace(INSTALL, imageOf(way.image)).replace(BEFORE, "").replaceAll("npx --no-install muster", "muster");
}

/** A runner starts the image's shell, so the image's own command must be none. */
function imageOf(name: string): string {
  return `  image:\n    name: ${name}\n    entrypoint: [""]\n`;
}

/**
 * The jobs as a component of GitLab's catalogue, for `include: component` (source:
 * https://docs.gitlab.com/ci/components/). Its note comes from the image, since a component brings no files.
 *
 * @param text the starter's jobs
 */
export function gitlabComponent(text: string): string {
  const jobs = gitlabJobs(text.slice(text.indexOf("# The jobs use the stages")), {
    kind: "image",
    image: "$[[ inputs.image ]]",
  })
    .replaceAll("stage: test", "stage: $[[ inputs.plan-stage ]]")
    .replaceAll("stage: deploy", "stage: $[[ inputs.apply-stage ]]")
    .replaceAll("name: muster\n", "name: $[[ inputs.environment ]]\n")
    .replaceAll("--fail-on guard", '--fail-on "$[[ inputs.fail-on ]]"')
    .replaceAll("node .gitlab/muster-note.mjs", 'node "$MUSTER_NOTE"');
  return `${COMPONENT}${jobs}`;
}

const COMPONENT = `# muster as a component: plans merge requests, applies merges when started manually, checks for drift on schedules
# muster 组件：在合并请求上生成计划；合并后手动执行；由定时流水线检查线上偏差
#
# Settings, CI/CD, Variables: MUSTER_HOST, MUSTER_ACCOUNT_ID, MUSTER_API_SECRET (masked); optional MUSTER_STORE and
# MUSTER_GITLAB_TOKEN (masked). See CI.md · 变量设置见 CI.zh-CN.md
spec:
  inputs:
    image:
      description: The container with muster, by a version or a digest · 含 muster 的镜像，请指定版本或摘要
    plan-stage:
      default: test
      description: Stage of the plans · 计划所在阶段
    apply-stage:
      default: deploy
      description: Stage of the apply · 执行所在阶段
    environment:
      default: muster
      description: Protected environment whose members may apply · 受保护环境，其成员可以执行
    fail-on:
      default: guard
      description: What fails a plan, as in --fail-on · 哪些情况视为计划失败，同 --fail-on
---
`;
