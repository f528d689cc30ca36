// Says how much room is left once little is, and how much is too much. Nothing is cut.
const LITTLE_LEFT = 0.2;

function show(part, number) {
  part.hidden = number === null;
  if (number !== null) part.querySelector("b").textContent = number;
}

function bind(count) {
  const control = document.getElementById(count.dataset.count);
  const limit = Number(count.dataset.limit);
  const update = () => {
    const left = limit - [...control.value].length;
    show(count.querySelector("[data-count-left]"), left >= 0 && left < limit * LITTLE_LEFT ? left : null);
    show(count.querySelector("[data-count-over]"), left < 0 ? -left : null);
  };
  control.addEventListener("input", update);
  update();
}

document.querySelectorAll("[data-count]").forEach(bind);
