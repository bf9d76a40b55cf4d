import { test } from "vitest";
import { loadDesired } from "../../src/config/loadDesired.js";
import { fileOf } from "./reading.js";

test("perf", () => {
  const big = Array.from({ length: 2_000 }, (_, i) => `"${i}"`).join(", ");
  const groups = (n: number) =>
    Array.from({ length: n }, (_, i) => `  - { displayName: g${i}, members: [{ team: big }] }\n`).join("");
  for (let k = 0; k < 3; k++) {
    const t = performance.now();
    const r = loadDesired([fileOf(`version: 1\nteams:\n  big: [${big}]\ngroups:\n${groups(250)}`)]);
    console.log("500k via team", performance.now() - t, r.findings.length);
  }
  const t = performance.now();
  const text =
    `version: 1\ngroups:\n` +
    Array.from(
      { length: 500 },
      (_, i) =>
        `  - displayName: g${i}\n    members:\n` +
        Array.from({ length: 100 }, (_, j) => `      - { agent: "${8000 + j}", priority: ${j % 7} }\n`).join(""),
    ).join("");
  const r = loadDesired([fileOf(text)]);
  console.log("50k maps", text.length, performance.now() - t, r.findings.length);
  const t2 = performance.now();
  const text2 =
    `version: 1\ngroups:\n` +
    Array.from(
      { length: 500 },
      (_, i) =>
        `  - displayName: g${i}\n    memers:\n` +
        Array.from({ length: 100 }, (_, j) => `      - { agnt: "${8000 + j}", priority: x }\n`).join(""),
    ).join("");
  const r2 = loadDesired([fileOf(text2)]);
  console.log("errors", performance.now() - t2, r2.findings.length);
  const text3 = text2.replaceAll("memers", "members");
  const t3 = performance.now();
  const r3 = loadDesired([fileOf(text3)]);
  console.log("50k union errors", performance.now() - t3, r3.findings.length);
});
