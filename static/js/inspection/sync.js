/* Inspection: sends what waits, in order and one at a time. What the server has confirmed leaves
   the queue; a photo's bytes leave the device only when the confirmed hash is its own. */
"use strict";

(() => {
  const { api, store } = window.portalInspection;
  const FIRST_PAUSE_MS = 2_000;
  const LONGEST_PAUSE_MS = 60_000;
  const CONFLICTS = [409, 412];
  const ANSWERING = ["start", "answer"];
  const MOST_TOGETHER = 50;
  const listeners = [];
  let busy = false;
  let again = false;
  let line = "open"; /* or "down", "refused", or "signed-out" until the person signs in */
  let pause = FIRST_PAUSE_MS;
  let timer = 0;

  const tell = () => listeners.forEach((listen) => listen());

  const run = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    clearTimeout(timer);
    try {
      await navigator.locks.request(`inspection:${document.body.dataset.user}`, pass);
      line = "open";
      pause = FIRST_PAUSE_MS;
    } catch (error) {
      stopped(error);
    }
    busy = false;
    tell();
    if (again && line === "open") run();
  };

  const stopped = (error) => {
    if (error instanceof api.SignedOut) {
      line = "signed-out";
      document.dispatchEvent(new CustomEvent("portal:signed-out"));
      return;
    }
    if (error instanceof api.Refused) {
      line = "refused";
      return;
    }
    if (!(error instanceof api.Later)) console.error(error);
    line = "down";
    timer = setTimeout(run, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };

  /* The pack first: its answer tells that the same person is still signed in. */
  const pass = async () => {
    await keepPack();
    let sentAny = false;
    for (const { key } of await store.queue()) {
      const item = await store.read("queue", key);
      if (item?.state !== "waiting") continue;
      sentAny = ((await together(item)) || (await one(item))) || sentAny;
    }
    if (sentAny) await keepPack();
  };

  /* What was answered one after the other goes in one request. Where the server refuses it, each
     is sent by itself, so that the person sees which one it is. */
  const together = async (first) => {
    if (!ANSWERING.includes(first.kind)) return false;
    const queue = await store.queue();
    const rest = queue.slice(queue.findIndex((item) => item.key === first.key));
    const end = rest.findIndex(
      (item) =>
        !ANSWERING.includes(item.kind) || item.visit !== first.visit || item.state !== "waiting",
    );
    const items = rest.slice(0, end === -1 ? MOST_TOGETHER : Math.min(end, MOST_TOGETHER));
    if (items.length < 2) return false;
    try {
      await api.change(first.visit, joined(items));
    } catch (error) {
      if (!(error instanceof api.Refused)) throw error;
      return false;
    }
    for (const item of items) await store.sent(item);
    tell();
    return true;
  };

  const joined = (items) => ({
    ...Object.assign({}, ...items.map((item) => item.body)),
    answers: items.flatMap((item) => item.body.answers ?? []),
  });

  const keepPack = async () => {
    const value = await api.pack();
    await store.put("kept", { key: "pack", value, seenAt: Date.now() });
    line = "open";
    tell();
  };

  const one = async (item) => {
    const trying = { tries: item.tries + 1, triedAt: new Date().toISOString() };
    await store.mark(item, trying);
    tell();
    try {
      await SENDERS[item.kind](item);
    } catch (error) {
      if (!(error instanceof api.Refused)) throw error;
      await refused(item, error);
      return false;
    }
    tell();
    return true;
  };

  /* Kept with what the server says, for the person to decide. */
  const refused = async (item, { status, problem }) => {
    const errors = problem.errors.map((error) => error.message);
    const words = [problem.detail, ...errors].join(" ");
    const current = CONFLICTS.includes(status) && item.visit ? await api.visit(item.visit) : null;
    const state = CONFLICTS.includes(status) ? "conflict" : "refused";
    await store.mark(item, { state, words, current });
    tell();
  };

  const sendChange = async (item) => {
    await api.change(item.visit, item.body);
    await store.sent(item);
  };

  const sendDefect = async (item) => {
    await api.defect(item.body);
    const row = await store.read("defects", item.key);
    await store.sent(item, (stores) => stores.defects.put({ ...row, sent: true }));
  };

  /* Of which finding it is evidence is settled the first time, and stays. */
  const sendPhoto = async (item) => {
    const row = await store.read("photos", item.key);
    if (row.defect === undefined) {
      row.defect = await sentDefect(row);
      await store.put("photos", row);
    }
    const inParts = item.tries > 0;
    const heard = (offset) => store.mark(item, { offset }).then(tell);
    const answer = inParts ? await api.photoInParts(row, heard) : await api.photo(row);
    if (answer.id !== row.key || answer.sha256 !== row.sha256) {
      const problem = { detail: "ระบบยืนยันภาพนี้ไม่ได้ ภาพยังอยู่ในเครื่อง", errors: [] };
      throw new api.Refused(400, problem);
    }
    const { bytes, ...rest } = row;
    await store.sent(item, (stores) => stores.photos.put({ ...rest, confirmed: true }));
  };

  const sentDefect = async ({ visit, question }) => {
    const rows = await store.all("defects");
    const found = rows.find((row) => row.visit === visit && row.question === question && row.sent);
    return found ? found.key : "";
  };

  const SENDERS = {
    start: sendChange,
    answer: sendChange,
    finish: sendChange,
    defect: sendDefect,
    photo: sendPhoto,
  };

  /* Once more as it is. */
  const retry = async (item) => {
    await store.mark(item, { state: "waiting", words: "", current: null });
    run();
  };

  window.addEventListener("online", run);
  document.addEventListener("portal:signed-in", run);
  window.addEventListener("offline", () => {
    line = "down";
    tell();
  });

  window.portalInspection.sync = {
    run,
    retry,
    state: () => ({ line, busy }),
    onChange: (listen) => listeners.push(listen),
  };
})();
