/* Inspection: the list of visits, which page is shown, storage, locking and wiping. */
"use strict";

(() => {
  const { dom, queueView, store, sync, visitView } = window.portalInspection;
  const { clock, day, el, icon } = dom;
  const main = document.getElementById("main");
  const line = document.querySelector("[data-line]");
  const dialog = document.getElementById("wipe");
  const HOUR_MS = 3_600_000;
  const STATES = { planned: "วางแผนแล้ว", started: "กำลังตรวจ", finished: "ตรวจเสร็จแล้ว" };
  const drafts = new Map();
  let shown = "";

  const keptPack = () => store.read("kept", "pack");

  const isLocked = (kept) =>
    Date.now() - kept.seenAt > kept.value.limits.offline_hours * HOUR_MS;

  const visitLine = (visit, pack) => {
    const institution = pack.institutions[visit.institution];
    const words = `${visit.institution} · ตรวจ ${day(visit.planned_on)} · ${STATES[visit.state]}`;
    return el(
      "li",
      {},
      icon("clipboard-check"),
      el("span", {}, el("a", { href: `#visit/${visit.id}` }, institution.name)),
      el("small", {}, words),
    );
  };

  const list = (pack) => [
    el("h1", {}, "งานตรวจของฉัน"),
    el("p", { class: "s14 muted" }, `ข้อมูลในเครื่อง ณ ${day(pack.made_at)} ${clock(pack.made_at)}`),
    pack.visits.length
      ? el("ul", { class: "queue", "data-visits": true }, pack.visits.map((visit) => visitLine(visit, pack)))
      : el("p", {}, "ไม่มีการตรวจที่ต้องทำ เมื่อหน่วยงานวางแผนแล้วจะแสดงที่นี่"),
  ];

  const locked = () => [
    el("h1", {}, "ต้องเข้าสู่ระบบอีกครั้ง"),
    el("p", {}, "เครื่องนี้ไม่ได้ติดต่อระบบนานเกินกำหนด ข้อมูลที่รอส่งยังอยู่ครบ เมื่อมีสัญญาณให้เข้าสู่ระบบเพื่อทำต่อ"),
  ];

  const content = async () => {
    const kept = await keptPack();
    if (!kept) return [el("h1", {}, "งานตรวจของฉัน"), el("p", {}, "ยังไม่มีข้อมูลในเครื่องนี้ เปิดหน้านี้ขณะมีสัญญาณหนึ่งครั้ง")];
    if (isLocked(kept)) return locked();
    const pack = kept.value;
    const [, key] = location.hash.match(/^#visit\/(.+)$/) ?? [];
    const visit = pack.visits.find((row) => row.id === key);
    return visit ? visitView.page(visit, pack, refresh) : list(pack);
  };

  const refresh = async () => {
    const made = (await content()).filter((part) => part != null);
    const place = el("div", { "data-queue-place": true });
    const back = focused();
    main.replaceChildren(...made, place);
    restoreTyped();
    back();
    shown = await fingerprint();
    await refreshQueue();
  };

  /* What is typed and not yet recorded stays when the page is drawn again. */
  const draftKey = (control) => `${location.hash} ${control.id}`;
  const restoreTyped = () => {
    for (const control of main.querySelectorAll("input[id], textarea[id], select[id]")) {
      if (drafts.has(draftKey(control))) control.value = drafts.get(draftKey(control));
    }
  };
  main.addEventListener("input", ({ target }) => {
    if (target.id) drafts.set(draftKey(target), target.value);
  });

  /* The same control again has the focus. */
  const focused = () => {
    const { id, name, value } = document.activeElement ?? {};
    const choice = name ? `input[name="${name}"][value="${value}"]` : "";
    const selector = id && id !== "main" ? `[id="${id}"]` : choice;
    return () => selector && main.querySelector(selector)?.focus();
  };

  const refreshQueue = async () => {
    const place = main.querySelector("[data-queue-place]");
    const section = await queueView.section();
    if (place) place.replaceChildren(section);
    await queueView.shownLine(line);
    await warnStorage();
  };

  /* What the page shows besides the queue: it is drawn again only when that changes, and not
     under the hands of somebody who types. */
  const fingerprint = async () => {
    const kept = await keptPack();
    const photos = (await store.all("photos")).map((row) => `${row.key}${row.confirmed}`);
    const defects = (await store.all("defects")).map((row) => `${row.key}${row.sent}`);
    const visits = kept ? JSON.stringify(kept.value.visits) + isLocked(kept) : "";
    return [visits, ...photos, ...defects].join();
  };

  const TYPED = "main input[type=text], main input:not([type]), textarea";
  const isTyping = () =>
    document.activeElement?.matches(TYPED) || main.querySelector("canvas[data-down]");

  const changed = async () => {
    if (!isTyping() && (await fingerprint()) !== shown) await refresh();
    else await refreshQueue();
  };

  const warnStorage = async () => {
    const kept = await keptPack();
    const place = document.querySelector("[data-storage]");
    if (!kept || !navigator.storage?.estimate) return;
    const { usage, quota } = await navigator.storage.estimate();
    const percent = Math.floor((usage / quota) * 100);
    place.hidden = percent < kept.value.limits.storage_warning_percent;
    if (!place.hidden) place.textContent = `พื้นที่เก็บในเครื่องใช้ไปแล้ว ${percent}% ส่งรายการที่ค้างก่อนถ่ายภาพเพิ่ม`;
  };

  const askWipe = async () => {
    const waiting = (await store.queue()).length;
    dialog.querySelector("[data-wipe-words]").textContent = waiting
      ? `ยังมี ${waiting} รายการที่ยังไม่ได้ส่ง ถ้าลบ รายการเหล่านี้จะหายถาวร`
      : "ส่งครบแล้ว ลบข้อมูลในเครื่องนี้ได้";
    const sure = dialog.querySelector("[data-wipe-sure]");
    sure.checked = false;
    sure.closest("label").hidden = !waiting;
    sure.required = waiting > 0;
    dialog.showModal();
  };

  dialog.querySelector("form").addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "wipe") return;
    await store.wipe();
    await refresh();
  });
  document.querySelector("[data-wipe-open]").addEventListener("click", askWipe);
  window.addEventListener("hashchange", refresh);
  /* What is being typed is recorded when the phone is put away. */
  document.addEventListener("visibilitychange", () => document.activeElement?.blur());
  let drawing = Promise.resolve();
  sync.onChange(() => {
    drawing = drawing.then(changed, changed);
  });

  navigator.serviceWorker?.register(document.body.dataset.worker, { scope: "/inspection/" });
  navigator.storage?.persist?.();
  refresh().then(sync.run);
})();
