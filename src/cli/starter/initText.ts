import { posix } from "node:path";
import { shellWord } from "../../model/shellWord.js";
import type { Language } from "../../report/messages/catalogue.js";
import { pageOf, paragraph, stack, type TextOptions } from "../../report/text/page.js";
import type { CiChoice, InitPart } from "../arguments/options.js";
import { type CiSystem, NAMES } from "./ciSystems.js";
import { GITLAB_CI, GITLAB_JOBS } from "./starterFiles.js";
import type { Way } from "./ways.js";

/** A command that comes next, and why. */
type Step = readonly [command: string, why: string];

/** Beside it the account's own groups are pulled. */
const EXAMPLE = "groups/example.yaml";

interface InitWords {
  written(count: number): string;
  renewed(count: number): string;
  kept(count: number): string;
  readonly nothing: string;
  /** The repository is no new one, so what is not there is not written; below it, the commands that do. */
  readonly left: string;
  /** For which CI systems, if none was asked for. */
  readonly ci: Readonly<Record<CiChoice, string>>;
  /** A GitLab pipeline was there already: how to add the jobs to it. */
  readonly include: string;
  /** How the pipelines get muster, and what is left to do for it. */
  readonly ways: {
    /** `has`: package.json names it already. */
    archive(systems: readonly string[], version: string, has: boolean): string;
    action(uses: string): string;
    image(image: string): string;
    /** The files that it was asked for are there, in another form. */
    kept(system: string): string;
  };
  readonly next: string;
  readonly steps: readonly [pull: Step, validate: Step, plan: Step];
  /** What CI still needs. */
  needs(isPackageMissing: boolean): string;
}

const WORDS: Readonly<Record<Language, InitWords>> = {
  en: {
    written: (count) => `Written (${count}):`,
    kept: (count) => `Kept as they are (${count}); nothing is overwritten:`,
    renewed: (count) => `Renewed (${count}):`,
    nothing: "Nothing was written.",
    left: "muster.yaml exists, so what is not there is not written. To write some of it:",
    ci: {
      github: "CI: for GitHub, by the git remote; for others use --ci gitlab, all or none.",
      gitlab: "CI: for GitLab, by the git remote; for others use --ci github, all or none.",
      all: "CI: for GitHub and GitLab, since there is no git remote; for one or none use --ci github, gitlab or none.",
      none: "CI: no files, since the git remote is neither GitHub nor GitLab; README.md says where to find recipes.",
    },
    include: `${GITLAB_CI} exists: add "include: [{ local: ${GITLAB_JOBS} }]" to it, and the stages test and deploy if it lists its own.`,
    ways: {
      archive: (systems, version, has) =>
        has
          ? `${systems.join(" and ")}: the muster that package-lock.json names is installed.`
          : `${systems.join(" and ")}: muster is installed from package-lock.json. To put it there: npm install --save-dev ./vendor/muster-${version}.tgz, with the archive of the release (or of npm pack) in vendor/.`,
      action: (uses) => `GitHub uses the action ${uses}: nothing to install. Dependabot and Renovate update it.`,
      image: (image) =>
        `GitLab runs its jobs in ${image}: nothing to install, but runners must be able to pull it. Renovate updates it.`,
      kept: (system) => `The ${system} files are kept as they are. To write them for another way, remove them first.`,
    },
    next: "Next:",
    steps: [
      [
        "muster pull --names --teams",
        "if the account has groups already: writes them into groups/, where example.yaml can go then; needs MUSTER_HOST, MUSTER_ACCOUNT_ID, MUSTER_API_SECRET",
      ],
      ["muster validate", "checks the files, offline"],
      ["muster plan", "reads the account and changes nothing"],
    ],
    needs: (isPackageMissing) =>
      `README.md says what CI needs: ${isPackageMissing ? "muster in package.json, " : ""}variables, an environment`,
  },
  zh: {
    written: (count) => `已写入（${count}）：`,
    kept: (count) => `已存在，保持原样（${count}）：`,
    renewed: (count) => `已更新（${count}）：`,
    nothing: "没有写入任何文件。",
    left: "已有 muster.yaml，因此不补写缺少的文件。如需写入，请运行：",
    ci: {
      github: "CI：按 git 远程地址选择 GitHub；其他请用 --ci gitlab、all 或 none。",
      gitlab: "CI：按 git 远程地址选择 GitLab；其他请用 --ci github、all 或 none。",
      all: "CI：GitHub 和 GitLab 两种（没有可供判断的 git 远程地址）；可用 --ci github、gitlab 或 none 指定。",
      none: "CI：git 远程地址既非 GitHub 也非 GitLab，未写入 CI 文件；用法见 README.md。",
    },
    include: `${GITLAB_CI} 已存在：请在其中加入 "include: [{ local: ${GITLAB_JOBS} }]"；若其中自定义了 stages，还需加上 test 和 deploy。`,
    ways: {
      archive: (systems, version, has) =>
        has
          ? `${systems.join("、")}：安装 package-lock.json 中指定的 muster。`
          : `${systems.join("、")}：从 package-lock.json 安装 muster。添加方法：把发布版（或 npm pack 生成）的压缩包放进 vendor/，执行 npm install --save-dev ./vendor/muster-${version}.tgz`,
      action: (uses) => `GitHub 直接使用 action ${uses}，无需安装；由 Dependabot 或 Renovate 更新。`,
      image: (image) => `GitLab 的任务在镜像 ${image} 中运行，无需安装，但 runner 须能拉取该镜像；由 Renovate 更新。`,
      kept: (system) => `${system} 的文件保持原样。如需改用其他方式，请先删除这些文件。`,
    },
    next: "下一步：",
    steps: [
      [
        "muster pull --names --teams",
        "账号中已有技能组时：将其写入 groups/，随后可删除其中的 example.yaml；需要 MUSTER_HOST、MUSTER_ACCOUNT_ID、MUSTER_API_SECRET",
      ],
      ["muster validate", "离线检查文件"],
      ["muster plan", "读取账号，不作变更"],
    ],
    needs: (isPackageMissing) =>
      `CI 还需要${isPackageMissing ? " package.json 中的 muster、" : ""}变量和环境，见 README.md`,
  },
};

