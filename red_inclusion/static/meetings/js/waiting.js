// Where a guest waits: the page asks how things stand and follows the answer, into the room once she is admitted.
const PAUSE = 3_000;
const root = document.querySelector("[data-waiting]");

async function look() {
  if (document.hidden) return;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (response.redirected) return location.replace(response.url);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-phase]");
  const shown = root.querySelector("[data-phase]");
  if (!fresh || fresh.dataset.phase === shown.dataset.phase) return;
  shown.replaceWith(document.adoptNode(fresh));
  hideRefresh();
}

function hideRefresh() {
  for (const link of root.querySelectorAll("[data-without-script]")) link.hidden = true;
}

function later() {
  setTimeout(() => look().catch(() => null).then(later), PAUSE);
}

hideRefresh();
document.addEventListener("visibilitychange", () => look().catch(() => null));
later();
