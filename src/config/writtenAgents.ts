/** What a text in a member list that is no name was most likely to say. */
export type AgentsMeant = {
  /** Numbers, or names from `agents`; one entry each. */
  readonly agents: readonly string[];
  /** The person's name, which belongs behind a `#`. */
  readonly remark?: string;
  readonly priority?: string;
};

/** Shorter digits belong to a name, as in `王芳2`. */
const NUMBER = /\d{3,}/;
const BETWEEN = /[\s,、;/|&+]+/u;
/** Around a remark: `张伟(8001)`, `8001-张伟`. */
const AROUND = /^[\s#()<>[\]【】"'“”:,、;/|_-]+|[\s#()<>[\]【】"'“”:,、;/|_-]+$/gu;
const FOR_A_NUMBER = /^(?:工号|坐席|座席|客服|编号|agent|no|num|number|id|号)[.:]?$/iu;

/**
 * The agents in a text such as `8001 张伟`, `8001，8002` or `8001:5`.
 *
 * @param isAlias is it a name from `agents`?
 */
export function agentsMeant(text: string, isAlias: (name: string) => boolean): AgentsMeant | undefined {
  if (text.length > 200 || /[\p{Cc}\p{Cs}]/u.test(text)) return undefined;
  const plain = text.normalize("NFKC").trim();
  const unquoted = plain.replace(/^["'“”‘’`「『]+|["'“”‘’`」』]+$/gu, "").trim();
  if (isAlias(unquoted) || /^\d+$/.test(unquoted)) return { agents: [unquoted] };
  // Thousands: 8,000 and 8_000.
  if (/^[1-9]\d{0,2}(?:[_,'.]\d{3})+$/.test(unquoted)) return { agents: [unquoted.replace(/\D/g, "")] };
  const [, number, priority] = /^(\d{3,})\s*(?::|=|@|\()\s*(\d{1,2})\s*\)?$/.exec(unquoted) ?? [];
  if (number !== undefined && priority !== undefined) return { agents: [number], priority: String(Number(priority)) };
  const parts = unquoted.split(BETWEEN).filter((part) => part !== "");
  if (parts.length > 1 && parts.every((part) => isAlias(part) || /^\d{3,}$/.test(part))) return { agents: parts };
  const [found, more] = unquoted.match(/\d+/g) ?? [];
  // In `zhang2024` the digits are part of the name.
  if (found === undefined || more !== undefined || !NUMBER.test(found) || /[a-z.]\d|\d[a-z.]/iu.test(unquoted))
    return undefined;
  const remark = unquoted.replace(found, " ").replace(AROUND, "").replace(/\s+/gu, " ");
  if (remark.includes("#")) return undefined;
  return { agents: [found], ...(remark === "" || FOR_A_NUMBER.test(remark) ? {} : { remark }) };
}
