import { expect, test } from "vitest";
import { actionOf, detailLines } from "./words";

test("an action falls into a thing and what was done", () => {
  expect(actionOf("user.reset_password")).toEqual({ thing: "user", verb: "reset_password" });
  expect(actionOf("strange")).toEqual({ thing: "strange", verb: "" });
});

test("details become short lines without empty ones", () => {
  expect(detailLines({ account: "li", active: false, roles: ["a"], seat: null, note: "" })).toEqual(["account: li", "active: false", 'roles: ["a"]']);
});
