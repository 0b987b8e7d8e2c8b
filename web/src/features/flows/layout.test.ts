import { expect, test } from "vitest";
import { CARD, places } from "./layout";
import type { FlowDocument } from "./types";

const node = (exits: Record<string, string> = {}) => ({ verb: "play", exits });

test("a call's way runs downwards from the start and cards do not overlap", () => {
  const document: FlowDocument = {
    name: {},
    start: "a",
    nodes: { d: node(), b: node({ next: "d" }), c: node({ next: "d", again: "c" }), a: node({ yes: "b", no: "c" }), alone: node(), lost: node({ next: "nowhere" }) },
  };
  const at = places(document);
  expect(at.a!.y).toBeLessThan(at.b!.y);
  expect(at.b!.y).toBeLessThan(at.d!.y);
  const all = Object.values(at);
  expect(all).toHaveLength(6);
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      expect(Math.abs(one.x - other.x) >= CARD.width || Math.abs(one.y - other.y) >= CARD.height).toBe(true);
    }
  }
});

test("an empty flow has no places", () => {
  expect(places({ name: {}, start: "", nodes: {} })).toEqual({});
});
