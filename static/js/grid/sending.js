/* Entry grid: storing cells. Whatever was typed waits in `kept` until the server has answered;
   one request is on its way at a time, so a cell's saves arrive in order. The same save sent
   twice stores one value. */
"use strict";

(() => {
  const shell = document.querySelector("[data-grid]");
  if (!shell) return;
  const { kept, view } = window.portalGrid;
  const TOGETHER_MS = 250;
  const PATIENCE_MS = 30_000;
  const FIRST_PAUSE_MS = 3_000;
  const LONGEST_PAUSE_MS = 60_000;
  const MOST_CELLS = 1_000;
  const token = document.querySelector('meta[name="csrf-token"]');
  const before = new Map(); /* control -> value that its last save replaced, for Ctrl+Z */
  const listeners = [];
  let busy = false;
  let line = "open"; /* or "down", or "signed-out" until the person signs in */
  let pause = FIRST_PAUSE_MS;
  let timer = 0;

  const isWaiting = (entry) => entry.status === "unsaved" || entry.status === "saving";
  const waiting = () => kept.all().filter(isWaiting);
  const shownState = (entry) => (isWaiting(entry) ? entry.status : "bad");

  const time = () =>
    new Date()
      .toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" })
      .replace(":", ".");

  const refresh = () => {
    const open = waiting().length;
    view.showCounts();
    view.showOffline(line === "down", open);
    view.showProblems(kept.all().filter((entry) => !isWaiting(entry)), choose);
    if (open) view.showSaving(`ยังไม่บันทึก ${open} ค่า ·`);
  };

  const markEntry = (entry) => {
    const control = view.controlOf(entry.row, entry.name);
    if (control) view.mark(control, shownState(entry));
  };

  /* What is stored: as the page came with it, until a save of this page. */
  const storedOf = (control) => {
    if (control.dataset.stored !== undefined) return control.dataset.stored;
    if (!control.options) return control.defaultValue;
    const chosen = [...control.options].find((option) => option.defaultSelected);
    return (chosen || control.options[0]).value;
  };

  const wordsOf = (control) =>
    control.selectedOptions ? control.selectedOptions[0].label : control.value;

  /* The control's value is to be stored, or is back at what is stored. */
  const commit = (control) => {
    const { row, name } = view.identity(control);
    const stored = storedOf(control);
    const entry = kept.get(row, name);
    if (entry ? entry.value === control.value : control.value === stored) return;
    if (control.value === stored && !(entry && entry.status === "saving")) {
      kept.drop(row, name);
      view.mark(control, "");
    } else {
      const label = view.labelOf(control);
      const words = wordsOf(control);
      kept.put({ row, name, value: control.value, seen: stored, label, words, status: "unsaved" });
      view.mark(control, "unsaved");
    }
    refresh();
    sendSoon(TOGETHER_MS);
  };

  const sendSoon = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  };

  const request = (entries) => {
    const cells = entries.map(({ row, name, value, seen }) => ({ row, name, value, seen }));
    const one = cells.length === 1;
    return fetch(one ? shell.dataset.cellUrl : shell.dataset.cellsUrl, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": token.content,
        "HX-Request": "true" /* a part of the page: 401 instead of the sign-in form */,
      },
      body: JSON.stringify(one ? cells[0] : { cells }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  };

  const send = async () => {
    const entries = kept.all().filter((entry) => entry.status === "unsaved").slice(0, MOST_CELLS);
    if (busy || !entries.length) return;
    busy = true;
    for (const entry of entries) {
      entry.status = "saving";
      markEntry(entry);
    }
    try {
      await receive(await request(entries), entries);
    } catch {
      later(entries);
    }
    busy = false;
    refresh();
    if (line === "open" && kept.all().some((entry) => entry.status === "unsaved")) sendSoon(0);
  };

  /* Unsaved again, and tried again after a pause that grows. */
  const later = (entries) => {
    for (const entry of entries) entry.status = "unsaved";
    entries.filter((entry) => kept.get(entry.row, entry.name) === entry).forEach(markEntry);
    line = "down";
    sendSoon(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };

  const receive = async (answer, entries) => {
    if (answer.status >= 500) throw new Error(answer.status);
    line = "open";
    pause = FIRST_PAUSE_MS;
    if (answer.status === 401) return signedOut(entries);
    if (answer.status === 423) return refuse(entries, (await answer.json()).closed);
    if (![200, 409, 422].includes(answer.status)) {
      return refuse(entries, "บันทึกไม่ได้ ค่ายังเก็บไว้ในเครื่องนี้ กรุณาโหลดหน้าใหม่");
    }
    const { cells, rows, progress } = await answer.json();
    cells.forEach((cell, index) => receiveCell(cell, entries[index]));
    for (const [pk, result] of Object.entries(rows)) view.showRow(pk, result);
    if (progress) view.showProgress(progress);
    view.showSaving(`บันทึกล่าสุด ${time()} น. ·`);
    for (const listen of listeners) listen(entries);
  };

  const signedOut = (entries) => {
    for (const entry of entries) entry.status = "unsaved";
    entries.forEach(markEntry);
    line = "signed-out";
    document.dispatchEvent(new CustomEvent("portal:signed-out"));
  };

  const refuse = (entries, message) => {
    for (const entry of entries) Object.assign(entry, { status: "bad", message });
    entries.forEach(markEntry);
  };

  const receiveCell = (cell, sent) => {
    const control = view.controlOf(cell.row, cell.name);
    const current = kept.get(cell.row, cell.name) === sent;
    if (cell.status === "saved") return stored(cell, sent, control, current);
    sent.status = cell.status === "conflict" ? "conflict" : "bad";
    sent.message = cell.message;
    sent.conflict = cell;
    if (current) {
      markEntry(sent);
      view.say(`${sent.label} ${cell.message}`);
    }
    return undefined;
  };

  const stored = (cell, sent, control, current) => {
    sent.status = "saved";
    if (current) kept.drop(cell.row, cell.name);
    else Object.assign(kept.get(cell.row, cell.name) || {}, { seen: cell.value });
    if (!control) return;
    before.set(control, storedOf(control));
    control.dataset.stored = cell.value;
    if (!current) return;
    const typing = control === document.activeElement && control.value !== sent.value;
    if (!typing) control.value = cell.value;
    view.mark(control, "saved");
  };

  /* Of a conflict: mine is stored over what the person has now seen, or theirs is taken. */
  const choose = (entry, mine) => {
    const control = view.controlOf(entry.row, entry.name);
    const theirs = entry.conflict.value;
    if (control) control.dataset.stored = theirs;
    if (mine) {
      kept.put({ ...entry, seen: theirs, status: "unsaved" });
      sendSoon(0);
    } else {
      kept.drop(entry.row, entry.name);
      if (control) control.value = theirs;
    }
    if (control) {
      view.mark(control, mine ? "unsaved" : "");
      control.focus();
    }
    refresh();
  };

  /* What is stored, instead of what waits or was refused. */
  const restore = (control) => {
    const { row, name } = view.identity(control);
    if (!kept.get(row, name)) return false;
    control.value = storedOf(control);
    commit(control);
    return true;
  };

  /* The same, or else what the last save replaced. */
  const undo = (control) => {
    if (restore(control) || !before.has(control)) return;
    control.value = before.get(control);
    commit(control);
  };

  const resume = () => {
    line = "open";
    pause = FIRST_PAUSE_MS;
    sendSoon(0);
  };

  const showKept = (entry) => {
    const control = view.controlOf(entry.row, entry.name);
    if (!control) return;
    control.value = entry.value;
    entry.words = wordsOf(control);
    view.mark(control, "unsaved");
  };

  /* A browser puts back what was typed before a reload: the page and `kept` know better. */
  const start = () => {
    for (const control of view.controls()) {
      if (control.value !== storedOf(control)) control.value = storedOf(control);
    }
    for (const entry of kept.all()) showKept(entry);
    refresh();
    if (waiting().length) view.say(`มีค่าที่ยังไม่บันทึก ${waiting().length} ค่า กำลังส่งให้`);
    sendSoon(0);
  };

  window.addEventListener("online", resume);
  document.addEventListener("portal:signed-in", resume);

  window.portalGrid.sending = {
    commit,
    restore,
    undo,
    start,
    waiting,
    onAnswer: (listen) => listeners.push(listen),
  };
})();
