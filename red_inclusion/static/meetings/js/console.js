// The lead's desk: who is here and who has voted follow by themselves, her own buttons answer without a new page.
import { announceTally, drawGuide, onRanking } from "./guide.js";
import { refreshParts, submitInPlace } from "./inplace.js";
import { drawResults } from "./results.js";
import { openRoom, start } from "./room.js";
import { syncRows, write } from "./rows.js";
import { sceneOf } from "./scene.js";

const PAUSE = 1_500;

function conduct(root) {
  const room = openRoom(root);
  const { store, strings } = room;
  let shape = null;
  let refreshing;

  store.subscribe((state, changed) => {
    redraw();
    if (changed.has("tally") || changed.has("round")) announceTally(room);
    // Its revision rises also when somebody asks at the door, of whom only the server's page tells.
    if (changed.has("presence") && shape !== null) schedule();
    follow(state);
  });
  onRanking(root, redraw);
  root.addEventListener("submit", onSubmit);
  root.addEventListener("focusout", () => shape !== shapeOf(store.state) && schedule());
  start(room);

  // Who steers elsewhere (another lead, the clock) changes what stands in the middle: the server draws it anew.
  function follow(state) {
    shape ??= shapeOf(state);
    if (shape !== shapeOf(state)) schedule();
  }

  function schedule() {
    refreshing ??= setTimeout(async () => {
      const before = shapeOf(store.state);
      const focused = root.querySelector("[data-part=step]").contains(document.activeElement);
      const waiting = asking();
      await refreshParts().catch(() => null);
      refreshing = undefined;
      if (!focused) shape = before;
      redraw();
      if (asking() > waiting) room.announce.own(root.querySelector("[data-part=guests] [data-rows-words]").textContent);
    }, PAUSE);
  }

  function asking() {
    return root.querySelectorAll("[data-part=guests] [data-key]").length;
  }

  async function onSubmit(event) {
    const form = event.target;
    if (!form.matches("[data-in-place]") || form.dataset.plain) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const focusAgain = placeOf(event.submitter);
    const taken = await submitInPlace(form, event.submitter).catch(() => null);
    delete form.dataset.sent;
    if (taken === null) return;
    if (!taken) return leaveTo(form, event.submitter);
    shape = null;
    room.connection.refresh();
    redraw();
    focusAgain();
  }

  // The answer is a page of its own, such as why it was refused: she goes there as without scripts.
  function leaveTo(form, submitter) {
    form.dataset.plain = "yes";
    form.requestSubmit(submitter);
  }

  function redraw() {
    const { state } = store;
    drawGuide(room, state, sceneOf(state));
    const list = root.querySelector("[data-results]");
    if (list && state.round?.tally) {
      const template = root.querySelector("template[data-result]");
      drawResults(list, state.round, { by: root.dataset.ranking, strings, template });
    }
    const roll = root.querySelector("[data-roll]");
    if (roll && state.roll) drawRoll(roll, state.roll);
  }

  // Who is here and has not voted stands first: it is she who is waited for.
  function drawRoll(list, roll) {
    const waited = [...roll].sort((a, b) => order(a) - order(b));
    syncRows(list, waited, {
      key: ({ id }) => id,
      template: root.querySelector("template[data-voter]"),
      update: drawVoter,
    });
    const missing = roll.filter(({ present, voted }) => present && !voted).length;
    const here = roll.filter(({ present }) => present).length;
    write(root, "[data-waited]", missing ? strings.count("waited", missing, { here }) : strings.say("missing.none"));
    for (const node of root.querySelectorAll("[data-missing]")) {
      node.textContent = missing ? strings.count("missing", missing) : strings.say("missing.none");
    }
  }

  function drawVoter(row, { name, entity, present, voted }) {
    write(row, "[data-name]", name);
    write(row, "[data-entity]", entity);
    write(row, "[data-state]", strings.say(voted ? "voter.voted" : present ? "voter.waited" : "voter.away"));
    row.classList.toggle("person--voted", voted);
    row.classList.toggle("person--absent", !present);
  }
}

// She pressed a button that is drawn anew: the focus goes to the one in its place, or to what is now to be done.
function placeOf(button) {
  const { part } = button.closest("[data-part]").dataset;
  const buttons = () => [...document.querySelectorAll(`[data-part=${part}] button`)];
  const place = buttons().indexOf(button);
  const heading = () => document.querySelector("[data-closing] h2") ?? document.querySelector("[data-part=step] h1");
  return () => (["step", "rail"].includes(part) ? heading() : buttons()[place] ?? buttons().at(-1) ?? heading()).focus();
}

function order({ present, voted }) {
  return voted ? 1 : present ? 0 : 2;
}

function shapeOf({ meeting, round, agenda }) {
  const current = agenda.find(({ state }) => state === "current")?.id;
  return [meeting.state, meeting.stage, round?.id, round?.state, round?.visibility, round?.closes_at, current].join();
}

const root = document.querySelector("[data-room=console]");
if (root) conduct(root);
