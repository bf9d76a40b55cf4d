import type { SourceFile } from "../../config/files.js";
import type { FoundFiles } from "../../config/findFiles.js";
import { type ConfigFinding, FindingList, sortFindings } from "../../config/findings.js";
import { decode } from "../../config/yaml/sourceText.js";
import { findAccountFiles } from "../../engine/accountFiles.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { hasError, UserError } from "../../engine/userError.js";
import { loadConfig, selectAccounts } from "../../engine/workspace.js";
import { compareText } from "../../model/skillGroup.js";
import { authorWordsOf } from "../../report/messages/commands.js";
import { visible } from "../../report/text/visible.js";
import { formatText } from "../../writeback/formatText.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { noteLeftOut, openProject } from "../output/openProject.js";
import { Output } from "../output/output.js";
import { saveFile, withRoot } from "../output/saveFile.js";

interface FmtOptions extends CommonOptions {
  /** Change nothing; exit with 1 if something would change. */
  readonly check: boolean;
}

/**
 * `muster fmt`: standard order and form, comments kept. Offline; a file that cannot be read stops it before it writes.
 */
export async function fmt(paths: readonly string[], options: FmtOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  const words = authorWordsOf(output.language);
  try {
    const project = await openProject(options, host, output);
    const { texts, marked, roots } = readTexts(
      await findAll(await project.fromAll(paths), options, project.host, output),
    );
    const changed = new Map<string, string>();
    const findings: ConfigFinding[] = [];
    for (const [path, text] of texts) {
      const formatted = formatText(path, text);
      if ("findings" in formatted) findings.push(...formatted.findings);
      else if (formatted.text !== text) changed.set(path, formatted.text);
    }
    if (hasError(findings)) throw new UserError(sortFindings(findings), texts);
    if (!options.check) {
      for (const [path, text] of changed) {
        await saveFile(path, marked.has(path) ? `\ufeff${text}` : text, project.host, withRoot(roots.get(path)));
      }
    }
    if (output.format === "json") {
      const document = { formatVersion: "1.0", kind: "format", files: texts.size, changed: [...changed.keys()] };
      output.print(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      const say = options.check ? words.notFormatted : words.formatted;
      for (const path of changed.keys()) output.print(`${visible(say(path))}\n`);
      output.note(`${words.formatSummary(changed.size, texts.size, options.check)}\n`);
    }
    return options.check && changed.size > 0 ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

/** The files of every selected account; of them those at the given paths, if there are some. */
async function findAll(
  paths: readonly string[],
  options: FmtOptions,
  host: ConsoleHost,
  output: Output,
): Promise<FoundFiles> {
  const config = await loadConfig({ ...options, host });
  if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
  const accounts = selectAccounts(config.accounts, { account: options.account, several: true });
  const read = await findAccountFiles(accounts, paths, config, host);
  if (read.findings.length > 0) throw new UserError(read.findings);
  noteLeftOut(read.leftOut, output);
  const files = new Map<string, SourceFile>();
  for (const { found, chosen } of read.accounts)
    for (const file of found.files) if (chosen?.has(file.path) ?? true) files.set(file.path, file);
  return {
    files: [...files.values()].sort((a, b) => compareText(a.path, b.path)),
    findings: read.accounts.flatMap(({ found }) => found.findings),
    roots: new Map(read.accounts.flatMap(({ found }) => [...found.roots])),
  };
}

interface ReadTexts extends Pick<FoundFiles, "roots"> {
  readonly texts: ReadonlyMap<string, string>;
  /** Files that begin with a byte order mark, so that they keep it. */
  readonly marked: ReadonlySet<string>;
}

function readTexts({ files, findings, roots }: FoundFiles): ReadTexts {
  const report = new FindingList();
  const texts = new Map<string, string>();
  const marked = new Set<string>();
  for (const file of files) {
    const source = decode(file, report);
    if (source !== undefined) texts.set(source.file, source.text);
    if (file.bytes[0] === 0xef) marked.add(file.path);
  }
  const all = sortFindings([...findings, ...report.sorted()]);
  if (hasError(all)) throw new UserError(all, texts);
  return { texts, marked, roots };
}
