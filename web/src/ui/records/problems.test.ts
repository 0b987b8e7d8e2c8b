import { expect, test } from "vitest";
import { fieldPath, knownPath } from "./problems";

test("a problem's field is named as the form names it", () => {
  expect(fieldPath("members.0.level")).toEqual(["members", 0, "level"]);
  expect(fieldPath("announcements.every_seconds")).toEqual(["announcements", "every_seconds"]);
});

test("a problem inside a list is shown at the list when its row is no field of its own", () => {
  const known = (path: (string | number)[]) => path.join(".") === "members";
  expect(knownPath(["members", 0, "level"], known)).toEqual(["members"]);
  expect(knownPath(["strange"], known)).toBeUndefined();
});
