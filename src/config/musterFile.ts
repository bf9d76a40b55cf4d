import { posix } from "node:path";
import {
  DOCUMENTED_RATES,
  LIMITED_OPERATIONS,
  type LimitedOperation,
  type RateLimit,
  type RateLimits,
} from "../model/rates.js";
import type { Source } from "../model/source.js";
import type { SourceFile } from "./files.js";
import { type ConfigFinding, FindingList, type FindingSink } from "./findings.js";
import { type Levels, readLevels } from "./levels.js";
import { parseRate, readGuards } from "./limits.js";
import { maskSecrets } from "./maskSecrets.js";
import { redactFindings } from "./redactFindings.js";
import { POLICIES, type Policy, type PolicyName, type PolicySettings } from "./rules/policies.js";
import { checkShape } from "./schema/checkShape.js";
import { DEFAULT_GUARDS, type GuardSettings } from "./settings.js";
import { settingsOf, type WrittenSettings } from "./settingsOf.js";
import { hasSoundReferences, isReference, variablesIn } from "./variables.js";
import { readWaivers, type Waiver } from "./waivers.js";
import { parseFully } from "./yaml/parseYaml.js";
import { decode } from "./yaml/sourceText.js";
import { type Field, fieldOf, fieldsOf, itemsOf, type Located, plainData, type TreeNode, textOf } from "./yaml/tree.js";

/** `muster.yaml` as far as it can be read offline: no variable is looked up yet. */
export interface MusterFile {
  /** At least one: without `accounts`, the one that the environment names. */
  readonly accounts: readonly AccountEntry[];
  readonly guards: GuardSettings;
  /** Where each of them is written, if it is. */
  readonly guardSources: ReadonlyMap<string, Source>;
  /** Those that have ended too: the file does not know what day it is. */
  readonly waivers: readonly Waiver[];
  /** Patterns for `matchesGlob` on display names: live groups that plans do not list. */
  readonly ignore: readonly string[];
  /** Absent where the file asks for none. */
  readonly policies?: PolicySettings;
  readonly levels: Levels;
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
  /** The file's `store`, one for all accounts; absent where it names none. */
  readonly store?: Written;
  /** Absent for the account that the environment names. */
  readonly source?: Source;
}

/** Text that may hold `${VAR}`, and where it stands, if in a file. */
export type Written = Omit<Located<string>, "at"> & { readonly at?: Source };

/** Where the files of an account are. */
export type AccountFolders = Pick<AccountEntry, "name" | "groups" | "groupSources">;

