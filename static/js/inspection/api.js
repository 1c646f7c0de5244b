/* Inspection: one request to the API, and what its answer means for the queue. */
"use strict";

(() => {
  const { portalInspection } = window;
  const BASE = document.body.dataset.api;
  const PATIENCE_MS = 30_000;
  const PART_BYTES = 128 * 1024;

  /* The line or the server is down: the same again later. */
  class Later extends Error {}
  /* Nobody is signed in any more, or somebody else. */
  class SignedOut extends Error {}
  /* The server does not take it as it is: `status`, and what it says. */
  class Refused extends Error {
    constructor(status, problem) {
      super(problem.detail);
      this.status = status;
      this.problem = problem;
    }
  }

  const COOKIE = `${document.body.dataset.csrfCookie}=`;
  const token = () =>
    (document.cookie.split("; ").find((one) => one.startsWith(COOKIE)) ?? "").slice(COOKIE.length);

  const send = async (method, address, body, headers = {}) => {
    let answer;
    try {
      answer = await fetch(BASE + address, {
        method,
        body,
        headers: { "X-CSRFToken": token(), Accept: "application/json", ...headers },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      throw new Later(String(error));
    }
    if (answer.status >= 500 || [408, 425, 429].includes(answer.status)) {
      throw new Later(String(answer.status));
    }
    if (answer.status === 401) throw new SignedOut();
    return received(answer);
  };

  /* An answer cut off in the middle is no answer. */
  const received = async (answer) => {
    let content;
    try {
      content = await answer.json();
    } catch (error) {
      throw new Later(String(error));
    }
    if (!answer.ok) throw new Refused(answer.status, content);
    return content;
  };

  const json = (method, address, value, headers = {}) =>
    send(method, address, JSON.stringify(value), {
      "Content-Type": "application/json",
      ...headers,
    });

  const pack = async () => {
    const found = await send("GET", "daypack/");
    if (found.user !== document.body.dataset.user) throw new SignedOut();
    return found;
  };

  const visit = (key) => send("GET", `visits/${key}/`);
  /* Answers are merged and steps are done once, whatever else happened to the visit. */
  const change = (key, value) => json("PATCH", `visits/${key}/`, value, { "If-Match": "*" });
  const defect = (value) => json("POST", "defects/", value);

  const defects = (visit, values) => json("POST", `visits/${visit}/defects/`, { defects: values });

  /* The answer has the hash of what the server stored. */
  const photo = (row) => {
    const form = formOf(row);
    form.append("file", blobOf(row), "photo");
    return send("POST", "attachments/", form);
  };

  const photos = (visit, rows) => {
    const form = new FormData();
    form.append("entries", JSON.stringify(rows.map(told)));
    for (const row of rows) form.append("files", blobOf(row), "photo");
    return send("POST", `visits/${visit}/attachments/`, form);
  };

  const blobOf = (row) => new Blob([row.bytes], { type: row.type });

  /* Over a line that has dropped once: from where the server is. */
  const photoInParts = async (row, tell) => {
    let { received: offset } = await send("GET", `uploads/${row.key}/`);
    while (offset < row.size) {
      const part = row.bytes.slice(offset, offset + PART_BYTES);
      const headers = { "Content-Type": "application/octet-stream" };
      ({ received: offset } = await send("PUT", `uploads/${row.key}/${offset}/`, part, headers));
      await tell(offset);
    }
    return send("POST", "attachments/", formOf(row));
  };

  const formOf = (row) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...told(row), visit: row.visit })) {
      form.append(name, value);
    }
    return form;
  };

  const told = (row) => ({
    id: row.key,
    kind: row.kind,
    sha256: row.sha256,
    title: row.title,
    question: row.question,
    taken_at: row.takenAt,
    ...row.position,
    ...(row.defect ? { defect: row.defect } : {}),
  });

  portalInspection.api = {
    Later,
    Refused,
    SignedOut,
    change,
    defect,
    defects,
    pack,
    photo,
    photoInParts,
    photos,
    visit,
  };
})();
