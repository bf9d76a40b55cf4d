import { posix } from "node:path";
import { shellWord } from "../../model/shellWord.js";
import type { Language } from "../../report/messages/catalogue.js";
import { pageOf, paragraph, stack, type TextOptions } from "../../report/text/page.js";
import type { CiChoice, InitPart } from "../arguments/options.js";
import { GITLAB_CI, GITLAB_JOBS } from "./starterFiles.js";

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
  readonly next: string;
  readonly steps: readonly [pull: Step, validate: Step, plan: Step, commit: Step];
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
    next: "Next:",
    steps: [
      [
        "muster pull --names --teams",
        "if the account has groups already: writes them into groups/, where example.yaml can go then; needs MUSTER_HOST, MUSTER_ACCOUNT_ID, MUSTER_API_SECRET",
      ],
      ["muster validate", "checks the files, offline"],
      ["muster plan", "reads the account and changes nothing"],
      ["git add . && git commit", "README.md says what CI needs: muster in package.json, variables, an environment"],
    ],
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
    next: "下一步：",
    steps: [
      [
        "muster pull --names --teams",
        "账号中已有技能组时：将其写入 groups/，随后可删除其中的 example.yaml；需要 MUSTER_HOST、MUSTER_ACCOUNT_ID、MUSTER_API_SECRET",
      ],
      ["muster validate", "离线检查文件"],
      ["muster plan", "读取账号，不作变更"],
      ["git add . && git commit", "CI 还需要 package.json 中的 muster、变量和环境，见 README.md"],
    ],
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
}

/** What `init` wrote, what it kept, and which commands come next. Pure; ends with a newline. */
export function initText(done: Initialized, options: TextOptions): string {
  const { folder, written, renewed, kept, left, ci, asked, isNew } = done;
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
  const [pull, validate, plan, commit] = words.steps;
  const steps = [
    ...(written.some((path) => path.endsWith(EXAMPLE)) ? [pull] : []),
    ...(isNew ? [validate, plan] : []),
    ...(written.length > 0 ? [commit] : []),
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

/** A GitHub workflow, or GitLab's pipeline. */
function isOfCi(path: string): boolean {
  return /(?:^|\/)\.(?:github|gitlab)/.test(path);
}

/** The jobs are new, but the pipeline that should include them was there before. */
function lacksJobs(written: readonly string[], kept: readonly string[]): boolean {
  return kept.some((path) => posix.basename(path) === GITLAB_CI) && written.some((path) => path.endsWith(GITLAB_JOBS));
}
