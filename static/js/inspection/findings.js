/* Inspection: a finding from a failed answer, what is known of the institution, closing. */
"use strict";

(() => {
  const { dom, record, store } = window.portalInspection;
  const { day, el, icon } = dom;

  const field = (id, label, control, hint = "") =>
    el(
      "div",
      { class: "field gap-t4" },
      el("label", { class: "form-label", for: id }, label),
      hint ? el("p", { class: "hint" }, hint) : null,
      control,
    );
  const input = (id, value = "", more = {}) => el("input", { class: "form-control", id, value, ...more });

  const recorded = (row, pack) => {
    const state = row.sent ? "ส่งแล้ว" : "รอส่ง";
    const severity = pack.words.severity[row.body.severity];
    return el(
      "p",
      { class: "s14 gap-t4", "data-defect": row.key },
      icon(row.sent ? "check-circle" : "hourglass-split"),
      ` บันทึก${severity}แล้ว: ${row.body.title} · ${state}`,
    );
  };

  /* The form until the finding is recorded, then what was recorded. */
  const defectFields = async (visit, pack, question, refresh) => {
    const found = (await store.all("defects")).find(
      (row) => row.visit === visit.id && row.question === question.number,
    );
    return found ? recorded(found, pack) : defectForm(visit, pack, question, refresh);
  };

  const defectForm = (visit, pack, question, refresh) => {
    const id = `defect-${question.number}`;
    const chosen = { severity: "defect" };
    const severities = Object.entries(pack.words.severity).map(([value, words]) => [
      value,
      words,
      "on",
      "check-lg",
    ]);
    const { segment } = window.portalInspection.visitView;
    const box = el("div", { class: "gap-t2" });
    const choose = (value) => {
      chosen.severity = value;
      box.replaceChildren(segment(`${id}-severity`, severities, value, choose));
    };
    choose("defect");
    const title = input(`${id}-title`, question.text.slice(0, 200), { maxlength: "200" });
    const category = el(
      "select",
      { class: "form-select", id: `${id}-category` },
      Object.entries(pack.words.category).map(([value, words]) => el("option", { value }, words)),
    );
    const problem = el("p", { class: "error-line", role: "alert", hidden: true });
    const save = async () => {
      const facts = document.getElementById(`note-${question.number}`).value;
      if (!title.value.trim() || !facts.trim()) {
        problem.hidden = false;
        problem.textContent = "กรอกเรื่องและสิ่งที่พบก่อนบันทึกข้อบกพร่อง";
        return;
      }
      const { severity } = chosen;
      await record.defect(visit, question, { severity, category: category.value, title: title.value, facts });
      refresh();
    };
    return el(
      "div",
      { class: "gap-t4" },
      el("span", { class: "form-label d-block" }, "ประเภทสิ่งที่ตรวจพบ"),
      box,
      field(`${id}-title`, "เรื่อง", title),
      field(`${id}-category`, "ด้าน", category),
      problem,
      el("button", { class: "btn btn-quiet gap-t4", type: "button", onclick: save }, "บันทึกสิ่งที่ตรวจพบ"),
    );
  };

  const baht = (text) => Number(text).toLocaleString("th-TH", { minimumFractionDigits: 2 });

  /* Open defects and the trend, folded until they are wanted. */
  const known = (institution) => {
    const lines = institution.open_defects.map((row) =>
      el("li", {}, `${row.title} · ${row.state_words} · กำหนด ${day(row.due_on)}`),
    );
    const last = institution.last_findings.map((row) =>
      el("li", {}, `${row.title} · ${row.state_words} · พบ ${day(row.found_on)}`),
    );
    const years = institution.trend.map((row) =>
      el(
        "li",
        {},
        `ปี ${row.fiscal_year}: สินทรัพย์ ${baht(row.total_assets)} · หนี้สิน ${baht(row.total_liabilities)} · กำไรสุทธิ ${baht(row.net_profit)} บาท`,
      ),
    );
    const list = (rows, none) => (rows.length ? el("ul", { class: "s14" }, rows) : el("p", { class: "s14 muted" }, none));
    return el(
      "details",
      { class: "gap-t4" },
      el("summary", {}, `ข้อบกพร่องที่ยังไม่ปิด ${lines.length} รายการ และฐานะการเงิน 3 ปี`),
      list(lines, "ไม่มีข้อบกพร่องที่ยังไม่ปิด"),
      el("p", { class: "form-label" }, "สิ่งที่พบครั้งก่อน"),
      list(last, "ไม่มี"),
      el("p", { class: "form-label" }, "ฐานะการเงิน"),
      list(years, "ไม่มีงบการเงินในระบบ"),
    );
  };

  /* The latest drawing of each visit that is not closed yet; it survives a redrawn page. */
  const drawings = new Map();

  const signaturePad = (visit) => {
    const label = { class: "form-label", id: "signature-label" };
    const canvas = el("canvas", {
      width: "600",
      height: "220",
      role: "img",
      "aria-labelledby": "signature-label",
    });
    const clear = el("button", { class: "btn btn-quiet btn-sm", type: "button" }, "ล้างลายมือชื่อ");
    window.portalSignature.attach(canvas, clear, (blob) => drawings.set(visit.id, blob));
    const drawn = drawings.get(visit.id);
    if (drawn) {
      createImageBitmap(drawn).then((image) => canvas.getContext("2d").drawImage(image, 0, 0));
    }
    return el(
      "div",
      { class: "signature gap-t4" },
      el("p", label, "ลายมือชื่อผู้แทน เซ็นในกรอบ (ไม่บังคับ)"),
      canvas,
      clear,
    );
  };

  const keptSignature = async (kept) => {
    const row = kept?.body.signature ? await store.read("photos", kept.body.signature) : null;
    if (!row) return null;
    const words = row.confirmed ? "ลายมือชื่อส่งแล้ว ระบบยืนยันแล้ว" : "ลายมือชื่ออยู่ในเครื่อง รอส่ง";
    return el("p", { class: "s14 gap-t2", "data-signed": row.key }, icon("check-circle"), ` ${words}`);
  };

  const finishForm = async (visit, refresh) => {
    const kept = await store.read("kept", `finish:${visit.id}`);
    if (visit.state === "finished") return el("p", { class: "gap-t4" }, icon("check-circle"), " การตรวจนี้ปิดแล้ว");
    const person = input("finish-person", kept?.body.representative ?? "", { maxlength: "200" });
    const summary = el("textarea", { class: "form-control", id: "finish-summary", rows: "3" });
    summary.value = kept?.body.summary ?? "";
    const said = el("p", { class: "s14 gap-t2", role: "status" }, kept ? "บันทึกการปิดในเครื่องแล้ว รอส่ง" : "");
    const save = async () => {
      if (!person.value.trim() || !summary.value.trim()) {
        said.textContent = "กรอกชื่อผู้แทนและสรุปผลก่อนปิดการตรวจ";
        return;
      }
      const values = { representative: person.value, summary: summary.value };
      await record.finish(visit, values, drawings.get(visit.id));
      drawings.delete(visit.id);
      refresh();
    };
    return el(
      "section",
      {},
      el("h2", {}, "ปิดการตรวจ"),
      field("finish-person", "ผู้แทนของสหกรณ์หรือกลุ่มเกษตรกร", person),
      field("finish-summary", "สรุปผลการตรวจ", summary),
      signaturePad(visit),
      await keptSignature(kept),
      said,
      el("button", { class: "btn btn-primary gap-t4", type: "button", onclick: save }, "บันทึกและปิดการตรวจ"),
    );
  };

  window.portalInspection.findings = { defectFields, finishForm, known };
})();
