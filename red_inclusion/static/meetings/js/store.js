// The one owner of what the room is. Messages are the truth; whatever is not newer than what is known is dropped, part
// by part, so loss, doubles and disorder do no harm.
const PARTS = ["stage", "presence", "agenda", "round", "tally"];
const EMPTY_BALLOT = { abstained: false, votes: [] };

export class Store {
  #revisions = Object.fromEntries([...PARTS, "me", "roll"].map((part) => [part, -1]));
  #listeners = [];
  #receivers = {
    "room.snapshot": (message) => this.#snapshot(message),
    "stage.changed": (message) => this.#part("stage", message),
    "presence.changed": (message) => this.#part("presence", message),
    "agenda.changed": (message) => this.#part("agenda", message),
    "round.changed": (message) => this.#roundChanged(message),
    "tally.changed": (message) => this.#tally(message),
    "roll.changed": (message) => this.#part("roll", message),
    "vote.recorded": (message) => this.#vote(message),
    "ballot.recorded": (message) => this.#abstention(message),
  };
  state = { meeting: null, presence: null, agenda: [], round: null, me: null, roll: null };

  subscribe(listener) {
    this.#listeners.push(listener);
  }

  receive(message) {
    const changed = this.#receivers[message.type]?.(message) ?? [];
    if (changed.length) this.#listeners.forEach((listener) => listener(this.state, new Set(changed)));
  }

  // What `room.alive` names and is not here yet was lost on the way.
  lacks(revisions) {
    return PARTS.some((part) => (revisions[part] ?? 0) > this.#revisions[part]);
  }

  voteOn(item) {
    return this.state.me?.ballot.votes.find((vote) => vote.item === item) ?? null;
  }

  #part(part, message) {
    if (message.revision <= this.#revisions[part]) return [];
    this.#revisions[part] = message.revision;
    const field = part === "stage" ? "meeting" : part;
    this.state[field] = message[field];
    return [part];
  }

  // A snapshot no older than what is known is taken again, for it is whole.
  #snapshot(message) {
    const changed = ["stage", "presence", "agenda"].flatMap((part) => {
      if (message.revision === this.#revisions[part]) this.#revisions[part] -= 1;
      return this.#part(part, message);
    });
    if (message.revision >= this.#revisions.round) changed.push(...this.#round(message));
    if (message.revision >= this.#revisions.me) changed.push(...this.#me(message));
    return changed;
  }

  #roundChanged(message) {
    if (message.revision <= this.#revisions.round) return [];
    const changed = this.#round(message);
    const { me, round } = this.state;
    if (!me || me.round === round?.id) return changed;
    // Another round: her ballot in it is empty until her own snapshot comes.
    this.state.me = { ...me, round: round?.id, seq: 0, ballot: EMPTY_BALLOT };
    return [...changed, "me"];
  }

  #round({ round, revision }) {
    const { round: known } = this.state;
    const counted = this.#revisions.tally > revision && known && known.id === round?.id;
    this.state.round = counted ? { ...round, turnout: known.turnout, tally: known.tally } : round;
    this.#revisions.round = revision;
    this.#revisions.tally = Math.max(this.#revisions.tally, revision);
    return ["round", "tally"];
  }

  #tally({ round, revision, turnout, tally }) {
    if (this.state.round?.id !== round || revision <= this.#revisions.tally) return [];
    this.#revisions.tally = revision;
    this.state.round = { ...this.state.round, turnout, tally };
    return ["tally"];
  }

  // Her own acknowledgements carry no revision: a snapshot read before one of them shows in its lower `seq`.
  #me({ me, round, revision }) {
    const known = this.state.me;
    this.#revisions.me = revision;
    const older = known && known.round === round?.id && known.seq > (me.seq ?? 0);
    const { seq, ballot } = older ? known : { seq: me.seq ?? 0, ballot: me.ballot ?? EMPTY_BALLOT };
    this.state.me = { ...me, round: round?.id, seq, ballot };
    return ["me"];
  }

  #vote(vote) {
    const { me } = this.state;
    if (!me || me.round !== vote.round) return [];
    const held = this.voteOn(vote.item);
    if (held && held.seq > vote.seq) return [];
    const counts = vote.value !== null || vote.passed;
    const votes = [...me.ballot.votes.filter(({ item }) => item !== vote.item), vote];
    const ballot = { abstained: me.ballot.abstained && !counts, votes };
    this.state.me = { ...me, seq: Math.max(me.seq, vote.seq), ballot };
    return ["me"];
  }

  #abstention({ round, abstained, seq }) {
    const { me } = this.state;
    if (!me || me.round !== round || seq < me.seq) return [];
    this.state.me = { ...me, seq, ballot: { abstained, votes: abstained ? [] : me.ballot.votes } };
    return ["me"];
  }
}
