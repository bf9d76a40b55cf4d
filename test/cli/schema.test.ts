import { readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SCHEMA_NAMES } from "../../src/cli/arguments/options.js";
import { schema } from "../../src/cli/commands/schema.js";
import { ROOT } from "../support/cli.js";
import { commandHost, OPTIONS } from "./commandHost.js";

const FILES = SCHEMA_NAMES.map((name) => `${name}.schema.json`);
const published = async (file: string) => JSON.parse(await readFile(join(ROOT, "schemas", file), "utf8"));

describe("muster schema", () => {
  it("has every schema that the package has", async () => {
    expect([...FILES].sort()).toEqual((await readdir(join(ROOT, "schemas"))).sort());
  });

  it("prints one, lists them in both languages, and writes all of them", async () => {
    const one = await commandHost({});
    expect(await schema("plan", OPTIONS, one.host)).toBe(0);
    expect(JSON.parse(one.stdout())).toEqual(await published("plan.schema.json"));
    const [english, chinese, json] = [await commandHost({}), await commandHost({}), await commandHost({})];
    await schema(undefined, OPTIONS, english.host);
    await schema(undefined, { ...OPTIONS, lang: "zh" }, chinese.host);
    await schema(undefined, { ...OPTIONS, format: "json" }, json.host);
    expect(english.stdout()).toContain("skill-groups  Online skill groups of a 7moor account");
    expect(chinese.stdout()).toContain("skill-groups  容联七陌账号的在线技能组");
    expect(english.stdout().split("\n")).toHaveLength(FILES.length + 1);
    expect(JSON.parse(json.stdout()).schemas.map(({ name }: { name: string }) => name)).toEqual([...SCHEMA_NAMES]);
    const all = await commandHost({ "out/plan.schema.json": "old" });
    expect(await schema(undefined, { ...OPTIONS, out: "out" }, all.host)).toBe(0);
    for (const file of FILES)
      expect(JSON.parse(await readFile(join(all.folder, "out", file), "utf8"))).toEqual(await published(file));
    expect(all.stdout()).toBe(FILES.map((file) => `out/${file}\n`).join(""));
  });

  it("writes through no link that leads elsewhere, and says where it could not", async () => {
    const [inside, outside] = [await commandHost({ ".git/HEAD": "" }), await commandHost({})];
    await symlink(outside.folder, join(inside.folder, "out"));
    expect(await schema("who", { ...OPTIONS, out: "out" }, inside.host)).toBe(1);
    expect(await readdir(outside.folder)).toEqual([]);
    const blocked = await commandHost({ out: "a file" });
    expect(await schema("who", { ...OPTIONS, out: "out" }, blocked.host)).toBe(1);
    expect(blocked.stderr()).toContain("out/who.schema.json");
  });
});
