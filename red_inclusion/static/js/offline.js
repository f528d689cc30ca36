// Who is signed in keeps the page that says there is no connection; who is not leaves nothing of it on the device.
// Pages that are shown without asking who reads them (an error) say neither.
const { offline, offlineWorker } = document.body.dataset;

async function forget() {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}

if (offline && "serviceWorker" in navigator) {
  const done = offline === "keep" ? navigator.serviceWorker.register(offlineWorker) : forget();
  // Private windows and full disks refuse: then there is no such page, and nothing else is missing.
  done.catch(() => {});
}
