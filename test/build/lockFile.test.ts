import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every package of the lock file is held to its checksum", () => {
  const text = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
  const { packages } = JSON.parse(text) as { packages: Record<string, { integrity?: string; link?: boolean }> };
  const others = Object.entries(packages).filter(([path, { link }]) => path !== "" && link !== true);
  expect(others.length).toBeGreaterThan(100);
  expect(others.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? "")).map(([path]) => path)).toEqual([]);
});
