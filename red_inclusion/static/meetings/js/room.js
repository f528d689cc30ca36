// Opens the room of this page: one store, fed by one connection, pictured by the page's own view.
import { createAnnouncer } from "./announcer.js";
import { Connection } from "./connection.js";
import { showLine } from "./line.js";
import { Store } from "./store.js";
import { readStrings } from "./strings.js";

export function openRoom(root) {
  root.classList.add("is-live");
  const room = {
    root,
    view: root.dataset.room,
    strings: readStrings(root),
    store: new Store(),
    announce: createAnnouncer(root.querySelector("[data-announce]")),
    listeners: [],
  };
  room.connection = new Connection({
    socketUrl: socketUrl(root),
    snapshotUrl: root.dataset.snapshotUrl,
    onMessage: (message) => hear(room, message),
    onState: (state, reason) => {
      showLine(room, state, reason);
      room.listeners.forEach((listener) => listener({ type: "line", state }));
    },
  });
  return room;
}

// The page came with a snapshot in it, so the first picture is drawn before the line is up.
export function start(room) {
  room.store.receive({ type: "room.snapshot", ...JSON.parse(room.root.dataset.snapshot) });
  room.connection.open();
}

function hear(room, message) {
  room.store.receive(message);
  if (message.type === "room.alive" && room.store.lacks(message.revisions)) room.connection.send({ type: "room.resync" });
  room.listeners.forEach((listener) => listener(message));
}

function socketUrl({ dataset }) {
  const url = new URL(dataset.socketPath, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("view", dataset.room);
  return url.href;
}
