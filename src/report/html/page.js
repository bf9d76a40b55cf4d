/**
 * What the page does where scripts run: finding by text, counting what is shown, and naming what the pointer is on.
 * It reads the page that is there and writes text and `hidden` only; without it everything but the text field works.
 */

(() => {
  const find = document.getElementById("find");
  if (find === null) return;
  document.getElementById("finder").hidden = false;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const output = document.getElementById("count");
  const groups = all(".g");
  const items = all(".f").map((element) => ({ element, text: undefined }));
  const blocks = all(".block").map((element) => ({
    element,
    rows: all(".r", element),
    heads: all("thead th:nth-child(n+3)", element),
  }));
  const lists = all("section:not(.account)")
    .map((element) => ({ element, entries: all(".f", element) }))
    .filter(({ entries }) => entries.length > 0);
  const kinds = all(".k");
  const accounts = all(".by");

  /* Members who stay are no change, so a search does not look at them. */
  const textOf = (element) =>
    (element.matches(".g")
      ? [...element.children]
          .filter((child) => !child.matches(".stay"))
          .map((child) => child.textContent)
          .join(" ")
      : element.textContent
    ).toLowerCase();
  const hide = (element, hidden) => {
    if (element.hidden !== hidden) element.hidden = hidden;
  };

  const apply = () => {
    const words = find.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    for (const item of items) {
      if (words.length > 0) item.text ??= textOf(item.element);
      hide(item.element, !words.every((word) => item.text.includes(word)));
    }
    for (const { element, entries } of lists)
      hide(
        element,
        entries.every((entry) => entry.hidden),
      );
    for (const { element, rows, heads } of blocks) {
      let shown = 0;
      for (const row of rows) {
        const details = document.getElementById(row.querySelector("a").hash.slice(1));
        const hidden = details?.hidden === true;
        hide(row, hidden);
        if (!hidden) shown += 1;
      }
      hide(element, shown === 0);
      for (const head of heads) {
        const text = words.length === 0 ? "" : head.textContent.toLowerCase();
        head.classList.toggle(
          "hit",
          words.some((word) => text.includes(word)),
        );
      }
    }
    count();
  };

  const count = () => {
    const only = kinds.filter((box) => box.checked).map((box) => box.id.slice(2));
    const some = accounts.filter((box) => box.checked).map((box) => box.id.slice(2));
    const n = groups.filter(
      (group) =>
        !group.hidden &&
        (only.length === 0 || only.some((kind) => group.classList.contains(kind))) &&
        (some.length === 0 || some.some((account) => group.id.startsWith(`g${account}-`))),
    ).length;
    output.textContent =
      n === 0 ? output.dataset.none : output.dataset.shown.replace("{n}", n).replace("{of}", groups.length);
  };

  let waiting;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80);
  });
  for (const box of [...kinds, ...accounts]) box.addEventListener("change", count);

  /* The legend's words, by the class of a mark. */
  const meanings = new Map(
    all(".legend li").map((entry) => [entry.firstChild.className, entry.lastChild.textContent.trim()]),
  );
  let lit;
  document.addEventListener("pointerover", (event) => {
    const cell = event.target.closest?.(".matrix td:nth-child(n+3)");
    lit?.classList.remove("at");
    lit = undefined;
    if (cell === null || cell === undefined || cell.colSpan > 1) return;
    const row = cell.parentElement;
    let column = 0;
    for (let before = cell.previousElementSibling; before !== null; before = before.previousElementSibling)
      column += before.colSpan;
    lit = cell.closest("table").tHead.rows[0].cells[column];
    if (lit === undefined) return;
    lit.classList.add("at");
    const mark = cell.firstElementChild;
    if (mark !== null && cell.title === "") {
      const name = row.cells[0].querySelector("a").textContent;
      cell.title = [name, lit.textContent, `${mark.textContent} ${meanings.get(mark.className) ?? ""}`].join(" · ");
    }
  });
  apply();
})();
