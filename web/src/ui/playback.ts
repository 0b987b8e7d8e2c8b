/** The recording that keys act on: the one that was played last, else the first that is shown. */

export interface Playback {
  toggle: () => void;
  /** Forward, or back with a negative number. */
  skip: (seconds: number) => void;
}

export const SKIP = 10;
let shown: Playback[] = [];
let last: Playback | undefined;

/** Shows a recording until the answer is called. */
export function show(playback: Playback): () => void {
  shown = [...shown, playback];
  return () => {
    shown = shown.filter((one) => one !== playback);
    if (last === playback) last = undefined;
  };
}

export function played(playback: Playback): void {
  last = playback;
}

export function current(): Playback | undefined {
  return last ?? shown[0];
}

const KEY = "lingting.speed";
export const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

/** How fast this person listens, also to the next recording. */
export function keptSpeed(): number {
  const kept = Number(localStorage.getItem(KEY));
  return SPEEDS.includes(kept) ? kept : 1;
}

export function keepSpeed(speed: number): void {
  localStorage.setItem(KEY, String(speed));
}
