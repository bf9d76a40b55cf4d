import type { Reply } from "../api/answers.js";
import { type Fields, isFields, readCount } from "../api/requestFields.js";
import type { Strike } from "./faultBook.js";

/** What a listing does to the members of every group: it shows all, every second one, none, or null instead of a list. */
export type MembersFault = "all" | "some" | "none" | "null";

/** A listing as a broken server sends it. */
export function distorted(reply: Reply, asked: Fields, { omitted, members, uncounted }: Strike): Reply {
  if (uncounted) return neverEnding(asked);
  if (omitted.size === 0 && members === "all") return reply;
  return JSON.parse(
    JSON.stringify(reply, (name, value: unknown) => {
      if (omitted.has(name)) return undefined;
      return name === "assignMembers" ? membersAs(members, value) : value;
    }),
  );
}

function membersAs(fault: MembersFault, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  switch (fault) {
    case "all":
      return value;
    case "some":
      return value.filter((_, index) => index % 2 === 0);
    case "none":
      return [];
    case "null":
      return null;
  }
}

/** Pages without a count, each full of groups that no page before had. */
function neverEnding({ page, pageSize }: Fields): Reply {
  const size = readCount(pageSize, 10);
  const first = 20_000_000 + (readCount(page, 1) - 1) * size;
  const list = Array.from({ length: size }, (_, index) => ({
    displayName: `组${first + index}`,
    exten: String(first + index),
    assignRule: "random",
    isMemory: false,
    memoryTime: "",
    assignMembers: [],
  }));
  return { success: true, data: { list }, message: "200 ok!" };
}

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
 * come with the types changed, the others as documented; empty lists are null; there are undocumented fields; and
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
