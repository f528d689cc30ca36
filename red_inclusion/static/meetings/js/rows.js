// Makes the children of `list` the picture of `items`, one child per key. A child that stays keeps its element, and so
// its focus and what is being typed in it.
export function syncRows(list, items, { key, template, update }) {
  const known = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const kept = new Set();
  let next = list.firstElementChild;
  for (const [index, item] of items.entries()) {
    const name = String(key(item));
    const row = known.get(name) ?? blank(template, name);
    known.delete(name);
    kept.add(row);
    if (row === next) next = row.nextElementSibling;
    else place(list, row, next);
    update(row, item, index);
  }
  for (const row of [...list.children]) if (!kept.has(row)) row.remove();
}

function blank(template, name) {
  const row = template.content.firstElementChild.cloneNode(true);
  row.dataset.key = name;
  return row;
}

// Where the browser can move an element without taking it out, focus inside it survives.
function place(list, row, next) {
  if (row.isConnected && list.moveBefore) list.moveBefore(row, next);
  else list.insertBefore(row, next);
}

export function write(root, selector, text) {
  const node = root.querySelector(selector);
  if (node && node.textContent !== text) node.textContent = text;
}
