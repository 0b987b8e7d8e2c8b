import { describe, expect, test } from "vitest";
import type { SkillGroup } from "@/api/records";
import { nextRelaxation, qualified, relaxationFaults, steps } from "./matching";

const group = (id: string, levels: Record<string, number>): SkillGroup => ({
  id,
  name: id,
  music: null,
  members: Object.entries(levels).map(([agent, level]) => ({ agent, level, priority: 1 })),
});
const groups = [group("sales", { wang: 9, li: 5, zhao: 2 }), group("english", { wang: 4, zhao: 8 })];

describe("who a queue finds", () => {
  test("must be in every required group with the level", () => {
    expect(qualified(groups, [{ group: "sales", min_level: 3 }])).toEqual(["wang", "li"]);
    expect(qualified(groups, [{ group: "sales", min_level: 1 }, { group: "english", min_level: 5 }])).toEqual(["zhao"]);
  });

  test("is nobody without requirements or with a group that is gone", () => {
    expect(qualified(groups, [])).toEqual([]);
    expect(qualified(groups, [{ group: "gone", min_level: 1 }])).toEqual([]);
  });

  test("grows with each relaxation", () => {
    const found = steps(groups, [{ group: "sales", min_level: 8 }], [
      { after_seconds: 30, min_level: 5 },
      { after_seconds: 60, min_level: 1 },
    ]);
    expect(found.map((step) => [step.after, step.agents.length])).toEqual([[0, 1], [30, 2], [60, 3]]);
  });

  test("is never asked for a higher level by a relaxation", () => {
    const found = steps(groups, [{ group: "sales", min_level: 2 }], [{ after_seconds: 30, min_level: 5 }]);
    expect(found[1]?.requirements).toEqual([{ group: "sales", min_level: 2 }]);
  });
});

describe("relaxations", () => {
  const required = [{ group: "sales", min_level: 8 }];

  test("come later one after another and ask for less", () => {
    expect(relaxationFaults(required, [{ after_seconds: 30, min_level: 5 }, { after_seconds: 30, min_level: 3 }])).toEqual([undefined, "order"]);
    expect(relaxationFaults(required, [{ after_seconds: 30, min_level: 3 }, { after_seconds: 60, min_level: 5 }])).toEqual([undefined, "raises"]);
    expect(relaxationFaults(required, [{ after_seconds: 30, min_level: 8 }])).toEqual(["useless"]);
    expect(relaxationFaults(required, [{ after_seconds: 30, min_level: 5 }, { after_seconds: 60, min_level: 5 }])).toEqual([undefined, undefined]);
  });

  test("are proposed half a minute later and two levels lower, never below one", () => {
    expect(nextRelaxation(required, [])).toEqual({ after_seconds: 30, min_level: 6 });
    expect(nextRelaxation(required, [{ after_seconds: 45, min_level: 2 }])).toEqual({ after_seconds: 75, min_level: 1 });
  });
});
