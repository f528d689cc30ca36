// The wall of the room: the code while people arrive, the bars while they vote, the order once it is settled.
import { drawMark } from "../../js/urgency-mark.js";
import { drawGuide, onRanking } from "./guide.js";
import { agreement, countsOf, meanOf, rankOf, ranked, rowsOf, wordOf } from "./results.js";
import { openRoom, start } from "./room.js";
import { syncRows, write } from "./rows.js";
import { sceneOf } from "./scene.js";

const MOVE = { duration: 190, easing: "ease-out" };
const DENSE = 8;
const LONG = 60;

function project(root) {
  const room = openRoom(root);
  const { store, strings } = room;
  const list = root.querySelector("[data-bars]");
  const figures = root.querySelector("[data-figures]");
  let settled = true;

  store.subscribe(redraw);
  onRanking(root, redraw);
  root.querySelector("[data-figures-toggle]").addEventListener("click", (event) => {
    event.preventDefault();
    root.dataset.shown = root.dataset.shown === "figures" ? "bars" : "figures";
    redraw();
  });
  start(room);

  function redraw() {
    const { state } = store;
    const names = sceneOf(state);
    // Without a result there are no figures to show: a vote that became stricter takes them off the wall.
    if (!names.has("live") && !names.has("results")) root.dataset.shown = "bars";
    names.add(root.dataset.shown);
    drawGuide(room, state, names);
    write(root, "[data-heading]", headingOf(state, names));
    if (!state.round || !(names.has("open") || names.has("results"))) return;
    const reveal = !settled && names.has("results");
    settled = names.has("results");
    const move = reveal ? keepPlaces(list) : null;
    drawBars(state.round, names);
    move?.();
    drawFigures(state.round, names);
  }

  function headingOf({ meeting, round, agenda }, names) {
    if (names.has("open") || (names.has("results") && !names.has("between"))) return round.title;
    if (meeting.state !== "in_session" || meeting.stage === "check_in") return meeting.title;
    return agenda.find(({ state }) => state === "current")?.title ?? strings.say(`stage.${meeting.stage}`);
  }

  // While it is open the order of the ballot stands, so that nothing jumps; the ranks come with the result.
  function inOrder(round, names) {
    const rows = rowsOf(round);
    return names.has("results") ? ranked(rows, root.dataset.ranking) : rows;
  }

  function drawBars(round, names) {
    const dense = round.items.length > DENSE;
    list.classList.toggle("projector__list--dense", dense);
    list.classList.toggle("projector__list--long", dense && round.items.some(({ title }) => title.length > LONG));
    list.classList.toggle("projector__list--plain", !round.tally);
    list.classList.toggle("projector__list--ranked", names.has("results"));
    const template = root.querySelector("template[data-bar]");
    syncRows(list, inOrder(round, names), {
      key: ({ id }) => id,
      template,
      update: (row, item, index) => drawBar(row, item, index, names.has("results")),
    });
  }

  function drawBar(row, { title, entity, result }, index, ranks) {
    const mean = result ? meanOf(result, root.dataset.ranking) : null;
    const rank = result && ranks ? rankOf(result, root.dataset.ranking) : null;
    write(row, "[data-title]", title);
    write(row, "[data-entity]", entity ?? strings.say("network"));
    write(row, "[data-rank]", ranks ? (rank ? strings.say("rank", { rank }) : "–") : String(index + 1));
    row.querySelector("[data-fill]").setAttribute("width", mean === null ? 0 : 25 * mean);
    drawMark(row.querySelector("[data-mark] svg"), mean, strings.say(wordOf(mean)));
    write(row, "[data-mean]", strings.mean(mean));
    write(row, "[data-agreement]", ranks ? agreement(result, strings) : "");
  }

  function drawFigures(round, names) {
    syncRows(figures, inOrder(round, names), {
      key: ({ id }) => id,
      template: root.querySelector("template[data-figure]"),
      update: (row, item, index) => drawFigure(row, item, index, names.has("results")),
    });
  }

  function drawFigure(row, { title, result }, index, ranks) {
    const rank = result && rankOf(result, root.dataset.ranking);
    write(row, "[data-rank]", String(ranks ? rank ?? "–" : index + 1));
    write(row, "[data-title]", title);
    write(row, "[data-mean]", strings.mean(result && meanOf(result, "entity")));
    write(row, "[data-mean-people]", strings.mean(result && meanOf(result, "people")));
    write(row, "[data-n]", String(result?.n ?? 0));
    write(row, "[data-passed]", String(result?.passed ?? 0));
    write(row, "[data-agreement]", agreement(result, strings) || "–");
    const told = result?.n > 0 && countsOf(result);
    const shown = told && told.some((count) => count > 0);
    row.querySelectorAll("[data-count]").forEach((cell, value) => {
      cell.textContent = shown ? told[value] : "–";
    });
  }
}

// Remembers where each row is; called afterwards, lets it glide from there to its new place.
function keepPlaces(list) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  const tops = new Map([...list.children].map((row) => [row, row.getBoundingClientRect().top]));
  return () => {
    for (const [row, top] of tops) {
      const way = top - row.getBoundingClientRect().top;
      if (way && row.isConnected) row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], MOVE);
    }
  };
}

const root = document.querySelector("[data-room=projector]");
if (root) project(root);
