// Whoever signs out leaves nothing of hers on a shared device: neither unsent votes nor texts begun.
const OURS = ["room.votes.", "draft:"];

document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[action$='/logout/']")) return;
  try {
    for (const key of Object.keys(localStorage)) if (OURS.some((prefix) => key.startsWith(prefix))) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
});
