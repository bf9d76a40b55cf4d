import type { StaffedGroup, Staffing } from "../../plan/plan.js";
import { type Html, html } from "./markup.js";
import { groupHtml, type Sheet } from "./sheet.js";

/** How many take conversations now in the changed groups: those without anybody in sight, the others a click away. */
export function staffingHtml(staffing: Staffing | undefined, sheet: Sheet): Html | undefined {
  if (staffing === undefined || staffing.groups.length === 0) return undefined;
  const groups = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const nobody = groups.filter(({ after }) => after.claiming === 0);
  const others = groups.slice(nobody.length);
  return html`<section class="guards"><h3>${sheet.words.staffingHeading}</h3>
${nobody.length > 0 && html`<ul>${nobody.map((group) => html`<li class="f"><b class="no">✖</b> ${lineHtml(group, sheet)}</li>`)}</ul>`}${
  others.length > 0 &&
  html`<details><summary><b class="yes">✔</b> ${sheet.say.stillStaffed(others.length)}</summary>
<ul class="names">${others.map((group) => html`<li class="f">${lineHtml(group, sheet)}</li>`)}</ul></details>`
}</section>
`;
}

function lineHtml(group: StaffedGroup, { words }: Sheet): Html {
  const { unknown } = group.after;
  return html`${groupHtml(group)} ${words.staffed(group)}${unknown > 0 && html` <small>${words.notKnown(unknown)}</small>`}`;
}
