/* Inspection: what waits, in words; and both versions where the server has another. */
"use strict";

(() => {
  const { dom, store, sync } = window.portalInspection;
  const { clock, el, icon, size } = dom;
  const ICONS = {
    start: "calendar-event",
    answer: "clipboard-check",
    defect: "exclamation-octagon",
    photo: "image",
    finish: "check2-all",
  };
  const KINDS = {
    start: "เริ่มการตรวจ",
    answer: "ผลตรวจ",
    defect: "ข้อบกพร่อง",
    photo: "ภาพ",
    finish: "ปิดการตรวจ",
  };
  const ANSWERS = { fine: "ปกติ", problem: "พบปัญหา", not_applicable: "ไม่เกี่ยวข้อง" };

  const nameOf = (item) => {
    if (item.kind === "answer") {
      const [answer] = item.body.answers;
      return `ผลตรวจข้อ ${answer.question} ${ANSWERS[answer.answer]}`;
    }
    return item.kind === "defect" ? `${KINDS.defect} ${item.title}` : item.title ?? KINDS[item.kind];
  };

  const stateOf = (item) => {
    const kept = `บันทึก ${clock(item.at)}`;
    if (item.state === "conflict") return `ในระบบมีข้อมูลอื่นแล้ว ยังไม่ส่ง · ${item.words}`;
    if (item.state === "refused") return `ระบบไม่รับ ต้องแก้ไข · ${item.words}`;
    const weight = item.size ? `${size(item.size)} · ` : "";
    const gone = item.offset ? ` · ส่งแล้ว ${Math.floor((item.offset / item.size) * 100)}%` : "";
    const tried = item.tries ? ` · ลองส่ง ${item.tries} ครั้ง ล่าสุด ${clock(item.triedAt)}` : "";
    return `รอส่ง · ${weight}${kept}${gone}${tried}`;
  };

  const both = (item) => {
    const { current } = item;
    if (!current) return null;
    const theirs = current.answers
      .map((row) => `ข้อ ${row.question} ${ANSWERS[row.answer]} (${row.inspector}) ${row.note}`)
      .concat(current.summary ? [`สรุป: ${current.summary} · ผู้แทน ${current.representative}`] : []);
    return el(
      "dl",
      { class: "dl both s14", "data-both": true },
      el("dt", {}, "ในเครื่องนี้"),
      el("dd", {}, mine(item)),
      el("dt", {}, "ในระบบ"),
      el("dd", {}, theirs.length ? theirs.join(" · ") : "ยังไม่มีคำตอบ"),
    );
  };

  const mine = (item) => {
    if (item.kind === "answer") return `${nameOf(item)} ${item.body.answers[0].note}`;
    if (item.kind === "finish") {
      return `สรุป: ${item.body.summary} · ผู้แทน ${item.body.representative}`;
    }
    return item.kind === "defect" ? `${item.body.title} ${item.body.facts}` : nameOf(item);
  };

  const line = (item) => {
    const stuck = item.state !== "waiting";
    const again = () => sync.retry(item);
    return el(
      "li",
      { "data-item": item.kind, "data-state": item.state },
      icon(stuck ? "exclamation-triangle" : ICONS[item.kind]),
      el("span", {}, nameOf(item)),
      el("small", {}, stateOf(item)),
      both(item),
      stuck
        ? el("button", { class: "btn btn-quiet btn-sm", type: "button", onclick: again }, "ส่งอีกครั้ง")
        : null,
    );
  };

  const section = async () => {
    const items = await store.queue();
    const empty = el("p", { class: "s14 muted" }, icon("check-circle"), " ส่งครบแล้ว ไม่มีรายการค้างในเครื่อง");
    return el(
      "section",
      { "aria-label": "รายการรอส่ง", "data-queue": items.length },
      el("h2", {}, "รอส่งเมื่อมีสัญญาณ"),
      items.length ? el("ul", { class: "queue" }, items.map(line)) : empty,
    );
  };

  /* The line at the top, spoken when it changes. */
  const shownLine = async (place) => {
    const waiting = (await store.queue()).length;
    const { line: state } = sync.state();
    const words = {
      down: `ไม่มีสัญญาณ บันทึกในเครื่องแล้ว ${waiting} รายการ จะส่งเองเมื่อกลับมาออนไลน์`,
      "signed-out": `ต้องเข้าสู่ระบบอีกครั้งจึงจะส่งได้ ข้อมูล ${waiting} รายการยังอยู่ในเครื่อง`,
      refused: "บัญชีนี้ไม่มีสิทธิ์ตรวจการ ข้อมูลยังอยู่ในเครื่อง ติดต่อหัวหน้าหน่วยงาน",
    }[state];
    if (place.textContent === (words ?? "")) return;
    place.hidden = !words;
    place.replaceChildren(...(words ? [icon("wifi-off"), el("span", {}, words)] : []));
  };

  window.portalInspection.queueView = { section, shownLine };
})();
