// What every view of a room says: the stage, until when, who is here, the agenda, how many have voted.
import { syncRows, write } from "./rows.js";
import { sceneOf, showScene } from "./scene.js";

export function drawGuide({ root, strings }, state, names = sceneOf(state)) {
  const { meeting, presence, round, agenda } = state;
  showScene(root, names);
  const inSession = meeting.state === "in_session";
  writeAll(root, "[data-stage]", strings.say(inSession ? `stage.${meeting.stage}` : `state.${meeting.state}`));
  writeAll(root, "[data-people]", presence.people);
  writeAll(root, "[data-entities]", presence.entities);
  writeAll(root, "[data-presence]", presenceOf(presence, strings));
  const closesAt = round?.state === "open" && round.closes_at;
  for (const until of root.querySelectorAll("[data-until]")) {
    until.dataset.end ??= until.textContent;
    until.textContent = closesAt ? strings.say("until", { time: strings.toTheMinute(closesAt) }) : until.dataset.end;
  }
  if (round) drawTurnout(root, round, strings);
  for (const part of root.querySelectorAll("[data-agenda-part]")) part.hidden = !agenda.length;
  for (const list of root.querySelectorAll("[data-agenda]")) drawAgenda(list, agenda, root, strings);
}

function presenceOf({ people, entities }, strings) {
  return strings.say("presence", { people: strings.count("people", people), entities: strings.count("entities", entities) });
}

function drawTurnout(root, { title, turnout }, strings) {
  writeAll(root, "[data-round-title]", title);
  writeAll(root, "[data-cast]", turnout.cast);
  writeAll(root, "[data-entitled]", turnout.entitled);
  writeAll(root, "[data-turnout]", strings.say("turnout", turnout));
  for (const bar of root.querySelectorAll("[data-turnout-bar]")) {
    bar.setAttribute("width", turnout.entitled ? (100 * turnout.cast) / turnout.entitled : 0);
  }
}

function drawAgenda(list, agenda, root, strings) {
  syncRows(list, agenda, {
    key: ({ id }) => id,
    template: root.querySelector("template[data-agenda-row]"),
    update: (row, { title, state }) => {
      write(row, "[data-title]", title);
      write(row, "[data-state]", state === "pending" ? "" : strings.say(`agenda.${state}`));
      row.className = `course__item course__item--${state}`;
      if (state === "current") row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    },
  });
}

function writeAll(root, selector, text) {
  for (const node of root.querySelectorAll(selector)) {
    if (node.textContent !== String(text)) node.textContent = text;
  }
}

// «Ordered by entities» or by people: the page's own link, answered here without leaving.
export function onRanking(root, draw) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-by]");
    if (!link) return;
    event.preventDefault();
    root.dataset.ranking = link.dataset.by;
    for (const each of root.querySelectorAll("[data-by]")) {
      if (each.dataset.by === link.dataset.by) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    for (const words of root.querySelectorAll("[data-ranked]")) words.hidden = words.dataset.ranked !== link.dataset.by;
    draw();
  });
}

export function announceTally({ announce, strings, store }) {
  announce.results(() => {
    const { round } = store.state;
    if (!round?.tally) return round ? strings.say("turnout", round.turnout) : "";
    const first = round.tally.find((row) => (row.by_entity?.rank ?? row.rank) === 1);
    const title = round.items.find(({ id }) => id === first?.item)?.title;
    const turnout = strings.say("turnout", round.turnout);
    return title ? strings.say("announce.first", { title, turnout }) : turnout;
  });
}
