/** Lays a call's chapters and rings out on a bar: where each begins and how wide it is. */
import type { Chapter, Ring } from "./types";

export interface Stretch {
  x: number;
  width: number;
}

/** So that an instant can still be seen and pointed at. */
const LEAST = 4;

/** Widths that follow the seconds, none below the least, together exactly `width`. */
export function widthsOf(seconds: number[], width: number, least = LEAST): number[] {
  const total = seconds.reduce((sum, one) => sum + one, 0);
  if (!seconds.length) return [];
  if (total <= 0 || least * seconds.length >= width) return seconds.map(() => width / seconds.length);
  const small = new Set<number>();
  for (;;) {
    const left = width - least * small.size;
    const rest = seconds.reduce((sum, one, at) => (small.has(at) ? sum : sum + one), 0);
    const scale = left / rest;
    const narrow = seconds.findIndex((one, at) => !small.has(at) && one * scale < least);
    if (narrow < 0) return seconds.map((one, at) => (small.has(at) ? least : one * scale));
    small.add(narrow);
  }
}

export function stretchesOf(chapters: Chapter[], width: number): Stretch[] {
  let x = 0;
  return widthsOf(chapters.map(({ seconds }) => seconds), width).map((wide) => {
    const stretch = { x, width: wide };
    x += wide;
    return stretch;
  });
}

/** Where an instant lies on the bar, between the edges of the chapter that holds it. */
export function placeOf(at: number, chapters: Chapter[], stretches: Stretch[]): number {
  for (const [index, chapter] of chapters.entries()) {
    const began = Date.parse(chapter.began_at);
    const length = chapter.seconds * 1000;
    const { x, width } = stretches[index]!;
    if (at < began) return x;
    if (at <= began + length && length > 0) return x + (width * (at - began)) / length;
  }
  const last = stretches[stretches.length - 1];
  return last ? last.x + last.width : 0;
}

export function ringStretch(ring: Ring, chapters: Chapter[], stretches: Stretch[]): Stretch {
  const began = Date.parse(ring.began_at);
  const x = placeOf(began, chapters, stretches);
  const end = placeOf(began + ring.seconds * 1000, chapters, stretches);
  return { x, width: Math.max(LEAST, end - x) };
}
