// Turns an svg.mark already on the page to another value; the same quarters as core/drawings.py.
const QUARTERS = [
  "",
  "M12 12V2A10 10 0 0 1 22 12Z",
  "M12 12V2A10 10 0 0 1 12 22Z",
  "M12 12V2A10 10 0 1 1 2 12Z",
  "M12 2A10 10 0 0 1 12 22A10 10 0 0 1 12 2Z",
];

export function nearestMark(value) {
  return value === null ? null : Math.max(0, Math.min(4, Math.floor(value + 0.5)));
}

export function drawMark(svg, value, words) {
  const mark = nearestMark(value);
  svg.setAttribute("class", `mark mark--${mark === null ? "none" : mark}`);
  svg.querySelector(".mark__fill").setAttribute("d", mark === null ? "" : QUARTERS[mark]);
  if (words && svg.hasAttribute("aria-label")) svg.setAttribute("aria-label", words);
}
