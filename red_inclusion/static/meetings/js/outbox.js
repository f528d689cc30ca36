// Votes that the server has not acknowledged yet. They stay on this device, per person and round, through a lost line,
// a closed page or a flat battery, and are sent again until each has its answer.
const PREFIX = "room.votes.";
const PATIENCE = 6_000;
const PACE = 80;
const TRY_AGAIN = new Set(["busy", "server_error", "too_many", "not_signed_in"]);
const BALLOT = "ballot";

export class Outbox {
  #entries = new Map();
  #round = null;
  #count = 0;
  #timer;
  #notBefore = 0;

  constructor({ person, deliver, onChange }) {
    Object.assign(this, { person, deliver, onChange });
  }

  get size() {
    return this.#entries.size;
  }

  get all() {
    return [...this.#entries.values()];
  }

  get highest() {
    return Math.max(0, ...this.all.map(({ seq }) => seq));
  }

  of(item) {
    return this.#entries.get(item) ?? null;
  }

  get abstention() {
    return this.of(BALLOT);
  }

  openRound(round) {
    if (round === this.#round) return;
    this.#round = round;
    this.#entries = new Map(round ? read(this.#key).map((entry) => [entry.item ?? BALLOT, entry]) : []);
    this.resend();
  }

  // The newest tap on an item replaces the one before; abstaining replaces them all. What is tapped after it does not
  // undo that it empties the ballot first.
  put(type, seq, values = {}) {
    const entry = { type, id: this.#nextId(), round: this.#round, ...values, seq };
    if (type === "ballot.abstain") this.#entries.clear();
    this.#entries.set(values.item ?? BALLOT, entry);
    this.#changed();
    this.#pump();
  }

  // An answer settles what it names, and whatever is not newer than what it says is stored.
  settle({ id, item = BALLOT, seq = 0 }) {
    const entry = this.of(item);
    if (!entry || (entry.id !== id && entry.seq > seq)) return;
    this.#entries.delete(item);
    this.#changed();
  }

  // Gives back the vote that was refused for good; what the server could not take just now is tried again.
  refuse({ id, code }) {
    const entry = this.all.find((each) => each.id === id);
    if (!entry || TRY_AGAIN.has(code)) return this.#rest();
    this.#entries.delete(entry.item ?? BALLOT);
    this.#changed();
    return entry;
  }

  resend() {
    for (const entry of this.all) delete entry.sentAt;
    this.#notBefore = 0;
    this.#pump();
  }

  #rest() {
    this.#notBefore = Date.now() + 1_500;
    for (const entry of this.all) delete entry.sentAt;
    return null;
  }

  #pump() {
    clearTimeout(this.#timer);
    if (!this.size) return;
    const now = Date.now();
    const next = this.abstention ? [this.abstention] : this.all;
    const due = next.filter((entry) => !entry.sentAt || now - entry.sentAt > PATIENCE);
    const sent = now >= this.#notBefore && due.length > 0 && this.deliver(due);
    for (const entry of sent || []) entry.sentAt = now;
    this.#timer = setTimeout(() => this.#pump(), sent ? PACE : 500);
  }

  #nextId() {
    this.#count += 1;
    return `${Date.now().toString(36)}${this.#count}`;
  }

  #changed() {
    store(this.#key, this.all);
    this.onChange();
  }

  get #key() {
    return `${PREFIX}${this.person}.${this.#round}`;
  }
}

// A device without storage still votes; it only cannot promise to remember through a closed page.
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function store(key, entries) {
  try {
    if (entries.length) localStorage.setItem(key, JSON.stringify(entries.map(({ sentAt, ...entry }) => entry)));
    else localStorage.removeItem(key);
  } catch {
    // Full or forbidden: the votes stay in memory.
  }
}

