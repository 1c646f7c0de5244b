/* Inspection: sends what waits, in order and one at a time. What the server has confirmed leaves
   the queue; a photo's bytes leave the device only when the confirmed hash is its own. */
"use strict";

(() => {
  const { api, senders, store } = window.portalInspection;
  const FIRST_PAUSE_MS = 2_000;
  const LONGEST_PAUSE_MS = 60_000;
  const CONFLICTS = [409, 412];
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
      sentAny = (await together(item)) || (await one(item)) || sentAny;
    }
    if (sentAny) await keepPack();
  };

  /* Where the server refuses it, each is sent by itself, so that the person sees which one. */
  const together = async (first) => {
    try {
      return await senders.together(first, tell);
    } catch (error) {
      if (!(error instanceof api.Refused)) throw error;
      return false;
    }
  };

  const keepPack = async () => {
    const value = await api.pack();
    await store.put("kept", { key: "pack", value, seenAt: Date.now() });
    line = "open";
    tell();
  };

  const one = async (item) => {
    try {
      await senders.alone(item, tell);
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
