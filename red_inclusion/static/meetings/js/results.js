// The results as a list of bars; the same rows as templates/meetings/room/includes/result_row.html.
import { drawDistribution } from "../../js/distribution.js";
import { drawMark } from "../../js/urgency-mark.js";
import { syncRows, write } from "./rows.js";

// As core/disclosure.py: the value of one answer is one person's, those of one entity are told from three of its people
// on, and of one or two nobody says that they coincide.
const VALUED_FROM = 2;
const OF_ONE_ENTITY_FROM = 3;
const COINCIDING_FROM = 3;
const NOTHING = [0, 0, 0, 0, 0];

export function rankOf(row, by) {
  return by === "people" ? row.rank : row.by_entity?.rank ?? row.rank;
}

function tellsValue({ n, by_entity: entities }) {
  return n >= (entities.n > 1 ? VALUED_FROM : OF_ONE_ENTITY_FROM);
}

export function meanOf(row, by) {
  if (!tellsValue(row)) return null;
  return by === "people" ? row.mean : row.by_entity?.mean ?? row.mean;
}

export function countsOf(row) {
  return row && tellsValue(row) ? row.distribution : NOTHING;
}

export function rowsOf({ items, tally }) {
  const results = new Map((tally ?? []).map((row) => [row.item, row]));
  return items.map((item) => ({ ...item, result: results.get(item.id) ?? null }));
}

// First the first; what nobody valued stays at the end, in the order of the ballot.
export function ranked(rows, by) {
  const place = ({ result }) => (result && rankOf(result, by)) ?? rows.length + 1;
  return [...rows].sort((a, b) => place(a) - place(b));
}

export function drawResults(list, round, { by, strings, template }) {
  syncRows(list, ranked(rowsOf(round), by), {
    key: ({ id }) => id,
    template,
    update: (row, item) => drawResult(row, item, by, strings),
  });
}

function drawResult(row, { title, result }, by, strings) {
  const n = result?.n ?? 0;
  const rank = result && rankOf(result, by);
  write(row, "[data-title]", title);
  write(row, "[data-rank]", rank ? strings.say("rank", { rank }) : "–");
  write(row, "[data-agreement]", agreement(result, strings));
  write(row, "[data-voters]", n ? strings.count("voters", n) : strings.say("voters.none"));
  write(row, "[data-passed]", result?.passed ? strings.count("passed", result.passed) : "");
  write(row, "[data-mean]", strings.mean(result && meanOf(result, by)));
  const mark = row.querySelector("[data-mark] svg");
  if (mark) drawMark(mark, result && meanOf(result, by), strings.say(wordOf(result && meanOf(result, by))));
  const bars = row.querySelector("[data-distribution]");
  if (bars) drawBars(bars, countsOf(result));
}

export function drawBars(svg, counts) {
  const known = counts.join();
  if (svg.dataset.counts === known) return;
  svg.dataset.counts = known;
  drawDistribution(svg, counts);
  const cells = svg.parentElement.querySelectorAll("table td");
  counts.forEach((count, value) => cells[value] && (cells[value].textContent = count));
}

export function agreement(result, strings) {
  const value = result?.agreement;
  if (value === null || value === undefined || result.n < COINCIDING_FROM) return "";
  return strings.say(value >= 0.7 ? "agreement.high" : value >= 0.4 ? "agreement.medium" : "agreement.low");
}

export function wordOf(mean) {
  return mean === null || mean === undefined ? "urgency.none" : `urgency.${Math.max(0, Math.min(4, Math.floor(mean + 0.5)))}`;
}
