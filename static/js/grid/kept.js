/* Entry grid: values that the server has not stored yet. They stay in this browser under the
   person's own name, office and year until they are stored or thrown away, so that neither a
   dropped line nor a closed window loses them. */
"use strict";

(() => {
  const shell = document.querySelector("[data-grid]");
  if (!shell) return;
  const { user, office, year } = shell.dataset;
  const prefix = `portal.grid:${user}:${office}:${year}:`;
  const entries = new Map();
  let writes = true;

  const keyOf = (row, name) => `${row}|${name}`;

  const write = (action) => {
    try {
      action();
    } catch {
      if (writes) window.portalGrid.view.say("เครื่องนี้เก็บค่าไว้ไม่ได้ อย่าปิดหน้านี้จนกว่าจะบันทึกครบ");
      writes = false;
    }
  };

  const put = (entry) => {
    const { row, name, value, seen, label } = entry;
    entries.set(keyOf(row, name), entry);
    const text = JSON.stringify({ row, name, value, seen, label });
    write(() => localStorage.setItem(prefix + keyOf(row, name), text));
  };

  const drop = (row, name) => {
    entries.delete(keyOf(row, name));
    write(() => localStorage.removeItem(prefix + keyOf(row, name)));
  };

  const read = () => {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      const entry = JSON.parse(localStorage.getItem(key));
      entries.set(keyOf(entry.row, entry.name), { ...entry, status: "unsaved" });
    }
  };
  write(read);

  window.portalGrid.kept = {
    all: () => [...entries.values()],
    get: (row, name) => entries.get(keyOf(row, name)),
    put,
    drop,
  };
})();
