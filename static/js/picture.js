/* A chart as a picture: what stands inside [data-picture] is drawn again on a canvas, with its
   title above and, below, of when it is and whether it is sample. Without JavaScript there is no
   button, and the table behind each chart says the same. */
"use strict";

(() => {
  const SCALE = 2;
  const MARGIN = 24;
  const TITLE = 44;
  const FOOT = 36;
  const WORDS = "ดาวน์โหลดภาพ (PNG)";

  const isShown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden";
  };

  /* SVG carries its own colours; a picture inside a canvas needs its size as well. */
  const drawingOf = (svg, box) => {
    const copy = svg.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    const text = new XMLSerializer().serializeToString(copy);
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  };

  const loaded = (address) =>
    new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => done(image);
      image.onerror = () => failed(new Error("the drawing cannot be read"));
      image.src = address;
    });

  const isFilled = (colour) => colour !== "transparent" && !/, 0\)$/.test(colour);

  /* Swatches, marks and plates behind labels. */
  const drawBox = (pen, element, at) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (isFilled(style.backgroundColor)) {
      pen.fillStyle = style.backgroundColor;
      pen.fillRect(box.left - at.left, box.top - at.top, box.width, box.height);
    }
    if (parseFloat(style.borderTopWidth) && parseFloat(style.borderLeftWidth)) {
      pen.strokeStyle = style.borderTopColor;
      pen.strokeRect(box.left - at.left + 0.5, box.top - at.top + 0.5, box.width - 1, box.height - 1);
    }
  };

  /* The lines of a text as the browser broke them: characters with the same top. */
  const linesOf = (node) => {
    const range = document.createRange();
    const lines = [];
    for (let at = 0; at < node.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getClientRects()[0];
      if (!box) continue;
      const last = lines[lines.length - 1];
      if (last && Math.abs(last.top - box.top) < 2) last.text += node.data[at];
      else lines.push({ text: node.data[at], left: box.left, top: box.top, height: box.height });
    }
    return lines;
  };

  const drawText = (pen, node, at) => {
    const style = getComputedStyle(node.parentElement);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.fillStyle = style.color;
    pen.textBaseline = "middle";
    for (const line of linesOf(node)) {
      pen.fillText(line.text, line.left - at.left, line.top - at.top + line.height / 2);
    }
  };

  /* In the order of the page, so that labels lie above shapes. */
  const drawInside = async (pen, element, at) => {
    if (!isShown(element)) return;
    if (element instanceof SVGSVGElement) {
      if (element.querySelector("use")) return; /* an icon repeats the word beside it */
      const box = element.getBoundingClientRect();
      const image = await loaded(drawingOf(element, box));
      pen.drawImage(image, box.left - at.left, box.top - at.top, box.width, box.height);
      return;
    }
    drawBox(pen, element, at);
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) drawText(pen, child, at);
      else if (child instanceof Element) await drawInside(pen, child, at);
    }
  };

  const write = (pen, text, top, font, colour) => {
    pen.font = font;
    pen.fillStyle = colour;
    pen.textBaseline = "middle";
    pen.fillText(text, MARGIN, top);
  };

  const pictureOf = async (source) => {
    await document.fonts.ready;
    const at = source.getBoundingClientRect();
    const body = getComputedStyle(document.body);
    const canvas = document.createElement("canvas");
    const legend = source.dataset.legend && document.getElementById(source.dataset.legend);
    const key = legend ? legend.getBoundingClientRect() : null;
    const height = at.height + (key ? key.height + MARGIN : 0) + TITLE + FOOT + 2 * MARGIN;
    canvas.width = Math.round((at.width + 2 * MARGIN) * SCALE);
    canvas.height = Math.round(height * SCALE);
    const pen = canvas.getContext("2d");
    pen.scale(SCALE, SCALE);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, at.width + 2 * MARGIN, height);
    write(pen, source.dataset.picture, MARGIN + 14, `600 20px ${body.fontFamily}`, body.color);
    write(pen, source.dataset.mark, height - MARGIN - 6, `14px ${body.fontFamily}`, body.color);
    const origin = { left: at.left - MARGIN, top: at.top - MARGIN - TITLE };
    await drawInside(pen, source, origin);
    if (key) {
      const below = at.height + MARGIN + TITLE + MARGIN;
      await drawInside(pen, legend, { left: key.left - MARGIN, top: key.top - below });
    }
    return canvas;
  };

  const download = async (button, source) => {
    button.disabled = true;
    try {
      const canvas = await pictureOf(source);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = `${source.dataset.picture}.png`;
      link.click();
    } finally {
      button.disabled = false;
    }
  };

  const offer = (source) => {
    if (source.dataset.offered) return;
    source.dataset.offered = "yes";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet picture-button";
    button.textContent = WORDS;
    button.setAttribute("aria-label", `${WORDS} ${source.dataset.picture}`);
    button.addEventListener("click", () => download(button, source));
    source.after(button);
  };

  const offerAll = () => document.querySelectorAll("[data-picture]").forEach(offer);
  document.addEventListener("htmx:afterSettle", offerAll);
  offerAll();
})();
