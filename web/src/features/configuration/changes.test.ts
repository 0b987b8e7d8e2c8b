import { describe, expect, it } from "vitest";
import { bySection, countOf, lineRange } from "./changes";
import type { ConfigChange } from "./types";

const change = (section: string, name: string, kind: ConfigChange["kind"] = "added"): ConfigChange => ({ section, title: section, kind, name, label: "", fields: [], text: "" });

describe("changes of a plan", () => {
  it("stand together by section, in the plan's order", () => {
    const sections = bySection([change("users", "li"), change("users", "wu"), change("queues", "VIP")]);
    expect(sections.map((one) => [one.section, one.changes.map(({ name }) => name)])).toEqual([
      ["users", ["li", "wu"]],
      ["queues", ["VIP"]],
    ]);
  });

  it("are counted by kind", () => {
    const all = [change("users", "li"), change("users", "wu", "removed")];
    expect(countOf(all, "added")).toBe(1);
    expect(countOf(all, "changed")).toBe(0);
  });
});

describe("a line's range", () => {
  it("names the characters of the line", () => {
    expect(lineRange("ab\ncd\n", 2)).toEqual([3, 5]);
    expect(lineRange("ab\ncd\n", 1)).toEqual([0, 2]);
  });

  it("stays inside the text", () => {
    expect(lineRange("ab", 9)).toEqual([2, 2]);
  });
});
