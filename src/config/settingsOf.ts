import type { Source } from "../model/source.js";
import { fieldOf, fieldsOf, plainData, type TreeNode } from "./yaml/tree.js";

/** A setting of muster.yaml as it is written, and where. */
interface WrittenSetting {
  readonly value: string;
  readonly at: Source;
}

/** Settings that say where calls go and what is left out, by their path: `accounts.prod.host`, `unmanaged`. */
export type WrittenSettings = ReadonlyMap<string, WrittenSetting>;

/** Fields of an account that a pull request may decide: which files belong to it. */
const NOT_SETTINGS = new Set(["groups"]);

/** The settings of a muster.yaml that a pull request may not decide for itself. */
export function settingsOf(root: TreeNode | undefined): WrittenSettings {
  const settings = new Map<string, WrittenSetting>();
  const add = (path: string, node: TreeNode, at: Source) =>
    settings.set(path, { value: JSON.stringify(plainData(node)), at });
  for (const account of fieldsOf(fieldOf(root, "accounts")?.value))
    for (const { key, keyAt, value } of fieldsOf(account.value))
      if (!NOT_SETTINGS.has(key)) add(`accounts.${account.key}.${key}`, value, keyAt);
  for (const name of ["unmanaged", "store"]) {
    const field = fieldOf(root, name);
    if (field !== undefined) add(name, field.value, field.keyAt);
  }
  return settings;
}

/** A setting that a change of muster.yaml adds, changes or removes. */
export interface ChangedSetting {
  readonly setting: string;
  readonly change: "added" | "changed" | "removed";
  /** Absent for one that is removed. */
  readonly at?: Source;
}

/** What differs between the settings of the base and those of the head, in the order of their paths. */
export function changedSettings(base: WrittenSettings, head: WrittenSettings): ChangedSetting[] {
  return [...new Set([...base.keys(), ...head.keys()])].sort().flatMap((setting): ChangedSetting[] => {
    const before = base.get(setting);
    const after = head.get(setting);
    if (before?.value === after?.value) return [];
    if (after === undefined) return [{ setting, change: "removed" }];
    return [{ setting, change: before === undefined ? "added" : "changed", at: after.at }];
  });
}
