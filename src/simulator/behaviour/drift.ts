import type { Reply } from "../api/answers.js";
import { type Fields, isFields } from "../api/requestFields.js";

/** Numbers sent as text become numbers, except where that would change them: "0800" stays. */
const asNumber = (value: unknown): unknown =>
  typeof value === "string" && String(Number(value)) === value ? Number(value) : value;
const asText = (value: unknown): unknown => String(value);
const asNullWhenEmpty = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? null : value);

/** Which fields change their type, and how. */
const DRIFTING: Readonly<Record<string, (value: unknown) => unknown>> = {
  code: asText,
  count: asText,
  exten: asNumber,
  agentNumber: asNumber,
  priority: asNumber,
  memoryTime: asNumber,
  isMemory: asText,
  pcAutoClaim: asText,
  mobileAutoClaim: asText,
};

/**
 * A reply from a server whose types drift, as the API page warns: of a list, the first entry and every second after it
 * come with the types changed, the others as documented; empty lists are null; there are fields that nobody documents; and
 * queries with an odd `count` do carry a `code`. Equal replies drift equally.
 */
export function drifted(reply: Reply): Fields {
  const { data } = reply;
  const oddCount = isFields(data) && Number(data.count) % 2 === 1;
  return driftFields({ ...(oddCount && { code: 200 }), ...reply });
}

function driftFields(fields: Fields): Fields {
  const changed = Object.entries(fields).map(([name, value]) => {
    const drift = Object.hasOwn(DRIFTING, name) ? DRIFTING[name] : undefined;
    return [name, drift ? drift(value) : driftValue(value, name)] as const;
  });
  return { ...Object.fromEntries(changed), traceId: "simulated" };
}

function driftValue(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry, index) => (index % 2 === 0 && isFields(entry) ? driftFields(entry) : entry));
    return name === "assignMembers" ? asNullWhenEmpty(entries) : entries;
  }
  return isFields(value) ? driftFields(value) : value;
}
