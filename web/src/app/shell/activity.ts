/** Tells the server that somebody uses keys or mouse: at once, then once a minute at most. */

export const TELL_MS = 60_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** `urgent`: the end is near, so that every sign is told. The last sign of a minute is told at its end. */
export function watchActivity(tell: () => void, urgent: () => boolean): () => void {
  let told = -Infinity;
  let later: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    clearTimeout(later);
    later = undefined;
    told = Date.now();
    tell();
  };
  const sign = () => {
    const since = Date.now() - told;
    if (since >= TELL_MS || (urgent() && since >= 1_000)) say();
    else later ??= setTimeout(say, TELL_MS - since);
  };
  SIGNS.forEach((name) => window.addEventListener(name, sign, { capture: true, passive: true }));
  return () => {
    clearTimeout(later);
    SIGNS.forEach((name) => window.removeEventListener(name, sign, { capture: true }));
  };
}
