/** How much of the picture is shown first: all of it, unless it would become too small to read. */

interface Size {
  width: number;
  height: number;
}

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

const SMALLEST_FIRST = 0.66;
const MARGIN = 14;

/** A flow that is too tall is shown from its top, one that is too wide around its middle. */
export function firstViewport(frame: Size, picture: Size & { x: number; y: number }): Viewport {
  if (!picture.width || !picture.height) return { x: 0, y: 0, zoom: 1 };
  const fit = Math.min((frame.width - 2 * MARGIN) / picture.width, (frame.height - 2 * MARGIN) / picture.height);
  const zoom = Math.min(1, Math.max(SMALLEST_FIRST, fit));
  const spare = frame.height - picture.height * zoom;
  return {
    zoom,
    x: (frame.width - picture.width * zoom) / 2 - picture.x * zoom,
    y: (spare > 2 * MARGIN ? spare / 2 : MARGIN) - picture.y * zoom,
  };
}

/** Whether a card can be seen. */
export function isInSight(frame: Size, view: Viewport, card: Size & { x: number; y: number }): boolean {
  const left = card.x * view.zoom + view.x;
  const top = card.y * view.zoom + view.y;
  return left >= 0 && top >= 0 && left + card.width * view.zoom <= frame.width && top + card.height * view.zoom <= frame.height;
}
