// Votes by form, where the socket does not get through: the same address that the page without scripts posts to.
const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);

// Answers "sent", "later", or a function that says why an entry was refused (undefined: it was not, send it again). What
// was stored comes with the next snapshot.
export async function postVotes(form, url, entries) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("seq", Math.max(...entries.map(({ seq }) => seq)));
  for (const entry of entries) fill(body, entry);
  try {
    const response = await fetch(url, { method: "POST", body, redirect: "manual" });
    if (response.type === "opaqueredirect") return "sent";
    if (LATER.has(response.status)) return "later";
    return refusalsIn(await response.text());
  } catch {
    return "later";
  }
}

function fill(body, { type, item, value, impact }) {
  if (type === "ballot.abstain") body.set("abstain", "1");
  if (type === "vote.clear") body.set(`value-${item}`, "clear");
  if (type === "vote.pass") body.set(`value-${item}`, "pass");
  if (type === "vote.cast") body.set(`value-${item}`, value);
  if (impact !== undefined) body.set(`impact-${item}`, impact);
}

// Beside its need or once for the whole ballot; a page that says nothing of the kind refuses all of it.
function refusalsIn(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = [...page.querySelectorAll("[data-refusal]")];
  const sentences = new Map(found.map((words) => [itemAround(words), words.textContent.trim()]));
  if (!sentences.size) sentences.set(null, "");
  return ({ item }) => sentences.get(item) ?? sentences.get(null);
}

function itemAround(words) {
  const card = words.closest("[data-item]");
  return card ? Number(card.dataset.item) : null;
}
