import { expect, test } from "vitest";
import { CARD, draw, labelWidth, smoothPath, wayKey } from "./layout";
import type { FlowDocument } from "./types";

const node = (exits: Record<string, string> = {}) => ({ verb: "play", exits });
const flow: FlowDocument = {
  name: {},
  start: "a",
  nodes: { d: node(), b: node({ next: "d" }), c: node({ next: "d", again: "c" }), a: node({ yes: "b", no: "c" }), alone: node(), lost: node({ next: "nowhere" }) },
};

test("a call's way runs downwards from the start and cards do not overlap", () => {
  const { places } = draw(flow);
  expect(places.a!.y).toBeLessThan(places.b!.y);
  expect(places.b!.y).toBeLessThan(places.d!.y);
  const all = Object.values(places);
  expect(all).toHaveLength(6);
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      expect(Math.abs(one.x - other.x) >= CARD.width || Math.abs(one.y - other.y) >= CARD.height).toBe(true);
    }
  }
});

test("every exit that leads to another node has a way, and labels get their room", () => {
  const { ways } = draw(flow, (_, exit) => exit);
  expect(Object.keys(ways).sort()).toEqual([wayKey("a", "no"), wayKey("a", "yes"), wayKey("b", "next"), wayKey("c", "next")].sort());
  expect(ways[wayKey("a", "yes")]!.points.length).toBeGreaterThan(1);
  expect(labelWidth("ab")).toBeLessThan(labelWidth("\u653e\u97f3"));
});

test("an empty flow has an empty picture", () => {
  expect(draw({ name: {}, start: "", nodes: {} })).toEqual({ places: {}, ways: {} });
});

test("a path starts at its first point and ends at its last", () => {
  expect(smoothPath([{ x: 0, y: 0 }, { x: 10, y: 10 }, { x: 20, y: 40 }])).toBe("M 0 0 Q 10 10 15 25 L 20 40");
  expect(smoothPath([])).toBe("");
});
