import type { Language } from "../../report/messages/prose.js";
import type { TextOptions } from "../../report/text/options.js";
import { pageOf, paragraph, stack } from "../../report/text/page.js";

interface InitWords {
  written(count: number): string;
  kept(count: number): string;
  readonly nothing: string;
  readonly next: string;
  readonly steps: readonly (readonly [command: string, why: string])[];
}

const WORDS: Readonly<Record<Language, InitWords>> = {
  en: {
    written: (count) => `Written (${count}):`,
    kept: (count) => `Kept as they are (${count}); nothing is overwritten:`,
    nothing: "Nothing to write: everything is there already.",
    next: "Next:",
    steps: [
      ["muster validate", "checks the files, offline"],
      ["muster plan", "reads the account, changes nothing; needs MUSTER_HOST, MUSTER_ACCOUNT_ID, MUSTER_API_SECRET"],
      [
        "git add . && git commit",
        "README.md says what the workflows need: muster in package.json, secrets, an environment",
      ],
    ],
  },
  zh: {
    written: (count) => `已写入（${count}）：`,
    kept: (count) => `已存在，保持原样（${count}）：`,
    nothing: "无需写入：所有文件都已存在。",
    next: "接下来：",
    steps: [
      ["muster validate", "离线检查文件"],
      ["muster plan", "读取账号，不作变更；需要 MUSTER_HOST、MUSTER_ACCOUNT_ID、MUSTER_API_SECRET"],
      ["git add . && git commit", "工作流还需要 package.json 中的 muster、密钥和环境，见 README.md"],
    ],
  },
};

/** What `init` did, as data. */
export interface Initialized {
  readonly folder: string;
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** What `init` wrote, what it kept, and which commands come next. Pure; ends with a newline. */
export function initText({ folder, written, kept }: Initialized, options: TextOptions): string {
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
  const enter = folder === "." ? [] : paragraph(page, `cd ${shellWord(folder)}`, "  ", good);
  return stack([
    files(words.written(written.length), "+", written, good),
    files(words.kept(kept.length), "=", kept, quiet),
    written.length === 0 ? paragraph(page, words.nothing) : [],
    [
      ...paragraph(page, words.next, "", heading),
      ...enter,
      ...words.steps.flatMap(([command, why]) => [
        ...paragraph(page, command, "  ", good),
        ...paragraph(page, why, "      ", quiet),
      ]),
    ],
  ]);
}

/** A folder's name as a shell takes it for one word. */
function shellWord(name: string): string {
  return /^[\w./@%+=:,-]+$/.test(name) && !name.startsWith("-") ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
