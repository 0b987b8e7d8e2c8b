import { expect, test } from "vitest";
import { agent, alert } from "./floor.fixture";
import { countStates, fits, longestFirst, worstFirst } from "./order";

const at = (minute: number) => `2026-03-02T10:${String(minute).padStart(2, "0")}:00Z`;

test("whoever is longest in his state comes first, then who has not signed in, last who is not there", () => {
  const agents = {
    late: agent({ since: at(30), seat: "A003" }),
    gone: agent({ since: at(1), seat: "A002", state: "offline" }),
    outside: agent({ since: at(2), seat: "A005", state: "logged_in" }),
    early: agent({ since: at(5), seat: "A004" }),
    tie: agent({ since: at(5), seat: "A001" }),
  };
  expect(longestFirst(agents).map(([id]) => id)).toEqual(["tie", "early", "late", "outside", "gone"]);
});

test("a filter by group and state keeps those who fit both", () => {
  const one = agent({ groups: ["g1", "g2"], state: "talking" });
  expect(fits(one, { group: "g2", state: "talking" })).toBe(true);
  expect(fits(one, { group: "g3", state: "talking" })).toBe(false);
  expect(fits(one, { state: "idle" })).toBe(false);
  expect(fits(agent({ state: "offline" }), { state: "there" })).toBe(false);
  expect(fits(agent({ state: "offline" }), { state: "all" })).toBe(true);
});

test("states are counted per group, the most frequent first", () => {
  const agents = { a: agent(), b: agent({ state: "talking" }), c: agent({ state: "talking" }), d: agent({ groups: ["g2"] }) };
  expect(countStates(agents)).toEqual([
    ["idle", 2],
    ["talking", 2],
  ]);
  expect(countStates(agents, "g1")).toEqual([
    ["talking", 2],
    ["idle", 1],
  ]);
});

test("alarms come before warnings, and of each the oldest first", () => {
  const alerts = {
    young: alert({ level: "alarm", since: at(9) }),
    warning: alert({ since: at(1) }),
    old: alert({ level: "alarm", since: at(3) }),
  };
  expect(worstFirst(alerts).map(([key]) => key)).toEqual(["old", "young", "warning"]);
});
