/* A signature drawn on the screen becomes the PNG of the form's file input. Without script the
   input takes a photo of the signed paper. */
"use strict";

(() => {
  const box = document.querySelector("[data-signature]");
  if (!box) return;
  const form = box.closest("form");
  const input = form.querySelector("input[type=file][name=signature]");
  const canvas = box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let drawn = false;
  let down = false;

  pen.lineWidth = 3;
  pen.lineCap = "round";
  pen.lineJoin = "round";

  const place = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) * canvas.width) / frame.width,
      ((event.clientY - frame.top) * canvas.height) / frame.height,
    ];
  };

  const keep = () =>
    canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "signature.png", { type: "image/png" }));
      input.files = files.files;
    }, "image/png");

  canvas.addEventListener("pointerdown", (event) => {
    down = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!down) return;
    drawn = true;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  const lift = () => {
    if (down && drawn) keep();
    down = false;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  box.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    drawn = false;
    input.value = "";
  });
  box.hidden = false;
})();
