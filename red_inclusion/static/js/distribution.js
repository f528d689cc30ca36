// Redraws an svg[data-distribution] in place; the same sums as core/drawings.py.
const FULL_WIDTH = 300;
const MARK_PITCH = 40;

function spreadOut(centres, counts) {
  const shown = [...counts.keys()].filter((index) => counts[index]);
  const spread = [...centres];
  let floor = MARK_PITCH / 2;
  for (const index of shown) {
    spread[index] = Math.max(spread[index], floor);
    floor = spread[index] + MARK_PITCH;
  }
  let ceiling = FULL_WIDTH - MARK_PITCH / 2;
  for (const index of shown.reverse()) {
    spread[index] = Math.min(spread[index], ceiling);
    ceiling = spread[index] - MARK_PITCH;
  }
  return spread;
}

export function drawDistribution(svg, counts) {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const widths = counts.map((count) => (count * FULL_WIDTH) / total);
  const starts = widths.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width, 0));
  const centres = spreadOut(starts.map((x, index) => x + widths[index] / 2), counts);
  const segments = svg.querySelectorAll(".dist__seg");
  const keys = svg.querySelectorAll(".dist__key");
  counts.forEach((count, index) => {
    segments[index].setAttribute("x", starts[index]);
    segments[index].setAttribute("width", widths[index]);
    keys[index].setAttribute("transform", `translate(${centres[index]} 24)`);
    keys[index].classList.toggle("dist__key--none", !count);
    keys[index].querySelector("text").textContent = count;
  });
}
