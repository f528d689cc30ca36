// The entity that leads is marked among those that take part, with room to say what it takes on.
function mark(chosen) {
  for (const row of document.querySelectorAll("[data-entity]")) {
    row.classList.toggle("partner--lead", row.dataset.entity === chosen);
  }
}

const select = document.querySelector("[data-lead-entity]");
if (select) {
  mark(select.value);
  select.addEventListener("change", () => mark(select.value));
}
