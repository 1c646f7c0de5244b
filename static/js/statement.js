/* Amounts of a statement: sums and differences follow the typing, separators appear on leaving a
   field, dates are echoed as they are understood. The server decides. Marked up as:
   form[data-amounts] with input.amount[data-amount][data-part-of], output[data-sum],
   output[data-balance], output[data-result], input[data-date] and [data-date-echo="its id"]. */
"use strict";

(() => {
  const THAI_ZERO = "๐".charCodeAt(0);
  const MINUS = "\u2212";
  const MONTHS = [
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
  ];
  const FIRST_BUDDHIST_YEAR = 2400;
  const BUDDHIST_OFFSET = 543;

  const arabic = (text) =>
    text.trim().replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - THAI_ZERO);

  /* "๑,๒๓๔.๕" -> 123450n satang; null when empty or no number. */
  const satang = (text) => {
    const plain = arabic(text).replace(/\s/g, "").replace(MINUS, "-").replace(/^\((.+)\)$/, "-$1");
    const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:[.](\d{1,2}))?$/.exec(plain);
    if (!match) return null;
    const size = BigInt(match[2].replace(/,/g, "") + (match[3] || "").padEnd(2, "0"));
    return match[1] ? -size : size;
  };

  const shown = (value) => {
    const digits = String(value < 0n ? -value : value).padStart(3, "0");
    const baht = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
    return `${value < 0n ? MINUS : ""}${baht}.${digits.slice(-2)}`;
  };

  const added = (inputs, name) => {
    const parts = inputs.filter((input) => input.dataset.partOf === name);
    return parts.reduce((sum, input) => sum + (satang(input.value) ?? 0n), 0n);
  };

  const update = (form, inputs) => {
    for (const output of form.querySelectorAll("[data-sum]")) {
      output.value = shown(added(inputs, output.dataset.sum));
    }
    const claims = added(inputs, "total_liabilities") + added(inputs, "total_equity");
    const off = added(inputs, "total_assets") - claims;
    const typed = inputs.some((input) => input.value.trim());
    const balance = form.querySelector("[data-balance]");
    if (balance) balance.value = off || !typed ? shown(off) : "0.00 ดุล";
    const amount = (name) => {
      const input = inputs.find((one) => one.dataset.amount === name);
      return (input && satang(input.value)) ?? 0n;
    };
    const result = form.querySelector("[data-result]");
    if (result) result.value = shown(amount("income") - amount("expenses"));
  };

  /* "๓๑/๓/๒๕๖๗" or "31/3/2024" -> the day in words; "" for what only the server can read. */
  const understood = (text) => {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(arabic(text));
    if (!match) return "";
    const [day, month, typed] = match.slice(1).map(Number);
    const year = typed >= FIRST_BUDDHIST_YEAR ? typed - BUDDHIST_OFFSET : typed;
    const date = new Date(year, month - 1, day);
    const exists = date.getMonth() === month - 1 && date.getDate() === day;
    if (!exists) return "ไม่มีวันนี้ในปฏิทิน";
    return `เข้าใจว่า ${day} ${MONTHS[month - 1]} ${year + BUDDHIST_OFFSET} (ค.ศ. ${year})`;
  };

  const echo = (input) => {
    const line = document.querySelector(`[data-date-echo="${input.id}"]`);
    if (line) line.textContent = understood(input.value);
  };

  const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

  const step = (form, fields, input, by) => {
    const next = fields[fields.indexOf(input) + by];
    if (next) {
      next.focus();
      if (next.select) next.select();
    } else if (by > 0) form.querySelector("[type=submit]").focus();
  };

  for (const form of document.querySelectorAll("form[data-amounts]")) {
    const inputs = [...form.querySelectorAll("[data-amount]")];
    const fields = [...form.querySelectorAll("input.form-control")];
    form.addEventListener("input", (event) => {
      if (inputs.includes(event.target)) update(form, inputs);
      else echo(event.target);
    });
    form.addEventListener("focusout", (event) => {
      const value = inputs.includes(event.target) ? satang(event.target.value) : null;
      if (value !== null) event.target.value = shown(value);
    });
    form.addEventListener("keydown", (event) => {
      if (!(event.key in STEPS) || !fields.includes(event.target)) return;
      event.preventDefault();
      step(form, fields, event.target, STEPS[event.key]);
    });
    update(form, inputs);
    fields.forEach(echo);
  }
})();
