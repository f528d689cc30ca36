// A tap records and the row answers; without this script the page comes back at the same row.
const PARTS = ["attendance-words"];

function replaceFrom(page, id) {
  const fresh = page.getElementById(id);
  const stale = document.getElementById(id);
  if (fresh && stale) stale.replaceWith(document.adoptNode(fresh));
}

async function record(form, button) {
  const body = new FormData(form, button);
  const row = form.closest(".row").id;
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById(row)) return false;
  for (const id of [row, ...PARTS]) replaceFrom(page, id);
  document.getElementById(button.id)?.focus();
  return true;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-attendance]") || !event.submitter) return;
  event.preventDefault();
  const sent = await record(form, event.submitter).catch(() => false);
  // What it could not show here (a question, a refusal, no line), the page itself will.
  if (!sent) {
    form.removeAttribute("data-attendance");
    form.requestSubmit(event.submitter);
  }
});
