// Keeps one page for when there is no connection, and no other: see core/offline.py.
const KEPT = "offline-{{ mark }}";
const PAGE = "{{ page|escapejs }}";
const PARTS = [{% for part in parts %}"{{ part|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

function fresh(address) {
  return new Request(address, { credentials: "omit", cache: "reload" });
}

async function keep() {
  const kept = await caches.open(KEPT);
  await kept.addAll([PAGE, ...PARTS].map(fresh));
  await self.skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
}

async function orSayOffline(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await caches.match(PAGE, { ignoreVary: true });
    if (page) return page;
    throw error;
  }
}

async function partOf(request) {
  return (await caches.match(request, { ignoreVary: true })) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(orSayOffline(request));
  else if (PARTS.includes(new URL(request.url).pathname)) event.respondWith(partOf(request));
});
