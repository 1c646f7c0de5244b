/* Inspection: what the inspector does, kept on the device and queued in one step. */
"use strict";

(() => {
  const { dom, photos, store, sync } = window.portalInspection;

  let last = Promise.resolve();

  /* One after the other: two changes of one answer do not read the same state. */
  const inTurn = (work) => {
    last = last.catch(() => {}).then(work);
    return last;
  };

  const started = async (visit, pack) => {
    const key = `start:${visit.id}`;
    if (visit.state !== "planned" || (await store.read("kept", key))) return;
    const at = new Date().toISOString();
    const body = { state: "started", started_at: at, checklist_version: pack.checklist_version };
    await store.record("kept", { key, at }, { key, kind: "start", visit: visit.id, body });
  };

  /* The visit begins with its first answer. */
  const answer = (visit, pack, question, known, values) =>
    inTurn(() => keepAnswer(visit, pack, question, known, values));

  const keepAnswer = async (visit, pack, question, known, values) => {
    await started(visit, pack);
    const key = `${visit.id}:${question.number}`;
    const before = await store.read("answers", key);
    const row = { key, visit: visit.id, ...known, ...before, ...values };
    row.question = question.number;
    row.id ??= crypto.randomUUID();
    row.at = new Date().toISOString();
    const { id, note, at } = row;
    const sentAnswer = {
      id,
      question: question.number,
      answer: row.answer,
      note: note ?? "",
      answered_at: at,
    };
    const item = {
      key: `answer:${key}`,
      kind: "answer",
      visit: visit.id,
      title: question.text,
      body: { answers: [sentAnswer] },
    };
    await store.record("answers", row, item);
    sync.run();
  };

  const defect = (visit, question, values) => inTurn(() => keepDefect(visit, question, values));

  const keepDefect = async (visit, question, values) => {
    const key = crypto.randomUUID();
    const body = {
      id: key,
      institution: visit.institution,
      visit: visit.id,
      question: question.number,
      source: "inspector",
      clause: question.clause,
      found_on: dom.today(),
      ...values,
    };
    const row = { key, visit: visit.id, question: question.number, body };
    const item = { key, kind: "defect", visit: visit.id, title: values.title, body };
    await store.record("defects", row, item);
    sync.run();
  };

  const photo = (visit, pack, question, file, withPosition) =>
    inTurn(() => keepPhoto(visit, pack, question, file, withPosition));

  const keepPhoto = async (visit, pack, question, file, withPosition) => {
    await started(visit, pack);
    const options = { visit: visit.id, question: question.number, title: "", withPosition };
    const row = await photos.taken(file, { ...options, limits: pack.limits });
    const title = `ภาพ ข้อ ${question.number}`;
    const item = { key: row.key, kind: "photo", visit: visit.id, title, size: row.size };
    await store.record("photos", row, item);
    sync.run();
  };

  const finish = (visit, values, drawn) => inTurn(() => keepFinish(visit, values, drawn));

  /* The signature goes before what names it; without a new one the one kept before stays. */
  const keepFinish = async (visit, values, drawn) => {
    const key = `finish:${visit.id}`;
    const before = await store.read("kept", key);
    const signature = drawn ? await keepSignature(visit, drawn) : before?.body.signature;
    const at = new Date().toISOString();
    const body = { state: "finished", finished_at: at, ...values };
    if (signature) body.signature = signature;
    const item = { key, kind: "finish", visit: visit.id, title: "ปิดการตรวจ", body };
    await store.record("kept", { key, at, body }, item);
    sync.run();
  };

  const keepSignature = async (visit, drawn) => {
    const row = await photos.signed(drawn, visit.id);
    const { key, title, size } = row;
    await store.record("photos", row, { key, kind: "photo", visit: visit.id, title, size });
    return key;
  };

  window.portalInspection.record = { answer, defect, finish, photo };
})();
