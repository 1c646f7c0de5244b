/* CSRF for htmx, and signing in again in place after the session expired: typed values stay. */
"use strict";

(() => {
  const meta = document.querySelector('meta[name="csrf-token"]');
  const dialog = document.getElementById("signin-again");

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = meta.content;
  });

  const openDialog = () => {
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[name=password]").focus();
  };
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) openDialog();
  });
  document.addEventListener("portal:signed-out", openDialog);

  const form = dialog.querySelector("form");
  const error = form.querySelector("[data-signin-error]");

  const showError = (text) => {
    error.textContent = text;
    error.hidden = !text;
  };

  /* Signing in makes new tokens: take them from a fresh copy of this page. */
  const refreshTokens = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector('meta[name="csrf-token"]');
    if (!fresh || page.body.dataset.user !== document.body.dataset.user) return false;
    meta.content = fresh.content;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      input.value = fresh.content;
    }
    return true;
  };

  /* The cookie is newer than the page when another window signed in meanwhile. */
  const currentToken = async () => {
    const answer = await fetch(form.action, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const input = page.querySelector("main [name=csrfmiddlewaretoken]");
    return input ? input.value : null;
  };

  const signIn = async () => {
    const token = await currentToken();
    if (token) {
      form.elements.csrfmiddlewaretoken.value = token;
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      });
      if (!answer.ok) return "เข้าสู่ระบบไม่สำเร็จ ตรวจรหัสผ่านแล้วลองอีกครั้ง";
      if ((await answer.json()).location?.includes("/2fa/")) {
        return "บัญชีนี้ใช้การยืนยันขั้นที่สอง เปิดหน้าต่างใหม่เพื่อเข้าสู่ระบบ แล้วกลับมากดเข้าสู่ระบบที่นี่อีกครั้ง";
      }
    }
    return (await refreshTokens()) ? "" : "เข้าสู่ระบบแล้ว แต่เปิดหน้านี้ไม่ได้ คัดลอกค่าที่พิมพ์ไว้ก่อนโหลดหน้าใหม่";
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    showError("");
    try {
      const problem = await signIn();
      showError(problem);
      if (!problem) {
        form.elements.password.value = "";
        dialog.close();
        document.dispatchEvent(new CustomEvent("portal:signed-in"));
      }
    } catch {
      showError("ติดต่อระบบไม่ได้ ลองอีกครั้งเมื่อมีสัญญาณ");
    }
  });

  /* A form of a page that was open for long: the server would lead to the sign-in form, and what
     was typed would be gone. So the session is asked for first. A page that was answered just
     now sends without asking: its session is no older. A second click while the first is on its
     way sends nothing. */
  const FRESH = 60_000;
  const PATIENCE = 3000;
  const onItsWay = new WeakSet();
  const allowed = new WeakSet();
  let answeredAt = Date.now();
  document.addEventListener("portal:signed-in", () => { answeredAt = Date.now(); });

  const isFresh = () => navigator.onLine && Date.now() - answeredAt < FRESH;

  const isSignedIn = async () => {
    const headers = { "HX-Request": "true" };
    const answer = await fetch(dialog.dataset.signedIn, { headers, cache: "no-store" });
    return answer.status !== 401;
  };

  const keep = (sent) => {
    onItsWay.delete(sent);
    sent.dispatchEvent(new CustomEvent("portal:not-sent", { bubbles: true }));
  };

  const sendIfSignedIn = async (sent, submitter) => {
    try {
      if (await isSignedIn()) {
        allowed.add(sent);
        sent.requestSubmit(submitter);
      } else {
        keep(sent);
        openDialog();
      }
    } catch {
      keep(sent);
      document.dispatchEvent(new CustomEvent("portal:unreachable"));
    }
  };

  const letGo = (sent) => {
    onItsWay.add(sent);
    setTimeout(() => onItsWay.delete(sent), PATIENCE);
  };

  /* On the window: after every script that sends its form itself. */
  window.addEventListener("submit", (event) => {
    const sent = event.target;
    if (event.defaultPrevented || sent.method !== "post" || !sent.closest("main")) return;
    if (allowed.delete(sent)) return letGo(sent);
    if (!onItsWay.has(sent) && isFresh()) return letGo(sent);
    event.preventDefault();
    if (onItsWay.has(sent)) return;
    onItsWay.add(sent);
    sendIfSignedIn(sent, event.submitter);
  });

  form.querySelector("[data-signin-close]").addEventListener("click", () => dialog.close());
})();