export interface LoadedMusterFile {
  /** Absent when any finding is an error. */
  readonly musterFile?: MusterFile;
  /** Which files are whose, as far as that can be read whatever else is wrong: enough to check the files. */
  readonly folders: readonly AccountFolders[];
  /** The settings that say where calls go and what is left out, as written. */
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

const DEFAULTS: MusterFile = {
  accounts: [ENVIRONMENT_ACCOUNT],
  guards: DEFAULT_GUARDS,
  guardSources: new Map(),
  waivers: [],
  ignore: [],
  levels: new Map(),
};

/**
 * Reads `muster.yaml`, or takes its defaults where there is none. Needs no variable, so that `validate` works offline.
 *
 * @param path where the file is, or would be: paths in it count from there
 */
export async function loadMusterFile(file: SourceFile | undefined, path = file?.path ?? ""): Promise<LoadedMusterFile> {
  if (!file)
    return { musterFile: DEFAULTS, folders: DEFAULTS.accounts, settings: new Map(), findings: [], texts: new Map() };

  const sink = new FindingList();
  const source = decode(file, sink);
  if (!source) return { folders: [], settings: new Map(), findings: sink.sorted(), texts: new Map() };

  const [root, ...others] = parseFully(source, sink).documents;
  for (const other of others) sink.error("several-documents", {}, other.at);
  if (root) checkShape("muster", root, sink);
  const musterFile = root && (await readMusterFile(root, path, sink));
  const findings = sink.sorted();
  return {
    ...(!sink.hasError && musterFile && { musterFile }),
    folders: root && musterFile ? foldersOf(root, musterFile, findings) : [],
    settings: settingsOf(root),
    findings: redactFindings(findings, new Map([[source.file, source.text]])),
    texts: new Map([[source.file, maskSecrets(source.text)]]),
  };
}

async function readMusterFile(root: TreeNode, path: string, sink: FindingList): Promise<MusterFile> {
  const written = fieldsOf(fieldOf(root, "accounts")?.value).map((field) =>
    readAccount(field, posix.dirname(path), sink),
  );
  const accounts = written.length > 0 ? written : [ENVIRONMENT_ACCOUNT];
  const store = readStore(fieldOf(root, "store")?.value, accounts, sink);
  const policies = fieldOf(root, "policies")?.value;
  return {
    accounts: store === undefined ? accounts : accounts.map((account) => ({ ...account, store })),
    guards: readGuards(fieldOf(root, "guards")?.value, sink),
    guardSources: new Map(fieldsOf(fieldOf(root, "guards")?.value).map(({ key, keyAt }) => [key, keyAt])),
    waivers: readWaivers(fieldOf(root, "waivers")?.value, sink),
    ignore: itemsOf(fieldOf(fieldOf(root, "unmanaged")?.value, "ignore")?.value).flatMap(
      (item) => textOf(item)?.value ?? [],
    ),
    levels: readLevels(fieldOf(root, "findings")?.value),
    ...(policies && { policies: await readPolicies(policies, sink) }),
  };
}

/** Is something of the value not what the schema allows? Then no reader needs to see it. */
function isRefused(node: TreeNode, sink: FindingList): boolean {
  if (sink.hasErrorAt(node.at)) return true;
  if (node.kind === "list") return node.items.some((item) => isRefused(item, sink));
  return fieldsOf(node).some(({ value }) => isRefused(value, sink));
}

/**
 * The accounts whose folders are known for certain. With others, files of one account would be checked as if they were
 * another's.
 */
function foldersOf(
  root: TreeNode,
  { accounts }: MusterFile,
  findings: readonly ConfigFinding[],
): readonly AccountFolders[] {
  const written = fieldOf(root, "accounts");
  // An unknown field may be `accounts`, misspelt.
  if (!written) return findings.some(({ code }) => code === "unknown-field") ? [] : accounts;
  return accounts.flatMap(({ name, groups, groupSources, source }) => {
    const list = fieldOf(fieldOf(written.value, name)?.value, "groups")?.value;
    const isSound = !list || (itemsOf(list).length > 0 && itemsOf(list).every((item) => textOf(item)));
    return source && isSound && !groups.some((path) => path.includes("${")) ? [{ name, groups, groupSources }] : [];
  });
}

/** The `policies` of `muster.yaml`; what it leaves out is not asked for. */
async function readPolicies(node: TreeNode, sink: FindingList): Promise<PolicySettings> {
  const policies: Partial<Record<PolicyName, Policy<unknown>>> = {};
  for (const name of Object.keys(POLICIES) as PolicyName[]) {
    const field = fieldOf(node, name);
    const written = field?.value.kind === "map" ? fieldOf(field.value, "value")?.value : field?.value;
    if (!field || !written || isRefused(written, sink)) continue;
    const value = await POLICIES[name].read(plainData(written));
    if (typeof value === "object" && "fault" in value) {
      const text = written.kind === "scalar" ? written.written : "";
      sink.error("bad-pattern", { field: name, value: text, fault: value.fault }, written.at);
    } else if (value !== undefined) {
      policies[name] = {
        value,
        level: textOf(fieldOf(field.value, "level")?.value)?.value === "warning" ? "warning" : "error",
        ignore: itemsOf(fieldOf(field.value, "ignore")?.value).flatMap((item) => textOf(item)?.value ?? []),
        source: field.keyAt,
      };
    }
  }
  // Each value is what its own reader gave.
  return policies as PolicySettings;
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

/** Only a whole variable: the address holds a password. An account's secret would be sent to whoever it names. */
function readStore(
  node: TreeNode | undefined,
  accounts: readonly AccountEntry[],
  sink: FindingList,
): Written | undefined {
  const written = textOf(node);
  if (node === undefined || sink.hasErrorAt(node.at)) return undefined;
  if (written === undefined || !isReference(written.value)) {
    sink.error("literal-store", {}, node.at);
    return undefined;
  }
  const [variable = ""] = variablesIn(written.value);
  if (accounts.some(({ apiSecret }) => variablesIn(apiSecret.value).includes(variable)))
    sink.error("variable-refused", { variable, field: "store", because: "secret" }, written.at);
  return written;
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

/** The schema has checked its bounds. */
function readPageSize(node: TreeNode | undefined): number | undefined {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
}

function readLimits(node: TreeNode | undefined, sink: FindingSink): Partial<RateLimits> {
  const limits: Partial<Record<LimitedOperation, RateLimit>> = {};
  for (const operation of LIMITED_OPERATIONS) {
    const written = rateText(fieldOf(node, operation)?.value);
    const rate = written && parseRate(written.value);
    if (rate) limits[operation] = rate;
    if (rate && written) warnIfAbove(operation, rate, written, sink);
    else if (written) sink.error("bad-rate", { value: written.value }, written.at);
  }
  return limits;
}

/** Also empty text: it is no rate, and no reason to take the default. */
function rateText(node: TreeNode | undefined): Located<string> | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? { value: node.value, at: node.at } : undefined;
}

/** The vendor refuses calls above its limit, and other programs of the account may need the same budget. */
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
