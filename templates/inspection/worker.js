/* Inspection: the page and its files without a network. No data of the portal is kept here. */
"use strict";

const CACHE = "inspection-{{ version }}";
const PAGE = "{{ page }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE_MS = 4000;

const isPage = (answer) => answer.ok && !answer.redirected && answer.type === "basic";

const keepPage = async (answer) => {
  if (isPage(answer)) await (await caches.open(CACHE)).put(PAGE, answer.clone());
  return answer;
};

/* From the network while it answers in time; else as it was last. */
const page = async (request) => {
  try {
    return await keepPage(await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }));
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(PAGE, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
};

const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

const install = async () => {
  await (await caches.open(CACHE)).addAll(FILES);
  await keepPage(await fetch(PAGE));
  await self.skipWaiting();
};

const activate = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("inspection-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === PAGE) event.respondWith(page(request));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});
