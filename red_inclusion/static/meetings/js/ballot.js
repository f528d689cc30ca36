// The ballot on a phone: a tap is kept on the device, sent, and shown as recorded once the server says so.
import { countsOf, drawBars } from "./results.js";
import { syncRows, write } from "./rows.js";

export function createBallot(room, outbox, form) {
  const list = form.querySelector("[data-cards]");
  const template = room.root.querySelector("template[data-card]");
  // By item, each with the `seq` it was about: once something as new is stored, it says no more.
  const refusals = new Map();
  // The page came with what is recorded: a choice that differs was tapped before this script ran.
  let early = [...form.querySelectorAll("input[type=radio]:checked")].filter((input) => !input.defaultChecked);

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => target.type === "radio" && chosen(target));
  form.addEventListener("click", ({ target }) => {
    if (target.closest("[data-withdraw]")) withdraw(itemOf(target));
    if (target.closest("[data-abstain]")) put("ballot.abstain");
  });

  function put(type, values) {
    refusals.delete(values?.item);
    outbox.put(type, Math.max(room.store.state.me.seq, outbox.highest) + 1, values);
  }

  function chosen(input) {
    const card = input.closest("[data-item]");
    const vote = voteOf(card);
    if (vote) put(...vote);
    else write(card, "[data-receipt]", room.strings.say("urgency-first"));
  }

  // An impact alone is no vote yet: it goes with the urgency.
  function voteOf(card) {
    const item = itemOf(card);
    const value = card.querySelector("[name^=value]:checked")?.value;
    const impact = card.querySelector("[name^=impact]:checked")?.value;
    if (value === undefined) return null;
    if (value === "pass") return ["vote.pass", { item }];
    return ["vote.cast", { item, value: Number(value), ...(impact && { impact: Number(impact) }) }];
  }

  // All are read before the first is sent, for each that is sent draws the ballot anew.
  function takeEarly() {
    const cards = new Set(early.map((input) => input.closest("[data-item]")));
    early = [];
    for (const vote of [...cards].map(voteOf)) if (vote) put(...vote);
  }

  function withdraw(item) {
    put("vote.clear", { item });
    form.querySelector(`[data-item="${item}"] input`)?.focus({ preventScroll: true });
  }

  function draw(state) {
    takeEarly();
    const { round } = state;
    const tally = new Map((round.tally ?? []).map((row) => [row.item, row]));
    syncRows(list, round.items, {
      key: ({ id }) => id,
      template,
      update: (card, item, index) => drawCard(card, item, index, round, tally.get(item.id)),
    });
  }

  function drawCard(card, item, index, round, result) {
    if (card.dataset.item !== String(item.id)) nameCard(card, item);
    write(card, "[data-place]", `${index + 1} / ${round.items.length}`);
    write(card, "[data-title]", item.title);
    write(card, "[data-entity]", item.entity ?? room.strings.say("network"));
    show(card.querySelector("[data-impact]"), round.impact);
    const live = show(card.querySelector("[data-live]"), round.visibility === "live");
    if (live) drawLive(live, result);
    mark(card, voteShown(room.store, outbox, item.id));
    drawReceipt(card, item.id);
  }

  function nameCard(card, item) {
    card.dataset.item = item.id;
    card.id = `item-${item.id}`;
    for (const input of card.querySelectorAll("input[type=radio]")) {
      input.name = `${input.name.startsWith("impact") ? "impact" : "value"}-${item.id}`;
    }
  }

  function drawLive(live, result) {
    drawBars(live.querySelector("[data-distribution]"), countsOf(result));
    const n = result?.n ?? 0;
    write(live, "[data-voters]", n ? room.strings.count("voters", n) : room.strings.say("voters.none"));
  }

  function mark(card, vote) {
    const passed = vote?.passed || vote?.type === "vote.pass";
    const value = passed ? "pass" : vote?.value ?? null;
    check(card, "value", value);
    // An impact chosen before the urgency is hers to keep until it can be sent.
    if (vote) check(card, "impact", vote.impact ?? null);
    card.classList.toggle("ballot-card--voted", value !== null);
    card.querySelector("[data-withdraw]").hidden = value === null;
  }

  function check(card, name, value) {
    for (const input of card.querySelectorAll(`[name^=${name}]`)) {
      const on = value !== null && input.value === String(value);
      if (input.checked !== on) input.checked = on;
    }
  }

  function drawReceipt(card, item) {
    const receipt = card.querySelector("[data-receipt]");
    const [kind, text] = receiptOf(item);
    write(card, "[data-receipt]", text);
    receipt.classList.toggle("receipt--sending", kind === "sending");
    receipt.classList.toggle("receipt--error", kind === "error");
  }

  function receiptOf(item) {
    const { strings, store, connection } = room;
    const cut = !["online", "polling"].includes(connection.state);
    if (outbox.of(item)) return ["sending", strings.say(cut ? "receipt.kept" : "receipt.sending")];
    const vote = store.voteOn(item);
    const refusal = refusals.get(item);
    if (refusal && !(vote?.seq >= refusal.seq)) return ["error", refusal.message];
    if (!vote) return ["none", ""];
    const at = { time: strings.toTheSecond(vote.recorded_at) };
    if (vote.value === null && !vote.passed) return ["none", strings.say("receipt.withdrawn", at)];
    return ["done", strings.say("receipt.recorded", at)];
  }

  function refused(entry, message) {
    if (entry.item) refusals.set(entry.item, { seq: entry.seq, message });
    room.announce.own(message);
    draw(room.store.state);
  }

  return { draw, refused, list };
}

// A part that the server left out, because this vote has no use for it, stays away.
function show(part, shown) {
  if (part && part.hidden === shown) part.hidden = !shown;
  return shown ? part : null;
}

// Her last word on an item: the tap that is on its way, else what is stored and no abstention is about to empty.
export function voteShown(store, outbox, item) {
  return outbox.of(item) ?? (outbox.abstention ? null : store.voteOn(item));
}

export function itemOf(node) {
  return Number(node.closest("[data-item]").dataset.item);
}
