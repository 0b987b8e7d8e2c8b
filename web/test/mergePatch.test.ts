import { describe, expect, test } from "vitest";
import { applyMergePatch } from "@/rt/mergePatch";

describe("merge patch", () => {
  // The table of RFC 7396, appendix A.
  test.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [["a", "b"], ["c", "d"], ["c", "d"]],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j with %j gives %j", (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result);
  });

  test("what did not change keeps its identity", () => {
    const before = { call: { path: [{ at: 1 }], muted: false }, queues: [{ id: "a", waiting: 1 }, { id: "b", waiting: 0 }] };
    const after = applyMergePatch(before, {
      call: { muted: true },
      queues: [{ id: "a", waiting: 2 }, { id: "b", waiting: 0 }],
    }) as typeof before;
    expect(after.call.path).toBe(before.call.path);
    expect(after.queues[1]).toBe(before.queues[1]);
    expect(after.queues[0]).not.toBe(before.queues[0]);
    expect(before.call.muted).toBe(false);
  });

  test("a patch that changes nothing gives the same object", () => {
    const before = { a: { b: [1, { c: 2 }] } };
    expect(applyMergePatch(before, { a: { b: [1, { c: 2 }] }, gone: null })).toBe(before);
  });

  test("a frame that changes thousands of entries costs no more than they are", () => {
    const all = (value: number) => Object.fromEntries(Array.from({ length: 5_000 }, (_, id) => [`a${id}`, { value }]));
    const began = performance.now();
    expect(applyMergePatch(all(1), all(2))).toEqual(all(2));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
