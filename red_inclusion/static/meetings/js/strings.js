// The sentences of a room page stand in its template; here they only meet their values.
export function readStrings(root) {
  const sentences = new Map();
  for (const node of root.querySelector("[data-strings]").content.querySelectorAll("[data-string]")) {
    sentences.set(node.dataset.string, node.textContent.trim());
  }
  const language = document.documentElement.lang || "es";
  const timeZone = root.dataset.timeZone;
  const plural = new Intl.PluralRules(language);
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  const minute = new Intl.DateTimeFormat(language, clock);
  const second = new Intl.DateTimeFormat(language, { ...clock, second: "2-digit" });
  const two = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  function say(name, values = {}) {
    const sentence = sentences.get(name) ?? "";
    return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  }

  return {
    say,
    count: (name, n, values = {}) => say(`${name}.${plural.select(n) === "one" ? "one" : "other"}`, { n, ...values }),
    toTheSecond: (moment) => second.format(new Date(moment)),
    toTheMinute: (moment) => minute.format(new Date(moment)),
    mean: (value) => (value === null || value === undefined ? "–" : two.format(value)),
  };
}
