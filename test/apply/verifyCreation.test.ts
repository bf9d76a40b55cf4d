import { expect, it } from "vitest";
import { applyPlan } from "../../src/apply/applyPlan.js";
import { desiredGroup, liveGroup, plan } from "../support/builders.js";
import { stage } from "./stage.js";

const {
  plan: { actions },
  writeOrder,
} = plan([desiredGroup("a", ["1"])], []);

it.each([
  ["shows all that bear the name", true],
  ["counts more than it shows", false],
])(
  "a creation is not proved beside a namesake of the same moment, where the server's filter %s",
  async (_, isWhole) => {
    const one = stage();
    one.pages = 5;
    one.nameIsWhole = isWhole;
    const add = one.ports.client.addQueue;
    const client = {
      ...one.ports.client,
      addQueue: async (...call: Parameters<typeof add>) => {
        const created = await add(...call);
        one.groups.set("700", liveGroup("700", "a", ["2"]));
        return created;
      },
      // A page that is too short shows one of the two.
      lookForName: async (...call: Parameters<typeof one.ports.client.lookForName>) => {
        const named = await one.ports.client.lookForName(...call);
        return isWhole ? named : { ...named, groups: named.groups.filter(({ exten }) => exten !== "700") };
      },
    };
    const [outcome] = await one.clock.run(applyPlan({ actions, writeOrder }, one.pages, { ...one.ports, client }));
    expect(outcome).toMatchObject({ verified: false, failure: { code: "name-not-alone" } });
  },
);
