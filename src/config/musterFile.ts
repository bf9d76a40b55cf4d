import { posix } from "node:path";
import type { Source } from "../model/source.js";
import type { SourceFile } from "./files.js";
import { type ConfigFinding, FindingList, type FindingSink } from "./findings.js";
import { parseRate, readGuards } from "./limits.js";
import { maskSecrets } from "./maskSecrets.js";
import { redactFindings } from "./redactFindings.js";
import { readPolicies } from "./rules/readPolicies.js";
import { checkShape } from "./schema/checkShape.js";
import {
  DEFAULT_GUARDS,
  DOCUMENTED_RATES,
  type GuardSettings,
  LIMITED_OPERATIONS,
  type LimitedOperation,
  type PolicySettings,
  type RateLimit,
  type RateLimits,
} from "./settings.js";
import { settingsOf, type WrittenSettings } from "./settingsOf.js";
import { hasSoundReferences, isReference } from "./variables.js";
import { parseYaml } from "./yaml/parseYaml.js";
import { decode } from "./yaml/sourceText.js";
import { type Field, fieldOf, fieldsOf, itemsOf, type Located, type TreeNode, textOf } from "./yaml/tree.js";

/** `muster.yaml` as far as it can be read offline: no variable is looked up yet. */
export interface MusterFile {
  /** At least one: without `accounts`, the one that the environment names. */
  readonly accounts: readonly AccountEntry[];
  readonly guards: GuardSettings;
  /** Where each of them is written, if it is. */
  readonly guardSources: ReadonlyMap<string, Source>;
  /** Patterns for `matchesGlob` on display names: live groups that plans do not list. */
  readonly ignore: readonly string[];
  /** Absent where the file asks for none. */
  readonly policies?: PolicySettings;
}

/** An account with its `${VAR}`s as written. */
export interface AccountEntry {
  readonly name: string;
  readonly host: Written;
  readonly accountId: Written;
  readonly apiSecret: Written;
  /** Files or folders, relative to the working folder. */
  readonly groups: readonly string[];
  /** Where each of them stands; empty where they are not written down. */
  readonly groupSources: ReadonlyMap<string, Source>;
  readonly limits: Partial<RateLimits>;
  /** The largest page to ask for; absent where the server decides. */
  readonly pageSize?: number;
  /** Absent for the account that the environment names. */
  readonly source?: Source;
}

/** Text that may hold `${VAR}`, and where it stands, if in a file. */
export type Written = Omit<Located<string>, "at"> & { readonly at?: Source };

