import fc from "fast-check";
import { expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { matchGroups } from "../../src/plan/matchGroups.js";
import { updateTexts } from "../../src/writeback/updateTexts.js";
import { fileOf } from "../config/reading.js";
import { driftedFrom, lostComments, randomDrift, randomFiles } from "./randomFiles.js";
import { planOf, REMARKS } from "./states.js";

const RUNS = Number(process.env["RUNS"] ?? 20);

const read = (texts: ReadonlyMap<string, string>) => loadDesired([...texts].map(([path, text]) => fileOf(text, path)));

function matcher(live: readonly LiveGroup[]) {
  return (groups: readonly DesiredGroup[]) =>
    new Map(matchGroups(groups, live).matches.flatMap(({ desired, live: found }) => (found ? [[desired, found]] : [])));
}

it(
  "pulls any drift into any files: no crash, no lost comment, an empty plan",
  () => {
    fc.assert(
      fc.property(randomFiles, randomDrift, ({ texts, comments }, drift) => {
        const live = driftedFrom(read(texts).desired?.groups ?? [], drift);
        const request = { match: matcher(live), pin: false, remarks: REMARKS };
        const { changed, findings } = updateTexts({ texts, ...request });
        const after = new Map([...texts, ...changed]);

        const draft = planOf(after, live);
        expect(draft.actions.filter(({ action }) => action !== "create")).toEqual([]);
        expect(draft.manual).toEqual([]);
        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(lostComments(comments, texts, after)).toEqual([]);
        expect(updateTexts({ texts: after, ...request }).changed).toEqual(new Map());
        for (const [path, text] of texts)
          if (text.includes("\r\n")) expect(changed.get(path) ?? "").not.toMatch(/[^\r]\n/);
      }),
      { numRuns: RUNS },
    );
  },
  Math.max(30_000, RUNS * 1000),
);
