/** A panel opens by a step that Back takes back, and closes by that step or, where a link had opened it, in place. */
import { expect, test } from "vitest";
import { changed, stepOf } from "./panelStep";

test.each([
  ["opening is a step", {}, { open: "new" }, false, "push"],
  ["opening with more is one too", { q: "a" }, { open: "new", copy: "f1" }, false, "push"],
  ["closing takes that step back", { open: "new", copy: "f1" }, { open: undefined, copy: undefined }, true, "back"],
  ["what a link opened is closed in place", { open: "new" }, { open: undefined }, false, "close"],
  ["what closes and changes more is done in place", { open: "new" }, { open: undefined, view: "bound" }, true, "close"],
  ["one panel takes the place of another", { open: "new" }, { open: "p1" }, true, "stay"],
  ["a filter is no step", { q: "a" }, { q: "b" }, false, "stay"],
  ["a filter is none beneath a panel either", { open: "p1", q: "a" }, { q: undefined }, true, "stay"],
  ["closing what is closed is no step", { q: "a" }, { open: undefined }, true, "stay"],
] as const)("%s", (_, search, change, isPanelEntry, step) => {
  expect(stepOf(search, change, isPanelEntry)).toBe(step);
});

test("what is undefined leaves the address", () => {
  expect(changed({ open: "new", q: "a" }, { open: undefined, view: "bound" })).toEqual({ q: "a", view: "bound" });
});
