/* Keys and fingerprints (WebAuthn): the form asks the browser, then sends what it answered.
   data-key: "create" a key, "get" a proof, or "login" with options fetched from the server. */
"use strict";

(() => {
  const plain = (value) => JSON.parse(JSON.stringify(value));

  const stored = () => JSON.parse(document.getElementById("key-options").textContent);

  const create = async (form) => {
    const options = plain(stored().creation_options);
    const box = form.elements.passwordless;
    if (box && box.checked) {
      const choice = options.publicKey.authenticatorSelection;
      choice.residentKey = "required";
      choice.requireResidentKey = true;
      choice.userVerification = "required";
    }
    return window.webauthnJSON.create(options);
  };

  const get = () => window.webauthnJSON.get(stored().request_options);

  const login = async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return window.webauthnJSON.get((await answer.json()).request_options);
  };

  const ways = { create, get, login };

  for (const form of document.querySelectorAll("form[data-key]")) {
    const error = form.querySelector("[data-key-error]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      error.hidden = true;
      try {
        const credential = await ways[form.dataset.key](form);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch {
        error.hidden = false;
      }
    });
  }
})();
