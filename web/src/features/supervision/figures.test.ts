import { expect, test } from "vitest";
import { figureKeys, figureOf, levelOf } from "./figures";
import { agent, alert, floor, queue } from "./floor.fixture";

const two = floor({
  queues: {
    q1: queue({ waiting: 3, longest_since: "2026-03-02T10:05:00Z" }),
    q2: queue({ waiting: 4, longest_since: "2026-03-02T10:02:00Z", targets: { answer_rate: 80 } }),
  },
  agents: { a: agent(), b: agent({ phone: "unregistered" }), c: agent({ state: "holding" }), d: agent({ state: "offline" }) },
  alerts: {
    "waiting:q2": alert({ subject: "q2", level: "alarm" }),
    "waiting:q1": alert(),
    "answer_rate_today:q1": alert({ measure: "answer_rate_today", level: "alarm" }),
  },
});

test("all queues together, or one of them", () => {
  expect(figureOf(two, "waiting")).toMatchObject({ value: 7, level: "alarm" });
  expect(figureOf(two, "waiting", "q1")).toMatchObject({ value: 3, level: "warning" });
  expect(figureOf(two, "longest_wait").since).toBe("2026-03-02T10:02:00Z");
  expect(figureOf(two, "longest_wait", "q1").since).toBe("2026-03-02T10:05:00Z");
});

test("agents without a telephone are not ready, those who hold a customer are in talk", () => {
  expect(figureOf(two, "ready").value).toBe(1);
  expect(figureOf(two, "talking").value).toBe(1);
  expect(figureOf(two, "signed_in").value).toBe(3);
});

test("a target is named when all queues have the same", () => {
  expect(figureOf(two, "answer_rate_today").target).toBeUndefined();
  expect(figureOf(two, "answer_rate_today", "q1").target).toBe(90);
});

test("the rate of all queues is held against the common target, that of one against its limits", () => {
  const one = floor({ alerts: two.alerts });
  expect(figureOf(one, "answer_rate_today")).toMatchObject({ value: 90, level: undefined, of: { part: 18, whole: 20 } });
  expect(figureOf(one, "answer_rate_today", "q1").level).toBe("alarm");
  expect(figureOf(one, "abandon_rate_today").level).toBe("warning");
});

test("a rate of few calls is shown and not judged", () => {
  const few = { offered: 2, answered: 1, abandoned: 1, answer_rate: 50 };
  const young = floor({ stretches: { hour_since: "", day_since: "", hour: few, today: few } });
  expect(figureOf(young, "answer_rate_today")).toMatchObject({ value: 50, level: undefined });
});

test("a queue that is gone counts nothing", () => {
  expect(figureOf(two, "waiting", "q9").value).toBe(0);
  expect(figureOf(two, "offered_today", "q9").value).toBe(0);
});

test("every figure can be reckoned", () => {
  for (const key of figureKeys) expect(figureOf(floor(), key).unit).toMatch(/count|seconds|percent/);
});

test("the worst alert of a measure counts", () => {
  expect(levelOf(two.alerts, "waiting")).toBe("alarm");
  expect(levelOf(two.alerts, "ready")).toBeUndefined();
});
