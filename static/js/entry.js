/* Point entry: Enter and arrows move between inputs, totals follow. The server decides;
   this only shows at once what the server will say. Marked up as:
   form[data-entry] with input.points[data-points][data-max][data-dimension],
   output[data-total], output[data-subtotal="1"] … and output[data-filled]. */
"use strict";

(() => {
  const THAI_ZERO = "๐".charCodeAt(0);

  /* "๒.๕" or " 2.5 " -> 250 hundredths; null when empty; NaN when it is no number. */
  const hundredths = (text) => {
    const plain = text.trim().replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - THAI_ZERO);
    if (!plain) return null;
    return /^\d+([.]\d{0,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : NaN;
  };

  const shown = (value) => String(value / 100);

  const check = (input) => {
    const value = hundredths(input.value);
    const most = Math.round(Number(input.dataset.max) * 100);
    const bad = value !== null && !(value <= most);
    input.classList.toggle("is-bad", bad);
    if (bad) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return bad ? null : value;
  };

  const update = (form, inputs) => {
    const sums = {};
    let total = 0;
    let filled = 0;
    for (const input of inputs) {
      const value = check(input);
      if (value === null) continue;
      filled += 1;
      total += value;
      const dimension = input.dataset.dimension;
      sums[dimension] = (sums[dimension] || 0) + value;
    }
    const put = (selector, text) => {
      for (const output of form.querySelectorAll(selector)) output.value = text;
    };
    put("[data-total]", shown(total));
    put("[data-filled]", String(filled));
    for (const output of form.querySelectorAll("[data-subtotal]")) {
      output.value = shown(sums[output.dataset.subtotal] || 0);
    }
  };

  const step = (inputs, input, by) => {
    const next = inputs[inputs.indexOf(input) + by];
    if (!next) return false;
    next.focus();
    next.select();
    return true;
  };

  const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

  for (const form of document.querySelectorAll("form[data-entry]")) {
    const inputs = [...form.querySelectorAll("[data-points]")];
    form.addEventListener("input", (event) => {
      if (inputs.includes(event.target)) update(form, inputs);
    });
    form.addEventListener("keydown", (event) => {
      if (!(event.key in STEPS) || !inputs.includes(event.target)) return;
      const by = event.shiftKey && event.key === "Enter" ? -1 : STEPS[event.key];
      event.preventDefault();
      if (!step(inputs, event.target, by) && by > 0) {
        form.querySelector("[type=submit]").focus();
      }
    });
    update(form, inputs);
  }
})();
