import { expect, test } from "vitest";
import { formatDuration } from "../../src/report/duration.js";

test.each([
  [0, "0 s", "0 秒"],
  [0.2, "1 s", "1 秒"],
  [45, "45 s", "45 秒"],
  [59.5, "1 min", "1 分钟"],
  [60, "1 min", "1 分钟"],
  [150, "2 min 30 s", "2 分 30 秒"],
  [3600, "1 h", "1 小时"],
  [3661, "1 h 2 min", "1 小时 2 分钟"],
  [-5, "0 s", "0 秒"],
  [Number.NaN, "0 s", "0 秒"],
])("%s seconds", (seconds, en, zh) => {
  expect(formatDuration(seconds, "en")).toBe(en);
  expect(formatDuration(seconds, "zh")).toBe(zh);
});
