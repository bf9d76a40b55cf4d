import { agentIndexOf } from "../../src/config/agentIndex.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import type { Known } from "../../src/tables/tableMembers.js";
import { namesInComments } from "../../src/writeback/nameRemarks.js";
import { brief, fileOf } from "../config/reading.js";

/** What sound files know. */
export function knownOf(text: string): Known {
  const { desired, declared, findings } = loadDesired([fileOf(text, "a.yaml")]);
  if (desired === undefined) throw new Error(findings.map(brief).join(", "));
  const nameOf = namesInComments(new Map([["a.yaml", text]]), undefined);
  return { index: agentIndexOf(declared), groups: desired.groups, nameOf };
}
