/** While the agent writes the summary, the desk still tells of which call. */
import { expect, test } from "vitest";
import { contactOf, focusOf, wayOf } from "./focus";

test("a call that is wrapped up keeps its direction, its number and its path", () => {
  const path = [{ at: "2026-11-29T10:00:00Z", kind: "number", zh: "拨打 8001", en: "dialled 8001" }];
  const focus = focusOf({
    wrap_up: { call_id: "c1", since: "2026-11-29T10:03:00Z", direction: "out", called: "8001", path },
  });
  expect(focus && wayOf(focus)).toBe("out");
  expect(focus && contactOf(focus)).toMatchObject({ called: "8001", path });
});
