import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredGroup, DesiredMember } from "../../src/config/desired.js";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { readTable } from "../../src/tables/readTable.js";
import { readShifts } from "../../src/tables/shiftTable.js";
import type { AgentEdit } from "../../src/writeback/agentSteps.js";
import { type AgentCover, coverAgent } from "../../src/writeback/coverAgent.js";
import { editAgent } from "../../src/writeback/editAgent.js";
import { formatText } from "../../src/writeback/formatText.js";
import { updateTexts } from "../../src/writeback/updateTexts.js";
import { fileOf } from "../config/reading.js";
import { REMARKS } from "./states.js";
import { type TimedAccount, timedAccount } from "./timedAccount.js";
import { NOON } from "./timedFiles.js";

const RUNS = Number(process.env["RUNS"] ?? 15);
const SEED = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const TIMEOUT = Math.max(60_000, RUNS * 1000);
const DAY = 86_400_000;

async function read(texts: ReadonlyMap<string, string>, tables: ReadonlyMap<string, string>) {
  const { desired, findings } = await loadDesiredAt(
    [...texts].map(([path, text]) => fileOf(text, path)),
    {
      now: NOON,
      days: 60,
      isNeeded: true,
      readTable: async ({ value }, { agents, shifts }) => {
        const found = await readTable(value, new TextEncoder().encode(tables.get(value) ?? ""));
        if ("finding" in found) throw new Error(JSON.stringify(found.finding));
        const { cells } = readShifts(found.sheet, { agents: { index: agents }, shifts, files: [value] });
        return { cells, findings: [] };
      },
    },
  );
  return { desired, errors: findings.filter(({ severity }) => severity === "error") };
}

/** Everybody in a group at an instant but those who take the place of one of `left`. */
function membersAt(group: DesiredGroup | undefined, at: number, left?: ReadonlySet<string>): string[] {
  const isDue = ({ spans }: DesiredMember) => spans?.some(({ from, until }) => from <= at && at < until) ?? true;
  return (group?.timeline ?? group?.members ?? [])
    .filter((one) => isDue(one) && !left?.has(one.source.coverFor ?? ""))
    .map(({ agentNumber, priority }) => `${agentNumber}:${priority}`)
    .sort();
}

/** No line end of another kind came in, and no comment was lost but with its line. */
function expectStyle({ texts }: TimedAccount, changed: ReadonlyMap<string, string>): void {
  for (const [path, after] of changed) {
    const before = texts.get(path) ?? "";
    if (before.includes("\r\n")) expect(after).not.toMatch(/[^\r]\n/);
    else expect(after).not.toContain("\r");
  }
}

const show = (texts: ReadonlyMap<string, string>) => [...texts].map(([path, text]) => `== ${path}\n${text}`).join("\n");