/** What `init` did, as data. */
export interface Initialized {
  readonly folder: string;
  readonly written: readonly string[];
  /** Schemas of another version, written anew. */
  readonly renewed: readonly string[];
  readonly kept: readonly string[];
  /** Parts that are not there and were not asked for. */
  readonly left: readonly InitPart[];
  readonly ci: CiChoice;
  /** Was it asked for, or suggested by the git remote? */
  readonly asked: boolean;
  /** Is the repository a new one? */
  readonly isNew: boolean;
  /** How the pipelines get muster, for the systems that files were asked for. */
  readonly ways: readonly (readonly [system: CiSystem, way: Way])[];
  /** Does package.json name muster? */
  readonly isPackage: boolean;
  readonly version: string;
}

/** What `init` wrote, what it kept, and which commands come next. Pure; ends with a newline. */
export function initText(done: Initialized, options: TextOptions): string {
  const { folder, written, renewed, kept, left, ci, asked, isNew, ways, isPackage } = done;
  const page = pageOf(options);
  const { good, quiet, heading } = page.palette;
  const words = WORDS[options.language];
  const files = (title: string, sign: string, paths: readonly string[], paint: typeof good) =>
    paths.length === 0
      ? []
      : [
          ...paragraph(page, title, "", heading),
          ...paths.flatMap((path) => paragraph(page, `${sign} ${path}`, "  ", paint)),
        ];
  const lacksPackage = !isPackage && (ways.length === 0 || ways.some(([, { kind }]) => kind === "archive"));
  const [pull, validate, plan] = words.steps;
  const steps: readonly Step[] = [
    ...(written.some((path) => path.endsWith(EXAMPLE)) ? [pull] : []),
    ...(isNew ? [validate, plan] : []),
    ...(written.length > 0 ? [["git add . && git commit", words.needs(lacksPackage)] as const] : []),
  ];
  const enter = folder === "." ? [] : paragraph(page, `cd ${shellWord(folder)}`, "  ", good);
  return stack([
    files(words.written(written.length), "+", written, good),
    files(words.renewed(renewed.length), "~", renewed, good),
    files(words.kept(kept.length), "=", kept, quiet),
    written.length + renewed.length === 0 ? paragraph(page, words.nothing) : [],
    left.length === 0
      ? []
      : [
          ...paragraph(page, words.left),
          ...left.flatMap((part) => paragraph(page, `muster init --only ${part}`, "  ", good)),
        ],
    asked || !(written.some(isOfCi) || (isNew && ci === "none")) ? [] : paragraph(page, words.ci[ci], "", quiet),
    lacksJobs(written, kept) ? paragraph(page, words.include) : [],
    waysText(done, words.ways).flatMap((text) => paragraph(page, text)),
    steps.length === 0
      ? []
      : [
          ...paragraph(page, words.next, "", heading),
          ...enter,
          ...steps.flatMap(([command, why]) => [
            ...paragraph(page, command, "  ", good),
            ...paragraph(page, why, "      ", quiet),
          ]),
        ],
  ]);
}

/** For each system that files were written for; once for those that install the archive. */
function waysText({ ways, written, isPackage, version }: Initialized, words: InitWords["ways"]): readonly string[] {
  const isWritten = (system: CiSystem) => written.some((path) => isOfCi(path) && path.includes(`.${system}`));
  const archived = ways.flatMap(([system, { kind }]) =>
    kind === "archive" && isWritten(system) ? [NAMES[system]] : [],
  );
  return [
    ...ways.flatMap(([system, way]) => {
      if (way.kind === "archive") return [];
      if (!isWritten(system)) return [words.kept(NAMES[system])];
      return [way.kind === "action" ? words.action(way.uses) : words.image(way.image)];
    }),
    ...(archived.length === 0 ? [] : [words.archive(archived, version, isPackage)]),
  ];
}

/** A GitHub workflow, or GitLab's pipeline. */
function isOfCi(path: string): boolean {
  return /(?:^|\/)\.(?:github|gitlab)/.test(path);
}

/** The jobs are new, but the pipeline that should include them was there before. */
function lacksJobs(written: readonly string[], kept: readonly string[]): boolean {
  return kept.some((path) => posix.basename(path) === GITLAB_CI) && written.some((path) => path.endsWith(GITLAB_JOBS));
}
