/* Entry grid: what is known of the cell that is looked at. */
"use strict";

(() => {
  const shell = document.querySelector("[data-grid]");
  if (!shell) return;
  const PAUSE_MS = 350;
  const STATES = ["bad", "unsaved", "saving", "saved", "odd", "lock"];
  const ranges = JSON.parse(shell.dataset.ranges);
  const notes = shell.querySelector("[data-cell-notes]");
  let shown = null;
  let timer = 0;

  const put = (part, text) => {
    shell.querySelector(`[data-cell-${part}]`).textContent = text || "–";
  };

  const stateOf = (cell) => {
    if (cell.title) return `ล็อก ${cell.title}`;
    const found = STATES.filter((state) => cell.classList.contains(state));
    const words = found.map((state) => document.getElementById(`state-${state}`).textContent.trim());
    return words.join(" · ");
  };

  const show = (cell) => {
    const line = cell.closest("tr");
    const head = shell.querySelector(`th[data-name="${cell.dataset.cell}"]`);
    const known = (ranges[line.dataset.type] || {})[cell.dataset.cell];
    const maximum = head.querySelector("small");
    put("title", head.title);
    put("row", line.querySelector("th").textContent);
    put("state", stateOf(cell));
    put("maximum", maximum && maximum.textContent.replace("เต็ม ", ""));
    put("before", cell.dataset.before);
    put("range", known && known[2]);
    put("missing", line.dataset.missing || "แถวนี้กรอกครบแล้ว");
  };

  const load = async (cell) => {
    const row = cell.closest("tr").dataset.row;
    const address = notes.dataset.notesUrl.replace("/0/", `/${row}/`);
    try {
      const query = new URLSearchParams({ name: cell.dataset.cell });
      const answer = await fetch(`${address}?${query}`, { headers: { "HX-Request": "true" } });
      const html = await answer.text();
      if (cell !== shown || !answer.ok) return;
      notes.innerHTML = html;
      window.htmx.process(notes);
    } catch {
      if (cell === shown) notes.textContent = "ติดต่อระบบไม่ได้ ประวัติและหมายเหตุจะแสดงเมื่อต่อได้อีกครั้ง";
    }
  };

  const look = (event) => {
    const cell = event.target.closest("td[data-cell]");
    if (!cell) return;
    const another = cell !== shown;
    shown = cell;
    show(cell);
    if (!another) return;
    clearTimeout(timer);
    timer = setTimeout(load, PAUSE_MS, cell);
  };

  /* A remark was added or resolved: the cell's sign follows. */
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== notes || !shown) return;
    shown.dataset.comments = notes.querySelector("[data-open-comments]").dataset.openComments;
    if (window.portalGrid) window.portalGrid.view.markComments(shown);
  });

  shell.addEventListener("focusin", look);
  shell.addEventListener("click", look);
  new MutationObserver(() => shown && show(shown)).observe(shell.querySelector("table"), {
    subtree: true,
    attributeFilter: ["class", "data-missing"],
  });
})();
