import { describe, expect, test } from "vitest";
import type { Member } from "@/api/records";
import { changed, moved, without, withAgents } from "./members";

const member = (agent: string, level = 5, priority = 1): Member => ({ agent, level, priority });

describe("the members of a skill group", () => {
  test("keep their level when they are added a second time", () => {
    expect(withAgents([member("a", 9)], ["a", "b"])).toEqual([member("a", 9), member("b")]);
  });

  test("move one place and stay where they are at the ends", () => {
    const list = [member("a"), member("b"), member("c")];
    expect(moved(list, "c", -1).map((one) => one.agent)).toEqual(["a", "c", "b"]);
    expect(moved(list, "a", -1)).toBe(list);
    expect(moved(list, "c", 1)).toBe(list);
    expect(moved(list, "stranger", 1)).toBe(list);
  });

  test("change and leave without touching the others", () => {
    const list = [member("a"), member("b")];
    expect(changed(list, "b", { level: 8 })).toEqual([member("a"), member("b", 8)]);
    expect(without(list, "a")).toEqual([member("b")]);
  });
});
