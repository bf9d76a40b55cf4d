import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { groupsYaml, world } from "../support/simulated.js";

describe("a folder", () => {
  it("is searched through links, and links in a circle end", async () => {
    const { folder, run } = await world([], groupsYaml({ a: ["8000"] }));
    await mkdir(join(folder, "elsewhere"));
    await mkdir(join(folder, "team"));
    await writeFile(join(folder, "elsewhere", "b.yaml"), groupsYaml({ b: ["8000"] }));
    await symlink("../elsewhere/b.yaml", join(folder, "team", "b.yaml"));
    await symlink("../team", join(folder, "team", "again"));
    const { code, stdout } = await run(["validate", "team", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).accounts).toMatchObject([{ files: 1, groups: 1 }]);
  });

  it("passes over hidden folders, node_modules and muster.yaml", async () => {
    const { folder, run } = await world([], groupsYaml({ a: ["8000"] }));
    for (const hidden of [".git", "node_modules"]) {
      await mkdir(join(folder, hidden));
      await writeFile(join(folder, hidden, "x.yaml"), "not: muster");
    }
    await writeFile(join(folder, "muster.yaml"), "version: 1\n");
    expect(await run(["validate"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("1 group, 1 membership"),
    });
  });
});
