// Which parts of the page belong to what the room is doing; meetings/scenes.py says the same for the first paint.
let latest = new Set();

export function sceneOf({ meeting, round, me }) {
  const names = new Set([meeting.state, `stage-${meeting.stage}`]);
  const inSession = meeting.state === "in_session";
  const open = inSession && round?.state === "open";
  const done = ["closed", "published"].includes(round?.state);
  const between = inSession && !open && !(done && meeting.stage === "prioritise");
  const gathering = ["draft", "convened"].includes(meeting.state) || (between && meeting.stage === "check_in");
  // In groups and sharing back the order of the needs is what people work from: the wall keeps it in sight.
  const kept = !between || ["groups", "plenary"].includes(meeting.stage);
  const listed = open || Boolean(done && round.tally && kept);
  const add = (name, holds) => holds && names.add(name);
  add("present", inSession && me.present);
  add("away", inSession && !me.present);
  add("open", open);
  add("ballot", open && me.entitled && me.present);
  add("not-present", open && me.entitled && !me.present);
  add("watcher", open && !me.entitled);
  add("following", open && !me.entitled && round.tally);
  add("live", open && round.tally);
  add("hidden-tally", open && !round.tally);
  add("abstained", open && me.ballot.abstained);
  add("results", done && round.tally);
  add("unseen", done && !round.tally);
  add("void", round?.state === "void");
  add("between", between);
  add("gathering", gathering);
  add("corner", inSession && !gathering);
  add("listed", listed);
  add("counted", listed && !between);
  add("called", between && !gathering && !listed);
  add("guided", between && listed);
  return names;
}

export function showScene(root, names) {
  latest = names;
  for (const part of root.querySelectorAll("[data-show]")) {
    const shown = part.dataset.show.split(" ").some((name) => names.has(name));
    if (part.hidden !== shown) continue;
    // A part that is being used by keyboard stays until it is left: a push never takes the focus away.
    if (!shown && part.querySelector(":focus-visible")) part.addEventListener("focusout", () => later(root), { once: true });
    else part.hidden = !shown;
  }
}

function later(root) {
  setTimeout(() => showScene(root, latest));
}