export interface LoadedMusterFile {
  /** Absent when any finding is an error. */
  readonly musterFile?: MusterFile;
  /** What says where calls go and what is left out, as it is written. */
  readonly settings: WrittenSettings;
  readonly findings: readonly ConfigFinding[];
  /** The file's text for showing lines of it, secrets masked. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The account that MUSTER_HOST, MUSTER_ACCOUNT_ID and MUSTER_API_SECRET name. */
const ENVIRONMENT_ACCOUNT: AccountEntry = {
  name: "default",
  host: { value: "${MUSTER_HOST}" },
  accountId: { value: "${MUSTER_ACCOUNT_ID}" },
  apiSecret: { value: "${MUSTER_API_SECRET}" },
  groups: ["."],
  groupSources: new Map(),
  limits: {},
};

/**
 * Reads `muster.yaml`, or takes its defaults where there is none. Needs no variable, so that `validate` works offline.
 *
 * @param path where the file is, or would be: paths in it count from there
 */
export function loadMusterFile(file: SourceFile | undefined, path = file?.path ?? ""): LoadedMusterFile {
  if (!file)
    return {
      musterFile: { accounts: [ENVIRONMENT_ACCOUNT], guards: DEFAULT_GUARDS, guardSources: new Map(), ignore: [] },
      settings: new Map(),
      findings: [],
      texts: new Map(),
    };

  const sink = new FindingList();
  const source = decode(file, sink);
  if (!source) return { settings: new Map(), findings: sink.sorted(), texts: new Map() };

  const [root, ...others] = parseYaml(source, sink).documents;
  for (const other of others) sink.error("several-documents", {}, other.at);
  if (root) checkShape("muster", root, sink);
  const musterFile = root && readMusterFile(root, path, sink);
  return {
    ...(!sink.hasError && musterFile && { musterFile }),
    settings: settingsOf(root),
    findings: redactFindings(sink.sorted(), new Map([[source.file, source.text]])),
    texts: new Map([[source.file, maskSecrets(source.text)]]),
  };
}

function readMusterFile(root: TreeNode, path: string, sink: FindingSink): MusterFile {
  const accounts = fieldsOf(fieldOf(root, "accounts")?.value).map((field) =>
    readAccount(field, posix.dirname(path), sink),
  );
  const policies = fieldOf(root, "policies")?.value;
  return {
    accounts: accounts.length > 0 ? accounts : [ENVIRONMENT_ACCOUNT],
    guards: readGuards(fieldOf(root, "guards")?.value, sink),
    guardSources: new Map(fieldsOf(fieldOf(root, "guards")?.value).map(({ key, keyAt }) => [key, keyAt])),
    ignore: itemsOf(fieldOf(fieldOf(root, "unmanaged")?.value, "ignore")?.value).flatMap(
      (item) => textOf(item)?.value ?? [],
    ),
    ...(policies && { policies: readPolicies(policies, sink) }),
  };
}

function readAccount({ key, keyAt, value }: Field, folder: string, sink: FindingSink): AccountEntry {
  const written = (field: string) => textOf(fieldOf(value, field)?.value) ?? { value: "", at: keyAt };
  const account = { host: written("host"), accountId: written("accountId"), apiSecret: written("apiSecret") };
  for (const field of ["host", "accountId"] as const) {
    if (!hasSoundReferences(account[field].value)) sink.error("bad-reference", { field }, account[field].at);
  }
  if (account.apiSecret.value !== "" && !isReference(account.apiSecret.value)) {
    sink.error("literal-secret", {}, account.apiSecret.at);
  }
  const groupSources = readGroupPaths(fieldOf(value, "groups")?.value, folder, sink);
  const pageSize = readPageSize(fieldOf(value, "pageSize")?.value);
  const groups = groupSources.size > 0 ? [...groupSources.keys()] : [folder];
  return {
    name: key,
    ...account,
    groups,
    groupSources,
    limits: readLimits(fieldOf(value, "limits")?.value, sink),
    ...(pageSize === undefined ? {} : { pageSize }),
    source: keyAt,
  };
}

/** The paths, as seen from the working folder, and where each stands. */
function readGroupPaths(node: TreeNode | undefined, folder: string, sink: FindingSink): ReadonlyMap<string, Source> {
  const paths = itemsOf(node).flatMap((item) => textOf(item) ?? []);
  for (const { value, at } of paths) {
    if (value.includes("${")) sink.error("reference-not-here", { field: "groups" }, at);
  }
  return new Map(
    paths.map(({ value, at }) => [posix.isAbsolute(value) ? value : posix.join(folder, value), at] as const),
  );
}

/** The schema has seen to its bounds. */
function readPageSize(node: TreeNode | undefined): number | undefined {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
}

function readLimits(node: TreeNode | undefined, sink: FindingSink): Partial<RateLimits> {
  const limits: Partial<Record<LimitedOperation, RateLimit>> = {};
  for (const operation of LIMITED_OPERATIONS) {
    const written = textOf(fieldOf(node, operation)?.value);
    const rate = written && parseRate(written.value);
    if (rate) limits[operation] = rate;
    if (rate && written) warnIfAbove(operation, rate, written, sink);
    else if (written) sink.error("bad-rate", { value: written.value }, written.at);
  }
  return limits;
}

/** More than the vendor grants is refused; where somebody else spends the same budget, it is theirs that is gone. */
function warnIfAbove(
  operation: LimitedOperation,
  rate: RateLimit,
  { value, at }: Located<string>,
  sink: FindingSink,
): void {
  const { calls, windowMs } = DOCUMENTED_RATES[operation];
  if (rate.calls * windowMs <= calls * rate.windowMs) return;
  sink.warning("limit-above-documented", { operation, value, documented: `${calls}/${windowMs / 1000}s` }, at);
}
