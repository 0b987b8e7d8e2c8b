import { expect, test } from "vitest";
import { alert } from "./floor.fixture";
import { fresh } from "./fresh";
import { chosenWith, rowsOf, type Measure, type Threshold } from "./limits";
import { moved } from "./wallboard";

const measures: Measure[] = [
  { measure: "waiting", scope: "queue", unit: "count", above: true, warning: 5, alarm: 10 },
  { measure: "ready", scope: "queue", unit: "count", above: false, warning: null, alarm: null },
  { measure: "talking", scope: "agent", unit: "seconds", above: true, warning: 600, alarm: 1200 },
];
const own: Threshold = { measure: "waiting", queue: null, warning: 3, alarm: 6, sound: true };

test("rows show the company's limits, else the shipped ones; what has none is off", () => {
  expect(rowsOf(measures, [own], null).waiting).toEqual({ on: true, warning: 3, alarm: 6, sound: true });
  expect(rowsOf(measures, [], null).waiting).toMatchObject({ on: true, warning: 5 });
  expect(rowsOf(measures, [], null).ready!.on).toBe(false);
});

test("a queue has rows for measures of queues only and starts from the company's limits", () => {
  const rows = rowsOf(measures, [own], "q1");
  expect(Object.keys(rows)).toEqual(["waiting", "ready"]);
  expect(rows.waiting).toMatchObject({ warning: 3, alarm: 6 });
});

test("what equals the limits below is not kept", () => {
  expect(chosenWith(measures, [], null, rowsOf(measures, [], null))).toEqual([]);
  expect(chosenWith(measures, [own], "q1", rowsOf(measures, [own], "q1"))).toEqual([own]);
});

test("a measure that is switched off is kept as such", () => {
  const rows = rowsOf(measures, [], null);
  const off = chosenWith(measures, [], null, { ...rows, talking: { ...rows.talking!, on: false } });
  expect(off).toEqual([{ measure: "talking", queue: null, warning: null, alarm: null, sound: false }]);
  expect(rowsOf(measures, off, null).talking!.on).toBe(false);
});

test("a queue's own limits stay beside the company's", () => {
  const rows = rowsOf(measures, [own], "q1");
  const chosen = chosenWith(measures, [own], "q1", { ...rows, waiting: { ...rows.waiting!, warning: 8, alarm: 9 } });
  expect(chosen).toEqual([own, { measure: "waiting", queue: "q1", warning: 8, alarm: 9, sound: true }]);
});

test("a card moves and stays inside the list", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
});

test("only alerts with sound that are new or grew worse are heard, and none on the first look", () => {
  const quiet = { one: alert() };
  const loud = { one: alert(), two: alert({ sound: true, subject: "q2" }) };
  const worse = { one: alert(), two: alert({ sound: true, subject: "q2", level: "alarm" }) };
  expect(fresh(undefined, loud)).toBeUndefined();
  expect(fresh(quiet, loud)).toBe("warning");
  expect(fresh(loud, { ...loud })).toBeUndefined();
  expect(fresh(loud, worse)).toBe("alarm");
  expect(fresh(worse, loud)).toBeUndefined();
  expect(fresh({}, quiet)).toBeUndefined();
});
