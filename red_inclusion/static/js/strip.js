// A strip of links wider than the screen starts at the current one and says on which side there is more.
function tell(strip, list) {
  const rest = list.scrollWidth - list.clientWidth - list.scrollLeft;
  strip.toggleAttribute("data-more-before", list.scrollLeft > 8);
  strip.toggleAttribute("data-more-after", rest > 8);
}

for (const strip of document.querySelectorAll("[data-strip]")) {
  const list = strip.querySelector("ul");
  const current = list.querySelector("[aria-current]");
  if (current) list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  list.addEventListener("scroll", () => tell(strip, list), { passive: true });
  new ResizeObserver(() => tell(strip, list)).observe(list);
}
