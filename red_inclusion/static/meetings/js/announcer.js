// What a screen reader is told, politely: her own receipts at once, results at most every ten seconds.
const PAUSE = 10_000;

export function createAnnouncer(region) {
  let spokenAt = 0;
  let waiting;

  function speak(text) {
    region.textContent = text;
  }

  return {
    own: speak,
    results(textNow) {
      clearTimeout(waiting);
      const pause = Math.max(0, spokenAt + PAUSE - Date.now());
      waiting = setTimeout(() => {
        spokenAt = Date.now();
        speak(textNow());
      }, pause);
    },
  };
}
