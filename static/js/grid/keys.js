/* Entry grid: keys, pasting a block, leaving. A cell that was come to by a key is not being
   edited until somebody types or presses F2; then left and right move within its text. */
"use strict";

(() => {
  const shell = document.querySelector("[data-grid]");
  if (!shell) return;
  const { sending, text, view } = window.portalGrid;
  const MOST_NAMED = 8;
  let entered = ""; /* value of the cell when it was come to */
  let editing = false;

  const isControl = (target) => target.matches("tbody input, tbody select");
  const isChoice = (control) => control.tagName === "SELECT";
  const controlIn = (cell) => cell && cell.querySelector("input, select");
  const lines = () => [...shell.querySelectorAll("tbody tr")];

  const edit = (control, on) => {
    editing = on;
    control.closest("td").classList.toggle("edit", on);
  };

  const go = (control) => {
    control.closest("tbody").classList.remove("later");
    control.focus();
    if (control.select) control.select();
  };

  /* The next cell of the row or column that can be typed into; locked ones are passed over. */
  const next = (control, down, right) => {
    const rows = lines();
    let line = rows.indexOf(control.closest("tr"));
    let column = control.closest("td").cellIndex;
    for (;;) {
      line += down;
      column += right;
      const cell = rows[line] && rows[line].cells[column];
      if (!cell) return null;
      const found = controlIn(cell);
      if (found) return found;
    }
  };

  /* Tab goes on in the next row; from the last cell it leaves the table. */
  const following = (control, by) => {
    const all = view.controls();
    return all[all.indexOf(control) + by] || null;
  };

  const atEnd = (control, right) => {
    if (isChoice(control)) return true;
    const edge = right > 0 ? control.value.length : 0;
    return control.selectionStart === edge && control.selectionEnd === edge;
  };

  const MOVES = {
    Enter: (control, event) => next(control, event.shiftKey ? -1 : 1, 0) || control,
    Tab: (control, event) => following(control, event.shiftKey ? -1 : 1),
    ArrowDown: (control) => next(control, 1, 0),
    ArrowUp: (control) => next(control, -1, 0),
    ArrowRight: (control) => next(control, 0, 1),
    ArrowLeft: (control) => next(control, 0, -1) || control.closest("tr").querySelector("th a"),
  };

  const staysInside = (control, key) => {
    if (!editing) return false;
    if (key === "ArrowUp" || key === "ArrowDown") return isChoice(control);
    if (key === "ArrowLeft") return !atEnd(control, -1);
    return key === "ArrowRight" && !atEnd(control, 1);
  };

  const cancel = (control) => {
    if (control.value === entered && !editing) return sending.restore(control);
    control.value = entered;
    edit(control, false);
    if (control.select) control.select();
    return undefined;
  };

  const beginEditing = (control) => {
    edit(control, true);
    if (isChoice(control)) return;
    control.setSelectionRange(control.value.length, control.value.length);
  };

  const onKey = (event) => {
    const control = event.target;
    if (!isControl(control) || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "z" || editing) return;
      event.preventDefault();
      sending.undo(control);
    } else if (event.key === "F2") {
      event.preventDefault();
      beginEditing(control);
    } else if (event.key === "Escape") {
      event.preventDefault();
      cancel(control);
    } else if (event.key in MOVES && !staysInside(control, event.key)) {
      const target = MOVES[event.key](control, event);
      if (!target && event.key === "Tab") return;
      event.preventDefault();
      sending.commit(control);
      edit(control, false);
      if (target) go(target);
    }
  };

  /* --- pasting ------------------------------------------------------------- */

  let pasted = null;

  const refuseCell = (cell, reason) => {
    const line = cell && cell.closest("tr").querySelector("th").textContent;
    pasted.refused.push(line ? `${line} ${cell.dataset.cell || ""} ${reason}` : reason);
  };

  const putInto = (cell, typed) => {
    const control = controlIn(cell);
    if (!typed.trim()) {
      pasted.empty += 1;
      return;
    }
    if (!control) {
      refuseCell(cell, "ล็อกหรือคำนวณให้ วางทับไม่ได้");
      return;
    }
    const chosen = isChoice(control) ? text.option(control, typed) : null;
    if (isChoice(control) && !chosen) {
      refuseCell(cell, `ไม่มีตัวเลือก “${typed}”`);
      return;
    }
    control.value = chosen ? chosen.value : text.plain(typed);
    pasted.controls.add(control);
    sending.commit(control);
  };

  const pasteBlock = (control, block) => {
    const rows = lines();
    const line = rows.indexOf(control.closest("tr"));
    const column = control.closest("td").cellIndex;
    pasted = { controls: new Set(), refused: [], empty: 0, outside: 0 };
    block.forEach((cells, down) => {
      cells.forEach((typed, right) => {
        const cell = rows[line + down] && rows[line + down].cells[column + right];
        if (cell) putInto(cell, typed);
        else pasted.outside += 1;
      });
    });
    entered = control.value;
    showPasted();
  };

  const showPasted = () => {
    const controls = [...pasted.controls];
    const bad = controls.filter((control) => control.closest("td").classList.contains("bad"));
    const open = controls.filter((one) => one.closest("td").matches(".unsaved, .saving"));
    const taken = controls.length - bad.length - open.length;
    const refused = pasted.refused.length + bad.length;
    const parts = [`วางแล้ว รับ ${taken} ค่า`, `ไม่รับ ${refused} ค่า`];
    if (open.length) parts.push(`กำลังบันทึก ${open.length} ค่า`);
    if (pasted.empty) parts.push(`ช่องว่าง ${pasted.empty} ช่อง ค่าเดิมไม่เปลี่ยน`);
    if (pasted.outside) parts.push(`เกินขอบตาราง ${pasted.outside} ค่า`);
    document.querySelector("[data-pasted]").hidden = false;
    document.querySelector("[data-pasted-text]").textContent = parts.join(" · ");
    const named = pasted.refused.slice(0, MOST_NAMED).map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    });
    document.querySelector("[data-pasted-list]").replaceChildren(...named);
  };

  const onPaste = (event) => {
    if (!isControl(event.target)) return;
    const block = text.block(event.clipboardData.getData("text/plain"));
    const single = block.length === 1 && block[0].length === 1;
    if (single && editing) return;
    event.preventDefault();
    edit(event.target, false);
    pasteBlock(event.target, block);
  };

  const onCopy = (event) => {
    if (!isControl(event.target) || !isChoice(event.target)) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", event.target.selectedOptions[0].label);
  };

  /* --- wiring -------------------------------------------------------------- */

  shell.addEventListener("keydown", onKey);
  shell.addEventListener("paste", onPaste);
  shell.addEventListener("copy", onCopy);
  shell.addEventListener("input", (event) => {
    if (isControl(event.target) && !isChoice(event.target)) edit(event.target, true);
  });
  shell.addEventListener("change", (event) => {
    if (isControl(event.target)) sending.commit(event.target);
  });
  shell.addEventListener("focusin", (event) => {
    if (!isControl(event.target)) return;
    entered = event.target.value;
    edit(event.target, false);
    if (event.target.select) event.target.select();
  });
  shell.addEventListener("focusout", (event) => {
    if (!isControl(event.target)) return;
    sending.commit(event.target);
    edit(event.target, false);
  });
  document.querySelector("[data-pasted-close]").addEventListener("click", () => {
    document.querySelector("[data-pasted]").hidden = true;
  });
  sending.onAnswer(() => {
    if (pasted) showPasted();
  });
  window.addEventListener("beforeunload", (event) => {
    const active = document.activeElement;
    if (isControl(active)) sending.commit(active);
    if (sending.waiting().length) event.preventDefault();
  });

  shell.querySelector("[data-grid-fields]").disabled = false;
  sending.start();

  /* See grid.css: rows below the view wait until the page stands, and come a group at a time. */
  const whenIdle = window.requestIdleCallback || ((action) => setTimeout(action, 100));
  const showNext = () => {
    const group = shell.querySelector("tbody.later");
    if (!group) return;
    group.classList.remove("later");
    whenIdle(showNext);
  };
  window.addEventListener("load", () => whenIdle(showNext));
})();
