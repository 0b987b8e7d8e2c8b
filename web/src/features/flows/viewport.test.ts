import { expect, test } from "vitest";
import { firstViewport, isInSight } from "./viewport";

const frame = { width: 800, height: 600 };

test("a small picture is shown as it is, in the middle", () => {
  const view = firstViewport(frame, { x: 0, y: 0, width: 200, height: 100 });
  expect(view).toEqual({ zoom: 1, x: 300, y: 250 });
});

test("a tall picture stays readable and begins at its top", () => {
  const view = firstViewport(frame, { x: 0, y: 0, width: 400, height: 3000 });
  expect(view.zoom).toBe(0.66);
  expect(view.y).toBe(14);
});

test("an empty picture has a plain view", () => {
  expect(firstViewport(frame, { x: 0, y: 0, width: 0, height: 0 })).toEqual({ x: 0, y: 0, zoom: 1 });
});

test("a card is in sight when all of it is within the frame", () => {
  const card = { x: 100, y: 100, width: 190, height: 54 };
  expect(isInSight(frame, { x: 0, y: 0, zoom: 1 }, card)).toBe(true);
  expect(isInSight(frame, { x: 0, y: -150, zoom: 1 }, card)).toBe(false);
});
