/** The server's clock as seen from here, so that timers agree with the server on a PC whose clock is wrong. */

let offset = 0;

/** The Date header counts whole seconds, so a smaller difference is noise. */
const NOISE_MS = 2_000;

export function noteServerDate(header: string | null, received: number = Date.now()): void {
  if (!header) return;
  const at = Date.parse(header);
  if (Number.isNaN(at)) return;
  const difference = at + 500 - received;
  offset = Math.abs(difference) > NOISE_MS ? difference : 0;
}

export function serverNow(): number {
  return Date.now() + offset;
}

/** Whole seconds since an instant, never negative. */
export function secondsSince(instant: string, now: number = serverNow()): number {
  return Math.max(0, Math.floor((now - Date.parse(instant)) / 1000));
}

/** Whole seconds left until an instant, never negative. */
export function secondsUntil(instant: string, now: number = serverNow()): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now) / 1000));
}
