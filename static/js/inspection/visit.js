/* Inspection: the form of one visit. */
"use strict";

(() => {
  const { dom, photos, record, store } = window.portalInspection;
  const { clock, day, el, icon } = dom;
  const ANSWERS = [
    ["fine", "ปกติ", "on", "check-lg"],
    ["problem", "พบปัญหา", "on-bad", "exclamation-lg"],
    ["not_applicable", "ไม่เกี่ยวข้อง", "on-na", "check-lg"],
  ];
  const SIDES = {
    operations: "ด้านการดำเนินงาน",
    finance: "ด้านการเงิน",
    management: "ด้านการบริหารจัดการ",
  };

  const segment = (name, options, chosen, choose) =>
    el(
      "div",
      { class: options.length === 2 ? "seg seg-2" : "seg" },
      options.map(([value, words, look, mark]) => {
        const on = value === chosen;
        const input = { type: "radio", name, value, checked: on, onchange: () => choose(value) };
        return el("label", { class: on && look }, el("input", input), on ? icon(mark) : null, words);
      }),
    );

  const answersOf = async (visit) => {
    const { user } = document.body.dataset;
    const theirs = visit.answers.filter((row) => row.inspector === user);
    const kept = (await store.all("answers")).filter((row) => row.visit === visit.id);
    return new Map([...theirs, ...kept].map((row) => [row.question, row]));
  };

  const noteField = (question, row, save) => {
    const id = `note-${question.number}`;
    const typed = (event) => save({ note: event.target.value });
    const area = el("textarea", { class: "form-control", id, rows: "3", onchange: typed });
    area.value = row.note ?? "";
    return el("div", { class: "gap-t4" }, el("label", { class: "form-label", for: id }, "สิ่งที่พบ"), area);
  };

  const photoFields = async (visit, pack, question, refresh) => {
    const rows = (await store.all("photos")).filter(
      (row) => row.visit === visit.id && row.question === question.number,
    );
    const figures = await Promise.all(rows.map(figure));
    const place = el("input", { type: "checkbox", class: "form-check-input" });
    const problem = el("p", { class: "error-line", role: "alert", hidden: true });
    const add = async (event) => {
      const files = [...event.target.files];
      try {
        for (const file of files) await record.photo(visit, pack, question, file, place.checked);
        refresh();
      } catch (error) {
        problem.hidden = false;
        problem.textContent =
          error.name === "QuotaExceededError"
            ? "เครื่องเก็บภาพเพิ่มไม่ได้ พื้นที่เต็ม ส่งรายการที่ค้างก่อน"
            : "อ่านภาพนี้ไม่ได้ ให้ถ่ายใหม่";
      }
    };
    const file = { type: "file", accept: "image/*", multiple: true, class: "visually-hidden" };
    return el(
      "div",
      { class: "gap-t4" },
      el("span", { class: "form-label d-block" }, `ภาพหลักฐาน (${rows.length})`),
      el("div", { class: "photos gap-t2" }, figures),
      problem,
      el(
        "label",
        { class: "addphoto addphoto-s gap-t2" },
        el("input", { ...file, "aria-label": `ถ่ายภาพ ข้อ ${question.number}`, onchange: add }),
        el("span", {}, icon("camera"), " ถ่ายภาพเพิ่ม"),
      ),
      el("label", { class: "field-check s14 gap-t2" }, place, "บันทึกพิกัดของภาพ (ถ้าเครื่องอนุญาต)"),
      el("p", { class: "hint gap-t2" }, "ห้ามถ่ายเลขประจำตัวประชาชนของสมาชิก"),
    );
  };

  const figure = async (row) => {
    const state = row.confirmed ? "ส่งแล้ว ระบบยืนยันแล้ว" : "รอส่ง";
    const words = `${clock(row.takenAt)} · ${state}`;
    const picture = row.bytes
      ? el("img", { class: "photo", src: await photos.preview(row), alt: `ภาพข้อ ${row.question}` })
      : el("p", { class: "s14 muted" }, icon("check-circle"), " อยู่ในระบบ");
    return el("figure", {}, picture, el("figcaption", {}, words));
  };

  const question = async (visit, pack, row, answers, refresh) => {
    const answer = answers.get(row.number) ?? {};
    const bad = answer.answer === "problem";
    const save = (values) => record.answer(visit, pack, row, answer, values);
    const { defectFields } = window.portalInspection.findings;
    const others = visit.answers.filter(
      (one) => one.question === row.number && one.inspector !== document.body.dataset.user,
    );
    return el(
      "fieldset",
      { class: bad ? "check-item is-bad" : "check-item", "data-question": row.number },
      el("legend", {}, el("span", { class: "faint" }, row.number), " ", row.text),
      segment(`q${row.number}`, ANSWERS, answer.answer, (value) =>
        save({ answer: value }).then(refresh),
      ),
      others.map((one) =>
        el(
          "p",
          { class: "s14 gap-t2" },
          `${one.inspector} ตอบว่า ${ANSWERS.find(([value]) => value === one.answer)[1]} ${one.note}`,
        ),
      ),
      bad ? noteField(row, answer, save) : null,
      bad ? await defectFields(visit, pack, row, refresh) : null,
      answer.answer ? await photoFields(visit, pack, row, refresh) : null,
    );
  };

  const side = async (visit, pack, name, rows, answers, refresh) => {
    const done = rows.filter((row) => answers.has(row.number)).length;
    const items = [];
    for (const row of rows) items.push(await question(visit, pack, row, answers, refresh));
    return el(
      "section",
      {},
      el(
        "div",
        { class: "row-between" },
        el("h2", {}, SIDES[name]),
        el("span", { class: "s14 muted" }, `${done} จาก ${rows.length} ข้อ`),
      ),
      items,
    );
  };

  const page = async (visit, pack, refresh) => {
    const institution = pack.institutions[visit.institution];
    const list = visit.checklist.length ? visit.checklist : pack.checklists[institution.kind] ?? [];
    const answers = await answersOf(visit);
    const bad = [...answers.values()].filter((row) => row.answer === "problem").length;
    const sides = [];
    for (const name of Object.keys(SIDES)) {
      const rows = list.filter((row) => row.side === name);
      if (rows.length) sides.push(await side(visit, pack, name, rows, answers, refresh));
    }
    const { finishForm, known } = window.portalInspection.findings;
    return [
      institution.is_sample
        ? el("p", { class: "s14 muted m0" }, el("span", { class: "sample" }, "ข้อมูลตัวอย่าง"))
        : null,
      el("h1", { class: "gap-t2" }, institution.name),
      el("p", { class: "s14 muted m0" }, `${visit.institution} · ตรวจ ${day(visit.planned_on)}`),
      el(
        "dl",
        { class: "dl gap-t4 s14" },
        el("dt", {}, "ตรวจแล้ว"),
        el("dd", {}, `${answers.size} จาก ${list.length} ข้อ พบปัญหา ${bad} ข้อ`),
      ),
      known(institution),
      sides,
      await finishForm(visit, refresh),
    ].flat();
  };

  window.portalInspection.visitView = { page, segment };
})();
