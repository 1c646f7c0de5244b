/* Inspection without a network: what this device keeps, in IndexedDB under the person's name.
   A visit's answers, findings and photos stay here until the server has confirmed each. */
"use strict";

window.portalInspection = {};

(() => {
  const { user } = document.body.dataset;
  const NAME = `portal.inspection:${user}`;
  const STORES = ["kept", "answers", "defects", "photos", "queue"];
  let opened = null;

  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const open = () => {
    opened ??= (() => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        for (const name of STORES) request.result.createObjectStore(name, { keyPath: "key" });
      };
      return settled(request);
    })();
    return opened;
  };

  /* One transaction over several stores: either all of `work` is kept or nothing. */
  const together = async (names, work) => {
    const base = await open();
    const transaction = base.transaction(names, "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
    await done;
  };

  const read = async (name, key) =>
    settled((await open()).transaction(name).objectStore(name).get(key));
  const all = async (name) => settled((await open()).transaction(name).objectStore(name).getAll());
  const put = (name, row) => together([name], (stores) => stores[name].put(row));
  const drop = (name, key) => together([name], (stores) => stores[name].delete(key));

  /* In the order in which things were recorded. */
  const queue = async () => (await all("queue")).sort((one, other) => one.place - other.place);

  /* Recorded and queued at once. What waits already under the key keeps its place. */
  const record = async (name, row, item) => {
    const waiting = await read("queue", item.key);
    const place = waiting ? waiting.place : await nextPlace();
    const fresh = { ...item, place, state: "waiting", tries: 0, at: new Date().toISOString() };
    await together([name, "queue"], (stores) => {
      stores[name].put(row);
      stores.queue.put({ ...fresh, revision: crypto.randomUUID() });
    });
  };

  const nextPlace = async () => {
    const last = (await queue()).at(-1);
    return last ? last.place + 1 : 1;
  };

  /* Only while the item is as it was read: not recorded anew meanwhile. One transaction, so
     that nothing is recorded between looking and writing. */
  const ifUnchanged = (item, names, change, also) =>
    together(names, (stores) => {
      const request = stores.queue.get(item.key);
      request.onsuccess = () => {
        const now = request.result;
        if (now && now.revision === item.revision) change(stores.queue, now);
      };
      if (also) also(stores);
    });

  /* Taken from the queue, together with what else the server's answer means. */
  const sent = (item, also) =>
    ifUnchanged(item, STORES, (rows) => rows.delete(item.key), also);

  const mark = (item, changes) =>
    ifUnchanged(item, ["queue"], (rows, now) => rows.put({ ...now, ...changes }));

  const wipe = async () => {
    await together(STORES, (stores) => STORES.forEach((name) => stores[name].clear()));
    for (const name of await caches.keys()) {
      if (name.startsWith("inspection-")) await caches.delete(name);
    }
  };

  window.portalInspection.store = {
    all,
    drop,
    mark,
    put,
    queue,
    read,
    record,
    sent,
    together,
    wipe,
  };
})();
