// Says how the line to the room is: a word in the bar, and a banner once being cut off is more than a hiccup.
const HICCUP = 1_500;
let banner;

export function showLine({ root, strings }, state, reason) {
  const word = document.querySelector("[data-room-line]");
  if (word) {
    word.hidden = false;
    word.textContent = strings.say(`line.${state}`);
    word.classList.toggle("room-line--on", state === "online" || state === "polling");
  }
  clearTimeout(banner);
  if (state === "online" || state === "polling") return show(root, "");
  if (state === "shut") return show(root, reason);
  banner = setTimeout(() => show(root, "offline"), HICCUP);
}

function show(root, name) {
  for (const notice of root.querySelectorAll("[data-cut]")) notice.hidden = notice.dataset.cut !== name;
}
