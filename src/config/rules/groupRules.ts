import type { Related } from "../../model/finding.js";
import type { GroupDeclaration } from "../declarations.js";
import type { Report } from "../findings.js";
import type { Located } from "../yaml/tree.js";
import { checkName } from "./names.js";
import { repeats } from "./repeats.js";
import type { Judged } from "./rule.js";

/** Names must be fit to be sent and shown. */
export function groupNamesAreSound({ declared }: Judged, report: Report): void {
  for (const { displayName } of declared.groups) {
    if (displayName) checkName(displayName, { field: "displayName", part: "value" }, report);
  }
}

/** Old names too, and they are not the present one. */
export function oldNamesAreSound({ declared }: Judged, report: Report): void {
  for (const { displayName, previously } of declared.groups) {
    for (const name of previously) {
      checkName(name, { field: "previously", part: "entry" }, report);
      if (name.value === displayName?.value) {
        report.warning("previously-own-name", { displayName: name.value }, name.at);
      }
    }
  }
}

/** Groups of one name can only be told apart when every one of them is pinned. */
export function namesAreToldApart({ declared }: Judged, report: Report): void {
  const namesakes = new Map<string, Named[]>();
  for (const group of declared.groups.filter(isNamed)) {
    const others = namesakes.get(group.displayName.value);
    if (others) others.push(group);
    else namesakes.set(group.displayName.value, [group]);
  }
  for (const groups of namesakes.values()) {
    const [first, second] = groups;
    if (!first || !second) continue;
    const unpinned = groups.filter((group) => !group.exten);
    for (const { displayName } of unpinned.length > 1 ? unpinned.slice(1) : unpinned) {
      const related: Related =
        displayName === first.displayName
          ? { note: "other", source: second.displayName.at }
          : { note: "first", source: first.displayName.at };
      report.error("duplicate-name", { displayName: displayName.value }, displayName.at, [related]);
    }
  }
}

/** A live group has one entry. */
export function pinsAreToldApart({ declared }: Judged, report: Report): void {
  const pins = declared.groups.flatMap((group) => group.exten ?? []);
  for (const [{ value, at }, first] of repeats(pins, (pin) => pin.value)) {
    report.error("duplicate-pin", { exten: value }, at, [{ note: "first", source: first.at }]);
  }
}

/** An old name that another group bears, or claims too, may lead to the wrong live group. */
export function oldNamesAreFree({ declared }: Judged, report: Report): void {
  const claims = new Map<string, { group: GroupDeclaration; name: Located<string> }>();
  for (const group of declared.groups) {
    if (group.displayName && !claims.has(group.displayName.value))
      claims.set(group.displayName.value, { group, name: group.displayName });
  }
  for (const group of declared.groups) {
    for (const name of group.previously) {
      const claim = claims.get(name.value);
      if (!claim) claims.set(name.value, { group, name });
      else if (claim.group !== group) {
        const args = { name: name.value, other: claim.group.displayName?.value ?? "" };
        report.warning("previously-in-use", args, name.at, [{ note: "other", source: claim.name.at }]);
      }
    }
  }
}

/** Making sure of nobody does nothing. */
export function additiveHasMembers({ declared }: Judged, report: Report): void {
  for (const { displayName, membership, settingSources } of declared.groups) {
    if (membership.value === "additive" && !settingSources.members) {
      report.warning("additive-without-members", { displayName: displayName?.value ?? "" }, membership.at);
    }
  }
}

type Named = GroupDeclaration & { readonly displayName: Located<string> };

function isNamed(group: GroupDeclaration): group is Named {
  return group.displayName !== undefined;
}
