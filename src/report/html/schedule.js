/** What the page of a schedule does besides: the pointer on a part names it whole, and a link to a group unfolds it. */

(() => {
  document.addEventListener("pointerover", (event) => {
    const part = event.target.closest?.(".week :is(.b, .a, .c)");
    if (part !== null && part !== undefined && part.title === "") {
      const text = part.querySelector(".unseen")?.textContent ?? part.textContent;
      part.title = `${part.closest("tr").cells[0].textContent} · ${part.matches(".c") ? text : part.textContent}`;
    }
  });
  const unfold = () => {
    const group = document.getElementById(location.hash.slice(1));
    if (group?.matches(".g")) group.querySelector("details").open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
