/* Inspection: elements made from texts. What people typed is always text, never markup. */
"use strict";

(() => {
  const { portalInspection } = window;
  const SVG = "http://www.w3.org/2000/svg";
  const sprite = document.body.dataset.icons;

  const el = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...children.flat().filter((child) => child != null));
    return made;
  };

  const icon = (name) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `${sprite}#${name}`);
    svg.append(use);
    return svg;
  };

  const day = (iso) =>
    new Date(iso).toLocaleDateString("th-TH", {
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "Asia/Bangkok",
    });
  const clock = (iso) =>
    `${new Date(iso)
      .toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" })
      .replace(":", ".")} น.`;
  /* The day in Thailand as YYYY-MM-DD. */
  const today = () => new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Bangkok" });
  const size = (bytes) => `${(bytes / 1_048_576).toFixed(1)} MB`;

  portalInspection.dom = { clock, day, el, icon, size, today };
})();
