import { expect, test } from "vitest";
import { actionOf, linesOf } from "./words";

const change = (before: unknown, after: unknown) => ({ changes: { field: { before, after } } });

test("an action falls into a thing and what was done", () => {
  expect(actionOf("user.reset_password")).toEqual({ thing: "user", verb: "reset_password" });
  expect(actionOf("strange")).toEqual({ thing: "strange", verb: "" });
});

test("details become lines, inner ones too, without empty ones", () => {
  expect(linesOf({ account: "li", active: false, seat: null, note: "", groups: { sales: 7 } })).toEqual([
    { path: ["account"], is: "li" },
    { path: ["active"], is: false },
    { path: ["groups", "sales"], is: 7 },
  ]);
});

test("a change tells what was and what is, also when it became nothing", () => {
  expect(linesOf(change(25, 40))).toEqual([{ path: ["field"], was: 25, is: 40 }]);
  expect(linesOf(change("a", null))).toEqual([{ path: ["field"], was: "a", is: null }]);
  expect(linesOf(change(true, false))).toEqual([{ path: ["field"], was: true, is: false }]);
});

test("what was set for the first time has no before", () => {
  expect(linesOf(change(null, 5))).toEqual([{ path: ["field"], is: 5 }]);
});

test("of a list of names only the differences are told, and its order when that is all", () => {
  expect(linesOf(change(["a", "b"], ["b", "c"]))).toEqual([{ path: ["field"], added: ["c"], removed: ["a"] }]);
  expect(linesOf(change(["a", "b"], ["b", "a"]))).toEqual([{ path: ["field"], was: ["a", "b"], is: ["b", "a"] }]);
  expect(linesOf(change(["a"], []))).toEqual([{ path: ["field"], added: [], removed: ["a"] }]);
});

test("inside a field only what differs is told", () => {
  const before = { li: { level: 5, priority: 1 }, wang: { level: 3, priority: 1 } };
  const after = { li: { level: 8, priority: 1 }, zhao: { level: 1, priority: 2 } };
  expect(linesOf(change(before, after))).toEqual([
    { path: ["field", "li", "level"], was: 5, is: 8 },
    { path: ["field", "wang"], was: { level: 3, priority: 1 }, is: null },
    { path: ["field", "zhao", "level"], is: 1 },
    { path: ["field", "zhao", "priority"], is: 2 },
  ]);
});

test("a hidden value and a change of an unknown shape stay as they are", () => {
  expect(linesOf({ changes: { password: "•••" } })).toEqual([{ path: ["password"], is: "•••" }]);
  expect(linesOf({ changes: "•••" })).toEqual([{ path: ["changes"], is: "•••" }]);
});
