import type { Action, CreateAction, ReplaceMembersAction } from "../../plan/plan.js";
import { flow, type Piece } from "./flow.js";
import { memberLines } from "./members.js";
import { groupText, type Page } from "./page.js";
import { lineText } from "./place.js";

/** One group's change: a heading, then settings and people under it. */
export function actionBlock(action: Action, page: Page): string[] {
  const head = action.action === "create" ? createHead(action, page) : changeHead(action, page);
  const place: Piece = { text: lineText(action.source), paint: page.palette.quiet, cut: "never" };
  return [
    ...flow([...head, place], { columns: page.columns, indent: "", hanging: "    " }),
    ...(action.action === "create" ? settings(action, page) : []),
    ...memberLines(action, page),
  ];
}

function createHead(action: CreateAction, page: Page): Piece[] {
  const { good, heading } = page.palette;
  return [
    { text: "+", paint: good },
    { text: groupText(action), paint: (text) => heading(good(text)), gap: " " },
    { text: page.words.members(action.after.members.length) },
  ];
}

function changeHead(action: ReplaceMembersAction, page: Page): Piece[] {
  const { bad, change, heading } = page.palette;
  const from = action.before.members.length;
  const to = action.after.members.length;
  return [
    { text: "~", paint: change },
    { text: groupText(action), paint: (text) => heading(change(text)), gap: " " },
    { text: page.words.memberChange(from, to) },
    ...(to === 0 && from > 0 ? [{ text: page.words.emptied, paint: bad }] : []),
    ...(action.membership === "additive" ? [{ text: page.words.additive }] : []),
  ];
}

function settings({ after }: CreateAction, page: Page): string[] {
  const { words } = page;
  const pieces: Piece[] = [];
  if (after.assignRule !== undefined) {
    pieces.push({ text: `${words.attribute("assignRule")} ${words.value("assignRule", after.assignRule)}` });
  }
  if (after.memory !== undefined)
    pieces.push({ text: `${words.attribute("memory")} ${words.value("memory", after.memory)}` });
  return flow(pieces, { columns: page.columns, indent: "    ", hanging: "    " });
}
