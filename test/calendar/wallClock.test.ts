import { describe, expect, it } from "vitest";
import {
  instantOf,
  instantText,
  isZone,
  readInstant,
  readWallClock,
  wallText,
  zoneMeant,
} from "../../src/calendar/wallClock.js";

function at(written: string, zone: string): string {
  const wall = readWallClock(written);
  if ("fault" in wall) throw new Error(`${written}: ${wall.fault}`);
  return instantText(instantOf(wall, zone), zone);
}

describe("a wall-clock time", () => {
  it.each([
    ["2026-12-01", "Asia/Shanghai", "2026-12-01T00:00:00+08:00"],
    ["2026-12-01T18:00", "Asia/Shanghai", "2026-12-01T18:00:00+08:00"],
    ["2024-02-29", "UTC", "2024-02-29T00:00:00+00:00"],
    // New York: 02:00 to 03:00 is skipped, 01:00 to 02:00 comes twice.
    ["2026-03-08T01:59", "America/New_York", "2026-03-08T01:59:00-05:00"],
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T03:30:00-04:00"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T01:30:00-04:00"],
    ["2026-11-01T02:00", "America/New_York", "2026-11-01T02:00:00-05:00"],
    // Lord Howe moves its clocks by half an hour.
    ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-04T02:45:00+11:00"],
    ["2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-05T01:45:00+11:00"],
    ["2026-04-05T02:00", "Australia/Lord_Howe", "2026-04-05T02:00:00+10:30"],
    // Gaza: there is no midnight on that day.
    ["2026-03-28T02:30", "Asia/Gaza", "2026-03-28T03:30:00+03:00"],
  ])("%s in %s is %s", (written, zone, instant) => expect(at(written, zone)).toBe(instant));

  it.each([
    ["明天", { fault: "shape" }],
    ["", { fault: "shape" }],
    ["2026-12", { fault: "shape" }],
    ["2026/12/1", { fault: "shape", meant: "2026-12-01" }],
    ["2026-12-1", { fault: "shape", meant: "2026-12-01" }],
    ["2026-12-01 18:00", { fault: "shape", meant: "2026-12-01T18:00" }],
    ["2026-12-01T18:00:00", { fault: "shape", meant: "2026-12-01T18:00" }],
    ["2026-12-01T8:00", { fault: "shape", meant: "2026-12-01T08:00" }],
    ["2026-12-01T18:00Z", { fault: "zone", meant: "2026-12-01T18:00" }],
    ["2026-12-01T18:00+08:00", { fault: "zone", meant: "2026-12-01T18:00" }],
    ["2026-12-01 18:00 Asia/Shanghai", { fault: "zone", meant: "2026-12-01T18:00" }],
    ["2026-12-01T18:00[Asia/Shanghai]", { fault: "zone", meant: "2026-12-01T18:00" }],
    ["2026-12-01 或 2026-12-02", { fault: "shape" }],
    ["20261201", { fault: "shape", meant: "2026-12-01" }],
    ["2026年12月1日", { fault: "shape", meant: "2026-12-01" }],
    ["2026年12月1日 18:00", { fault: "shape", meant: "2026-12-01T18:00" }],
    ["２０２６－１２－０１", { fault: "shape", meant: "2026-12-01" }],
    ["2026-12-01T18：00", { fault: "shape", meant: "2026-12-01T18:00" }],
    ["2026-12-01 18.00", { fault: "shape", meant: "2026-12-01T18:00" }],
    ["202612011", { fault: "shape" }],
    ["2026-12-011", { fault: "shape" }],
    ["9999-12-31T24:00", { fault: "no-such-time" }],
    ["2026-02-30", { fault: "no-such-day" }],
    ["2026-13-01", { fault: "no-such-day" }],
    ["2025-02-29T08:00", { fault: "no-such-day" }],
    ["2026-12-31T24:00", { fault: "no-such-time", meant: "2027-01-01" }],
    ["2026-12-01T25:00", { fault: "no-such-time" }],
    ["2026-12-01T18:60", { fault: "no-such-time" }],
    [`2026-12-01${" ".repeat(100_000)}x`, { fault: "shape" }],
  ])("is not %.40s", (written, fault) => expect(readWallClock(written)).toEqual(fault));

  it("is written as it is read", () => {
    for (const written of ["2026-12-01", "2026-12-01T18:05", "2026-11-01T02:00"]) {
      const wall = readWallClock(written);
      if ("fault" in wall) throw new Error(written);
      expect(wallText(instantOf(wall, "America/New_York"), "America/New_York")).toBe(written);
    }
  });
});

it("a zone has a name, no offset", () => {
  expect(["Asia/Shanghai", "America/New_York", "UTC", "PRC"].map(isZone)).toEqual([true, true, true, true]);
  for (const name of ["+08:00", "China", "", "GMT+8", "Asia/Shanghia", "CST", "IST"])
    expect(isZone(name), name).toBe(false);
  for (const name of Intl.supportedValuesOf("timeZone")) expect(isZone(name), name).toBe(true);
});

it("a zone that is none: China's is what was meant where it has none of its own", () => {
  for (const written of ["Asia/Beijing", "北京", "CST", "China", "+08:00", "+8", "UTC+8", "GMT+08:00", "Asia/Shanghia"])
    expect(zoneMeant(written), written).toEqual({ suggestion: "Asia/Shanghai" });
  expect(zoneMeant("America/NewYork")).toEqual({ suggestion: "America/New_York" });
  expect(zoneMeant("+09:00")).toEqual({});
});

it("an instant says its offset", () => {
  expect(readInstant("2026-12-01T18:00+08:00")).toBe(Date.UTC(2026, 11, 1, 10));
  expect(readInstant("2026-12-01T10:00:00Z")).toBe(Date.UTC(2026, 11, 1, 10));
  expect(["2026-12-01T18:00", "2026-12-01", "2026-13-01T18:00Z", "x"].map(readInstant)).toEqual(
    Array(4).fill(undefined),
  );
});
