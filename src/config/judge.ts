import type { Related } from "../model/finding.js";
import type { Source } from "../model/source.js";
import { type ConfigFinding, FindingList } from "./findings.js";
import { isLevelled, type Level, type Levels, levelOf } from "./levels.js";
import type { Remark } from "./remarks.js";

/** A warning that a remark accepts: it is not reported, and documents list it. */
export interface Accepted {
  readonly code: string;
  readonly reason: string;
  /** Where the warning would be. */
  readonly source: Source;
}

/** What is known of a finding of any room. */
interface Judged {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly source?: Source;
  readonly related?: readonly Related[];
}

/** A text that may hold a remark; nearly all hold none, and are not looked at again. */
const MAY_REMARK = /muster\s*[:：]\s*allow/;

/** Decides what becomes of warnings: by the levels of `muster.yaml`, and by remarks on the lines that they are about. */
export class Judge {
  readonly #levels: Levels;
  readonly #remarks: ReadonlyMap<string, readonly Remark[]>;
  readonly #faults: ReadonlyMap<string, readonly ConfigFinding[]>;
  readonly #used = new Set<string>();
  readonly accepted: Accepted[] = [];

  private constructor(levels: Levels, read: ReadonlyMap<string, ReadRemarks>) {
    this.#levels = levels;
    this.#remarks = new Map([...read].map(([file, { remarks }]) => [file, remarks]));
    this.#faults = new Map([...read].map(([file, { faults }]) => [file, faults]));
  }

  /** @param texts the files, by path: of those that hold remarks, these are read */
  static async of(levels: Levels, texts: ReadonlyMap<string, string> = new Map()): Promise<Judge> {
    const read = new Map<string, ReadRemarks>();
    for (const [file, text] of texts) {
      if (!MAY_REMARK.test(text)) continue;
      const { remarksIn } = await import("./remarks.js");
      const sink = new FindingList();
      read.set(file, { remarks: remarksIn(file, text, sink), faults: sink.sorted() });
    }
    return new Judge(levels, read);
  }

  /** The remarks of some files. */
  remarksOf(files: Iterable<string>): readonly Remark[] {
    return [...files].flatMap((file) => this.#remarks.get(file) ?? []);
  }

  level(code: string): Level | undefined {
    return levelOf(code, this.#levels);
  }

  /** The findings that are left, with their levels. Each may be judged several times: of several accounts, or offline first. */
  judge<F extends Judged>(findings: readonly F[]): F[] {
    return findings.flatMap((finding) => {
      // What is an error where it was found has no level, though elsewhere its code may be a warning's.
      if (finding.severity === "error" && isLevelled(finding.code)) return [finding];
      const level = this.level(finding.code);
      if (level === "off" || this.#accepts(finding, level)) return [];
      return level === undefined || level === finding.severity ? [finding] : [{ ...finding, severity: level }];
    });
  }

  /**
   * What is wrong with the remarks of a file.
   *
   * @param isWhole everything that could be found there was looked for, so a remark that accepted nothing has no effect
   */
  async remarkFindings(file: string, isWhole: boolean): Promise<ConfigFinding[]> {
    const remarks = this.#remarks.get(file) ?? [];
    const faults = this.#faults.get(file) ?? [];
    if (remarks.length + faults.length === 0) return [];
    const sink = new FindingList();
    const { reportUnused } = await import("./remarks.js");
    if (isWhole) reportUnused(remarks, (remark, code) => this.#used.has(keyOf(remark, code)), sink);
    return this.judge([...faults, ...sink.sorted()]);
  }

  /** A policy that is an error stays one: its own `ignore` is the way to leave a group out. */
  #accepts({ code, severity, source }: Judged, level: Level | undefined): boolean {
    if (source === undefined || (level === undefined && (severity === "error" || !code.startsWith("policy-"))))
      return false;
    const remark = this.#remarks.get(source.file)?.find((one) => one.line === source.line && one.codes.includes(code));
    if (remark === undefined) return false;
    const key = keyOf(remark, code);
    const { file, line, column } = source;
    if (!this.accepted.some((one) => one.code === code && samePlace(one.source, source)))
      this.accepted.push({ code, reason: remark.reason, source: { file, line, column } });
    this.#used.add(key);
    return true;
  }
}

interface ReadRemarks {
  readonly remarks: readonly Remark[];
  readonly faults: readonly ConfigFinding[];
}

/** Remarks that a change of the files brings: at once they keep warnings from whoever reviews it. */
export function addedRemarks(base: readonly Remark[], head: readonly Remark[]): ConfigFinding[] {
  const keyOf = ({ codes, reason, beside }: Remark) => JSON.stringify([codes, reason, beside]);
  const left = new Map<string, number>();
  for (const key of base.map(keyOf)) left.set(key, (left.get(key) ?? 0) + 1);
  return head.flatMap((one): ConfigFinding[] => {
    const known = left.get(keyOf(one)) ?? 0;
    left.set(keyOf(one), known - 1);
    const { codes, reason, at: source } = one;
    return known <= 0 ? [{ code: "remark-added", severity: "warning", args: { codes, reason }, source }] : [];
  });
}

function keyOf({ at }: Remark, code: string): string {
  return `${at.line}:${at.column}:${code}:${at.file}`;
}

function samePlace(a: Source, b: Source): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
