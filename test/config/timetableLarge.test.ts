import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { declaredIn, loadDesired, loadDesiredAt } from "../../src/config/loadDesired.js";
import { momentOf } from "../../src/config/time/times.js";
import { expectLinear } from "../support/growth.js";
import { fileOf } from "./reading.js";

const NOW = Date.parse("2026-11-29T12:00:00+08:00");

/** Files that are wrong or hostile are told so, or read, in a time that grows with their size. */
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("");
const day = (index: number) => Temporal.PlainDate.from("2026-11-01").add({ days: index }).toString();
const group = (members: string) => `groups:\n  - displayName: g\n    members:\n${members}`;
const SHIFTS = "shifts: { 早: 08:00-16:00, 晚: 16:00-24:00 }\n";

describe("time grows with the size of", () => {
  it.each([
    [
      "absences that one agent covers who is away as often",
      400,
      (count: number) =>
        `absences:\n${lines(count, (i) => `  - { agent: 8001, by: 8002, from: ${day(2 * i)}, until: ${day(2 * i + 1)} }\n`)}` +
        `${lines(count, (i) => `  - { agent: 8002, from: ${day(2 * i + 1)}, until: ${day(2 * i + 2)} }\n`)}${group("      - 8001\n")}`,
    ],
    [
      "a group of people who are all covered",
      400,
      (count: number) =>
        `absences:\n${lines(count, (i) => `  - { agent: ${10_000 + i}, by: ${90_000 + i}, from: 2026-11-01, until: 2027-01-01 }\n`)}` +
        group(lines(count, (i) => `      - ${10_000 + i}\n`)),
    ],
    [
      "teams within teams",
      400,
      (count: number) =>
        `teams:\n${lines(count, (i) => `  t${i}: [{ team: t${i + 1} }]\n`)}  t${count}: [{ agent: 8001, until: 2030-01-01 }]\n` +
        group("      - { team: t0 }\n"),
    ],
    [
      "teams within teams of a roster",
      500,
      (count: number) =>
        `${SHIFTS}teams:\n${lines(count, (i) => `  t${i}: [{ team: t${i + 1} }]\n`)}  t${count}: [8001]\n` +
        `rosters:\n  r:\n    cycle:\n${lines(count, (i) => `      - { from: 2030-01-01, agents: [{ team: t${i} }], pattern: [早] }\n`)}` +
        group("      - { roster: r }\n"),
    ],
  ])("%s", { timeout: 60_000 }, (_what, size, textOf) => {
    expectLinear(
      size,
      (count) => {
        const file = fileOf(`version: 1\n${textOf(count)}`);
        const moment = momentOf({ now: NOW }, declaredIn([file]));
        if ("finding" in moment) throw new Error(moment.finding.code);
        expect(loadDesired([file], undefined, moment).desired).toBeDefined();
        return { file, moment };
      },
      ({ file, moment }) => loadDesired([file], undefined, moment),
    );
  });
});

const codesOf = async (text: string) =>
  (await loadDesiredAt([fileOf(`version: 1\n${text}`)], { now: NOW })).findings.map(({ code }) => code);

it("centuries of holidays are read", async () => {
  const holidays = lines(500, (i) => `      - { from: ${2000 + i}-01-01, to: ${2000 + i}-12-31 }\n`);
  const calendar = `calendars:\n  c:\n    until: 2499-12-31\n    holidays:\n${holidays}`;
  expect(await codesOf(`${calendar}${group("      - { agent: 8001, when: { on: holidays } }\n")}`)).toEqual([]);
});
