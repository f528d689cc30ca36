// The room on a phone: what we are doing, her ballot while a vote is open, the results in the same place.
import { createBallot } from "./ballot.js";
import { announceTally, drawGuide, onRanking } from "./guide.js";
import { Outbox } from "./outbox.js";
import { createPager } from "./pager.js";
import { postVotes } from "./post.js";
import { drawResults } from "./results.js";
import { openRoom, start } from "./room.js";
import { sceneOf } from "./scene.js";

function enter(root) {
  const room = openRoom(root);
  const { store, strings, connection } = room;
  const form = root.querySelector("[data-ballot]");
  const outbox = new Outbox({ person: root.dataset.person, deliver, onChange: redraw });
  const ballot = createBallot(room, outbox, form);
  const pager = createPager(room, outbox, form);
  const posted = [];

  store.subscribe((state) => {
    outbox.openRound(state.round?.id ?? null);
    settleStored(state.me);
    redraw();
  });
  room.listeners.push(heard);
  onRanking(root, redraw);
  root.querySelector("[data-send-again]").addEventListener("click", () => {
    connection.probe();
    outbox.resend();
  });
  start(room);

  function deliver(due) {
    if (connection.state === "polling") return post(due);
    const { sentAt, ...message } = due[0];
    return connection.send(message) && [due[0]];
  }

  function post(due) {
    const url = root.dataset.ballotUrl.replace("/0/", `/${due[0].round}/`);
    postVotes(form, url, due).then((answer) => {
      if (answer === "sent") posted.push(...due);
      else if (answer !== "later") for (const entry of due) refusePosted(entry, answer(entry));
      connection.refresh();
    });
    return due;
  }

  function refusePosted({ id }, message) {
    if (message !== undefined) refuse({ id, code: "refused", message });
  }

  // The form answers with a redirect, to the room or to sign-in: a snapshot that comes after it tells which.
  function settlePosted() {
    for (const entry of posted.splice(0)) outbox.settle(entry);
  }

  function settleStored(me) {
    if (!me) return;
    for (const vote of me.ballot.votes) outbox.settle(vote);
    if (me.ballot.abstained) outbox.settle({ seq: me.seq });
  }

  function heard(message) {
    const ours = message.id !== null && outbox.all.some(({ id }) => id === message.id);
    if (message.type === "vote.recorded" || message.type === "ballot.recorded") {
      outbox.settle(message);
      if (ours) acknowledge(message);
    }
    if (message.type === "error") refuse(message);
    if (message.type === "room.snapshot") settlePosted();
    if (message.type === "line") {
      outbox.resend();
      redraw();
    }
    if (message.type === "tally.changed" && message.tally) announceTally(room);
    if (message.type === "round.changed") announceTally(room);
  }

  function acknowledge({ recorded_at: at, superseded }) {
    const time = strings.toTheSecond(at ?? Date.now());
    room.announce.own(strings.say(superseded ? "receipt.superseded" : "receipt.recorded", { time }));
  }

  function refuse({ id, code, message }) {
    const entry = outbox.refuse({ id, code });
    if (entry) ballot.refused(entry, message || strings.say("refused"));
    if (code === "not_present" || code === "not_entitled") connection.refresh();
  }

  function redraw() {
    const { state } = store;
    if (!state.meeting) return;
    const names = sceneOf(state);
    drawGuide(room, state, names);
    if (names.has("ballot")) {
      ballot.draw(state);
      pager.draw();
    }
    if (names.has("results") || names.has("following")) drawRanking(state.round);
    drawUnsent(outbox.size);
  }

  function drawRanking(round) {
    const template = root.querySelector("template[data-result]");
    drawResults(root.querySelector("[data-results]"), round, { by: root.dataset.ranking, strings, template });
  }

  function drawUnsent(size) {
    const cut = !["online", "polling"].includes(connection.state);
    const notice = root.querySelector("[data-unsent]");
    notice.hidden = !(size && cut);
    notice.querySelector("[data-unsent-words]").textContent = strings.count("unsent", size);
  }
}

const root = document.querySelector("[data-room=phone]");
if (root) enter(root);
