import { describe, expect, it } from "vitest";
import { LastLook } from "../../src/apply/lastLook.js";
import { MoorError } from "../../src/moor/errors.js";
import { liveGroup } from "../support/builders.js";
import { lost, type Stage, stage } from "./stage.js";

const account = () => stage(liveGroup("10", "a", ["1"]), liveGroup("11", "b", ["2"]), liveGroup("12", "c", ["3"]));
const looksAt = ({ ports, pages }: Stage, writes = 3) => new LastLook(ports, pages, writes);
const kinds = ({ reads }: Stage) => reads.map(({ kind, key }) => (key === "" ? kind : `${kind} ${key}`));

const named = async (looks: LastLook, name: string) => (await looks.groupsNamed(name)).extens;

describe("readings of an account of one page", () => {
  it("serve all writes that leave within two seconds, and creations too", async () => {
    const one = account();
    const looks = looksAt(one);
    const found = await one.clock.run(Promise.all([looks.group("10"), looks.group("11"), named(looks, "c")]));
    expect(found).toMatchObject([{ displayName: "a" }, { displayName: "b" }, ["12"]]);
    one.clock.standStill(1_900);
    expect(await one.clock.run(looks.group("12"))).toMatchObject({ displayName: "c" });
    expect(kinds(one)).toEqual(["page"]);
    one.clock.standStill(101);
    await one.clock.run(looks.group("13"));
    expect(kinds(one)).toEqual(["page", "page"]);
    expect(one.reads.every(({ through }) => through === "queueQueue")).toBe(true);
  });

  it("tell each group or name once: who asks again looks again", async () => {
    const one = account();
    const looks = looksAt(one);
    await one.clock.run(looks.group("10"));
    await one.clock.run(looks.group("10"));
    await one.clock.run(looks.groupsNamed("a"));
    await one.clock.run(looks.groupsNamed("a"));
    expect(kinds(one)).toEqual(["page", "page", "page"]);
  });

  it("give way to single ones once the account has more pages", async () => {
    const one = account();
    const looks = looksAt(one);
    one.pages = 2;
    await one.clock.run(looks.group("10"));
    await one.clock.run(looks.group("11"));
    expect(await one.clock.run(named(looks, "c"))).toEqual(["12"]);
    expect(kinds(one)).toEqual(["page", "group 11", "name c"]);
  });

  it("are not taken for a run's only replacement: pinned groups are read without counting the pages", async () => {
    const one = account();
    await one.clock.run(looksAt(one, 1).group("10"));
    expect(kinds(one)).toEqual(["group 10"]);
  });

  it("that fail are nobody's answer for later", async () => {
    const one = account();
    const looks = looksAt(one);
    one.onRead = ({ nth }) => {
      if (nth === 1) throw lost();
    };
    await expect(one.clock.run(looks.group("10"))).rejects.toBeInstanceOf(MoorError);
    expect(await one.clock.run(looks.group("11"))).toMatchObject({ exten: "11" });
  });
});

describe("a look that grew old on its way", () => {
  type Trouble = (one: Stage) => void | Promise<void>;
  const slow = (ms: number) => (one: Stage) => one.clock.sleep(ms);
  const cases: readonly (readonly [string, readonly Trouble[], number])[] = [
    ["SIGSTOP for three seconds", [(one) => one.clock.standStill(3_000)], 2],
    ["a laptop asleep for an hour", [(one) => one.clock.suspend(3_600_000)], 2],
    ["an answer after 1.9 s", [slow(1_900)], 1],
    ["an answer after 2.1 s", [slow(2_100)], 2],
    ["answers after 3 s each", [slow(3_000), slow(3_000), slow(3_000), slow(3_000)], 3],
    [
      "answers after 3 s each, and a stop during the third",
      [slow(3_000), slow(3_000), (one) => one.clock.standStill(8_000), slow(3_000)],
      4,
    ],
    [
      "answers after 3 s each, and asleep during the third",
      [slow(3_000), slow(3_000), (one) => one.clock.suspend(8_000), slow(3_000)],
      4,
    ],
  ];
  it.each(cases.flatMap(([name, troubles, reads]) => [1, 9].map((pages) => [name, pages, troubles, reads] as const)))(
    "%s (%i pages): what was changed meanwhile is seen",
    async (_, pages, troubles, reads) => {
      const one = account();
      one.pages = pages;
      const looks = looksAt(one);
      one.onRead = ({ nth }) => troubles[nth - 1]?.(one);
      await one.clock.run(looks.group("10"));
      expect(one.reads).toHaveLength(reads);
    },
  );

  it("counts from the sending, not from the asking: a wait for a place in the budget ages nothing", async () => {
    const one = account();
    const { client } = one.ports;
    const held = {
      ...client,
      lookAtGroup: async (exten: string, onSend: () => void) => {
        await one.clock.sleep(60_000);
        return client.lookAtGroup(exten, onSend);
      },
    };
    await one.clock.run(new LastLook({ ...one.ports, client: held }, 9, 3).group("10"));
    expect(one.reads).toHaveLength(1);
  });
});

describe("names in an account of many pages", () => {
  it("are looked for by name, one call each", async () => {
    const one = account();
    one.pages = 200;
    const looks = looksAt(one);
    const found = await one.clock.run(Promise.all(["a", "b", "x"].map((name) => named(looks, name))));
    expect(found).toEqual([["10"], ["11"], []]);
    expect(kinds(one)).toEqual(["name a", "name b", "name x"]);
  });

  it.each([
    ["does not show all that match", false],
    ["does not like the name", true],
  ])(
    "are looked for in the whole listing where the server's filter %s, for as long as that is fresh",
    async (_, refuses) => {
      const one = account();
      one.pages = 200;
      one.nameIsWhole = refuses;
      one.onRead = async ({ kind }) => {
        if (kind === "page") await one.clock.sleep(120_000);
        if (kind === "name" && refuses)
          throw new MoorError(
            { code: "api-refused", args: { operation: "queueQueue", status: 400, detail: "" } },
            "not-done",
          );
      };
      const looks = looksAt(one);
      for (const [name, extens] of [
        ["a", ["10"]],
        ["b", ["11"]],
        ["x", []],
      ] as const)
        expect(await one.clock.run(named(looks, name))).toEqual(extens);
      expect(kinds(one).filter((kind) => kind === "page")).toHaveLength(1);
      one.clock.standStill(15_001);
      await one.clock.run(looks.groupsNamed("y"));
      expect(kinds(one).filter((kind) => kind === "page")).toHaveLength(2);
    },
  );
});
