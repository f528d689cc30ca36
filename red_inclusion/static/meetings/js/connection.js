// The line to the room: a socket that comes back by itself and, where sockets do not get through, the snapshot every
// three seconds. States: connecting, online, polling, offline, shut.
const SILENCE = 25_000;
const ANSWER = 5_000;
const POLL = 3_000;
const PAUSES = [300, 1_000, 2_000, 4_000, 8_000, 15_000];
const SHUT = new Map([[4401, "not_signed_in"], [4403, "not_a_member"], [4404, "no_such_meeting"]]);
const SHUT_BY_STATUS = new Map([[401, "not_signed_in"], [403, "not_a_member"], [404, "no_such_meeting"]]);

export class Connection {
  #socket = null;
  #failures = 0;
  #etag = "";
  #silence;
  #redial;
  #poll;
  state = "connecting";

  constructor({ socketUrl, snapshotUrl, onMessage, onState }) {
    Object.assign(this, { socketUrl, snapshotUrl, onMessage, onState });
  }

  open() {
    addEventListener("online", () => this.#dialNow());
    addEventListener("offline", () => this.probe());
    addEventListener("pageshow", (event) => event.persisted && this.#dialNow());
    addEventListener("pagehide", () => this.#hangUp());
    document.addEventListener("visibilitychange", () => document.hidden || this.probe());
    this.#dial();
  }

  send(message) {
    if (this.state !== "online" || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  // Is anybody there? The answer to a resync is a snapshot; without one in time the line is lost.
  probe() {
    if (this.send({ type: "room.resync" })) this.#expectWord(ANSWER);
    else this.#dialNow();
  }

  refresh() {
    if (!this.send({ type: "room.resync" })) this.#pollNow();
  }

  #dialNow() {
    if (this.state === "online" || this.state === "shut" || this.#socket) return;
    clearTimeout(this.#redial);
    this.#dial();
  }

  #dial() {
    let socket;
    try {
      socket = new WebSocket(this.socketUrl);
    } catch {
      return this.#lost();
    }
    this.#socket = socket;
    socket.onmessage = ({ data }) => socket === this.#socket && this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
    this.#expectWord(2 * ANSWER);
    if (this.state !== "polling") this.#pollSoon();
  }

  #expectWord(patience) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), patience);
  }

  #hear(message) {
    this.#expectWord(SILENCE);
    if (message.type === "room.snapshot") this.#arrived();
    this.onMessage(message);
  }

  #arrived() {
    this.#failures = 0;
    clearTimeout(this.#poll);
    this.#become("online");
  }

  #lost(code) {
    this.#hangUp();
    if (SHUT.has(code)) return this.#shut(SHUT.get(code));
    this.#failures = code === 4429 ? PAUSES.length : this.#failures + 1;
    if (this.#failures === 2 || this.state === "polling") this.#pollNow();
    const pause = PAUSES[Math.min(this.#failures, PAUSES.length) - 1];
    this.#redial = setTimeout(() => this.#dial(), pause * (0.7 + 0.6 * Math.random()));
  }

  #hangUp() {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#silence);
    clearTimeout(this.#redial);
    socket?.close();
    if (this.state === "online") this.#become("connecting");
  }

  #shut(reason) {
    clearTimeout(this.#redial);
    clearTimeout(this.#poll);
    this.#become("shut", reason);
  }

  #pollSoon() {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(() => this.#pollNow(), POLL);
  }

  async #pollNow() {
    clearTimeout(this.#poll);
    const found = await this.#fetchSnapshot();
    if (this.state === "online" || this.state === "shut") return;
    this.#pollSoon();
    this.#become(found ? "polling" : "offline");
  }

  async #fetchSnapshot() {
    try {
      const headers = { Accept: "application/json", "If-None-Match": this.#etag };
      const response = await fetch(this.snapshotUrl, { headers, redirect: "manual", signal: AbortSignal.timeout(ANSWER) });
      if (response.status === 304) return true;
      if (response.type === "opaqueredirect") return this.#shut("not_signed_in");
      if (SHUT_BY_STATUS.has(response.status)) return this.#shut(SHUT_BY_STATUS.get(response.status));
      if (!response.ok) return false;
      this.#etag = response.headers.get("ETag") ?? "";
      this.onMessage({ type: "room.snapshot", ...(await response.json()) });
      return true;
    } catch {
      return false;
    }
  }

  #become(state, reason = "") {
    if (state === this.state) return;
    this.state = state;
    this.onState(state, reason);
  }
}
