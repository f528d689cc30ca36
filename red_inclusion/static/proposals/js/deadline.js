// Usual deadlines beside the date: one tap instead of a calendar.
function bind(group) {
  const field = group.parentElement.querySelector("input");
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-deadline]");
    if (!button) return;
    field.value = button.dataset.deadline;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

for (const group of document.querySelectorAll("[data-deadline-choices]")) bind(group);
