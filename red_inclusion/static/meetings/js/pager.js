// One need at a time, or all in a list, as this device was last asked; dots jump. Without this script all cards stand
// in one column.
import { itemOf, voteShown } from "./ballot.js";
import { syncRows, write } from "./rows.js";

const LAYOUT = "room.layout";

export function createPager(room, outbox, form) {
  const { root, strings, store } = room;
  const dots = form.querySelector("[data-dots]");
  const end = form.querySelector("[data-end]");
  const foot = root.querySelector("[data-pager]");
  const toggle = form.querySelector("[data-layout]");
  let paged = recall() !== "list";
  let current = null;

  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    paged = !paged;
    remember(paged ? "cards" : "list");
    draw();
    cardOf(current).scrollIntoView({ block: paged ? "center" : "start" });
  });
  foot.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]");
    if (step) go(places()[place() + Number(step.dataset.step)]);
  });
  dots.addEventListener("click", (event) => {
    const dot = event.target.closest("[data-item]");
    if (!dot) return;
    event.preventDefault();
    go(itemOf(dot));
  });

  function places() {
    return [...store.state.round.items.map(({ id }) => id), "end"];
  }

  function place() {
    return Math.max(0, places().indexOf(current));
  }

  function cardOf(item) {
    return item === "end" ? end : form.querySelector(`#item-${item}`);
  }

  // She asked for it, so focus goes with her: the next Tab is on the marks of this card.
  function go(item) {
    if (item === undefined) return;
    current = item;
    draw();
    const card = cardOf(item);
    card.querySelector("[tabindex]").focus({ preventScroll: paged });
    if (paged) scrollTo({ top: 0 });
  }

  function draw() {
    if (!places().includes(current)) current = firstOpen();
    form.classList.toggle("ballot--paged", paged);
    write(toggle, "span", strings.say(paged ? "layout.list" : "layout.cards"));
    for (const item of places()) cardOf(item).classList.toggle("ballot-card--current", item === current);
    drawDots();
    drawFoot();
    drawEnd();
  }

  function firstOpen() {
    return store.state.round.items.find(({ id }) => !isAnswered(id))?.id ?? places()[0];
  }

  function answer(id) {
    return voteShown(store, outbox, id);
  }

  function isPassed(id) {
    const vote = answer(id);
    return Boolean(vote && (vote.passed || vote.type === "vote.pass"));
  }

  function isAnswered(id) {
    const vote = answer(id);
    return Boolean(vote && (isPassed(id) || (vote.value ?? null) !== null));
  }

  function drawDots() {
    syncRows(dots, store.state.round.items, {
      key: ({ id }) => id,
      template: root.querySelector("template[data-dot]"),
      update: (dot, { id, title }, index) => {
        dot.dataset.item = id;
        dot.href = `#item-${id}`;
        dot.classList.toggle("dot--voted", isAnswered(id) && !isPassed(id));
        dot.classList.toggle("dot--passed", isPassed(id));
        const name = isPassed(id) ? "dot.passed" : isAnswered(id) ? "dot.voted" : "dot.open";
        write(dot, "span", strings.say(name, { place: index + 1, title }));
        if (id === current && paged) dot.setAttribute("aria-current", "true");
        else dot.removeAttribute("aria-current");
      },
    });
  }

  function drawFoot() {
    foot.hidden = !paged;
    for (const step of foot.querySelectorAll("[data-step]")) {
      const there = place() + Number(step.dataset.step);
      step.setAttribute("aria-disabled", String(there < 0 || there >= places().length));
    }
  }

  function drawEnd() {
    const { items } = store.state.round;
    const open = items.filter(({ id }) => !isAnswered(id)).length;
    write(end, "[data-summary]", open ? strings.count("end.open", open, { all: items.length }) : strings.say("end.done"));
  }

  return { draw };
}

function recall() {
  try {
    return localStorage.getItem(LAYOUT);
  } catch {
    return null;
  }
}

function remember(layout) {
  try {
    localStorage.setItem(LAYOUT, layout);
  } catch {
    // It is only a preference.
  }
}
