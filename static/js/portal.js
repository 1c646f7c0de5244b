/* Small behaviours of every page. Nothing here is needed to read or to submit a form. */
"use strict";

(() => {
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };

  const isTyping = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  /* The clipboard may be forbidden: then the text is selected, and the person copies it. */
  const copyFrom = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
      said.textContent = "คัดลอกแล้ว";
    } catch {
      said.textContent = "เลือกข้อความไว้แล้ว กด Ctrl+C เพื่อคัดลอก";
    }
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    const button = event.target.closest("[data-copy]");
    if (button) copyFrom(button);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.activeElement.closest("details.menu[open]");
      closeMenus();
      if (menu) menu.querySelector("summary").focus();
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
      const search = document.getElementById("site-search");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  /* A narrow window scrolls the main navigation sideways: start where we are. */
  const current = document.querySelector(".mainnav [aria-current]");
  if (current) {
    const row = current.closest("ul");
    row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }

  /* A table wider than its window must scroll by keyboard too. */
  for (const box of document.querySelectorAll(".tbl-scroll:not([tabindex])")) {
    if (box.scrollWidth <= box.clientWidth) continue;
    const caption = box.querySelector("caption");
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", caption ? caption.textContent : "ตาราง เลื่อนไปทางข้างได้");
  }

  /* A form that came back with errors: start at its summary. */
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  /* Opens the <details> that a link points into. */
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const details = target && target.closest("details");
    if (details) details.open = true;
  };
  window.addEventListener("hashchange", openTarget);
  openTarget();

  /* Leaving a form marked data-guard with unsaved values asks first. */
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-guard]")) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed.delete(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) changed.delete(event.detail.elt);
  });
  document.addEventListener("portal:not-sent", (event) => {
    if (event.target.matches("[data-guard]")) changed.add(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    const open = [...changed].some((form) => form.isConnected);
    if (open) event.preventDefault();
  });

  /* One line at the foot of the window, read out; replaced by the next. */
  const announce = (text) => {
    let line = document.getElementById("announcement");
    if (!line) {
      line = document.createElement("div");
      line.id = "announcement";
      line.className = "note note-err toast-line";
      line.setAttribute("role", "alert");
      document.body.append(line);
      line.addEventListener("click", () => line.remove());
    }
    line.textContent = text;
  };

  const unreachable = () => {
    announce("ติดต่อระบบไม่ได้ ค่าที่พิมพ์ยังอยู่ในหน้านี้ ตรวจสัญญาณแล้วลองอีกครั้ง");
  };
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("portal:unreachable", unreachable);
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) return; /* session.js lets the person sign in here */
    announce(`ระบบทำรายการไม่สำเร็จ (รหัส ${status}) ยังไม่มีข้อมูลใดเปลี่ยน`);
  });
})();
