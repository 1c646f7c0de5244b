/* Inspection: how each kind of what waits is sent, alone or together with what is like it. Only what
   the server has confirmed leaves the queue; a photo's bytes go when its hash is the device's own. */
"use strict";

(() => {
  const { api, store } = window.portalInspection;
  const GROUPS = { start: "answers", answer: "answers", defect: "defects", photo: "photos" };
  const MOST_TOGETHER = 50;
  /* Five photos: they pass a bad line before a request is given up. */
  const MOST_BYTES = 1_500_000;

  /* What waits of one visit goes in one request for each kind; false where nothing is like it. */
  const together = async (first, tell) => {
    const items = await companions(first);
    if (items.length < 2) return false;
    await TOGETHER[GROUPS[first.kind]](first.visit, items, tell);
    tell();
    return true;
  };

  /* Recorded before the visit was closed; a photo whose sending was cut off goes on by itself. */
  const companions = async (first) => {
    const all = (await store.queue()).filter((item) => item.visit === first.visit);
    const end = all.findIndex((item) => item.kind === "finish");
    const open = end === -1 ? all : all.slice(0, end);
    const alike = open.filter((item) => {
      const fresh = item.kind !== "photo" || item.tries === 0;
      return fresh && item.state === "waiting" && GROUPS[item.kind] === GROUPS[first.kind];
    });
    return alike.some((item) => item.key === first.key) ? atMost(alike) : [];
  };

  const atMost = (items) => {
    let bytes = 0;
    const end = items.findIndex((item) => (bytes += item.size ?? 0) > MOST_BYTES);
    return items.slice(0, Math.min(end === -1 ? items.length : end, MOST_TOGETHER));
  };

  const changesTogether = async (visit, items) => {
    const change = Object.assign({}, ...items.map((item) => item.body));
    const answers = items.flatMap((item) => item.body.answers ?? []);
    await api.change(visit, { ...change, answers });
    for (const item of items) await store.sent(item);
  };

  const defectsTogether = async (visit, items) => {
    await api.defects(visit, items.map((item) => findingOf(item.body)));
    for (const item of items) await defectSent(item);
  };

  /* The address tells of which visit it is. */
  const findingOf = ({ institution, visit, ...finding }) => finding;

  const photosTogether = async (visit, items, tell) => {
    const rows = [];
    for (const item of items) {
      await tried(item, tell);
      rows.push(await photoRow(item));
    }
    const { attachments } = await api.photos(visit, rows);
    rows.forEach((row, place) => requireConfirmed(row, attachments[place]));
    for (const [place, item] of items.entries()) await photoSent(item, rows[place]);
  };

  const TOGETHER = {
    answers: changesTogether,
    defects: defectsTogether,
    photos: photosTogether,
  };

  const alone = async (item, tell) => {
    await tried(item, tell);
    await ALONE[item.kind](item, tell);
  };

  const tried = async (item, tell) => {
    await store.mark(item, { tries: item.tries + 1, triedAt: new Date().toISOString() });
    tell();
  };

  const sendChange = async (item) => {
    await api.change(item.visit, item.body);
    await store.sent(item);
  };

  const sendDefect = async (item) => {
    await api.defect(item.body);
    await defectSent(item);
  };

  const defectSent = async (item) => {
    const row = await store.read("defects", item.key);
    await store.sent(item, (stores) => stores.defects.put({ ...row, sent: true }));
  };

  const sendPhoto = async (item, tell) => {
    const row = await photoRow(item);
    const inParts = item.tries > 0;
    const heard = (offset) => store.mark(item, { offset }).then(tell);
    const answer = inParts ? await api.photoInParts(row, heard) : await api.photo(row);
    requireConfirmed(row, answer);
    await photoSent(item, row);
  };

  /* Of which finding it is evidence is settled the first time, and stays. */
  const photoRow = async (item) => {
    const row = await store.read("photos", item.key);
    if (row.defect === undefined) {
      row.defect = await sentDefect(row);
      await store.put("photos", row);
    }
    return row;
  };

  const requireConfirmed = (row, answer) => {
    if (answer?.id === row.key && answer.sha256 === row.sha256) return;
    throw new api.Refused(400, { detail: "ระบบยืนยันภาพนี้ไม่ได้ ภาพยังอยู่ในเครื่อง", errors: [] });
  };

  const photoSent = async (item, row) => {
    const { bytes, ...rest } = row;
    await store.sent(item, (stores) => stores.photos.put({ ...rest, confirmed: true }));
  };

  const sentDefect = async ({ visit, question }) => {
    const rows = await store.all("defects");
    const found = rows.find((row) => row.visit === visit && row.question === question && row.sent);
    return found ? found.key : "";
  };

  const ALONE = {
    start: sendChange,
    answer: sendChange,
    finish: sendChange,
    defect: sendDefect,
    photo: sendPhoto,
  };

  window.portalInspection.senders = { alone, together };
})();
