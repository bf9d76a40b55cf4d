import { formatText } from "../../author/formatText.js";
import { findFiles } from "../../config/findFiles.js";
import { type ConfigFinding, FindingList, sortFindings } from "../../config/findings.js";
import { decode } from "../../config/sourceText.js";
import { authorWordsOf } from "../../report/messages/author.js";
import { visible } from "../../report/text/visible.js";
import { EXIT, type ExitCode } from "../exitCode.js";
import type { CommonOptions } from "../options.js";
import { saveFile } from "../saveFile.js";
import type { Shell } from "../shell.js";
import { hasError, UserError } from "../userError.js";
import { Voice } from "../voice.js";
import { loadConfig, selectAccounts } from "../workspace.js";

interface FmtOptions extends CommonOptions {
  /** Change nothing; exit 1 where something would change. */
  readonly check: boolean;
}

/** `muster fmt`: canonical order and spelling, comments kept. Offline; files that cannot be read stop it before it writes. */
export async function fmt(paths: readonly string[], options: FmtOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const words = authorWordsOf(voice.language);
  try {
    const { texts, marked } = await readTexts(await pathsOf(paths, options, shell), shell);
    const changed = new Map<string, string>();
    const findings: ConfigFinding[] = [];
    for (const [path, text] of texts) {
      const formatted = formatText(path, text);
      if ("findings" in formatted) findings.push(...formatted.findings);
      else if (formatted.text !== text) changed.set(path, formatted.text);
    }
    if (hasError(findings)) throw new UserError(sortFindings(findings), texts);
    if (!options.check) {
      for (const [path, text] of changed) await saveFile(path, marked.has(path) ? `\ufeff${text}` : text, shell);
    }
    if (voice.format === "json") {
      const document = { formatVersion: "1.0", kind: "format", files: texts.size, changed: [...changed.keys()] };
      voice.answer(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      const say = options.check ? words.notFormatted : words.formatted;
      for (const path of changed.keys()) voice.answer(`${visible(say(path))}\n`);
      voice.note(`${words.formatSummary(changed.size, texts.size, options.check)}\n`);
    }
    return options.check && changed.size > 0 ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return voice.fail(error);
  }
}

/** The paths given, else those of every account that is meant. */
async function pathsOf(paths: readonly string[], options: FmtOptions, shell: Shell): Promise<readonly string[]> {
  if (paths.length > 0) return paths;
  const config = await loadConfig(options, shell);
  if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
  return selectAccounts(config.accounts, options.account, "several", paths).flatMap(({ groups }) => groups);
}

/** `marked`: files that begin with a byte order mark, which is theirs to keep. */
async function readTexts(
  paths: readonly string[],
  shell: Shell,
): Promise<{ readonly texts: ReadonlyMap<string, string>; readonly marked: ReadonlySet<string> }> {
  const found = await findFiles(paths, shell.files);
  const report = new FindingList();
  const texts = new Map<string, string>();
  const marked = new Set<string>();
  for (const file of found.files) {
    const source = decode(file, report);
    if (source !== undefined) texts.set(source.file, source.text);
    if (file.bytes[0] === 0xef) marked.add(file.path);
  }
  const findings = sortFindings([...found.findings, ...report.sorted()]);
  if (hasError(findings)) throw new UserError(findings, texts);
  return { texts, marked };
}