describe("accounts of several files, zones and tables", () => {
  it(
    "are edited as asked, at all times, or not at all",
    async () => {
      const agent = fc.constantFrom("8000", "8001", "8002", "8003", "8007");
      const by = fc.constantFrom("8004", "8005", "8100");
      const groups = fc.uniqueArray(fc.constantFrom(0, 1), { minLength: 1 }).map((some) => new Set(some));
      const asked: fc.Arbitrary<AgentEdit> = fc.oneof(
        fc.record({ kind: fc.constant("remove" as const), agent }),
        fc.record({ kind: fc.constant("remove" as const), agent, from: groups }),
        fc.record({ kind: fc.constantFrom("replace" as const, "copy" as const), agent, by }),
        fc.record({ kind: fc.constant("add" as const), agent, to: groups }),
        fc.record({
          kind: fc.constant("add" as const),
          agent,
          to: groups,
          priority: fc.nat(1),
          until: fc.constantFrom("2026-10-09", "2026-11-20T08:00"),
        }),
        fc.record({
          kind: fc.constant("move" as const),
          agent,
          from: fc.constant(new Set([0])),
          to: fc.constant(new Set([1])),
        }),
      );
      await fc.assert(
        fc.asyncProperty(timedAccount, asked, async (account, edit) => {
          const before = await read(account.texts, account.tables);
          if (before.desired === undefined) return;
          const inGroups = (some: ReadonlySet<number>) =>
            [...some].every((one) => one < (before.desired?.groups.length ?? 0));
          if (("from" in edit && edit.from && !inGroups(edit.from)) || ("to" in edit && !inGroups(edit.to))) return;
          const { changed, findings } = editAgent(account.texts, edit, before.desired.moment);
          const errors = findings.filter(({ severity }) => severity === "error");
          const codes = errors.map(({ code }) => code);
          expect([edit, show(account.texts), codes.includes("edit-failed")]).toEqual([
            edit,
            show(account.texts),
            false,
          ]);
          if (errors.length > 0) {
            expect(changed.size).toBe(0);
            return;
          }
          expectStyle(account, changed);
          const now = await read(new Map([...account.texts, ...changed]), account.tables);
          expect(now.errors).toEqual([]);
          const meant = new Set([edit.agent, "by" in edit ? edit.by : edit.agent]);
          for (const [index, group] of before.desired.groups.entries()) {
            const next = now.desired?.groups[index];
            const isUntouched =
              (edit.kind === "remove" && edit.from?.has(index) === false) ||
              (edit.kind === "add" && !edit.to.has(index));
            const isLeft = edit.kind === "replace" || (edit.kind === "remove" && (edit.from?.has(index) ?? true));
            for (let at = NOON - 10 * DAY; at < NOON + 40 * DAY; at += DAY / 6) {
              const others = (one: DesiredGroup | undefined) =>
                membersAt(one, at, meant).filter((member) => isUntouched || !meant.has(member.replace(/:.*/, "")));
              expect(others(next)).toEqual(others(group));
              if (isLeft && at >= NOON)
                expect(membersAt(next, at).filter((member) => member.startsWith(`${edit.agent}:`))).toEqual([]);
            }
          }
        }),
        { numRuns: RUNS, ...SEED },
      );
    },
    TIMEOUT,
  );

  it(
    "are as live after a pull, pull after pull, or the group is left as it was",
    async () => {
      const drift = fc.array(
        fc.record({
          group: fc.nat(3),
          agent: fc.constantFrom("8000", "8001", "8002", "8003", "8004", "8100"),
          to: fc.option(fc.nat(1), { nil: undefined }),
        }),
        { maxLength: 4 },
      );
      await fc.assert(
        fc.asyncProperty(timedAccount, drift, drift, async (account, ...rounds) => {
          let texts = account.texts;
          for (const drifts of rounds) {
            const before = await read(texts, account.tables);
            if (before.desired === undefined) return;
            const live = new Map(
              before.desired.groups.map((group, index) => {
                const members = new Map(group.members?.map(({ agentNumber, priority }) => [agentNumber, priority]));
                for (const { agent, to } of drifts.filter((one) => one.group === index)) {
                  if (to === undefined) members.delete(agent);
                  else members.set(agent, to);
                }
                const { displayName } = group;
                const own = [...members].map(([agentNumber, priority]) => ({ agentNumber, priority }));
                return [displayName, { displayName, exten: "1", assignRule: "random", members: own } as LiveGroup];
              }),
            );
            const { changed, findings } = updateTexts({
              texts,
              match: (groups) =>
                new Map(
                  groups.flatMap((group) => {
                    const found = live.get(group.displayName);
                    return found ? [[group, found] as const] : [];
                  }),
                ),
              pin: false,
              remarks: REMARKS,
              moment: before.desired.moment,
            });
            expectStyle(account, changed);
            const left = new Set(
              findings.flatMap((one) =>
                one.code === "pull-timed" || one.code === "pull-unedited" ? [one.args.displayName] : [],
              ),
            );
            const after = new Map([...texts, ...changed]);
            const now = await read(after, account.tables);
            expect([show(texts), drifts, show(after), now.errors]).toEqual([show(texts), drifts, show(after), []]);
            const away = ({ desired }: typeof now) => desired?.absences?.map(({ source: _, ...one }) => one);
            expect(away(now)).toEqual(away(before));
            for (const [index, group] of (now.desired?.groups ?? []).entries()) {
              const had = before.desired.groups[index];
              const wanted = left.has(group.displayName) ? had?.members : live.get(group.displayName)?.members;
              const plain = (members: readonly { agentNumber: string; priority: number }[] = []) =>
                members.map((one) => `${one.agentNumber}:${one.priority}`).sort();
              if (group.membership === "exact" || left.has(group.displayName))
                expect([show(texts), drifts, show(after), group.displayName, ...plain(group.members)]).toEqual([
                  show(texts),
                  drifts,
                  show(after),
                  group.displayName,
                  ...plain(wanted),
                ]);
              // Nobody whom the pull is not about comes or goes at other times.
              const drifted: ReadonlySet<string> = new Set(
                drifts.filter((one) => one.group === index).map((one) => one.agent),
              );
              for (let at = NOON - 5 * DAY; at < NOON + 30 * DAY; at += DAY / 6) {
                const others = (one: DesiredGroup | undefined) =>
                  membersAt(one, at, drifted).filter((member) => !drifted.has(member.replace(/:.*/, "")));
                expect([show(texts), drifts, show(after), index, at, ...others(group)]).toEqual([
                  show(texts),
                  drifts,
                  show(after),
                  index,
                  at,
                  ...others(had),
                ]);
              }
            }
            texts = after;
          }
        }),
        { numRuns: RUNS, ...SEED },
      );
    },
    TIMEOUT,
  );

  it(
    "get an absence that does exactly that",
    async () => {
      const ask = fc.record({
        agent: fc.constantFrom("8000", "8001", "8002", "8003"),
        by: fc.constantFrom(undefined, "8004", "8005", "8007", "8100"),
        from: fc.constantFrom("2026-10-01", "2026-10-08", "2026-10-09"),
        until: fc.constantFrom("2026-10-10", "2026-10-20", "2026-11-20"),
      });
      await fc.assert(
        fc.asyncProperty(timedAccount, ask, async (account, { agent, by, from, until }) => {
          const before = await read(account.texts, account.tables);
          const moment = before.desired?.moment;
          if (before.desired === undefined || moment === undefined) return;
          // A leave of a table gets a cover as well.
          if (before.desired.absences?.some((away) => away.agentNumber === agent)) return;
          const [begin, end] = [moment.instantOf(from), moment.instantOf(until)];
          if (begin === undefined || end === undefined) throw new Error("no instants");
          const one: AgentCover = {
            kind: "cover",
            agent,
            ...(by !== undefined && { by }),
            from: begin,
            until: end,
            begins: from,
            ends: until,
          };
          const { changed, findings } = coverAgent(account.texts, one, moment);
          const codes = findings.filter(({ severity }) => severity === "error").map(({ code }) => code);
          expect(codes).not.toContain("edit-failed");
          expect(codes.length > 0 && changed.size > 0).toBe(false);
          expectStyle(account, changed);
          const after = await read(new Map([...account.texts, ...changed]), account.tables);
          expect(after.errors).toEqual([]);
          for (const [index, group] of before.desired.groups.entries()) {
            for (let at = NOON - 20 * DAY; at < NOON + 59 * DAY; at += DAY / 8) {
              const wanted = membersAt(group, at);
              const own = wanted.find((member) => member.startsWith(`${agent}:`));
              const isAway = changed.size > 0 && at >= begin && at < end && own !== undefined;
              const expected = isAway
                ? [
                    ...wanted.filter((member) => member !== own),
                    ...(by !== undefined && !wanted.some((member) => member.startsWith(`${by}:`))
                      ? [own.replace(agent, by)]
                      : []),
                  ].sort()
                : wanted;
              expect(membersAt(after.desired?.groups[index], at)).toEqual(expected);
            }
          }
        }),
        { numRuns: RUNS, ...SEED },
      );
    },
    TIMEOUT,
  );

  it(
    "mean the same after fmt, and a new name",
    async () => {
      await fc.assert(
        fc.asyncProperty(timedAccount, fc.constantFrom("zhang", "li"), async (account, alias) => {
          const before = await read(account.texts, account.tables);
          if (before.desired === undefined) return;
          const plain = (texts: ReadonlyMap<string, string>) => {
            const after = new Map<string, string>();
            for (const [path, text] of texts) {
              const made = formatText(path, text);
              if (!("text" in made)) throw new Error(`${JSON.stringify(made.findings)}\n${text}`);
              after.set(path, made.text);
              const again = formatText(path, made.text);
              expect(again).toEqual({ text: made.text });
            }
            return after;
          };
          const timeline = async (texts: ReadonlyMap<string, string>) => {
            const { desired, errors } = await read(texts, account.tables);
            expect(errors).toEqual([]);
            return JSON.stringify([desired?.groups, desired?.absences], (key, value) =>
              key === "alias" || value?.line !== undefined ? undefined : value,
            );
          };
          const was = await timeline(account.texts);
          const fresh = plain(account.texts);
          expectStyle(account, fresh);
          expect(await timeline(fresh)).toBe(was);
          const { changed, findings } = editAgent(
            account.texts,
            { kind: "rename", alias, to: "名字" },
            before.desired.moment,
          );
          expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
          const next = new Map([...account.texts, ...changed]);
          expect([...next.values()].join("\n")).not.toMatch(new RegExp(`\\b${alias}\\b`));
          expect(await timeline(next)).toBe(was);
        }),
        { numRuns: RUNS, ...SEED },
      );
    },
    TIMEOUT,
  );
});
