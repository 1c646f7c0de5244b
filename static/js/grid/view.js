/* Entry grid: what the person sees of cells, rows and problems. */
"use strict";

(() => {
  const shell = document.querySelector("[data-grid]");
  if (!shell) return;
  const grid = window.portalGrid;
  const STATES = ["unsaved", "saving", "saved", "bad", "odd"];
  const ranges = JSON.parse(shell.dataset.ranges);
  const find = (selector) => document.querySelector(selector);

  const controls = () => [...shell.querySelectorAll("tbody input, tbody select")];
  const controlOf = (row, name) =>
    document.getElementById(`c${row}-${name.replace(/[/.]/g, "-")}`);
  const identity = (control) => ({
    row: Number(control.closest("tr").dataset.row),
    name: control.closest("td").dataset.cell,
  });
  const titleOf = (name) => shell.querySelector(`th[data-name="${name}"]`).title;
  const labelOf = (control) => {
    const { name } = identity(control);
    const row = control.closest("tr").querySelector("th").textContent;
    return `${row} ${titleOf(name)}`;
  };

  const say = (text) => {
    find("[data-said]").textContent = text;
  };
  const clone = (selector) => find(`template${selector}`).content.cloneNode(true);

  const isOdd = (cell, value) => {
    const known = (ranges[cell.closest("tr").dataset.type] || {})[cell.dataset.cell];
    const number = grid.text.number(value);
    return Boolean(known) && number !== null && (number < known[0] || number > known[1]);
  };

  /* One state per cell; the words of the states stand in the legend. */
  const mark = (control, state) => {
    const cell = control.closest("td");
    cell.classList.remove(...STATES);
    for (const old of cell.querySelectorAll(".cell-mark")) old.remove();
    control.setAttribute("aria-invalid", String(state === "bad"));
    const odd = isOdd(cell, control.value) && state !== "bad";
    if (odd) cell.classList.add("odd");
    const shown = state || (odd ? "odd" : "");
    if (shown) {
      cell.classList.add(shown);
      cell.append(clone(`[data-mark="${shown}"]`));
    }
    showWords(control, [shown, odd && "odd", cell.dataset.comments && "comment"]);
  };

  /* The words of the states become part of the control's name: read out with it. */
  const showWords = (control, states) => {
    const ids = new Set(states.filter(Boolean).map((state) => `state-${state}`));
    const { row, name } = identity(control);
    const labels = [`h-${name.replace(/[/.]/g, "-")}`, `r${row}`, ...ids];
    control.setAttribute("aria-labelledby", labels.join(" "));
  };

  const markComments = (cell) => {
    for (const old of cell.querySelectorAll(".cell-remark")) old.remove();
    if (Number(cell.dataset.comments)) cell.append(clone('[data-mark="comment"]'));
  };

  /* A row says what is most urgent: to be mended, not stored yet, else how far it is. */
  const showRowState = (line) => {
    const cell = line.querySelector("td.g-state");
    const is = (state) => line.querySelector(`td.${state}`);
    const urgent = (is("bad") && "bad") || ((is("unsaved") || is("saving")) && "unsaved");
    const state = urgent || cell.dataset.state;
    if (cell.dataset.shown === state) return; /* every change lays out the whole table again */
    cell.dataset.shown = state;
    cell.replaceChildren(clone(`[data-row-state="${state}"]`));
  };

  const showRow = (pk, result) => {
    const line = shell.querySelector(`tr[data-row="${pk}"]`);
    if (!line) return;
    line.querySelector("[data-total]").textContent = result.total || "–";
    const tier = line.querySelector("[data-tier]");
    const badge = result.tier || (result.group && `g${result.group}`);
    tier.replaceChildren(badge ? clone(`[data-tier="${badge}"]`) : "–");
    line.dataset.missing = result.missing;
    line.querySelector("td.g-state").dataset.state = result.state;
  };

  const showProgress = (progress) => {
    find("[data-complete]").textContent = progress.complete.toLocaleString("en");
  };

  const showCounts = () => {
    const values = controls();
    const locked = shell.querySelectorAll("td.lock").length;
    const filled = values.filter((control) => control.value).length + locked;
    find("[data-filled]").textContent = filled.toLocaleString("en");
    for (const line of shell.querySelectorAll("tbody tr")) showRowState(line);
  };

  const button = (text, action) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "btn btn-quiet btn-sm";
    one.textContent = text;
    one.addEventListener("click", action);
    return one;
  };

  const linkTo = (entry) => {
    const control = controlOf(entry.row, entry.name);
    if (!control) return document.createTextNode(`${entry.label} (อยู่หน้าอื่นของตาราง) `);
    const link = document.createElement("a");
    link.href = `#${control.id}`;
    link.textContent = entry.label;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      control.focus();
    });
    return link;
  };

  const problemLine = (entry, choose) => {
    const line = document.createElement("li");
    line.append(linkTo(entry), ` ${entry.message}`);
    if (entry.status === "conflict") {
      const { words, who, when } = entry.conflict;
      line.append(` ท่านพิมพ์ “${entry.words}” · ${who} บันทึก “${words || "ว่าง"}” เมื่อ ${when}`);
      const choices = document.createElement("span");
      choices.className = "btnrow";
      choices.append(
        button("ใช้ค่าของฉัน", () => choose(entry, true)),
        button("ใช้ค่าที่บันทึกแล้ว", () => choose(entry, false)),
      );
      line.append(choices);
    }
    return line;
  };

  const showProblems = (entries, choose) => {
    const box = find("[data-problems]");
    box.hidden = entries.length === 0;
    find("[data-problems-title]").textContent = `มีข้อมูลที่ต้องแก้ไข ${entries.length} ค่า`;
    find("[data-problems-list]").replaceChildren(
      ...entries.map((entry) => problemLine(entry, choose)),
    );
  };

  const showOffline = (isOffline, count) => {
    find("[data-offline]").hidden = !isOffline || !count;
    find("[data-offline-count]").textContent = count;
  };

  const showSaving = (text) => {
    find("[data-saving-line]").textContent = text;
  };

  grid.view = {
    controlOf,
    controls,
    identity,
    isOdd,
    labelOf,
    mark,
    markComments,
    say,
    showCounts,
    showOffline,
    showProblems,
    showProgress,
    showRow,
    showSaving,
  };
})();
