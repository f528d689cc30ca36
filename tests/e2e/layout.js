// See layout.py. Given the selectors of what may be shortened, and of what floats above the page.
([shortened, floats]) => {
  const found = new Set();
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth + 1) found.add(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);

  const styles = new Map();
  const style = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);
  const up = function* (element) { for (let each = element; each; each = each.parentElement) yield each; };
  const isUnseen = (element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    || [...up(element)].some((each) => style(each).clipPath !== "none" || style(each).display === "none");
  const scrolls = (element) => [...up(element)].some((each) => each !== document.body && each !== root
    && ((/auto|scroll/.test(style(each).overflowX) && each.scrollWidth > each.clientWidth)
      || (/auto|scroll/.test(style(each).overflowY) && each.scrollHeight > each.clientHeight)));
  const tell = (what, text, element) => found.add(`${what}: «${text.slice(0, 40)}» ${element?.className ?? ""}`);

  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    const element = node.parentElement;
    if (!text || element.matches("script, style, template, option, textarea, title, desc") || isUnseen(element)) continue;
    if (element.closest(shortened)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const isFloating = Boolean(element.closest(floats));
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      if (!scrolls(element) && (box.left < -1 || box.right > innerWidth + 1)) tell("outside the window", text);
      if (!isFloating && !scrolls(element)) words.push({ box, element, text });
    }
    for (const each of up(element)) {
      const { overflowX, overflowY } = style(each);
      if (/hidden|clip/.test(overflowX) && each.scrollWidth > each.clientWidth + 1) tell("cut off", text, each);
      if (/hidden|clip/.test(overflowY) && each.scrollHeight > each.clientHeight + 1) tell("cut off below", text, each);
    }
  }

  for (const [index, one] of words.entries()) {
    for (const other of words.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Lines of text stand closer than their boxes; a third of one over another is too much.
      if (wide > 3 && high > Math.min(one.box.height, other.box.height) * 0.4) {
        found.add(`one over another: «${one.text.slice(0, 30)}» and «${other.text.slice(0, 30)}»`);
      }
    }
  }
  return [...found].slice(0, 12);
}
