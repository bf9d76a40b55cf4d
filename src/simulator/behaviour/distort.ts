import type { Reply } from "../api/answers.js";
import { type Fields, readCount } from "../api/requestFields.js";
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
