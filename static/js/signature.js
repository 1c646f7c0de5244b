/* A signature drawn on the screen. On a page's form it becomes the PNG of the file input; without
   script that input takes a photo of the signed paper. */
"use strict";

(() => {
  /* `keep` gets the PNG after every stroke, and null when it is cleared. */
  const attach = (canvas, clear, keep) => {
    const pen = canvas.getContext("2d");
    let drawn = false;
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
    const isDown = () => "down" in canvas.dataset;

    canvas.addEventListener("pointerdown", (event) => {
      canvas.dataset.down = "";
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...place(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!isDown()) return;
      drawn = true;
      pen.lineTo(...place(event));
      pen.stroke();
    });
    const lift = () => {
      if (isDown() && drawn) canvas.toBlob(keep, "image/png");
      delete canvas.dataset.down;
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    clear.addEventListener("click", () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      drawn = false;
      keep(null);
    });
  };

  window.portalSignature = { attach };

  const box = document.querySelector("[data-signature]");
  if (!box) return;
  const input = box.closest("form").querySelector("input[type=file][name=signature]");
  const keep = (blob) => {
    if (!blob) {
      input.value = "";
      return;
    }
    const files = new DataTransfer();
    files.items.add(new File([blob], "signature.png", { type: "image/png" }));
    input.files = files.files;
  };
  attach(box.querySelector("canvas"), box.querySelector("[data-signature-clear]"), keep);
  box.hidden = false;
})();
